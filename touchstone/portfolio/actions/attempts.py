"""Submitting a unit, and what becomes of the attempt."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from touchstone.access.actors import Actor
from touchstone.audit.actions import record
from touchstone.centres.actions import confirm_identity
from touchstone.kernel.errors import Reason, Refused
from touchstone.plumbing.actions import action, hold, nothing_changed
from touchstone.plumbing.events import publish
from touchstone.plumbing.models import Blob
from touchstone.plumbing.storage import keep
from touchstone.portfolio import rules
from touchstone.portfolio.events import AttemptReturned, AttemptWithdrawn, UnitSubmitted
from touchstone.portfolio.models import Attempt, Carried, Evidence, FrozenItem, FrozenMapping, FurtherAttempt
from touchstone.portfolio.permissions import GUARD, Permission
from touchstone.portfolio.queries.submission import Proposal, propose

CHANGED = "Your evidence changed after this page was opened. Read it once more, then sign."


@action
def submit_unit(
    *,
    by: Actor,
    registration: Any,
    unit: Any,
    password: str,
    expected_sha256: str,
    at: datetime,
    without: Collection[UUID] = (),
) -> Attempt:
    """A new attempt at `unit`, declared and frozen: its evidence and matrix as they are, numbered, with a receipt.

    `expected_sha256` is the hash of the manifest that the learner read; `without` holds the ids of criteria that they
    confirmed to submit without evidence. Sending the same twice gives the attempt that is there.

    Raises Denied unless it is `by`'s own; Refused when the password is wrong, when the evidence has changed since the
    page was read, and for everything that `rules.check` finds blocking.

    Source: R219, R220, R231 (8585 and 8586 handbooks, authenticity)
    """
    registration = hold(registration)
    GUARD.require(by, Permission.SUBMIT, registration)
    confirm_identity(by.person, password, at)
    proposal = propose(registration, unit, today=timezone.localdate(at), without=without)
    if (sent := proposal.open_attempt) and sent.manifest_sha256 == expected_sha256:
        nothing_changed()
        return sent
    if proposal.check.blocking:
        raise Refused(proposal.check.blocking)
    if proposal.sha256 != expected_sha256:
        raise Refused(Reason(CHANGED, code="changed"))
    return freeze(by=by, proposal=proposal, at=at)


def freeze(*, by: Actor, proposal: Proposal, at: datetime) -> Attempt:
    """The attempt that `proposal` becomes: written whole, then closed to everything. For `submit_unit` and scenes."""
    registration = proposal.registration
    attempt = Attempt.objects.create(
        centre_id=registration.centre_id,
        registration=registration,
        unit=proposal.unit,
        number=proposal.number,
        state="draft",
        approved_by_id=proposal.leave.approved_by_id if proposal.leave else None,
    )
    items = _freeze_items(attempt, proposal.pieces, at)
    _freeze_lines(attempt, proposal, items)
    attempt.state = "submitted"
    attempt.manifest, attempt.manifest_sha256 = proposal.manifest, proposal.sha256
    attempt.statement = rules.STATEMENT
    attempt.declared_by_id, attempt.declared_at, attempt.submitted_at = by.person, at, at
    attempt.word_count = sum(piece.word_count for piece in proposal.pieces)
    attempt.receipt = rules.receipt_number(proposal.unit.number, attempt.number, proposal.sha256)
    attempt.save()
    record(
        by,
        "attempt.submitted",
        attempt,
        at=at,
        facts={
            "registration": str(registration.pk),
            "unit": str(proposal.unit.pk),
            "number": attempt.number,
            "manifest_sha256": attempt.manifest_sha256,
            "statement_version": rules.STATEMENT_VERSION,
            "receipt": attempt.receipt,
            "items": len(items),
        },
    )
    publish(UnitSubmitted(attempt.centre_id, at, attempt.pk, registration.pk, proposal.unit.pk))
    return attempt


@action
def return_unassessed(*, by: Actor, attempt: Attempt, reason: str, at: datetime) -> Attempt:
    """A submission sent back without a decision: unreadable, the wrong unit, or a bad declaration. It is no referral.

    Raises Denied unless `by` assesses or manages; Refused without a reason, and once it was assessed.
    """
    attempt = hold(attempt)
    GUARD.require(by, Permission.RETURN, attempt)
    if not reason.strip():
        raise Refused("Say why it goes back, so that the learner knows what to mend.", field="reason")
    if attempt.state == "returned_unassessed":
        nothing_changed()
        return attempt
    _require_move(attempt, "returned_unassessed")
    attempt.state, attempt.returned_reason = "returned_unassessed", reason.strip()
    attempt.save(update_fields=["state", "returned_reason"])
    record(by, "attempt.returned_unassessed", attempt, at=at, reason=attempt.returned_reason)
    publish(
        AttemptReturned(
            attempt.centre_id, at, attempt.pk, attempt.registration_id, attempt.unit_id, attempt.returned_reason
        )
    )
    return attempt


@action
def withdraw(*, by: Actor, attempt: Attempt, at: datetime) -> Attempt:
    """A submission that the learner took back; possible until it is allocated to an assessor.

    Raises Denied unless it is `by`'s own; Refused once it is with an assessor.
    """
    attempt = hold(attempt)
    GUARD.require(by, Permission.WITHDRAW, attempt)
    if attempt.state == "withdrawn":
        nothing_changed()
        return attempt
    _require_move(attempt, "withdrawn")
    attempt.state = "withdrawn"
    attempt.save(update_fields=["state"])
    record(by, "attempt.withdrawn", attempt, at=at, facts={"number": attempt.number})
    publish(AttemptWithdrawn(attempt.centre_id, at, attempt.pk, attempt.registration_id, attempt.unit_id))
    return attempt


@action
def mark_attempt(*, by: Actor, attempt: Attempt, state: str, at: datetime) -> Attempt:
    """An attempt moved on to `state`: allocated, in_assessment, assessed or closed; only ever forward.

    Being there already changes nothing. Raises Refused for a step back or out of the way.
    """
    attempt = hold(attempt)
    GUARD.require(by, Permission.MARK, attempt)
    if attempt.state == state:
        nothing_changed()
        return attempt
    if state not in rules.STATES:
        raise Refused("An attempt does not go there.")
    _require_move(attempt, state)
    attempt.state = state
    attempt.save(update_fields=["state"])
    record(by, f"attempt.{state}", attempt, at=at, facts={"number": attempt.number})
    return attempt


@action
def note_carried(*, by: Actor, attempt: Attempt, criteria: Iterable[Any], at: datetime) -> list[Carried]:
    """The criteria (rows) passed in `attempt` carry over from now on: the next attempt need not show them again.

    Those that are carried already stay as they are. Raises Refused for a criterion of another unit.
    """
    attempt = hold(attempt)
    GUARD.require(by, Permission.CARRY, attempt)
    wanted = {criterion.pk: criterion for criterion in criteria}
    if any(criterion.unit_id != attempt.unit_id for criterion in wanted.values()):
        raise Refused("A criterion of another unit cannot be carried over in this one.")
    there = set(
        Carried.objects.filter(registration=attempt.registration_id, ended_at=None, criterion__in=wanted).values_list(
            "criterion", flat=True
        )
    )
    added = Carried.objects.bulk_create(
        Carried(
            centre_id=attempt.centre_id,
            registration_id=attempt.registration_id,
            unit_id=attempt.unit_id,
            criterion=criterion,
            from_attempt=attempt,
            noted_at=at,
        )
        for pk, criterion in wanted.items()
        if pk not in there
    )
    if not added:
        nothing_changed()
        return []
    record(by, "attempt.carried", attempt, at=at, facts={"criteria": sorted(str(row.criterion_id) for row in added)})
    return added


@action
def unnote_carried(*, by: Actor, attempt: Attempt, at: datetime, criteria: Iterable[Any] | None = None) -> int:
    """How many passes of `attempt` no longer carry over: its decision fell. All of them, or those of `criteria`."""
    attempt = hold(attempt)
    GUARD.require(by, Permission.CARRY, attempt)
    rows = Carried.objects.filter(from_attempt=attempt, ended_at=None)
    if criteria is not None:
        rows = rows.filter(criterion__in=[criterion.pk for criterion in criteria])
    ended = rows.update(ended_at=at)
    if not ended:
        nothing_changed()
        return 0
    record(by, "attempt.carried_ended", attempt, at=at, facts={"count": ended})
    return ended


@action
def allow_attempt(*, by: Actor, registration: Any, unit: Any, reason: str, at: datetime) -> FurtherAttempt:
    """A manager's leave for the next attempt at `unit`, past the number that the centre allows without asking.

    Given once for each number; asking again gives the same leave. Raises Denied unless `by` manages the centre; Refused
    without a reason, or when the unit is not part of the registration.
    """
    registration = hold(registration)
    GUARD.require(by, Permission.APPROVE_ATTEMPT, registration)
    if not reason.strip():
        raise Refused("Say why a further submission is allowed.", field="reason")
    if not registration.units.filter(pk=unit.pk).exists():
        raise Refused("This unit is not part of the registration.")
    numbers = Attempt.objects.filter(registration=registration, unit=unit).values_list("number", flat=True)
    leave, is_new = FurtherAttempt.objects.get_or_create(
        centre_id=registration.centre_id,
        registration=registration,
        unit=unit,
        number=rules.next_number(numbers),
        defaults={"reason": reason.strip(), "approved_by_id": by.person, "approved_at": at},
    )
    if not is_new:
        nothing_changed()
        return leave
    record(by, "attempt.allowed", leave, at=at, reason=leave.reason, facts={"number": leave.number})
    return leave


def _require_move(attempt: Attempt, to: str) -> None:
    if not rules.may_move(attempt.state, to):
        now = attempt.state.replace("_", " ")
        raise Refused(f"Submission {attempt.number} is {now}, so it cannot become {to.replace('_', ' ')}.")


def _freeze_items(attempt: Attempt, pieces: Iterable[Evidence], at: datetime) -> dict[UUID, FrozenItem]:
    frozen = {}
    pieces = list(pieces)
    texts = dict(Evidence.objects.filter(pk__in=[piece.pk for piece in pieces]).values_list("pk", "text"))
    for position, piece in enumerate(pieces, start=1):
        blob = piece.blob or _keep_words(piece, at)
        frozen[piece.pk] = FrozenItem(
            centre_id=attempt.centre_id,
            attempt=attempt,
            evidence=piece,
            label=piece.label,
            title=piece.title,
            kind=piece.kind,
            blob=blob,
            sha256=blob.sha256,
            file_name=piece.file_name or f"{piece.label}.md",
            media_type=piece.media_type,
            text=texts[piece.pk],
            position=position,
        )
    FrozenItem.objects.bulk_create(frozen.values())
    return frozen


def _keep_words(piece: Evidence, at: datetime) -> Blob:
    """Words written in the page become a file, so that what is signed has bytes and a hash like all else."""
    return keep(piece.body.encode(), centre=piece.centre_id, at=at)


def _freeze_lines(attempt: Attempt, proposal: Proposal, items: dict[UUID, FrozenItem]) -> None:
    FrozenMapping.objects.bulk_create(
        FrozenMapping(
            centre_id=attempt.centre_id,
            attempt=attempt,
            item=items[link.evidence_id],
            criterion_id=link.criterion_id,
            note=link.note,
            page=link.page,
            paragraph=link.paragraph,
            second=link.second,
        )
        for link in proposal.links
    )
