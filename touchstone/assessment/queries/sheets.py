"""One sheet: who may see it, what carries into it, what its signature is bound to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone

from touchstone.access.actors import Actor, Role
from touchstone.assessment import rules
from touchstone.assessment.models import Decision, Sheet
from touchstone.assessment.permissions import GUARD, Permission
from touchstone.centres.queries import has_interest, is_competent, people_with
from touchstone.kernel.canonical import fingerprint

HOLIDAYS = Path(__file__).resolve().parent.parent / "data" / "bank_holidays_england_wales.json"


@cache
def bank_holidays() -> frozenset[date]:
    """The bank holidays of England and Wales, read once from this room's data file."""
    return frozenset(date.fromisoformat(day) for day in json.loads(HOLIDAYS.read_text(encoding="utf-8"))["days"])


def sheet_for(actor: Actor, pk: UUID) -> Sheet:
    """The sheet with its attempt, unit, registration, learner and assessor. One statement.

    Raises Sheet.DoesNotExist when there is none that `actor` may see: a learner sees their own once it is released.
    """
    found = (
        Sheet.objects.select_related(
            "attempt", "unit", "registration__qualification", "learner", "assessor", "centre", "assurance__by"
        )
        .defer("attempt__manifest", "attempt__statement")
        .get(pk=pk)
    )
    if not GUARD.allows(actor, Permission.READ_SHEET, found):
        raise Sheet.DoesNotExist
    return found


def standing_of(person: UUID, registration: Any, today: date) -> rules.Standing:
    """What decides whether `person` may judge the work of `registration` today. At most three statements."""
    is_learner = person == registration.person_id
    return rules.Standing(
        is_allocated=True,
        is_competent=is_competent(person, Role.ASSESSOR, registration.qualification_number, today),
        has_interest=has_interest(person, registration.person_id),
        is_learner=is_learner,
        is_tutor=person == registration.tutor_id,
        tutor_may_assess=registration.centre.tutor_may_assess,
    )


def assessors_for(actor: Actor, today: date) -> list[Any]:
    """The people that work can be given to: who holds an assessor's seat today, by name. One statement."""
    return people_with(actor.centre, Role.ASSESSOR, today) if GUARD.allows(actor, Permission.ALLOCATE) else []


def carried_into(attempt: Any) -> dict[str, tuple[int, UUID]]:
    """The released passes that carry into `attempt`: criterion → (attempt, decision). One statement."""
    earlier = Decision.objects.filter(
        sheet__registration_id=attempt.registration_id,
        sheet__unit_id=attempt.unit_id,
        sheet__state__in=rules.RELEASED,
        sheet__attempt__number__lt=attempt.number,
    ).values_list("sheet__attempt__number", "criterion__ref", "outcome", "pk")
    return rules.carried(earlier)


def content_sha256(sheet: Sheet, decided: Iterable[rules.Decided]) -> str:
    """The SHA-256 that a signature of `sheet` is bound to: what it is about, every decision, every comment."""
    about = {
        "sheet": str(sheet.pk),
        "version": sheet.version,
        "attempt": str(sheet.attempt_id),
        "manifest_sha256": sheet.attempt.manifest_sha256,
        "unit": str(sheet.unit_id),
        "learner": str(sheet.learner_id),
        "assessor": str(sheet.assessor_id),
        "outcome": sheet.outcome,
    }
    comments = dict(sheet.comments.exclude(text="").values_list("outcome__number", "text"))
    return fingerprint(rules.content(about, decided, comments))


def due_again(sheet: Sheet, at: datetime) -> date:
    """The day by which a returned sheet is to be signed again: the centre's days, counted from the return."""
    return rules.due_on(timezone.localdate(at), sheet.centre.iqa_working_days, bank_holidays())
