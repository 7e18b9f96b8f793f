"""What this room tells the others."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from touchstone.plumbing.events import Event


@dataclass(frozen=True)
class SheetSigned(Event):
    """An assessor signed a result sheet: the IQA's plan can draw it."""

    sheet: UUID
    registration: UUID
    unit: UUID


@dataclass(frozen=True)
class ResultReleased(Event):
    """The learner may see the result from now on; it is still provisional."""

    sheet: UUID
    registration: UUID
    unit: UUID


@dataclass(frozen=True)
class ResultRatified(Event):
    """The result is confirmed, by the EQA or under direct claims."""

    sheet: UUID
    registration: UUID
    unit: UUID
