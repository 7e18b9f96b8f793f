"""Tables whose rows each belong to one criterion: result sheets, evidence examples, evidence matrices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .classify import criterion_of, graded_of, label, outcome_heading
from .drafts import UnitDraft
from .lines import Cell, Line, Row
from .parts import Part, units_named

_SECTION = re.compile(r"section \w+|task \w+", re.I)
_BOX = re.compile(
    r".*\bcomments?\b.*|(?:overall |unit )?(?:outcome|result|grade|decision)\b.*|signature\b.*|date\b.*"
    r"|(?:name|centre|learner)\b.{0,40}|(?:qa|iqa|eqa)\b.*",
    re.I,
)
_LETTER = re.compile(r"(?:AC )?(\d{1,2}[a-z])[).]?(?:\s+(.*))?", re.I | re.S)
_RATING = re.compile(
    r"(?:pass|met|achieved|yes)\s*/\s*(?:referral|refer|fail|not (?:yet )?met|not achieved|no)\b.*", re.I
)


@dataclass
class Entry:
    """What one row says about one criterion: `text` is the criterion as repeated here, `cells` stand after it."""

    ref: str
    text: str
    line: int
    cells: list[Cell]
    width: int
    table: bool
    loose: bool
    paragraphs: list[Line] = field(default_factory=list)


def entries_of(rows: Sequence[Row]) -> list[Entry]:
    """The entries of a part in order, repeated ones too; beside a table, paragraphs with a reference are none."""
    found: list[Entry] = []
    now: Entry | None = None
    width = 0
    for row in rows:
        first = next((cell for cell in row.cells if cell.lines), None)
        if first is None:
            if now and row.table:
                now.cells.extend(row.cells)
            continue
        head = _head(first)
        if head:
            now = _entry(row, first, *head, width)
            found.append(now)
        elif _is_between(row, first.text):
            now = None
        elif now and _goes_on(now, row, width):
            continue
        else:
            now = None
            width = len(row.cells) if row.table else width
    return [entry for entry in found if entry.table] or found


def _entry(row: Row, first: Cell, ref: str, text: str, width: int) -> Entry:
    after = list(row.cells[row.cells.index(first) + 1 :])
    if not row.table and after:
        text, after = " ".join(cell.text for cell in after if cell.text), []
    return Entry(ref, text, row.number, after, width, row.table, row.loose)


def _is_between(row: Row, first: str) -> bool:
    """Whether a row only parts the criteria: a section, an outcome, a box for comments."""
    return bool(_SECTION.fullmatch(first) or outcome_heading(first) or (row.table and _BOX.fullmatch(first)))


def _head(cell: Cell) -> tuple[str, str] | None:
    """The reference and the text of a criterion that opens a cell."""
    first, rest = cell.lines[0].text, " ".join(line.text for line in cell.lines[1:])
    found = criterion_of(first) or graded_of(first)
    if found:
        return found.number, f"{found.text} {rest}".strip()
    letter = _LETTER.fullmatch(first)
    return (letter[1].lower(), f"{letter[2] or ''} {rest}".strip()) if letter else None


def _goes_on(now: Entry, row: Row, width: int) -> bool:
    """Takes what follows an entry: the rest of a row or of a cell that a blank line broke, or a sheet in plain text."""
    if row.table:
        takes = now.loose and len(now.cells) + 1 < max(width, 3)
        now.cells.extend(row.cells if takes else ())
        return takes
    if row.heading:
        return False
    filled = [n for n, cell in enumerate(now.cells) if cell.lines]
    if not now.table:
        now.paragraphs.extend(row.lines)
        return True
    complete = len(now.cells) + 1 >= now.width
    prose = units_named(row.text) or (complete and row.text.endswith((".", ":")))
    near = row.gap <= 1 or not complete
    if prose or not (now.loose and filled and near and len(row.text) < 300):
        return False
    last = filled[-1]
    now.cells[last] = replace(now.cells[last], lines=(*now.cells[last].lines, *row.lines))
    return True


def items_of(cell: Cell) -> list[str]:
    """The entries of a cell's list: a line each, a wrapped line joined to the one before."""
    items: list[str] = []
    for line in cell.lines:
        if items and not line.bullet and line.text[:1].islower() and not items[-1].endswith((".", ":", ";")):
            items[-1] = f"{items[-1]} {line.text}"
        else:
            items.append(line.text)
    return items


def is_rating(cell: Cell) -> bool:
    """Whether a cell only offers the decision to strike out: "Pass / Referral"."""
    return bool(_RATING.fullmatch(cell.text))


def without_repeated_text(entry: Entry, unit: UnitDraft) -> Entry:
    """`entry` with the criterion's wording taken from its own column, where reference and wording stand apart."""
    criterion = unit.criterion(entry.ref)
    if entry.text or not entry.cells or criterion is None or not entry.cells[0].text:
        return entry
    own, printed = set(label(criterion.text).split()), set(label(entry.cells[0].text).split())
    if len(own & printed) * 2 < len(own):
        return entry
    return replace(entry, text=entry.cells[0].text, cells=entry.cells[1:])


def units_for(part: Part, entries: Sequence[Entry], units: Sequence[UnitDraft]) -> list[UnitDraft]:
    """The units a part speaks of: those it names, or the one with its title, or the one whose criteria it repeats."""
    named = [unit for unit in units if any(unit.called(code) for code in part.codes)]
    if named:
        return named
    texts = [line.text for row in ([part.head] if part.head else []) + part.rows[:12] for line in row.lines]
    titled = [unit for unit in units if any(unit.titled(text) or unit.titled(_after_colon(text)) for text in texts)]
    if len(titled) == 1:
        return titled
    scores = sorted(((_likeness(unit, entries), n) for n, unit in enumerate(units)), reverse=True)
    if scores and scores[0][0] > 0.6 and (len(scores) == 1 or scores[0][0] - scores[1][0] > 0.05):
        return [units[scores[0][1]]]
    return [units[0]] if len(units) == 1 and not part.codes else []


def _after_colon(text: str) -> str:
    return text.rpartition(":")[2].strip()


def _likeness(unit: UnitDraft, entries: Sequence[Entry]) -> float:
    """How much of the words of `entries` this unit's criteria of the same numbers share, from 0 to 1."""
    shared = total = 0
    for entry in entries:
        printed = set(label(entry.text or (entry.cells[0].text if entry.cells else "")).split())
        criterion = unit.criterion(entry.ref)
        total += max(len(printed), 1)
        shared += len(printed & set(label(criterion.text).split())) if criterion else 0
    return shared / total if total else 0.0
