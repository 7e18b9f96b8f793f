"""What was found on the way and where it was printed: the ground that the lint rules walk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .drafts import UnitDraft
from .keyed import Entry
from .lines import Document
from .parts import Part
from .structure import Structure
from .tables import UnitRow


@dataclass
class Reading:
    """Everything found on the way, for the lint rules: what was printed where."""

    document: Document
    parts: Sequence[Part]
    structure: Structure
    units: Sequence[UnitDraft] = ()
    sheets: list[tuple[UnitDraft, list[Entry]]] = field(default_factory=list)
    evidence: list[tuple[UnitDraft, list[Entry]]] = field(default_factory=list)
    listed: list[tuple[UnitDraft, UnitRow]] = field(default_factory=list)

    def draft(self, ref: str) -> UnitDraft:
        """The draft of the unit called `ref`."""
        return next(draft for draft in self.units if draft.ref == ref)
