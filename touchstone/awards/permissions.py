"""What can be done with awards, and who may."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from touchstone.access.actors import Actor, Role
from touchstone.access.guards import Guard, grant


class Permission(StrEnum):
    SEE_CLAIMS = "see_claims"
    PREPARE = "prepare"
    APPROVE = "approve"
    WITHDRAW = "withdraw"
    ISSUE = "issue"
    HOLD = "hold"
    READ_CERTIFICATE = "read_certificate"
    ASK_REVOCATION = "ask_revocation"
    REVOKE = "revoke"
    DROP_REVOCATION = "drop_revocation"
    TRACE = "trace"


def not_their_own(actor: Actor, subject: Any) -> bool:
    """True where the award is somebody else's; the subject is a registration, a claim or a certificate, or None."""
    registration = getattr(subject, "registration", subject)
    return registration is None or registration.person_id != actor.person


def a_second_person(actor: Actor, claim: Any) -> bool:
    """True where the actor neither prepared the claim nor is the learner of it."""
    return claim is not None and claim.prepared_by_id != actor.person and not_their_own(actor, claim)


def not_the_asker(actor: Actor, certificate: Any) -> bool:
    return certificate is not None and certificate.revocation_asked_by_id != actor.person


def asked_or_decides(actor: Actor, certificate: Any) -> bool:
    """True for the person who asked for the revocation, and for any manager."""
    return certificate is not None and (
        actor.role is Role.MANAGER or certificate.revocation_asked_by_id == actor.person
    )


def own(actor: Actor, subject: Any) -> bool:
    """True where the award is the actor's; the subject is a registration or a certificate, or None."""
    registration = getattr(subject, "registration", subject)
    return registration is None or registration.person_id == actor.person


OFFICE = (Role.ADMINISTRATOR, Role.MANAGER)
GUARD = Guard(
    {
        Permission.SEE_CLAIMS: grant(*OFFICE, Role.IQA, Role.EQA),
        Permission.PREPARE: grant(
            *OFFICE,
            when=not_their_own,
            because="An administrator or manager prepares a claim, and nobody their own.",
        ),
        Permission.APPROVE: grant(
            Role.MANAGER,
            Role.IQA,
            when=a_second_person,
            because="A second person approves a claim, and nobody their own.",
        ),
        Permission.WITHDRAW: grant(*OFFICE),
        Permission.ISSUE: grant(Role.SYSTEM, because="A certificate is issued when its claim is approved."),
        Permission.HOLD: grant(Role.MANAGER, Role.SYSTEM, because="A manager places and lifts holds."),
        Permission.READ_CERTIFICATE: (
            grant(*OFFICE, Role.IQA, Role.EQA),
            grant(Role.LEARNER, when=own, because="This certificate is somebody else's."),
        ),
        Permission.ASK_REVOCATION: grant(*OFFICE, because="An administrator or manager asks for a revocation."),
        Permission.REVOKE: grant(
            Role.MANAGER, when=not_the_asker, because="A second person revokes: not the one who asked for it."
        ),
        Permission.DROP_REVOCATION: grant(
            *OFFICE, when=asked_or_decides, because="The one who asked takes it back, or a manager declines it."
        ),
        Permission.TRACE: (
            grant(Role.MANAGER, Role.ASSESSOR, Role.IQA, Role.EQA, Role.TUTOR),
            grant(Role.LEARNER, when=own, because="This award is somebody else's."),
        ),
    }
)
