"""What can be done about people and approvals at a centre, and who may."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from touchstone.access.actors import STAFF, Actor, Role
from touchstone.access.guards import Guard, grant


class Permission(StrEnum):
    """One verb each; the words are what the pages say."""

    SEE_STAFF = "see who holds which seat"
    INVITE = "invite somebody to any seat"
    INVITE_TO_LEARN_OR_TEACH = "invite learners and tutors"
    END_SEAT = "end a seat"
    JUDGE_COMPETENCE = "approve or suspend a competence"
    DECLARE_INTEREST = "declare one's own interest"
    MANAGE_INTERESTS = "declare or end anybody's interest"
    SEE_APPROVALS = "see the approvals of qualifications"
    MANAGE_APPROVALS = "enter what the awarding body approved"


def not_their_own(actor: Actor, subject: Any) -> bool:
    """True where the row is about somebody else, or there is none yet."""
    return subject is None or subject.person_id != actor.person


GUARD = Guard(
    {
        Permission.SEE_STAFF: grant(*STAFF, Role.EQA),
        Permission.INVITE: grant(Role.MANAGER),
        Permission.INVITE_TO_LEARN_OR_TEACH: grant(Role.MANAGER, Role.ADMINISTRATOR),
        Permission.END_SEAT: grant(Role.MANAGER),
        Permission.JUDGE_COMPETENCE: grant(
            Role.MANAGER, when=not_their_own, because="Nobody judges their own competence. Ask another manager."
        ),
        Permission.DECLARE_INTEREST: grant(*(role for role in Role if role is not Role.SYSTEM)),
        Permission.MANAGE_INTERESTS: grant(Role.MANAGER),
        Permission.SEE_APPROVALS: grant(Role.MANAGER, Role.ADMINISTRATOR, Role.IQA, Role.EQA),
        Permission.MANAGE_APPROVALS: grant(Role.MANAGER),
    }
)
