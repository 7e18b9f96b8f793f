"""What can be done with registrations, and who may."""

from __future__ import annotations

from enum import StrEnum

from touchstone.access.actors import Actor, Role
from touchstone.access.guards import Guard, grant


class Permission(StrEnum):
    """One verb each; the words are what the ledger and the pages say."""

    SEE_ALL = "see every registration of the centre"
    SEE_OWN = "see one's own registration"
    PREPARE = "prepare a registration"
    CHECK = "check a registration"
    SUBMIT = "send a registration in"
    CONFIRM = "note the awarding body's confirmation"
    STAFF = "name a learner's tutor and assessor"
    SUSPEND = "suspend or resume a registration"
    WITHDRAW = "withdraw a registration"
    RE_REGISTER = "register again after expiry"
    COMPLETE = "close a registration when its award is issued"


def not_their_own(actor: Actor, registration: object) -> bool:
    """True where the registration is somebody else's, or there is none yet."""
    return registration is None or registration.person_id != actor.person  # type: ignore[attr-defined]


OFFICE = (Role.ADMINISTRATOR, Role.MANAGER)
OWN = "Nobody acts on their own registration."

GUARD = Guard(
    {
        Permission.SEE_ALL: grant(Role.ADMINISTRATOR, Role.MANAGER, Role.IQA, Role.EQA),
        Permission.SEE_OWN: grant(Role.LEARNER),
        Permission.PREPARE: grant(*OFFICE),
        Permission.CHECK: grant(*OFFICE, when=not_their_own, because=OWN),
        Permission.SUBMIT: grant(*OFFICE, when=not_their_own, because=OWN),
        Permission.CONFIRM: grant(*OFFICE, when=not_their_own, because=OWN),
        Permission.STAFF: grant(*OFFICE, when=not_their_own, because=OWN),
        Permission.SUSPEND: grant(*OFFICE, when=not_their_own, because=OWN),
        Permission.WITHDRAW: grant(*OFFICE, when=not_their_own, because=OWN),
        Permission.RE_REGISTER: grant(*OFFICE, when=not_their_own, because=OWN),
        Permission.COMPLETE: grant(*OFFICE, Role.EQA, Role.SYSTEM, when=not_their_own, because=OWN),
    }
)
