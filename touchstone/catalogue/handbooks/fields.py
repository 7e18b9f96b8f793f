"""The facts at the top of a unit: number, level, credit, hours, aim."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from .classify import LEVEL, UAN, Mark, count_of, first_count, label, mark_of
from .drafts import UnitDraft
from .lines import Line, Row

_LABELS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "uan",
        re.compile(
            r"uan|urn|qan|(?:ofqual )?(?:unit )?(?:accreditation|reference|ref|regulation) (?:number|no\.?|code)"
            r"|ofqual reference|unit ref(?:erence)?"
        ),
    ),
    ("level", re.compile(r"(?:unit |rqf |qcf )?level")),
    ("credit", re.compile(r"(?:unit )?credits?(?: values?| points?)?|cv")),
    (
        "guided_hours",
        re.compile(
            r"glh|(?:total )?guided learning hours?(?: glh)?|(?:unit )?guided hours|guided learning|recommended glh"
        ),
    ),
    (
        "other_hours",
        re.compile(r"tqt|tut|total (?:qualification|unit) time|(?:notional )?learning (?:time|hours)|total hours"),
    ),
    (
        "aim",
        re.compile(
            r"(?:unit )?(?:aims?|purpose|summary|overview|introduction|description)(?:s? and (?:aims?|purpose))?"
            r"|(?:aim|purpose) of (?:the |this )?unit|"
            r"about this unit"
        ),
    ),
    ("method", re.compile(r"(?:unit )?assessment (?:methods?|type)|assessed by|method of assessment|assessment")),
    ("title", re.compile(r"(?:unit )?title|unit name")),
    ("code", re.compile(r"unit (?:no\.?|number|code)|ilm unit number")),
)
_INLINE = re.compile(
    r"(?P<label>(?:unit |rqf |qcf )?level|(?:unit )?credits?(?: values?| points?)?|(?:recommended )?glh"
    r"|(?:total )?guided learning hours?(?: \(glh\))?)"
    r"\s*[:=–-]?\s*(?P<value>\d{1,3})\b|(?P<before>\d{1,3})\s+(?P<unit>credits?|glh"
    r"|guided learning hours)\b(?!\s*[:=–-]?\s*\d)",
    re.I,
)
_LABEL_AND_VALUE = re.compile(r"(?P<label>[A-Za-z][A-Za-z .()/]{1,45}?)\s*[:=]\s*(?P<value>\S.*)")
_UAN = re.compile(UAN, re.I)


def read_facts(draft: UnitDraft, rows: Sequence[Row], spare: Callable[[Line], None]) -> None:
    """Fills `draft` from the rows before its first outcome; `spare` is told each line that says nothing about it."""
    pending: str | None = None
    rest = list(rows)
    while rest:
        row = rest.pop(0)
        if rest and _labels_over_values(draft, row, rest[0]):
            rest.pop(0)
            pending = None
            continue
        for line in row.lines:
            pending = _read_line(draft, line, pending, spare)


def _read_line(draft: UnitDraft, line: Line, pending: str | None, spare: Callable[[Line], None]) -> str | None:
    """Reads one line; gives the label whose value the next line holds, or None."""
    named = field_named(line.text)
    if named:
        return named
    if pending and pending != "aim":
        if not put(draft, pending, line.text, line.number):
            spare(line)
        return None
    if _inline(draft, line.text, line.number):
        return None
    if pending == "aim":
        put(draft, "aim", line.text, line.number)
        return "aim"
    started, kept = _label_and_value(draft, line.text, line.number)
    if not kept and mark_of(line.text) is not Mark.LEAD_IN:
        spare(line)
    return "aim" if started == "aim" else None


def field_named(text: str) -> str | None:
    """The fact that the whole of `text` is the label of, or None."""
    bare = label(text)
    return next((name for name, pattern in _LABELS if pattern.fullmatch(bare)), None)


def put(draft: UnitDraft, name: str, value: str, line: int) -> bool:
    """Stores a printed value, unless one is there already; False where it is no such value or has no place."""
    if name == "aim":
        draft.aim.append(value)
        draft.aim_line = draft.aim_line or line
    elif name == "uan":
        found = _UAN.search(value)
        if found:
            draft.uan = draft.uan or found[0].upper()
        elif not draft.code and len(value) < 20:
            draft.code = value
    elif name == "title":
        draft.title = draft.title or value
    elif name == "code":
        draft.code = draft.code or value
    elif name == "method":
        draft.method = draft.method or value
    elif name in ("level", "credit", "guided_hours"):
        count = _level(value) if name == "level" else first_count(value) or count_of(value.strip(" ."))
        if getattr(draft, name) is None and count is not None:
            setattr(draft, name, count)
        return count is not None
    else:
        return False
    return True


def _level(value: str) -> int | None:
    found = re.search(LEVEL, value, re.I)
    return count_of(found[1]) if found else first_count(value) or count_of(value.strip(" ."))


def _labels_over_values(draft: UnitDraft, row: Row, below: Row) -> bool:
    """Reads a row of labels above a row of values; False, and nothing read, where they are no such pair."""
    names = [field_named(text) for text in row.texts]
    if len(names) < 2 or not all(names) or len(below.texts) != len(names):
        return False
    if all(field_named(text) for text in below.texts if text):
        return False
    for name, text in zip(names, below.texts, strict=True):
        if name and text:
            put(draft, name, text, below.number)
    return True


def _inline(draft: UnitDraft, text: str, line: int) -> bool:
    """Reads "Level: 3  Credit value: 4  GLH: 20" and the like; True when `text` held nothing else."""
    found = list(_INLINE.finditer(text))
    uan = _UAN.search(text) if len(text) < 120 else None
    left = _INLINE.sub(" ", text)
    if uan:
        left = left.replace(uan[0], " ")
    left = re.sub(r"\b(?:uan|urn|unit|ref(?:erence)?|number|no)\b|[^\w]", " ", left, flags=re.I).strip()
    if not (found or uan) or len(left) > 12:
        return False
    for match in found:
        name = field_named(match["label"] or match["unit"])
        if name:
            put(draft, name, match["value"] or match["before"], line)
    if uan:
        put(draft, "uan", uan[0], line)
    return True


def _label_and_value(draft: UnitDraft, text: str, line: int) -> tuple[str | None, bool]:
    """The fact that "label: value" names, and whether the value was kept."""
    found = _LABEL_AND_VALUE.fullmatch(text)
    name = field_named(found["label"]) if found else None
    return (name, put(draft, name, found["value"], line)) if found and name else (None, False)


def credit_in_title(draft: UnitDraft) -> None:
    """Takes a credit value, a UAN and a level off the end of the title: "Reviewing … 3 credits"."""
    found = re.search(r"[\s,;(–-]+(\d{1,3})\s+credits?\)?\.?$", draft.title, re.I)
    if found:
        draft.credit = draft.credit if draft.credit is not None else int(found[1])
        draft.title = draft.title[: found.start()]
    uan = re.search(rf"\s*\(?\b({UAN})\b\)?\s*$", draft.title)
    if uan:
        draft.uan = draft.uan or uan[1]
        draft.title = draft.title[: uan.start()]
    draft.title = draft.title.strip(" –—-:")
