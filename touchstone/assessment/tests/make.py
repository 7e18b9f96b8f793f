"""Scenes with result sheets, as rows: no action is run, so that a test can start anywhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from touchstone.assessment import queries, rules
from touchstone.assessment.models import Decision, Sheet
from touchstone.centres.tests.make import Cast, Someone

ALLOCATED = datetime(2026, 5, 5, 9, tzinfo=UTC)
AFTER_SIGNING = ("released_provisional", "ratified", "overturned")
ATTEMPT_STATES = {"open": "allocated", "drafting": "in_assessment"}


def make_sheet(
    cast: Cast,
    registration: Any,
    unit: Any,
    outcome: str | None = None,
    state: str = "",
    attempt: Any = None,
    assessor: Someone | None = None,
    referred: tuple[str, ...] = (),
    due_on: date = date(2026, 5, 19),
    **facts: Any,
) -> Sheet:
    """A sheet of the unit with a row per criterion, by Ben unless `assessor` says otherwise.

    `outcome` None leaves every criterion undecided ("drafting"); "pass" passes all; "referral" refers the criteria in
    `referred`, or the last one. `state` defaults to "signed" where there is an outcome. The attempt is made where none
    is given.
    """
    state = state or ("signed" if outcome else "drafting")
    attempt = attempt or _attempt(cast, registration, unit)
    assessor = assessor or cast.ben
    known = Sheet.objects.filter(attempt=attempt, signed_at=None).order_by("version").last()
    sheet = known or Sheet(attempt=attempt)  # where events were delivered, the sheet is there already
    fields = {
        "centre": cast.centre,
        "registration": registration,
        "unit": unit,
        "learner_id": registration.person_id,
        "assessor": assessor.person,
        "allocated_at": ALLOCATED,
        "due_on": due_on,
        "state": state if state in rules.UNSIGNED else "drafting",
    }
    for name, value in (fields | facts).items():
        setattr(sheet, name, value)
    sheet.save()
    sheet.decisions.all().delete()
    _decide(cast, sheet, outcome, referred)
    if state not in rules.UNSIGNED:
        _sign(sheet, outcome or "", state)
    attempt.state = ATTEMPT_STATES.get(state, "closed" if state in AFTER_SIGNING else "assessed")
    attempt.save(update_fields=["state"])
    return sheet


def _attempt(cast: Cast, registration: Any, unit: Any) -> Any:
    from touchstone.portfolio.tests.make import make_attempt

    return make_attempt(cast, registration, unit)


def _decide(cast: Cast, sheet: Sheet, outcome: str | None, referred: tuple[str, ...]) -> None:
    criteria = list(sheet.unit.criteria.order_by("position"))
    if outcome == rules.REFERRAL and not referred:
        referred = (criteria[-1].ref,)
    Decision.objects.bulk_create(
        Decision(
            centre=cast.centre,
            sheet=sheet,
            criterion=criterion,
            outcome="" if outcome is None else rules.REFERRAL if criterion.ref in referred else rules.PASS,
            feedback="" if outcome is None else f"What I saw of {criterion.ref} in your work.",
            reason_text="The second example is not there yet." if criterion.ref in referred else "",
            version=0 if outcome is None else 1,
        )
        for criterion in criteria
    )


def _sign(sheet: Sheet, outcome: str, state: str) -> None:
    sheet.state, sheet.outcome = state, outcome
    if state != "returned_unassessed":
        sheet.signed_by_id, sheet.signed_at = sheet.assessor_id, ALLOCATED + timedelta(days=3)
        decided = [d.as_plain() for d in sheet.decisions.select_related("criterion")]
        sheet.content_sha256 = queries.content_sha256(sheet, decided)
    if state in AFTER_SIGNING:
        sheet.released_at = ALLOCATED + timedelta(days=5)
    if state == "ratified":
        sheet.ratified_at = ALLOCATED + timedelta(days=9)
    sheet.save()
