"""What can be done in this room, and who may."""

from __future__ import annotations

from enum import StrEnum

from touchstone.access.actors import Role
from touchstone.access.guards import Guard, grant


class Permission(StrEnum):
    DRAW = "draw"
    SEE_CHECKS = "see_checks"
    CHECK = "check"
    SEE_SAMPLING = "see_sampling"
    ARRANGE_ACTIVITY = "arrange_activity"
    SEE_EQA_ROOM = "see_eqa_room"
    TEST = "test"
    RELEASE = "release"
    CONFIRM_DIRECTLY = "confirm_directly"


GUARD = Guard(
    {
        Permission.DRAW: grant(Role.SYSTEM, because="The sample is drawn by the program, not by a person."),
        Permission.SEE_CHECKS: grant(Role.IQA, Role.MANAGER, because="Checks are read by IQAs and the centre manager."),
        Permission.CHECK: grant(Role.IQA, because="Only an IQA checks a result."),
        Permission.SEE_SAMPLING: grant(
            Role.IQA, Role.MANAGER, Role.EQA, because="The sample is read by quality assurers and the centre manager."
        ),
        Permission.ARRANGE_ACTIVITY: grant(Role.MANAGER, because="The centre manager arranges an EQA’s activity."),
        Permission.SEE_EQA_ROOM: grant(
            Role.EQA, Role.MANAGER, because="The EQA room is for the EQA and the centre manager."
        ),
        Permission.TEST: grant(Role.EQA, because="Only the EQA tests a result."),
        Permission.RELEASE: grant(Role.EQA, because="Only the EQA releases a result."),
        Permission.CONFIRM_DIRECTLY: grant(
            Role.SYSTEM, because="Direct claims are applied by the program, not by a person."
        ),
    }
)
