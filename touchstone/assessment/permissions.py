"""What can be done with result sheets, and who may."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from touchstone.access.actors import Actor, Role
from touchstone.access.guards import Guard, grant


class Permission(StrEnum):
    SEE_QUEUE = "see_queue"
    SEE_ALL_WORK = "see_all_work"
    ALLOCATE = "allocate"
    ASSESS = "assess"
    SIGN = "sign"
    READ_SHEET = "read_sheet"
    READ_RESULTS = "read_results"
    NOTE_CHECK = "note_check"
    RELEASE = "release"
    RATIFY = "ratify"
    OVERTURN = "overturn"
    RETURN_UNASSESSED = "return_unassessed"


def allocated(actor: Actor, sheet: Any) -> bool:
    return sheet is not None and sheet.assessor_id == actor.person


def own_and_released(actor: Actor, sheet: Any) -> bool:
    return sheet is not None and sheet.learner_id == actor.person and sheet.released_at is not None


def released(actor: Actor, sheet: Any) -> bool:
    return sheet is not None and sheet.released_at is not None


def own_or_none(actor: Actor, sheet: Any) -> bool:
    return sheet is None or sheet.learner_id == actor.person


NOT_YOURS = "This work is allocated to somebody else."

GUARD = Guard(
    {
        Permission.SEE_QUEUE: grant(Role.ASSESSOR, Role.MANAGER, because="Assessors and managers have a queue."),
        Permission.SEE_ALL_WORK: grant(Role.MANAGER),
        Permission.ALLOCATE: grant(Role.MANAGER, Role.SYSTEM, because="A manager allocates work."),
        Permission.ASSESS: grant(Role.ASSESSOR, when=allocated, because=NOT_YOURS),
        Permission.SIGN: grant(Role.ASSESSOR, when=allocated, because=NOT_YOURS),
        Permission.READ_SHEET: (
            grant(Role.ASSESSOR, when=allocated, because=NOT_YOURS),
            grant(Role.IQA, Role.EQA, Role.MANAGER, Role.SYSTEM),
            grant(Role.LEARNER, when=own_and_released, because="This result is not released."),
            grant(Role.TUTOR, when=released, because="This result is not released."),
        ),
        Permission.READ_RESULTS: grant(Role.LEARNER, when=own_or_none, because="Results are the learner’s own."),
        Permission.NOTE_CHECK: grant(Role.IQA, Role.SYSTEM, because="The IQA’s check decides this."),
        Permission.RELEASE: grant(Role.IQA, Role.SYSTEM, because="The IQA’s check decides this."),
        Permission.RATIFY: grant(Role.EQA, Role.SYSTEM, because="The EQA confirms results."),
        Permission.OVERTURN: grant(Role.EQA, Role.MANAGER, Role.SYSTEM, because="Your role does not overturn results."),
        Permission.RETURN_UNASSESSED: grant(Role.ASSESSOR, when=allocated, because=NOT_YOURS),
    }
)
