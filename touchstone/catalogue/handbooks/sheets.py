"""Result sheets: what a referral and a pass look like, criterion by criterion."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .classify import label
from .drafts import CriterionDraft, UnitDraft
from .keyed import Entry, entries_of, is_rating, items_of, units_for, without_repeated_text
from .notes import Notes, quoted
from .parts import Part, sheet_columns

_REFERRAL = re.compile(
    r"(?:typical )?(?:refer(?:ral|red)?|fail|not (?:yet )?(?:met|achieved))(?: (?:descriptors?|if|when|standard))?",
    re.I,
)
_PASS = re.compile(r"(?:typical )?(?:(?:borderline )?pass|met|achieved)(?: (?:descriptors?|if|when|standard))?", re.I)


def read_sheet(part: Part, units: Sequence[UnitDraft], notes: Notes) -> tuple[list[UnitDraft], list[Entry]]:
    """Puts the descriptors of a sheet beside their criteria; returns the units it belongs to and its entries."""
    rows = ([part.head] if part.head else []) + part.rows
    entries = entries_of(rows)
    if not entries:
        return [], []
    owners = units_for(part, entries, units)
    if not owners:
        line = part.head.number if part.head else entries[0].line
        notes.add(
            "sheet-without-unit",
            f"This result sheet names {_names(part)}; its {len(entries)} rows were left out.",
            line,
        )
        return [], entries
    header = next((columns for row in rows if (columns := sheet_columns(row))), None)
    width = next((len(row.cells) for row in rows if sheet_columns(row)), 0)
    for unit in owners:
        if not unit.criteria:
            line = part.head.number if part.head else entries[0].line
            notes.add(
                "sheet-without-unit", f"This result sheet is for unit {unit.code}, which has no criteria here.", line
            )
            continue
        for entry in entries:
            _put(entry, unit, header, width, notes)
    return owners, entries


def _names(part: Part) -> str:
    return f"unit {', '.join(part.codes)}, which this document does not describe" if part.codes else "no unit"


def _put(entry: Entry, unit: UnitDraft, header: tuple[int, int] | None, width: int, notes: Notes) -> None:
    criterion = unit.criterion(entry.ref)
    name = f"Unit {unit.code}, result sheet"
    if criterion is None:
        notes.add(
            "descriptor-without-criterion",
            f"{name}: {entry.ref} is no criterion of this unit; its row was left out.",
            entry.line,
        )
        return
    if criterion.referral or criterion.passing:
        notes.add(
            "descriptors-twice", f"{name}: criterion {entry.ref} stands there twice; the first row is kept.", entry.line
        )
        return
    if entry.paragraphs and not any(cell.lines for cell in entry.cells):
        _from_paragraphs(entry, criterion, notes, name)
        return
    split = without_repeated_text(entry, unit)
    cells = [cell for cell in split.cells if not is_rating(cell)]
    refer, passed = (0, 1) if header is None or header[0] < header[1] else (1, 0)
    if header and width == len(entry.cells) + 1:
        refer, passed, cells = header[0] - 1, header[1] - 1, entry.cells
    for place, found in ((refer, criterion.referral), (passed, criterion.passing)):
        found.extend(items_of(cells[place]) if 0 <= place < len(cells) else [])
    for cell in [cell for n, cell in enumerate(cells) if n > max(refer, passed) and cell.lines and not is_rating(cell)]:
        notes.add(
            "column-not-read",
            f"{name}: criterion {entry.ref} has words in a further column: {quoted(cell.text)}",
            cell.lines[0].number,
        )


def _from_paragraphs(entry: Entry, criterion: CriterionDraft, notes: Notes, name: str) -> None:
    """Reads "Referral: …" and "Pass: …" under a criterion, as lists or on one line."""
    now: list[str] | None = None
    for line in entry.paragraphs:
        head, colon, rest = line.text.partition(":")
        title = label(head if colon else line.text)
        if _REFERRAL.fullmatch(title) or _PASS.fullmatch(title):
            now = criterion.referral if _REFERRAL.fullmatch(title) else criterion.passing
            if colon and rest.strip():
                now.append(rest.strip())
        elif is_rating_line(line.text):
            continue
        elif now is not None:
            now.append(line.text)
        elif not entry.text:
            entry.text = line.text
        else:
            notes.add("not-placed", f"{name}: this line found no place: {quoted(line.text)}", line.number)


def is_rating_line(text: str) -> bool:
    """Whether a line only offers the decision to strike out."""
    return bool(re.fullmatch(r"(?:pass|met)\s*/\s*(?:referral|refer|fail|not met)\b.*", text, re.I))
