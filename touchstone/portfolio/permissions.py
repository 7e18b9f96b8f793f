"""What can be done with a portfolio, and who may.

The subject is a registration, or a row that belongs to one (evidence, an attempt).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from touchstone.access.actors import Actor, Role
from touchstone.access.guards import Guard, grant


class Permission(StrEnum):
    READ = "portfolio.read"
    ADD = "portfolio.add"
    CHANGE = "portfolio.change"
    MAP = "portfolio.map"
    SUBMIT = "portfolio.submit"
    WITHDRAW = "portfolio.withdraw"
    READ_ATTEMPT = "portfolio.read_attempt"
    RETURN = "portfolio.return"
    MARK = "portfolio.mark"
    CARRY = "portfolio.carry"
    APPROVE_ATTEMPT = "portfolio.approve_attempt"


def own(actor: Actor, subject: Any) -> bool:
    """True where the portfolio is the actor's; a subject of None is not anybody's."""
    registration = getattr(subject, "registration", subject)
    return registration is not None and registration.person_id == actor.person


def added_by_them(actor: Actor, subject: Any) -> bool:
    """True of a registration (to which they may add), and of the evidence that the actor added themselves."""
    return getattr(subject, "added_by_id", actor.person) == actor.person


OTHERS = "This belongs to another learner."
READERS = (Role.TUTOR, Role.ASSESSOR, Role.IQA, Role.EQA, Role.MANAGER)
LEARNER_OWN = grant(Role.LEARNER, when=own, because=OTHERS)

GUARD = Guard(
    {
        Permission.READ: (LEARNER_OWN, grant(*READERS, Role.SYSTEM)),
        Permission.ADD: (LEARNER_OWN, grant(Role.TUTOR, Role.ASSESSOR)),
        Permission.CHANGE: (
            grant(Role.LEARNER, when=lambda a, s: own(a, s) and added_by_them(a, s), because=OTHERS),
            grant(Role.TUTOR, Role.ASSESSOR, when=added_by_them, because="Only the person who added it may change it."),
        ),
        Permission.MAP: (LEARNER_OWN, grant(Role.TUTOR, Role.ASSESSOR, when=added_by_them)),
        Permission.SUBMIT: grant(Role.LEARNER, when=own, because="Only the learner submits their own work."),
        Permission.WITHDRAW: grant(Role.LEARNER, when=own, because="Only the learner withdraws their own work."),
        Permission.READ_ATTEMPT: (LEARNER_OWN, grant(*READERS, Role.ADMINISTRATOR, Role.SYSTEM)),
        Permission.RETURN: grant(Role.ASSESSOR, Role.IQA, Role.MANAGER, Role.SYSTEM),
        Permission.MARK: grant(Role.ASSESSOR, Role.IQA, Role.EQA, Role.MANAGER, Role.ADMINISTRATOR, Role.SYSTEM),
        Permission.CARRY: grant(Role.ASSESSOR, Role.IQA, Role.EQA, Role.MANAGER, Role.SYSTEM),
        Permission.APPROVE_ATTEMPT: grant(Role.MANAGER, because="A centre manager approves a further submission."),
    }
)
