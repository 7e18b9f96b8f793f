"""Where each part of a handbook begins and ends: units, result sheets, evidence tables, and everything else.

The order of the parts does not matter. A heading counts as a unit only when what follows it looks like a unit; the same
words stand in contents lists, over forms and inside tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from .classify import CODE, NUMBER_WORD, UAN, Mark, criterion_of, graded_of, label, mark_of, outcome_heading, same_words
from .lines import Document, Row
from .tables import is_structure_header
from .titles import rule_sentence, title_of

_LOOK_AHEAD = 14
_LONGEST_HEAD = 220


class Kind(Enum):
    UNIT = "unit"
    SHEET = "result sheet"
    EVIDENCE = "evidence table"
    OTHER = "other"


@dataclass
class Part:
    """Consecutive rows with one purpose. `head` is the row that opened it; `codes` are the units it names there."""

    kind: Kind
    head: Row | None
    codes: tuple[str, ...] = ()
    title: str = ""
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class UnitHead:
    """A heading that may open a unit; `rows` is how many rows it takes."""

    code: str
    title: str
    rows: int = 1


_HEAD = re.compile(
    rf"(?:(?:mandatory|optional|core)\s+)?unit\s*(?:no\.?|number|ref(?:erence)?|code"
    rf"|title)?\s*[:.]?\s*(?P<code>{UAN}|{CODE}|(?-i:[IVX]{{1,5}}|[A-Z])(?![A-Za-z]))"
    r"(?=$|[\s:–—-])\s*(?:title\b)?\s*[:.–—-]*\s*(?P<title>.*)",
    re.I,
)
_TITLE_HEAD = re.compile(r"(?P<code>)unit (?:title|name)\s*:?\s+(?P<title>\S.*)", re.I)
_CODE_HEAD = re.compile(
    r"(?P<code>[A-Z]{1,5}[/-]?\d{2,5}(?:-\d{2,4})?|\d{3,5}(?:-\d{2,4})?)\s*[:.–—-]*\s+(?P<title>[A-Z].*)"
)
_UAN_HEAD = re.compile(rf"(?P<code>{UAN})\s*[:–—-]?\s+(?P<title>\D.*)")
_NO_UNIT_TITLE = re.compile(
    r"[/,&]|(?:and|or|to|is|are|was|has|must|will|can|may|should|requires?|AC|units?|LO)\b|.*\b(?:result"
    r"|mark|record|feedback) ?sheets?\b|"
    r".*\b(?:assessment (?:brief|instructions|record|task)|assignment brief|portfolio(?: of evidence)?"
    r"|evidence matrix|reflective journal)$|"
    r".*\bexamples?\b.*\bevidence\b|.*\bevidence\b.*\bexamples?\b|.*\.$",
    re.I,
)
_PAGE = re.compile(r"(?:\s*\.{3,}\s*|\s*…+\s*)\d{1,3}$")
_SHEET = re.compile(
    r"\b(?:results?|mark(?:ing)?|decision|outcome|assessment record|assessor record) (?:sheet|record|form|grid)s?\b",
    re.I,
)
_EVIDENCE = re.compile(
    r"\bevidence (?:examples?|matrix|titles?|grid)\b|\bexamples? of (?:suitable |possible )?evidence\b"
    r"|\bsuggested evidence\b",
    re.I,
)
_UNITS_NAMED = re.compile(
    rf"\bunits?\s+((?:{UAN}|{CODE})(?:\s*(?:/|,|&|and|or)\s*(?:units?\s+)?(?:{UAN}|{CODE})(?![\w.]))*)", re.I
)
_END = re.compile(
    r"(?:appendix|annex|glossary|useful information|contact details)\b.*|level \w+ units\b.*|"
    r"(?:qualification |overall )?structure\b.{0,40}|qualifications? (?:structure|summary|summaries"
    r"|overview|details|at a glance)\b.{0,40}|"
    r"rules? of combination\b.{0,60}|total qualification time.{0,20}|(?:learner |centre )?(?:entry "
    r"|centre )requirements|"
    r"(?:summary of )?assessment methods?(?: summary)?|introduction|assessment instructions.*"
    r"|assignment (?:brief|tasks).*",
    re.I,
)
_REFER = re.compile(
    r"(?:refer(?:ral|red)?|fail|not (?:yet )?(?:met|achieved|competent))(?: (?:descriptors?|standard|indicators?))?"
)
_PASS = re.compile(r"(?:(?:borderline )?pass|met|achieved|competent)(?: (?:descriptors?|standard|indicators?))?")
_EVIDENCE_COLUMN = re.compile(r"\b(?:evidence|materials?|templates?|reference number)\b")
_CRITERION_COLUMN = re.compile(r"(?:assessment )?criteri(?:a|on)(?: ref(?:erence)?)?|acs?|ref(?:erence)?|unit\b.*\d.*")
_NUMERIC_FIELD = re.compile(
    rf"(?:unit )?(?:level|credits?(?: values?)?|cv|glh|guided learning hours)\s*[:=-]?\s*(?:\d{{1,3}}|{NUMBER_WORD})\b",
    re.I,
)
_UAN_FIELD = re.compile(rf"\b{UAN}\b")


def parts_of(document: Document) -> list[Part]:
    """Every row of `document`, in parts, in order; nothing is left out."""
    return _Cutter(document.rows).cut()


def units_named(text: str) -> tuple[str, ...]:
    """The unit codes that `text` names: "Unit 301", "Units 301/302", "unit 8580-500"."""
    found: list[str] = []
    for group in _UNITS_NAMED.findall(text):
        found += re.findall(rf"{UAN}|{CODE}", group)
    return tuple(
        dict.fromkeys(code for code in found if re.search(r"\d", code) and not code.upper().startswith(("LO", "AC")))
    )


def sheet_columns(row: Row) -> tuple[int, int] | None:
    """Where a header row has its referral and its pass column, or None when it is no such header."""
    labels = [label(text) for text in row.texts]
    refer = next((n for n, text in enumerate(labels) if _REFER.fullmatch(text)), None)
    passed = next((n for n, text in enumerate(labels) if _PASS.fullmatch(text)), None)
    return (refer, passed) if refer is not None and passed is not None else None


def _heads_criteria(row: Row) -> bool:
    """Whether a header stands over a unit's own outcomes and criteria, with the descriptors beside them."""
    marks = [mark_of(text) for text in row.filled]
    return Mark.CRITERIA in marks and any("outcome" in label(text) for text in row.filled)


def is_evidence_header(row: Row) -> bool:
    """Whether `row` heads a table of criteria and the evidence for them."""
    labels = [label(text) for text in row.texts]
    if len(labels) < 2 or not _CRITERION_COLUMN.fullmatch(labels[0]) or any("outcome" in text for text in labels):
        return False
    return any(_EVIDENCE_COLUMN.search(text) for text in labels[1:]) and not any(criterion_of(text) for text in labels)


class _Cutter:
    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows
        self.heads = _unit_heads(rows)
        self.parts: list[Part] = [Part(Kind.OTHER, None)]
        self.criteria_seen = False

    def cut(self) -> list[Part]:
        skip = 0
        for index, row in enumerate(self.rows):
            if skip:
                skip -= 1
                continue
            head = self.heads.get(index)
            if head:
                self._drop_running_title(head)
                self._open(Part(Kind.UNIT, row, (head.code,), head.title))
                skip, self.criteria_seen = head.rows - 1, False
                continue
            self._turn(row)
            self.parts[-1].rows.append(row)
            if self.parts[-1].kind is Kind.UNIT and any(criterion_of(line.text) for line in row.lines):
                self.criteria_seen = True
        return self.parts

    def _drop_running_title(self, head: UnitHead) -> None:
        """Gives a line that announces the next unit to no unit at all."""
        now = self.parts[-1]
        title = same_words(re.sub(r"\d+ credits?$", "", head.title))
        if (
            now.kind is Kind.UNIT
            and now.rows
            and not now.rows[-1].table
            and title
            and title in same_words(now.rows[-1].text)
        ):
            self.parts.append(Part(Kind.OTHER, now.rows[-1], (), "", [now.rows.pop()]))

    def _turn(self, row: Row) -> None:
        """Opens another part where `row` begins one."""
        now = self.parts[-1]
        kind = self._kind_at(row)
        if kind is None:
            if now.kind is not Kind.UNIT and self._resumes(row):
                unit = next(part for part in reversed(self.parts) if part.kind is Kind.UNIT)
                self._open(Part(Kind.UNIT, unit.head, unit.codes, unit.title))
            return
        codes = units_named(row.text)
        if kind is now.kind and kind in (Kind.SHEET, Kind.EVIDENCE) and (not codes or codes == now.codes):
            return
        if kind is Kind.SHEET and not codes and now.kind in (Kind.UNIT, Kind.EVIDENCE):
            codes = now.codes
        if kind is Kind.EVIDENCE and not codes:
            codes = now.codes if now.kind is not Kind.OTHER else ()
        self._open(Part(kind, row, codes))

    def _kind_at(self, row: Row) -> Kind | None:
        in_unit = self.parts[-1].kind is Kind.UNIT
        if sheet_columns(row) and not (in_unit and not self.criteria_seen and _heads_criteria(row)):
            return Kind.SHEET
        if is_evidence_header(row) and not (in_unit and not self.criteria_seen):
            return Kind.EVIDENCE
        if is_structure_header(row) or rule_sentence(row.text):
            return Kind.OTHER
        if row.table or len(row.text) > 120 or row.text.endswith("."):
            return None
        if _SHEET.search(row.text):
            return Kind.SHEET
        if _EVIDENCE.search(row.text):
            return Kind.EVIDENCE
        if _END.fullmatch(row.text) or title_of(row.text):
            return Kind.OTHER
        return Kind.OTHER if row.heading and self._ends(row) else None

    def _ends(self, row: Row) -> bool:
        """Whether a marked heading ends the part; a unit goes on under its own headings."""
        inner = mark_of(row.text)
        if inner is None:
            return not (
                _NUMERIC_FIELD.match(row.text)
                or re.match(r"(?:unit )?(?:aim|purpose|summary|uan|title)", row.text, re.I)
            )
        last = self.parts[-1]
        after_tail = any(mark_of(other.text) is Mark.TAIL for other in last.rows[-40:])
        return last.kind is not Kind.UNIT or (inner is Mark.GUIDANCE and after_tail)

    def _resumes(self, row: Row) -> bool:
        """Whether a unit that a heading interrupted before its first criterion goes on here."""
        if self.criteria_seen or not any(part.kind is Kind.UNIT for part in self.parts):
            return False
        return not row.table and mark_of(row.text) in (Mark.OUTCOME, Mark.CRITERIA)

    def _open(self, part: Part) -> None:
        self.parts.append(part)


def _unit_heads(rows: tuple[Row, ...]) -> dict[int, UnitHead]:
    """The rows that open a unit, by their place."""
    candidates = {index: head for index in range(len(rows)) if (head := _candidate(rows, index))}
    places = sorted(candidates)
    full: dict[int, UnitHead] = {}
    thin: dict[int, UnitHead] = {}
    for place, following in zip(places, [*places[1:], len(rows)], strict=False):
        body = rows[place + 1 : following]
        if any(_shows_outcomes(row) for row in body):
            full[place] = candidates[place]
        elif any(_shows_facts(body, n) for n in range(min(len(body), _LOOK_AHEAD))):
            thin[place] = candidates[place]
    told = {head.code for head in full.values()}
    return full | {place: head for place, head in thin.items() if head.code not in told}


def _candidate(rows: tuple[Row, ...], index: int) -> UnitHead | None:
    row = rows[index]
    if (
        sum(map(len, row.texts)) > _LONGEST_HEAD
        or is_evidence_header(row)
        or sum(text.isdigit() for text in row.texts) > 1
        or not row.filled
    ):
        return None
    text = row.text
    found = (
        _HEAD.fullmatch(text)
        or (_code_head(row) if row.heading else None)
        or _TITLE_HEAD.fullmatch(text)
        or (None if row.table else _UAN_HEAD.fullmatch(text))
    )
    if found and _belongs_to_a_head_above(rows, index, found["title"]):
        return None
    if not found or (len(found["code"]) == 1 and not found["title"]):
        return None
    title, used = _PAGE.sub("", found["title"]).strip(" :–—-"), 1
    if not title and index + 1 < len(rows):
        following = rows[index + 1]
        if not _takes_a_title(following):
            return None if row.table or not found["code"] else UnitHead(found["code"], "", 1)
        title, used = re.sub(r"^(?:unit )?title\s*:?\s*", "", following.text, flags=re.I), 2
    if _NO_UNIT_TITLE.match(title) or _NUMERIC_FIELD.match(title):
        return None
    return UnitHead(found["code"].upper() if "/" in found["code"] else found["code"], title, used)


def _code_head(row: Row) -> re.Match[str] | None:
    """A marked heading that opens with a unit's code alone: "F/101 Starting out"."""
    if outcome_heading(row.text) or criterion_of(row.text) or graded_of(row.text):
        return None
    return _CODE_HEAD.fullmatch(row.text)


def _belongs_to_a_head_above(rows: tuple[Row, ...], index: int, title: str) -> bool:
    """Whether a row that names a code or a title only goes on with a heading above: "Unit 1 …", "Unit ref: …"."""
    text = rows[index].text
    above = [row.text for row in rows[max(0, index - 3) : index]]
    if _TITLE_HEAD.fullmatch(text):
        return any(
            (head := _HEAD.fullmatch(other)) and not _NO_UNIT_TITLE.match(head["title"] or " ") for other in above
        )
    if title:
        return False
    labelled = re.match(r"unit\s*(?:no\.?|number|ref(?:erence)?|code)\b", text, re.I)
    if _UAN_FIELD.search(text):
        return True
    return bool(labelled) and any(_TITLE_HEAD.fullmatch(other) or _HEAD.fullmatch(other) for other in above)


def _takes_a_title(row: Row) -> bool:
    text = row.text
    if mark_of(text) or criterion_of(text) or _NUMERIC_FIELD.match(text) or _UAN_FIELD.search(text) or len(text) > 160:
        return False
    return not re.match(r"(?:unit )?(?:aim|purpose|summary|level|credit|glh|uan|urn|guided|section)\b", text, re.I)


def _shows_outcomes(row: Row) -> bool:
    if len(row.filled) > 1 or row.table:
        marks = [mark_of(text) for text in row.filled]
        if marks == [Mark.LEAD_IN, Mark.LEAD_IN]:
            return True
        return (
            Mark.CRITERIA in marks
            or bool(not row.table and outcome_heading(row.text))
            or (Mark.OUTCOME in marks and len(row.filled) <= 3 and not outcome_with_comments(row.text))
        )
    return mark_of(row.text) in (Mark.OUTCOME, Mark.CRITERIA) or bool(outcome_heading(row.text))


def outcome_with_comments(text: str) -> bool:
    """Whether `text` is the comment box of a result sheet, not an outcome."""
    return bool(re.search(r"\bcomments?\b", text, re.I))


def _shows_facts(body: tuple[Row, ...], place: int) -> bool:
    """Whether a row tells the level, the credit, the hours or the number of a unit."""
    row = body[place]
    if _UAN_FIELD.search(row.text) and len(row.filled) <= 2:
        return True
    return len(row.filled) <= 4 and bool(_NUMERIC_FIELD.search(row.text))
