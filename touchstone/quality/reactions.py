"""What this room does when others have acted."""

from __future__ import annotations

from touchstone.access.actors import system
from touchstone.assessment.events import SheetSigned
from touchstone.quality import actions


def draw_when_signed(fact: SheetSigned) -> None:
    """Draw the sample for a sheet that was just signed; twice changes nothing."""
    actions.draw(by=system(fact.centre), sheet=fact.sheet, at=fact.at)
