"""Giving submitted work to somebody who may judge it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from touchstone.access.actors import Actor
from touchstone.assessment import queries, rules
from touchstone.assessment.models import Decision, Sheet, Unallocated
from touchstone.assessment.permissions import GUARD, Permission
from touchstone.audit.actions import record
from touchstone.kernel.errors import Refused
from touchstone.plumbing.actions import action, hold, nothing_changed
from touchstone.portfolio import actions as portfolio


@action
def receive(*, by: Actor, attempt: Any, at: datetime) -> Sheet | None:
    """The sheet of a submitted attempt, allocated to the registration's assessor; None where a manager has to choose.

    The second call for an attempt changes nothing. Raises Denied unless `by` is a manager or the program.
    """
    attempt = hold(attempt)
    GUARD.require(by, Permission.ALLOCATE, attempt)
    known = Sheet.objects.filter(attempt=attempt).order_by("-version").first()
    if known or Unallocated.objects.filter(attempt=attempt).exists() or attempt.state != "submitted":
        nothing_changed()
        return known
    registration = attempt.registration
    why = _why_not(registration, registration.assessor_id, at)
    if why:
        waiting = Unallocated.objects.create(
            centre_id=attempt.centre_id,
            attempt=attempt,
            registration=registration,
            unit_id=attempt.unit_id,
            why=why,
            since=at,
        )
        record(by, "attempt.to_allocate", attempt, at=at, reason=why, facts={"waiting": str(waiting.pk)})
        return None
    return _open_sheet(by, attempt, registration.assessor_id, at)


@action
def allocate(*, by: Actor, attempt: Any, assessor: Any, at: datetime) -> Sheet:
    """Give a submitted attempt to `assessor` (a person): its sheet opens, with earlier passes carried in.

    Raises Denied unless `by` is a manager or the program; Refused when the attempt has a sheet already, or the
    assessor lacks current competence, has an interest in the learner, or is the learner.
    """
    attempt = hold(attempt)
    GUARD.require(by, Permission.ALLOCATE, attempt)
    if Sheet.objects.filter(attempt=attempt).exists():
        raise Refused("Somebody has allocated this work already.")
    if attempt.state != "submitted":
        raise Refused("This submission is no longer waiting for an assessor.")
    why = _why_not(attempt.registration, assessor.pk, at)
    if why:
        raise Refused(why, field="assessor")
    sheet = _open_sheet(by, attempt, assessor.pk, at)
    Unallocated.objects.filter(attempt=attempt).update(allocated_at=at)
    return sheet


@action
def reallocate(*, by: Actor, sheet: Sheet, assessor: Any, reason: str, at: datetime) -> Sheet:
    """Give an unsigned sheet to another assessor, with everything written so far.

    Raises Denied unless `by` is a manager; Refused when it is signed, no reason is given, or the other may not assess.
    """
    sheet = hold(sheet)
    GUARD.require(by, Permission.ALLOCATE, sheet)
    if sheet.state not in rules.UNSIGNED:
        raise Refused("This sheet is signed. It stays with the assessor who signed it.")
    if not reason.strip():
        raise Refused("Write why the work changes hands.", field="reason")
    if sheet.assessor_id == assessor.pk:
        raise Refused("They have this work already.", field="assessor")
    why = _why_not(sheet.registration, assessor.pk, at)
    if why:
        raise Refused(why, field="assessor")
    before = sheet.assessor_id
    sheet.assessor_id, sheet.allocated_at = assessor.pk, at
    sheet.save(update_fields=["assessor", "allocated_at"])
    facts = {"from": str(before), "to": str(assessor.pk)}
    record(by, "sheet.reallocated", sheet, at=at, reason=reason.strip(), facts=facts)
    return sheet


def _why_not(registration: Any, assessor: UUID | None, at: datetime) -> str:
    if assessor is None:
        return "The registration names no assessor."
    found = rules.bars(queries.standing_of(assessor, registration, _day(at)))
    return " ".join(found)


def _open_sheet(by: Actor, attempt: Any, assessor: UUID, at: datetime) -> Sheet:
    registration = attempt.registration
    sheet = Sheet.objects.create(
        centre_id=attempt.centre_id,
        attempt=attempt,
        registration=registration,
        unit_id=attempt.unit_id,
        learner_id=registration.person_id,
        assessor_id=assessor,
        allocated_at=at,
        due_on=rules.due_on(
            _day(attempt.submitted_at or at), attempt.centre.assessment_working_days, queries.bank_holidays()
        ),
    )
    carried = queries.carried_into(attempt)
    Decision.objects.bulk_create(
        Decision(
            centre_id=sheet.centre_id,
            sheet=sheet,
            criterion=criterion,
            outcome=rules.PASS if criterion.ref in carried else rules.UNDECIDED,
            carried_from_id=carried[criterion.ref][1] if criterion.ref in carried else None,
        )
        for criterion in attempt.unit.criteria.order_by("position")
    )
    portfolio.mark_attempt(by=by, attempt=attempt, state="allocated", at=at)
    facts = {"attempt": str(attempt.pk), "assessor": str(assessor), "carried": sorted(carried)}
    record(by, "sheet.open", sheet, at=at, facts=facts)
    return sheet


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
