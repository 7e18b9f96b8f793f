"""Qualifications: their titles, facts, rules and the tables of units under them.

A title is only a mention until facts follow it; progression lists and contents lists name many qualifications that the
handbook is not about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .classify import CODE, NUMBER, UAN, count_of, first_count, label, same_words
from .lines import Document, Row
from .notes import Notes
from .parts import Kind, Part
from .tables import Table, UnitRow, columns_of, group_of, is_structure_header, table_at, unit_rows
from .titles import Title, joint_titles, rule_sentence, title_of

_REACH = 8
_BREAK = Row(0, ())  # a table never goes on beyond the part that it stands in
_YEARS = re.compile(
    rf"(?:registration|registered|qualification|valid|complet)\w*\b[^.]{{0,80}}?\b({NUMBER}) years?\b"
    rf"|\b({NUMBER}) years? from (?:the )?(?:date of )?registration",
    re.I,
)
_VALID = re.compile(r"\bvalid\b|\bcomplet|\bregistration (?:period|valid|expires|lasts|runs)|\bexpir", re.I)
_AGE = (
    re.compile(r"\bunder (?:the age of )?(\d{2})s?\b", re.I),
    re.compile(r"\b(?:minimum age|aged?)\b[^.\d]{0,40}?(\d{2})\b", re.I),
    re.compile(r"\b(\d{2})\s*(?:\+|(?:years?(?: of age)?|years old)? ?(?:or|and) (?:over|above|older))", re.I),
)
_AGE_CONTEXT = re.compile(r"\bage|\bunder \d{2}s?\b|\bregist|\bentry\b|years? (?:of age|old)", re.I)
_LISTED = re.compile(
    rf"(?i:unit)\s+(?P<code>{CODE}|[IVX]{{1,5}}|[A-Z])\s*[:.–—-]*\s+(?:(?P<uan>{UAN})\s+)?"
    r"(?P<title>[A-Z][A-Za-z][^.]{1,120}?)(?:[\s(,–—-]+(?P<credit>\d{1,3})\s+credits?\)?)?(?P<figures>(?:\s+\d{1,3})*)"
)
_NUMBER_LABEL = re.compile(
    r"(?:(?:ofqual |qualification |regulated )*(?:qualification|accreditation)(?: accreditation"
    r"| reference)? ?(?:number|no\.?|code)|qan|qn|qrn|ofqual (?:number|ref(?:erence)?))"
)
_NUMBER = re.compile(r"\b(\d{3}/\d{4}/[\dX]|[A-Z]?\d{4}-\d{2,3}|\d{4,5})\b")


@dataclass
class Section:
    """What the document says of one qualification."""

    title: Title
    line: int
    number: str | None = None
    credit: int | None = None
    guided_hours: int | None = None
    tqt: int | None = None
    minimum_age: int | None = None
    validity: int | None = None
    rule: str | None = None
    rule_line: int | None = None
    tables: list[list[UnitRow]] = field(default_factory=list)
    order: int = 0


@dataclass
class Structure:
    """All qualifications, every table of units in order with where it stood, and the method printed for units."""

    sections: list[Section] = field(default_factory=list)
    tables: list[tuple[int, list[UnitRow]]] = field(default_factory=list)
    methods: list[UnitRow] = field(default_factory=list)
    general_method: tuple[str, int] | None = None


def structure_of(document: Document, parts: Sequence[Part], notes: Notes) -> Structure:
    """What `parts` other than the units say about qualifications and their units."""
    reader = _Reader(notes)
    rows: list[Row] = []
    for part in parts:
        if part.kind is not Kind.UNIT:
            rows += [part.head] if part.head and part.head not in part.rows else []
            rows += part.rows
            rows += [_BREAK] if part.kind is not Kind.OTHER else []
        else:
            rows.append(_BREAK)
    reader.read(rows)
    found = reader.structure
    if not found.sections:
        _joint_sections(document.rows, found, notes)
    _numbers_beside_titles(document, found)
    _whole_document(document, found, notes)
    return found


class _Reader:
    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.structure = Structure()
        self.now: Section | None = None
        self.status: str | None = None
        self.group: str | None = None
        self.listing: list[UnitRow] | None = None  # units listed line by line under "Mandatory units"
        self.later: list[Table] = []  # tables of qualifications, read when every section is known

    def read(self, rows: Sequence[Row]) -> None:
        first_mention: tuple[Title, int] | None = None
        place = 0
        while place < len(rows):
            row = rows[place]
            title = _heading_title(row)
            if title:
                first_mention = first_mention or (title, row.number)
                if self._has_substance(rows, place):
                    self._open(title, row.number)
                place += 1
                continue
            if is_structure_header(row):
                table, taken = table_at(rows, place)
                if "qualification" in table.columns:
                    self.later.append(table)
                else:
                    if self.now is None and first_mention:
                        self._open(*first_mention)
                    self._table(table)
                place += taken
                continue
            fact = _fact(row)
            if self.now is None and first_mention and ((fact and fact[0] != "method") or rule_sentence(row.text)):
                self._open(*first_mention)
            self._row(row)
            place += 1
        for table in self.later:
            self._qualifications(table)
        if not self.structure.sections and first_mention:
            self._open(*first_mention)

    def _has_substance(self, rows: Sequence[Row], place: int) -> bool:
        """Whether facts follow a title before the next one."""
        for row in rows[place + 1 : place + 1 + _REACH]:
            if _heading_title(row):
                return False
            fact = _fact(row)
            units = is_structure_header(row) and "qualification" not in columns_of(row)
            if (fact and fact[0] != "method") or units or rule_sentence(row.text):
                return True
        return False

    def _open(self, title: Title, line: int) -> Section:
        known = next((section for section in self.structure.sections if section.title.key == title.key), None)
        if known is None:
            known = Section(title, line, title.number, order=len(self.structure.sections))
            self.structure.sections.append(known)
        known.number = known.number or title.number
        self.now, self.status, self.group = known, None, None
        return known

    def _row(self, row: Row) -> None:
        about = rule_sentence(row.text)
        if about:
            self._rule(about, row)
            return
        if row is _BREAK:
            self.status = self.group = self.listing = None
            return
        named = group_of(row.text) if len(row.filled) == 1 else None
        if named:
            self.status, self.group = named
            return
        if self.status and self.now and self._listed(self.now, row):
            return
        fact = _fact(row)
        if fact and self.now:
            self._fact(self.now, *fact, row.number)
        elif fact and fact[0] == "method":
            self.structure.general_method = (fact[1], row.number)
        if fact and fact[0] == "method" and self.structure.general_method is None:
            self.structure.general_method = (fact[1], row.number)

    def _listed(self, section: Section, row: Row) -> bool:
        """Takes "Unit 3 – Title" as a unit of the group that stands above it; False where the row is no such line."""
        found = _LISTED.fullmatch(row.text)
        if not found:
            return False
        if self.listing is None:
            self.listing = []
            self.structure.tables.append((section.order, self.listing))
            section.tables.append(self.listing)
        credit = int(found["credit"]) if found["credit"] else None
        unit = UnitRow(row.number, found["title"], found["code"], found["uan"], None, credit)
        self.listing.append(replace(unit, status=self.status, group=self.group))
        if found["figures"]:
            self.notes.add(
                "figures-without-heading",
                f"The figures{found['figures']} beside unit {found['code']} stand under no heading and were not used.",
                row.number,
            )
        return True

    def _rule(self, about: Title | str, row: Row) -> None:
        section = self._open(about, row.number) if isinstance(about, Title) else self.now
        if section is None:
            return
        if section.rule is None:
            section.rule, section.rule_line = row.text, row.number
        elif isinstance(about, Title) and row.text not in section.rule:
            section.rule = f"{section.rule} {row.text}"

    def _fact(self, section: Section, name: str, value: str, line: int) -> None:
        if name == "rule":
            section.rule, section.rule_line = section.rule or value, section.rule_line or line
        elif name == "number":
            found = _NUMBER.search(value)
            section.number = section.number or (found[1] if found else None)
        elif name == "validity":
            section.validity = section.validity or _years(value)
        elif name == "age":
            section.minimum_age = section.minimum_age or _age(value)
        elif name in ("credit", "guided_hours", "tqt"):
            count = first_count(value) if len(value) < 40 else None
            if count is not None and getattr(section, name) is None:
                setattr(section, name, count)

    def _table(self, table: Table) -> None:
        names = set(table.columns)
        rows = unit_rows(table, self.status, self.group)
        if "method" in names and not names & {"credit", "guided_hours"}:
            self.structure.methods += rows
            return
        for line, texts in table.rows:
            if (
                not any(row.line == line for row in rows)
                and len([text for text in texts if text]) > 1
                and not _is_total(texts)
            ):
                self.notes.add(
                    "table-row-not-read",
                    f"A row of a unit table was not understood: {' | '.join(t for t in texts if t)}",
                    line,
                )
        if not rows:
            return
        self.structure.methods += [row for row in rows if row.method]
        self.structure.tables.append((self.now.order if self.now else -1, rows))
        if self.now:
            self.now.tables.append(rows)
        self.status = self.group = None

    def _qualifications(self, table: Table) -> None:
        """Reads a table with a row for each qualification."""
        for line, texts in table.rows:
            cells = table.named(texts)
            title = title_of(cells.get("qualification", ""))
            if title is None:
                continue
            section = self._matching(title)
            if section is None:
                if not {"tqt", "guided_hours", "credit"} & set(cells):
                    continue
                section = self._open(title, line)
            for name, column in (("credit", "credit"), ("guided_hours", "guided_hours"), ("tqt", "tqt")):
                if column in cells:
                    self._fact(section, name, cells[column], line)
            if "validity" in cells:
                section.validity = section.validity or _years(f"valid {cells['validity']}")

    def _matching(self, title: Title) -> Section | None:
        """The section of a title that may be printed shorter here."""
        sections = self.structure.sections
        exact = [section for section in sections if section.title.key == title.key]
        close = exact or [section for section in sections if section.title.may_be(title)]
        return close[0] if len(close) == 1 else None


def _heading_title(row: Row) -> Title | None:
    """The title that stands alone in a row, not as one of a list's bullets."""
    lines = list(row.lines)
    if len(row.filled) == 2 and label(row.filled[0]) in ("qualification title", "qualification", "title"):
        return title_of(row.filled[1])
    if len(lines) != 1 or lines[0].bullet or len(row.filled) != 1:
        return None
    return title_of(row.text)


_FACTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "credit",
        re.compile(r"(?:total |minimum |qualification )?credits?(?: values?| required)?|total credits?(?: values?)?"),
    ),
    ("guided_hours", re.compile(r"(?:total |minimum )?(?:guided learning hours|glh)(?: glh)?")),
    ("tqt", re.compile(r"(?:total qualification time|tqt)(?: tqt)?")),
    ("rule", re.compile(r"rules? of combination")),
    (
        "validity",
        re.compile(
            r"duration|registration (?:period|validity)|validity(?: of registration)?|registration valid for|time limit"
        ),
    ),
    ("age", re.compile(r"(?:minimum )?age(?: group)?(?: approved| range| restrictions?)?|age ranges?")),
    ("number", _NUMBER_LABEL),
    ("method", re.compile(r"assessment methods?|assessment")),
)


def _fact(row: Row) -> tuple[str, str] | None:
    """A label and its value: two cells, or "label: value" in a paragraph."""
    filled = row.filled
    if len(filled) == 2:
        name, value = filled
    elif len(filled) == 1 and ":" in filled[0]:
        name, _colon, value = filled[0].partition(":")
    else:
        found = re.fullmatch(
            r"(TQT|GLH|Total Qualification Time(?: \(TQT\))?|Guided Learning Hours(?: \(GLH\))?"
            r"|(?:Total |Minimum )?Credits?(?: values?)?)\s+(\d[\d,]*)(?: hours| credits)?|"
            r"(QAN|QN|Qualification (?:accreditation )?number)\s+(\d{3}/\d{4}/[\dX])",
            row.text,
            re.I,
        )
        if not found:
            return None
        name, value = (group for group in found.groups() if group)
    if not value.strip() or len(name) > 60:
        return None
    key = next((key for key, pattern in _FACTS if pattern.fullmatch(label(name))), None)
    return (key, value.strip()) if key else None


def _is_total(texts: tuple[str, ...]) -> bool:
    return any(label(text).startswith("total") for text in texts)


def _years(text: str) -> int | None:
    found = re.search(rf"\b({NUMBER})\s*years?\b", text, re.I)
    return count_of(found[1]) if found else None


def _age(text: str) -> int | None:
    for pattern in _AGE:
        found = pattern.search(text)
        if found:
            return int(found[1])
    return first_count(text) if re.fullmatch(r"\D{0,20}\d{2}\D{0,20}", text) else None


def _joint_sections(rows: Sequence[Row], found: Structure, notes: Notes) -> None:
    """Qualifications that the document only names together, with the credit printed in the same order."""
    titles: tuple[Title, ...] = ()
    line = 0
    for row in rows:
        for part in row.lines:
            if len(joint := joint_titles(part.text)) > len(titles) and not part.bullet:
                titles, line = joint, part.number
    credits = [
        int(value)
        for row in rows
        for part in row.lines
        for value in re.findall(r"total credits?(?: values?)?\D{0,5}(\d{1,3})\b", part.text, re.I)
    ]
    for order, title in enumerate(titles):
        credit = credits[order] if len(credits) == len(titles) and credits == sorted(credits) else None
        found.sections.append(Section(title, line, credit=credit, order=order))
    if titles:
        notes.add(
            "qualifications-named-together",
            f"{len(titles)} qualifications are only named together; which units each needs is not printed here.",
            line,
        )


def _numbers_beside_titles(document: Document, found: Structure) -> None:
    """The number that an address, a picture or a heading puts right behind a title: "…-level-3-award-in-x-8585-11"."""
    text = " ".join(re.sub(r"[^A-Za-z0-9/]+", " ", line) for line in document.raw).lower()
    for section in found.sections:
        if section.number:
            continue
        title = re.escape(" ".join(re.sub(r"[^A-Za-z0-9/]+", " ", section.title.text).lower().split()))
        match = re.search(
            rf"\b{title} (?:qualification )?(?:number )?(?:(\d{{4}}) (\d{{2,3}})|(\d{{3}}/\d{{4}}/[\dx]))\b", text
        )
        if match:
            section.number = match[3].upper() if match[3] else f"{match[1]}-{match[2]}"


def _whole_document(document: Document, found: Structure, notes: Notes) -> None:
    """Minimum age and validity that the document states for all its qualifications."""
    ages = _stated(document, _age_in)
    years = _stated(document, _validity_in)
    for name, values in (("minimum age", ages), ("validity in years", years)):
        if len(values) > 1:
            notes.add(
                "stated-twice",
                f"The {name} is printed with different values: {', '.join(str(v) for v in sorted(values))}.",
                max(values.values()),
            )
    for section in found.sections:
        if section.minimum_age is None and len(ages) == 1:
            section.minimum_age = next(iter(ages))
        if section.validity is None and len(years) == 1:
            section.validity = next(iter(years))


def _stated(document: Document, finder) -> dict[int, int]:
    """Each value that some paragraph or row states, with the first line that does."""
    values: dict[int, int] = {}
    for row in document.rows:
        if len(row.text) < 400 and len(row.filled) <= 3 and (value := finder(row.text)) is not None:
            values.setdefault(value, row.number)
    return values


def _age_in(text: str) -> int | None:
    if not _AGE_CONTEXT.search(text):
        return None
    for pattern in _AGE:
        found = pattern.search(text)
        if found and 10 <= int(found[1]) <= 30:
            return int(found[1])
    return None


def _validity_in(text: str) -> int | None:
    if not (_VALID.search(text) and re.search(r"\bregist|\bqualification|\bduration|\bto be completed", text, re.I)):
        return None
    found = _YEARS.search(text)
    return count_of(found[1] or found[2]) if found else None


def shorter_where_printed(title: Title, document: Document) -> str:
    """The title without the body's name in front, where the document itself prints it so as a heading."""
    level = re.search(r"\blevel\b", title.text, re.I)
    if not level or level.start() == 0:
        return title.text
    short = same_words(title.text[level.start() :])
    printed = any(same_words(line.text) == short for row in document.rows for line in row.lines)
    return title.text[level.start() :] if printed else title.text
