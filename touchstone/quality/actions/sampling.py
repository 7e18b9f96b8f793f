"""Drawing the sample, and what follows once a result is out of the centre's own check."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from touchstone.access.actors import Actor, Role, system
from touchstone.assessment import actions as assessment
from touchstone.assessment.queries import bank_holidays, sheet_for
from touchstone.audit.actions import record
from touchstone.centres.queries import acting_since, approval_for, has_interest
from touchstone.centres.rules import direct_claims_apply
from touchstone.kernel.periods import working_days_after
from touchstone.plumbing.actions import action, nothing_changed
from touchstone.plumbing.events import publish
from touchstone.quality.events import UnitReleased
from touchstone.quality.models import Check, Release
from touchstone.quality.permissions import GUARD, Permission
from touchstone.quality.rules import sampling

YEAR = timedelta(days=365)


@action
def draw(*, by: Actor, sheet: UUID, at: datetime) -> Check:
    """The check of a signed sheet, drawn or left out, with every reason why; a sheet left out goes to its learner.

    Asked again for the same sheet, it changes nothing. Raises Denied unless the program asks, and Sheet.DoesNotExist
    for another centre's.

    Source: R353 (programme information, assessment), R133 (8585 and 8586 handbooks, assessment methods)
    """
    GUARD.require(by, Permission.DRAW)
    made = Check.objects.filter(sheet=sheet).first()
    if made is not None:
        nothing_changed()
        return made
    signed = sheet_for(by, sheet)
    drawn = _decide(signed, at)
    day = timezone.localdate(at)
    check = Check.objects.create(
        centre_id=by.centre,
        sheet=signed,
        assessor_id=signed.assessor_id,
        learner_id=signed.learner_id,
        state="selected" if drawn.selected else "not_sampled",
        why=drawn.as_facts(),
        due_on=working_days_after(day, signed.centre.iqa_working_days, bank_holidays()) if drawn.selected else None,
        selected_at=at,
    )
    record(by, f"check.{check.state}", check, at=at, facts={"sheet": str(sheet), **drawn.as_facts()})
    assessment.note_sampling(by=by, sheet=signed, drawn=drawn.selected, at=at)
    if not drawn.selected:
        release_to_learner(by, check, at)
    return check


@action
def confirm_directly(*, by: Actor, check: Check, at: datetime) -> Release:
    """The release of a result under direct claims; the result is confirmed. Asked again, it changes nothing.

    Raises Denied unless the program asks.

    Source: R053 (advice for the quality manager and the external quality assurer)
    """
    GUARD.require(by, Permission.CONFIRM_DIRECTLY, check)
    known = Release.objects.filter(sheet=check.sheet_id, verdict="direct").first()
    if known is not None:
        nothing_changed()
        return known
    released = Release.objects.create(
        centre_id=by.centre, sheet_id=check.sheet_id, verdict="direct", released_at=at, comment=""
    )
    sheet = sheet_for(by, check.sheet_id)
    record(by, "eqa_release.direct", released, at=at, facts={"sheet": str(sheet.pk)})
    assessment.ratify(by=by, sheet=sheet, at=at)
    Check.objects.filter(pk=check.pk).update(provisional_since=None)
    publish(
        UnitReleased(
            centre=by.centre, at=at, sheet=sheet.pk, registration=sheet.registration_id, unit=sheet.unit_id,
            verdict="direct",
        )
    )  # fmt: skip
    return released


def release_to_learner(by: Actor, check: Check, at: datetime) -> None:
    """Show the result to its learner, and confirm it at once where direct claims apply. Called inside an action."""
    sheet = sheet_for(by, check.sheet_id)
    assessment.release(by=by, sheet=sheet, at=at)
    Check.objects.filter(pk=check.pk).update(provisional_since=at)
    approval = approval_for(sheet.registration.qualification_number)
    if direct_claims_apply(approval, timezone.localdate(at)):
        confirm_directly(by=system(by.centre), check=check, at=at)


def _decide(sheet: Any, at: datetime) -> sampling.Draw:
    centre, day = sheet.centre, timezone.localdate(at)
    seed = sampling.seed_for(
        centre=str(centre.pk),
        assessor=str(sheet.assessor_id),
        unit=sheet.unit.ref,
        quarter=sampling.quarter_of(day),
        content=sheet.content_sha256,
    )
    return sampling.decide(_facts(sheet, at), seed=seed, sheet=str(sheet.pk), percents=percents_of(centre))


def percents_of(centre: Any) -> sampling.Percents:
    """The centre's settings of how many in 100 are drawn."""
    return sampling.Percents(
        new=centre.sample_percent_new,
        high=centre.sample_percent_high,
        medium=centre.sample_percent_medium,
        low=centre.sample_percent_low,
    )


def _facts(sheet: Any, at: datetime) -> sampling.Drawing:
    before = Check.objects.filter(assessor=sheet.assessor_id, selected_at__gte=at - YEAR)
    counted = list(
        before.filter(sheet__unit__ref=sheet.unit.ref)
        .order_by()
        .values_list("state", "sheet__outcome")
        .annotate(results=Count("pk"))
    )
    drawn = [(outcome, results) for state, outcome, results in counted if state != "not_sampled"]
    last_ten = before.filter(checked_at__isnull=False).order_by("-checked_at").values_list("state", flat=True)[:10]
    interest = has_interest(sheet.assessor_id, sheet.learner_id)
    return sampling.Drawing(
        outcome=sheet.outcome,
        attempt=sheet.attempt.number,
        decisions=sum(results for _, _, results in counted) + 1,
        drawn=sum(results for _, results in drawn),
        signed_on=timezone.localdate(sheet.signed_at or at),
        acting_since=acting_since(sheet.assessor_id, Role.ASSESSOR, sheet.registration.qualification_number),
        kinds_drawn=frozenset(outcome for outcome, _ in drawn),
        disagreements=sum(state == "returned" for state in last_ten),
        tutor_is_assessor=sheet.registration.tutor_id == sheet.assessor_id,
        learner_is_staff=sheet.learner.seats.filter(centre=sheet.centre_id).exclude(role=Role.LEARNER).exists(),
        after_a_return=Check.objects.filter(sheet__attempt=sheet.attempt_id, state="returned").exists(),
        always=("A personal interest between assessor and learner is declared.",) if interest else (),
    )
