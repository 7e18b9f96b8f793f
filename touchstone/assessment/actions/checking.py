"""What the checks above this room did to a signed sheet: sampled, agreed, returned, released, confirmed, overturned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from touchstone.access.actors import Actor, Role
from touchstone.assessment import queries, rules
from touchstone.assessment.events import ResultRatified, ResultReleased
from touchstone.assessment.models import Assurance, Decision, OutcomeComment, Sheet
from touchstone.assessment.permissions import GUARD, Permission
from touchstone.audit.actions import record
from touchstone.kernel.errors import Denied, Refused
from touchstone.plumbing.actions import action, hold, nothing_changed
from touchstone.plumbing.events import publish
from touchstone.portfolio import actions as portfolio


@action
def note_sampling(*, by: Actor, sheet: Sheet, drawn: bool, at: datetime) -> Sheet:
    """The signed sheet goes to the IQA's check, or is recorded as not sampled; saying it twice changes nothing.

    Raises Denied unless `by` is an IQA or the program; Refused when the sheet is not waiting for the draw.
    """
    sheet = hold(sheet)
    GUARD.require(by, Permission.NOTE_CHECK, sheet)
    wanted = "in_iqa" if drawn else "not_sampled"
    if sheet.state == wanted:
        nothing_changed()
        return sheet
    _move(sheet, wanted, after=("signed",))
    record(by, f"sheet.{wanted}", sheet, at=at)
    return sheet


@action
def note_agreed(
    *, by: Actor, sheet: Sheet, at: datetime, outcome: str = "", remarks: Mapping[str, str] | None = None
) -> Sheet:
    """The IQA agreed: the second outcome stands on the sheet, with remarks by number of the learning outcome.

    `outcome` is the quality assurer's own; "" takes the assessor's. Raises Denied when `by` is no IQA, or assessed or
    wrote this work; Refused when the sheet is not in the check.
    """
    sheet = hold(sheet)
    GUARD.require(by, Permission.NOTE_CHECK, sheet)
    if by.person in (sheet.assessor_id, sheet.learner_id):
        raise Denied("Nobody checks their own decision or their own work.")
    _move(sheet, "iqa_agreed", after=("in_iqa",))
    if by.role == Role.IQA:
        Assurance.objects.create(
            centre_id=sheet.centre_id,
            sheet=sheet,
            outcome=outcome or sheet.outcome,
            by_id=by.person,
            at=at,
            remarks={str(number): text.strip() for number, text in (remarks or {}).items() if text.strip()},
        )
    record(by, "sheet.iqa_agreed", sheet, at=at, facts={"outcome": outcome or sheet.outcome})
    return sheet


@action
def note_returned(*, by: Actor, sheet: Sheet, reason: str, at: datetime) -> Sheet:
    """The next version of a sheet that the IQA returned: unsigned, with every decision and comment copied into it.

    Raises Denied when `by` is no IQA, or assessed or wrote this work; Refused when the sheet is not in the check, or no
    reason is given.
    """
    sheet = hold(sheet)
    GUARD.require(by, Permission.NOTE_CHECK, sheet)
    if by.person in (sheet.assessor_id, sheet.learner_id):
        raise Denied("Nobody checks their own decision or their own work.")
    if not reason.strip():
        raise Refused("Write what the assessor has to do.", field="action")
    sheet.returned_reason = reason.strip()
    _move(sheet, "iqa_returned", after=("in_iqa",), also=("returned_reason",))
    again = _next_version(sheet, at)
    record(by, "sheet.iqa_returned", sheet, at=at, reason=reason.strip(), facts={"next": str(again.pk)})
    return again


@action
def release(*, by: Actor, sheet: Sheet, at: datetime) -> Sheet:
    """The learner may see the result from now on, still provisional; the attempt is closed.

    What was passed stays passed: after a referral only the rest opens again. Doing it twice changes nothing. Raises
    Denied unless `by` is an IQA or the program; Refused before the check agreed or left it out of the sample.
    """
    sheet = hold(sheet)
    GUARD.require(by, Permission.RELEASE, sheet)
    if sheet.released_at is not None:
        nothing_changed()
        return sheet
    sheet.released_at = at
    _move(sheet, "released_provisional", after=("iqa_agreed", "not_sampled"), also=("released_at",))
    sheet.attempt = portfolio.mark_attempt(by=by, attempt=sheet.attempt, state="closed", at=at)
    passed = [d.criterion for d in sheet.decisions.filter(outcome=rules.PASS).select_related("criterion")]
    portfolio.note_carried(by=by, attempt=sheet.attempt, criteria=passed, at=at)
    record(by, "sheet.released_provisional", sheet, at=at, facts={"outcome": sheet.outcome})
    publish(ResultReleased(sheet.centre_id, at, sheet=sheet.pk, registration=sheet.registration_id, unit=sheet.unit_id))
    return sheet


@action
def ratify(*, by: Actor, sheet: Sheet, at: datetime) -> Sheet:
    """The released result is confirmed; saying it twice changes nothing.

    Raises Denied unless `by` is an EQA or the program; Refused before release.
    """
    sheet = hold(sheet)
    GUARD.require(by, Permission.RATIFY, sheet)
    if sheet.state == "ratified":
        nothing_changed()
        return sheet
    sheet.ratified_at = at
    _move(sheet, "ratified", after=("released_provisional",), also=("ratified_at",))
    record(by, "sheet.ratified", sheet, at=at, facts={"outcome": sheet.outcome})
    publish(ResultRatified(sheet.centre_id, at, sheet=sheet.pk, registration=sheet.registration_id, unit=sheet.unit_id))
    return sheet


@action
def overturn(*, by: Actor, sheet: Sheet, reason: str, at: datetime) -> Sheet:
    """The released or confirmed result no longer counts; it stays on record with the reason.

    Raises Denied unless `by` is an EQA, a manager or the program; Refused before release, or without a reason.
    """
    sheet = hold(sheet)
    GUARD.require(by, Permission.OVERTURN, sheet)
    if not reason.strip():
        raise Refused("Write why the result is overturned.", field="reason")
    _move(sheet, "overturned", after=rules.RELEASED)
    portfolio.unnote_carried(by=by, attempt=sheet.attempt, at=at)
    record(by, "sheet.overturned", sheet, at=at, reason=reason.strip(), facts={"outcome": sheet.outcome})
    return sheet


def _move(sheet: Sheet, state: str, *, after: tuple[str, ...], also: tuple[str, ...] = ()) -> None:
    if sheet.state not in after:
        raise Refused(f"The sheet is {sheet.state.replace('_', ' ')}, so this cannot be done now.")
    sheet.state = state
    sheet.save(update_fields=["state", *also])


def _next_version(sheet: Sheet, at: datetime) -> Sheet:
    again = Sheet.objects.create(
        centre_id=sheet.centre_id,
        attempt_id=sheet.attempt_id,
        registration_id=sheet.registration_id,
        unit_id=sheet.unit_id,
        learner_id=sheet.learner_id,
        version=sheet.version + 1,
        state="drafting",
        assessor_id=sheet.assessor_id,
        allocated_at=at,
        due_on=queries.due_again(sheet, at),
        returned_reason=sheet.returned_reason,
    )
    Decision.objects.bulk_create(
        Decision(
            centre_id=again.centre_id,
            sheet=again,
            criterion_id=d.criterion_id,
            outcome=d.outcome,
            feedback=d.feedback,
            reason_descriptor=d.reason_descriptor,
            reason_text=d.reason_text,
            carried_from_id=d.carried_from_id,
            saved_by_id=d.saved_by_id,
            saved_at=d.saved_at,
        )
        for d in sheet.decisions.order_by("criterion__position")
    )
    OutcomeComment.objects.bulk_create(
        OutcomeComment(centre_id=again.centre_id, sheet=again, outcome_id=c.outcome_id, text=c.text)
        for c in sheet.comments.all()
    )
    return again
