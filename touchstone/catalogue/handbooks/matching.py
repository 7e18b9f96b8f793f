"""Which row of which table is which unit: one unit, several codes."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from .classify import same_words, tail_of
from .drafts import UnitDraft
from .notes import Notes
from .structure import Structure
from .tables import UnitRow

_CLOSE = 0.93


class Units:
    """The units of the document, found by any name; rows without a section of their own become bare units."""

    def __init__(self, drafts: Sequence[UnitDraft], structure: Structure, notes: Notes) -> None:
        self.notes = notes
        self.drafts = list(drafts)
        self.owner: dict[int, UnitDraft] = {}
        rows = [row for _order, table in structure.tables for row in table]
        for row in rows:
            described = self._by_title(row) or self._by_code(row)
            if described:
                self._join(described, row)
        for row in rows:
            if id(row) not in self.owner:
                found = self._by_likeness(row) or self._same_row(row)
                self._join(found or self._bare(row), row)
        for row in structure.methods:
            listed = self.owner.get(id(row)) or self._by_title(row) or self._by_code(row)
            if listed and row.code and row.code not in listed.aliases:
                listed.aliases.append(row.code)
            if listed and listed.method is None:
                listed.method = row.method
        for draft in self.drafts:
            self._name(draft)
        self._part_names()

    def of(self, row: UnitRow) -> UnitDraft:
        """The unit that a row of a table lists."""
        return self.owner[id(row)]

    def _by_title(self, row: UnitRow) -> UnitDraft | None:
        same = [draft for draft in self.drafts if draft.titled(row.title)]
        exact = [draft for draft in same if row.code and tail_of(row.code) == tail_of(draft.code)]
        return next(iter(exact or same), None)

    def _by_code(self, row: UnitRow) -> UnitDraft | None:
        for draft in self.drafts:
            if row.uan and row.uan == draft.uan:
                return draft
        if not row.code:
            return None
        same = [draft for draft in self.drafts if draft.code == row.code]
        tails = [draft for draft in self.drafts if draft.code and tail_of(draft.code) == tail_of(row.code)]
        return next(iter(same or tails), None)

    def _by_likeness(self, row: UnitRow) -> UnitDraft | None:
        scored = [(_likeness(row.title, draft.title), n) for n, draft in enumerate(self.drafts) if draft.outcomes]
        best = max(scored, default=(0.0, 0))
        return self.drafts[best[1]] if best[0] >= _CLOSE else None

    def _same_row(self, row: UnitRow) -> UnitDraft | None:
        return next(
            (draft for draft in self.drafts if not draft.outcomes and row.code and draft.code == row.code), None
        )

    def _bare(self, row: UnitRow) -> UnitDraft:
        draft = UnitDraft(row.code or "", row.title, row.line)
        self.drafts.append(draft)
        self.notes.add(
            "unit-without-details",
            f"Unit {row.code or row.title} stands in a table, but the document does not describe it.",
            row.line,
        )
        return draft

    def _join(self, draft: UnitDraft, row: UnitRow) -> None:
        self.owner[id(row)] = draft
        if row.code and row.code not in draft.aliases:
            draft.aliases.append(row.code)
        draft.uan = draft.uan or row.uan
        for name in ("level", "credit", "guided_hours"):
            if getattr(draft, name) is None:
                setattr(draft, name, getattr(row, name))
        draft.title = draft.title or row.title

    def _name(self, draft: UnitDraft) -> None:
        """Gives a unit its fullest printed code as `ref`, and its other codes as aliases."""
        codes = list(dict.fromkeys(code for code in [*draft.aliases, draft.code] if code))
        draft.ref = next(
            (code for code in codes if "-" in code or "." in code), codes[0] if codes else draft.uan or draft.title[:40]
        )
        draft.aliases = [code for code in codes if code not in (draft.ref, tail_of(draft.ref))]

    def _part_names(self) -> None:
        """No two units share a ref, even where the document prints one code twice."""
        taken: set[str] = set()
        for draft in self.drafts:
            if draft.ref in taken:
                self.notes.add(
                    "unit-code-twice",
                    f"The code {draft.ref} stands on two units; the second is {draft.title}.",
                    draft.line,
                )
                base, number = draft.ref[:36], 2
                while f"{base} ({number})" in taken:
                    number += 1
                draft.ref = f"{base} ({number})"
            taken.add(draft.ref)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, same_words(one), same_words(other), autojunk=False).ratio()
