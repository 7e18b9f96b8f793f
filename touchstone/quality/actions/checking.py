"""The IQA's check of a drawn result: begin, look, then agree or return."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from touchstone.access.actors import Actor, Role
from touchstone.assessment import actions as assessment
from touchstone.assessment.queries import sheet_for
from touchstone.audit.actions import record
from touchstone.centres.actions import confirm_identity
from touchstone.kernel.canonical import fingerprint
from touchstone.kernel.errors import Denied, Refused
from touchstone.plumbing.actions import action, hold, nothing_changed
from touchstone.quality import queries
from touchstone.quality.actions.sampling import release_to_learner
from touchstone.quality.models import Check, EvidenceSeen, OutcomeRemark
from touchstone.quality.permissions import GUARD, Permission
from touchstone.quality.rules import checking


@action
def begin_check(*, by: Actor, check: Check, at: datetime) -> Check:
    """The check under `by`'s name; a colleague who may check it can take it over in the same way.

    Raises Denied unless `by` may check this result; Refused when the check is finished.
    """
    check = hold(check)
    _require_checker(by, check, at)
    if not checking.can_be_opened(check.state):
        raise Refused("This check is finished, and a finished check cannot change.")
    if check.iqa_id == by.person:
        nothing_changed()
        return check
    check.iqa_id, check.state = by.person, "in_review"
    check.version += 1
    check.save(update_fields=["iqa", "state", "version"])
    record(by, "check.in_review", check, at=at)
    return check


@action
def open_evidence(*, by: Actor, sheet: UUID, item: UUID, at: datetime) -> bool:
    """True when it is the first time that `by` opens this piece of evidence of the sheet; it is then on record.

    Raises Denied unless `by` is an IQA or an EQA who may read the sheet; Refused when the item is not of its attempt.
    """
    GUARD.require(by, Permission.CHECK if by.role is Role.IQA else Permission.TEST)
    if by.role is Role.EQA:
        queries.require_readable(by, timezone.localdate(at))
    check = Check.objects.select_related("sheet__attempt").get(sheet=sheet)
    if not check.sheet.attempt.items.filter(pk=item).exists():
        raise Refused("This piece of evidence does not belong to this result.")
    _, is_new = EvidenceSeen.objects.get_or_create(
        centre_id=by.centre, sheet_id=sheet, item_id=item, seen_by_id=by.person, defaults={"seen_at": at}
    )
    if not is_new:
        nothing_changed()
        return False
    record(by, f"{by.role}_evidence.opened", check.sheet, at=at, facts={"item": str(item)})
    return True


@action
def agree(
    *,
    by: Actor,
    check: Check,
    qa_outcome: str,
    password: str,
    at: datetime,
    comment: str = "",
    advice: str = "",
    remarks: Mapping[UUID, str] | None = None,
) -> Check:
    """The check, agreed; the result goes to its learner, and is confirmed where direct claims apply.

    `remarks` are comments by learning outcome; empty ones are left out. An IQA cannot change an outcome. Raises Denied
    unless `by` may check this result; Refused when the password is wrong, no evidence was opened, the outcome is
    not the sheet's, or the check is finished or in a colleague's hands.

    Source: R133 (8585 and 8586 handbooks, assessment methods), R210 (quality assurance)
    """
    check = hold(check)
    _require_checker(by, check, at)
    confirm_identity(by.person, password, at)
    _refuse_a_colleagues(by, check)
    sheet = sheet_for(by, check.sheet_id)
    gaps = checking.agreeing_gaps(
        state=check.state,
        sheet_outcome=sheet.outcome,
        qa_outcome=qa_outcome,
        items=sheet.attempt.items.count(),
        opened=EvidenceSeen.objects.filter(sheet=sheet.pk, seen_by=by.person).count(),
    )
    if gaps:
        raise Refused(gaps)
    check.state = checking.agreed_state(advice)
    check.qa_outcome, check.comment, check.advice = qa_outcome, comment.strip(), advice.strip()
    kept = _finish(by, check, remarks or {}, at)
    record(by, f"check.{check.state}", check, at=at, facts=_content(check, sheet, kept))
    numbers = {str(pk): number for pk, number in sheet.unit.outcomes.values_list("pk", "number")}
    on_sheet = {numbers[outcome]: text for outcome, text in kept.items()}
    assessment.note_agreed(by=by, sheet=sheet, outcome=qa_outcome, remarks=on_sheet, at=at)
    release_to_learner(by, check, at)
    return check


@action
def return_sheet(
    *,
    by: Actor,
    check: Check,
    reason: str,
    action: str,
    due_on: date | None,
    password: str,
    at: datetime,
    remarks: Mapping[UUID, str] | None = None,
) -> Check:
    """The check, returned: the assessor gets a new version of the sheet to write, and the learner sees nothing.

    Raises Denied unless `by` may check this result; Refused when the password is wrong, the reason, the action or its
    day is missing, or the check is finished or in a colleague's hands.

    Source: R210 (8585 and 8586 handbooks, quality assurance)
    """
    check = hold(check)
    _require_checker(by, check, at)
    confirm_identity(by.person, password, at)
    _refuse_a_colleagues(by, check)
    today = timezone.localdate(at)
    gaps = checking.returning_gaps(state=check.state, reason=reason, action=action, due_on=due_on, today=today)
    if gaps:
        raise Refused(gaps)
    sheet = sheet_for(by, check.sheet_id)
    check.state, check.comment, check.action, check.action_due_on = "returned", reason.strip(), action.strip(), due_on
    kept = _finish(by, check, remarks or {}, at)
    record(by, "check.returned", check, at=at, facts=_content(check, sheet, kept))
    assessment.note_returned(by=by, sheet=sheet, reason=f"{check.comment} {check.action}", at=at)
    return check


def _require_checker(by: Actor, check: Check, at: datetime) -> None:
    GUARD.require(by, Permission.CHECK, check)
    bars = queries.bars_for(by, check, timezone.localdate(at))
    if bars:
        raise Denied(" ".join(bars))


def _refuse_a_colleagues(by: Actor, check: Check) -> None:
    if check.iqa is not None and check.iqa_id != by.person and checking.can_be_opened(check.state):
        raise Refused(f"{check.iqa.name} has begun this check. Take it over first.")


def _finish(by: Actor, check: Check, remarks: Mapping[UUID, str], at: datetime) -> dict[str, str]:
    """Write the check and its remarks; gives the remarks that were kept, by outcome."""
    kept = {outcome: text.strip() for outcome, text in remarks.items() if text.strip()}
    own = set(check.sheet.unit.outcomes.filter(pk__in=kept).values_list("pk", flat=True))
    if own != set(kept):
        raise Refused("A remark belongs to no learning outcome of this unit.")
    OutcomeRemark.objects.bulk_create(
        OutcomeRemark(centre_id=by.centre, check_of=check, outcome_id=outcome, text=text)
        for outcome, text in kept.items()
    )
    check.iqa_id, check.checked_at = by.person, at
    check.version += 1
    check.save()
    return {str(outcome): text for outcome, text in sorted(kept.items(), key=lambda pair: str(pair[0]))}


def _content(check: Check, sheet: object, remarks: dict[str, str]) -> dict[str, str]:
    """What the signature stands for, as hashes: the ledger holds no words about a person."""
    words = {
        "outcome": check.qa_outcome, "comment": check.comment, "advice": check.advice, "action": check.action,
        "remarks": remarks,
    }  # fmt: skip
    return {
        "sheet": str(check.sheet_id),
        "sheet_sha256": sheet.content_sha256,  # type: ignore[attr-defined]
        "words_sha256": fingerprint(words),
    }
