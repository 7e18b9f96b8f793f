"""What this room does when a fact reaches it. A reaction may run twice and then changes nothing more."""

from __future__ import annotations

from touchstone.access.actors import system
from touchstone.assessment import actions
from touchstone.portfolio import queries as portfolio
from touchstone.portfolio.events import UnitSubmitted


def allocate_submitted(event: UnitSubmitted) -> None:
    """Give submitted work to the registration's assessor, or leave it for a manager to give."""
    by = system(event.centre)
    actions.receive(by=by, attempt=portfolio.attempt_for(by, event.attempt), at=event.at)
