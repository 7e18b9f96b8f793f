"""Facts of this room that others may react to."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from touchstone.plumbing.events import Event


@dataclass(frozen=True)
class UnitSubmitted(Event):
    """A learner declared and submitted a unit: the attempt is frozen from now on."""

    attempt: UUID
    registration: UUID
    unit: UUID


@dataclass(frozen=True)
class AttemptReturned(Event):
    """A submission was sent back unassessed, with a reason. It is not a referral."""

    attempt: UUID
    registration: UUID
    unit: UUID
    reason: str


@dataclass(frozen=True)
class AttemptWithdrawn(Event):
    """The learner took a submission back before it was allocated."""

    attempt: UUID
    registration: UUID
    unit: UUID
