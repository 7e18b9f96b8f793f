"""Evidence tables: examples of what can show that a criterion is met, and the empty matrix to fill in."""

from __future__ import annotations

from collections.abc import Sequence

from .drafts import UnitDraft
from .keyed import Entry, entries_of, items_of, units_for, without_repeated_text
from .notes import Notes
from .parts import Part


def read_evidence(part: Part, units: Sequence[UnitDraft], notes: Notes) -> tuple[list[UnitDraft], list[Entry]]:
    """Puts the examples beside their criteria, every filled column; returns the units and the entries of the table.

    A matrix has the same rows with empty cells and adds nothing.
    """
    rows = ([part.head] if part.head else []) + part.rows
    entries = entries_of(rows)
    if not entries:
        return [], []
    owners = units_for(part, entries, units)
    if not owners:
        line = part.head.number if part.head else entries[0].line
        notes.add(
            "evidence-without-unit",
            f"This evidence table belongs to no unit of this document; {len(entries)} rows were left out.",
            line,
        )
    for unit in owners:
        if not unit.criteria:
            line = part.head.number if part.head else entries[0].line
            notes.add("evidence-without-unit", f"This table is for unit {unit.code}, which has no criteria here.", line)
            continue
        for entry in entries:
            _put(entry, unit, notes)
    return owners, entries


def _put(entry: Entry, unit: UnitDraft, notes: Notes) -> None:
    criterion = unit.criterion(entry.ref)
    if criterion is None:
        notes.add(
            "evidence-without-criterion",
            f"Unit {unit.code}, evidence: {entry.ref} is no criterion of this unit; its row was left out.",
            entry.line,
        )
        return
    split = without_repeated_text(entry, unit)
    found = [item for cell in split.cells for item in items_of(cell)] + [
        line.text for line in split.paragraphs if line.bullet
    ]
    criterion.evidence.extend(item for item in dict.fromkeys(found) if item not in criterion.evidence)
