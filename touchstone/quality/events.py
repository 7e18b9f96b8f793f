"""Facts that this room tells."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from touchstone.plumbing.events import Event


@dataclass(frozen=True)
class UnitReleased(Event):
    """A unit result is confirmed: by the EQA ("released") or under direct claims ("direct")."""

    sheet: UUID
    registration: UUID
    unit: UUID
    verdict: str


@dataclass(frozen=True)
class ReleaseRefused(Event):
    """The EQA did not release a unit result; it stays provisional."""

    sheet: UUID
    registration: UUID
    unit: UUID
    reason: str
