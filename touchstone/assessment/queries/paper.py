"""The facts of a result sheet for its paper."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.utils import timezone

from touchstone.access.actors import Actor
from touchstone.assessment import rules
from touchstone.assessment.models import Decision, Sheet
from touchstone.assessment.permissions import GUARD, Permission
from touchstone.assessment.queries.desks import comments_of, decisions_of
from touchstone.documents import facts
from touchstone.portfolio.rules import clock

WORDS = {rules.PASS: facts.PASS, rules.REFERRAL: facts.REFERRAL}
STATEMENT = "Signed in Touchstone with a fresh password"


def sheet_facts(actor: Actor, sheet: Sheet) -> facts.ResultSheet:
    """Every field of the result sheet, as far as it is decided. Five statements for a sheet of `sheet_for`.

    The quality assurer's outcome and remarks stand on it once they agreed. Raises Sheet.DoesNotExist where `actor` may
    not see the sheet: a learner before its release.

    Source: R210, R246, R247, R248, R249, R250 (8585 and 8586 handbooks, result sheets)
    """
    if not GUARD.allows(actor, Permission.READ_SHEET, sheet):
        raise Sheet.DoesNotExist
    registration, unit, attempt = sheet.registration, sheet.unit, sheet.attempt
    return facts.ResultSheet(
        centre_number=sheet.centre.number,
        centre_name=sheet.centre.name,
        learner_registration_number=registration.enr,
        learner_name=registration.learner_name,
        unit_number=unit.number,
        unit_title=unit.title,
        unit_ref=unit.ref,
        unit_level="" if unit.level is None else str(unit.level),
        unit_credit=unit.credit,
        qualification_number=registration.qualification_number,
        qualification_title=registration.qualification.title,
        attempt=attempt.number,
        submitted_on=timezone.localdate(attempt.submitted_at) if attempt.submitted_at else None,
        outcomes=_outcomes(sheet),
        status=status_of(sheet),
        dated_on=_dated_on(sheet),
        assessor=_assessor(sheet),
        quality_assurer=_quality_assurer(sheet),
        sheet_hash=sheet.content_sha256,
        notes=(f"Version {sheet.version} of this sheet.",) if sheet.version > 1 else (),
    )


def status_of(sheet: Sheet) -> str:
    """The true name of where the sheet stands, for staff and paper."""
    if sheet.state == "returned_unassessed":
        return "Returned unassessed"
    if sheet.state in rules.UNSIGNED:
        return "Not yet signed"
    if sheet.is_released:
        return rules.shown_to_learner(sheet.state, sheet.outcome, "").words
    outcome = "Pass" if sheet.outcome == rules.PASS else "Referral"
    stage = {"iqa_agreed": "IQA agreed", "iqa_returned": "returned by the IQA", "not_sampled": "not in the sample"}
    return f"{outcome} (provisional), {stage.get(sheet.state, 'quality check open')}, not released"


def _outcomes(sheet: Sheet) -> tuple[facts.OutcomeResult, ...]:
    counters = _time_counters(sheet)
    comments = comments_of(sheet)
    remarks = sheet.assurance.remarks if hasattr(sheet, "assurance") else {}
    rows: dict[UUID, list[Decision]] = defaultdict(list)
    outcomes = {}
    for decision in decisions_of(sheet):
        outcomes[decision.criterion.outcome_id] = decision.criterion.outcome
        rows[decision.criterion.outcome_id].append(decision)
    return tuple(
        facts.OutcomeResult(
            number=outcome.number,
            text=outcome.text,
            criteria=tuple(_criterion(d, counters.get(d.criterion_id, ())) for d in rows[pk]),
            comments=comments[pk].text if pk in comments else "",
            qa_comments=remarks.get(outcome.number, ""),
        )
        for pk, outcome in outcomes.items()
    )


def _criterion(decision: Decision, counters: tuple[str, ...]) -> facts.CriterionResult:
    criterion = decision.criterion
    origin = decision.carried_from if decision.outcome == rules.PASS else None
    words = [f"Not yet met: {decision.reason}" if decision.reason else "", decision.feedback.strip()]
    return facts.CriterionResult(
        ref=criterion.ref,
        text=criterion.text,
        referral_descriptors=tuple(criterion.referral_descriptors),
        pass_descriptors=tuple(criterion.pass_descriptors),
        feedback="\n".join(w for w in words if w) or (origin.feedback if origin else ""),
        outcome=WORDS.get(decision.outcome, facts.UNDECIDED),
        carried_from_attempt=origin.sheet.attempt.number if origin else None,
        time_counters=counters,
    )


def _time_counters(sheet: Sheet) -> dict[UUID, tuple[str, ...]]:
    """The moments in recordings that speak to each criterion, as they were submitted."""
    found: dict[UUID, list[int]] = defaultdict(list)
    for criterion, second in sheet.attempt.mappings.filter(second__isnull=False).values_list("criterion", "second"):
        if second is not None:
            found[criterion].append(second)
    return {criterion: tuple(clock(s) for s in sorted(seconds)) for criterion, seconds in found.items()}


def _assessor(sheet: Sheet) -> facts.Signing | None:
    if sheet.signed_at is None:
        return None
    return facts.Signing(
        outcome=WORDS[sheet.outcome],
        signed_on=timezone.localdate(sheet.signed_at),
        name=sheet.assessor.name,
        statement=STATEMENT,
        role="Assessor",
    )


def _quality_assurer(sheet: Sheet) -> facts.Signing | None:
    if not hasattr(sheet, "assurance"):
        return None
    return facts.Signing(
        outcome=WORDS[sheet.assurance.outcome],
        signed_on=timezone.localdate(sheet.assurance.at),
        name=sheet.assurance.by.name,
        statement=STATEMENT,
        role="Internal quality assurer",
    )


def _dated_on(sheet: Sheet) -> date:
    """The day the paper bears: the last thing that happened to the sheet, so the same sheet gives the same bytes."""
    moments = [sheet.allocated_at, sheet.signed_at, sheet.released_at, sheet.ratified_at]
    return max(timezone.localdate(m) for m in moments if m)
