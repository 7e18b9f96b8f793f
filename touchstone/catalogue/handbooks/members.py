"""Which units belong to which qualification, mandatory or optional."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .classify import tail_of
from .combination import codes_named, groups_wholly_needed, optional_codes
from .drafts import UnitDraft
from .matching import Units
from .model import ChosenUnit, Status
from .notes import Notes
from .structure import Section, Structure
from .tables import UnitRow
from .titles import ALL_MANDATORY


class Members:
    """The units of each section, in the section's order."""

    def __init__(self, structure: Structure, units: Units, notes: Notes) -> None:
        self.structure, self.units, self.notes = structure, units, notes
        self.unresolved: dict[int, list[tuple[Section, str]]] = {}
        self.by_order: dict[tuple[int, str], UnitDraft] = {}
        for section in structure.sections:
            for code in self._codes(section):
                if self._row_for(section, code) is None and self._unit_for(section, code) is None:
                    self.unresolved.setdefault(section.title.level, []).append((section, code))
        for level, missing in self.unresolved.items():
            self._match_by_order(level, missing)

    def of(self, section: Section) -> tuple[ChosenUnit, ...]:
        """The units of a qualification: those its rule names, else those of the tables under it."""
        codes = self._codes(section)
        chosen = self._named(section, codes) if codes else self._tabled(section)
        if not chosen and len(self.structure.sections) == 1 and ALL_MANDATORY.fullmatch(section.rule or ""):
            chosen = [ChosenUnit(unit.ref, "mandatory", None) for unit in self.units.drafts]
        if not chosen:
            self.notes.add(
                "units-not-stated",
                f"{section.title.text}: the document does not say which units it needs.",
                section.line,
            )
        return tuple({unit.ref: unit for unit in reversed(chosen)}.values())[::-1]

    def _codes(self, section: Section) -> tuple[str, ...]:
        """The unit numbers that the rule names, unless it names nothing that looks like this document's units."""
        return codes_named(section.rule) if section.rule else ()

    def _named(self, section: Section, codes: Sequence[str]) -> list[ChosenUnit]:
        optional = optional_codes(section.rule or "")
        chosen: list[ChosenUnit] = []
        for code in codes:
            row = self._row_for(section, code)
            unit = (
                self.units.of(row)
                if row
                else self._unit_for(section, code) or self.by_order.get((section.title.level, code))
            )
            if unit is None:
                self.notes.add(
                    "unit-not-in-document",
                    f"{section.title.text}: its rule names unit {code}, which this document does not have.",
                    section.rule_line,
                )
                continue
            status, group = (row.status, row.group) if row else (None, None)
            group = optional.get(code, group)
            chosen.append(
                ChosenUnit(unit.ref, "optional" if code in optional or status == "optional" else "mandatory", group)
            )
        return chosen

    def _tabled(self, section: Section) -> list[ChosenUnit]:
        tables = section.tables or self._shared()
        whole = groups_wholly_needed(section.rule or "")
        return [ChosenUnit(self.units.of(row).ref, _status(row, whole), row.group) for table in tables for row in table]

    def _shared(self) -> list[list[UnitRow]]:
        """The tables of a document with one qualification, or tables that stood before any title."""
        if len(self.structure.sections) == 1:
            return [table for _order, table in self.structure.tables]
        return []

    def _row_for(self, section: Section, code: str) -> UnitRow | None:
        """The row of the section's own tables with this number, else of the next tables of the document."""
        following = [table for order, table in self.structure.tables if order >= section.order]
        for table in [*section.tables, *following]:
            for row in table:
                if row.code and code in (row.code, tail_of(row.code)) and row.level in (None, section.title.level):
                    return row
        return None

    def _unit_for(self, section: Section, code: str) -> UnitDraft | None:
        same = [unit for unit in self.units.drafts if unit.called(code)]
        return next((unit for unit in same if unit.level in (None, section.title.level)), None)

    def _match_by_order(self, level: int, missing: Sequence[tuple[Section, str]]) -> None:
        """Matches numbers that no table has to the table with as many rows, in order, where the credits then add up."""
        codes = sorted({code for _section, code in missing})
        for _order, table in self.structure.tables:
            rows = sorted((row for row in table if row.code), key=lambda row: row.code or "")
            if len(rows) != len(codes) or any(row.level not in (None, level) for row in rows):
                continue
            matched = dict(zip(codes, rows, strict=True))
            if all(self._adds_up(section, matched) for section, _code in missing):
                for code, row in matched.items():
                    self._alias(level, code, row, missing[0][0].rule_line)
                return

    def _adds_up(self, section: Section, matched: dict[str, UnitRow]) -> bool:
        credits = [matched[code].credit for code in self._codes(section) if code in matched]
        return section.credit is None or None in credits or sum(c for c in credits if c) == section.credit

    def _alias(self, level: int, code: str, row: UnitRow, line: int | None) -> None:
        unit = self.units.of(row)
        self.by_order[(level, code)] = unit
        if code not in unit.aliases and code != unit.ref:
            unit.aliases.append(code)
        self.notes.add(
            "unit-number-matched-by-order",
            f"The rules call a unit {code}; no table has that number. By order and credit it is {row.code}, "
            f"{row.title}.",
            line,
        )


def _status(row: UnitRow, whole: frozenset[str]) -> Status:
    """Optional only where the document says so and the rule does not ask for the whole group."""
    return "optional" if row.status == "optional" and (row.group or "").lower() not in whole else "mandatory"


def names_a_group_without_groups(section: Section, chosen: Sequence[ChosenUnit]) -> str | None:
    """The group that a rule names although no table defines it, or None."""
    found = re.search(r"\bin (group \w{1,3})\b", section.rule or "", re.I)
    return found[1] if found and not any(unit.group for unit in chosen) else None
