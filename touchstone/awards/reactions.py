"""What this room does when others tell it something."""

from touchstone.access.actors import system
from touchstone.awards import actions
from touchstone.awards.events import ClaimApproved
from touchstone.awards.models import Claim


def issue_certificate(event: ClaimApproved) -> None:
    """An approved claim becomes a certificate; a second delivery changes nothing."""
    actions.issue(by=system(event.centre), claim=Claim.objects.get(pk=event.claim), at=event.at)
