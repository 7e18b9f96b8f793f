"""Facts about registrations that others may react to."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from touchstone.plumbing.events import Event


@dataclass(frozen=True)
class RegistrationConfirmed(Event):
    """The awarding body confirmed a registration, and it is active."""

    registration: UUID
    person: UUID
