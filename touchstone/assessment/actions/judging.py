"""Deciding criteria, commenting on outcomes, and signing."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from touchstone.access.actors import Actor
from touchstone.assessment import queries, rules
from touchstone.assessment.events import SheetSigned
from touchstone.assessment.models import Decision, OutcomeComment, Sheet
from touchstone.assessment.permissions import GUARD, Permission
from touchstone.audit.actions import record
from touchstone.centres import actions as centres
from touchstone.kernel.canonical import fingerprint
from touchstone.kernel.errors import Denied, Reason, Refused
from touchstone.plumbing.actions import action, hold, nothing_changed
from touchstone.plumbing.events import publish
from touchstone.portfolio import actions as portfolio

SIGNED_ALREADY = "This sheet is signed. A signed sheet is never changed."


class Stale(Refused):
    """Somebody (or another window) saved meanwhile: `theirs` is what stands, `mine` what was not saved; by field."""

    def __init__(self, theirs: dict[str, str], mine: dict[str, str], version: int) -> None:
        super().__init__("This was saved in another window meanwhile. Both texts are here; choose, or keep both.")
        self.theirs, self.mine, self.version = theirs, mine, version


@action
def open_desk(*, by: Actor, sheet: Sheet, at: datetime) -> Sheet:
    """The sheet is being written and its attempt is in assessment; changes nothing when it was already.

    Raises Denied unless `by` is its allocated assessor.
    """
    sheet = hold(sheet)
    GUARD.require(by, Permission.ASSESS, sheet)
    if sheet.state != "open":
        nothing_changed()
        return sheet
    sheet.state = "drafting"
    sheet.save(update_fields=["state"])
    sheet.attempt = portfolio.mark_attempt(by=by, attempt=sheet.attempt, state="in_assessment", at=at)
    record(by, "sheet.drafting", sheet, at=at)
    return sheet


@action
def decide(
    *,
    by: Actor,
    sheet: Sheet,
    criterion: str,
    outcome: str,
    version: int,
    at: datetime,
    feedback: str = "",
    reason_descriptor: int | None = None,
    reason_text: str = "",
) -> Decision:
    """Keep what was decided of the criterion with ref `criterion`, with its feedback and reason; a draft may have gaps.

    `version` is the one that was read. Raises Denied unless `by` is the allocated assessor; Refused when the sheet is
    signed, or the outcome or the descriptor does not exist; Stale when another version was saved meanwhile.
    """
    sheet = hold(sheet)
    GUARD.require(by, Permission.ASSESS, sheet)
    _require_unsigned(sheet)
    row = _decision(sheet, criterion)
    mine = {
        "outcome": outcome,
        "feedback": feedback,
        "reason_descriptor": "" if reason_descriptor is None else str(reason_descriptor),
        "reason_text": reason_text,
    }
    theirs = _fields(row)
    if mine == theirs:
        nothing_changed()
        return row
    if outcome not in (rules.UNDECIDED, *rules.OUTCOMES):
        raise Refused("A decision is a pass or a referral.", field="outcome")
    if reason_descriptor is not None and not 0 <= reason_descriptor < len(row.criterion.referral_descriptors):
        raise Refused("Choose one of this criterion’s own descriptors.", field="reason_descriptor")
    if version != row.version:
        raise Stale(theirs, mine, row.version)
    row.outcome, row.feedback = outcome, feedback
    row.reason_descriptor, row.reason_text = reason_descriptor, reason_text
    row.version, row.saved_by_id, row.saved_at = row.version + 1, by.person, at
    row.save(update_fields=[*mine, "version", "saved_by", "saved_at"])
    facts = {"criterion": row.criterion.ref, "outcome": outcome, "version": row.version, "content": fingerprint(mine)}
    record(by, "decision.saved", row, at=at, facts=facts)
    return row


@action
def comment_outcome(*, by: Actor, sheet: Sheet, outcome: str, text: str, version: int, at: datetime) -> OutcomeComment:
    """Keep the assessor's comment on the learning outcome numbered `outcome`; an empty text takes it away.

    Raises Denied unless `by` is the allocated assessor; Refused when the sheet is signed or the unit has no such
    outcome; Stale when another version was saved meanwhile.
    """
    sheet = hold(sheet)
    GUARD.require(by, Permission.ASSESS, sheet)
    _require_unsigned(sheet)
    of_unit = sheet.unit.outcomes.filter(number=outcome).first()
    if of_unit is None:
        raise Refused("This unit has no such learning outcome.")
    row = OutcomeComment.objects.filter(sheet=sheet, outcome=of_unit).first()
    row = row or OutcomeComment(centre_id=sheet.centre_id, sheet=sheet, outcome=of_unit)
    if row.text == text:
        nothing_changed()
        return row
    if version != row.version:
        raise Stale({"text": row.text}, {"text": text}, row.version)
    row.text, row.version = text, row.version + 1
    row.save()
    record(by, "comment.saved", row, at=at, facts={"outcome": outcome, "version": row.version})
    return row


@action
def sign(*, by: Actor, sheet: Sheet, password: str, at: datetime) -> Sheet:
    """Sign a result sheet; its unit outcome is computed, never chosen.

    Raises Denied unless `by` is its allocated assessor, competent today and without interest; Refused when the password
    is wrong, the sheet is signed already, a criterion is undecided, or a referral lacks reason or feedback.
    """
    sheet = hold(sheet)  # two tabs must not sign twice
    GUARD.require(by, Permission.SIGN, sheet)
    centres.confirm_identity(by.person, password, at)
    _require_unsigned(sheet)
    bars = rules.bars(queries.standing_of(by.person, sheet.registration, timezone.localdate(at)))
    if bars:
        raise Denied(" ".join(bars))
    decided = [d.as_plain() for d in sheet.decisions.select_related("criterion")]
    refs = list(sheet.unit.criteria.order_by("position").values_list("ref", flat=True))
    gaps = rules.signing_gaps(decided, refs)
    if gaps:
        raise Refused([_mend(sheet, gap) for gap in gaps])
    sheet.outcome = rules.unit_outcome(d.outcome for d in decided) or rules.UNDECIDED
    sheet.state, sheet.signed_by_id, sheet.signed_at = "signed", by.person, at
    sheet.content_sha256 = queries.content_sha256(sheet, decided)
    sheet.save(update_fields=["outcome", "state", "signed_by", "signed_at", "content_sha256"])
    sheet.attempt = portfolio.mark_attempt(by=by, attempt=sheet.attempt, state="assessed", at=at)
    facts = {"outcome": sheet.outcome, "version": sheet.version, "content": sheet.content_sha256}
    record(by, "sheet.signed", sheet, at=at, facts=facts)
    publish(SheetSigned(sheet.centre_id, at, sheet=sheet.pk, registration=sheet.registration_id, unit=sheet.unit_id))
    return sheet


@action
def return_unassessed(*, by: Actor, sheet: Sheet, reason: str, at: datetime) -> Sheet:
    """Send the work back without judging it, which is no referral: a file does not open, or the declaration is wrong.

    Raises Denied unless `by` is the allocated assessor; Refused when the sheet is signed, or no reason is given.
    """
    sheet = hold(sheet)
    GUARD.require(by, Permission.RETURN_UNASSESSED, sheet)
    _require_unsigned(sheet)
    if not reason.strip():
        raise Refused("Write what has to be put right before this can be assessed.", field="reason")
    sheet.state = "returned_unassessed"
    sheet.save(update_fields=["state"])
    sheet.attempt = portfolio.return_unassessed(by=by, attempt=sheet.attempt, reason=reason.strip(), at=at)
    record(by, "sheet.returned_unassessed", sheet, at=at, reason=reason.strip())
    return sheet


def _require_unsigned(sheet: Sheet) -> None:
    if sheet.state == "returned_unassessed":
        raise Refused("This work was returned unassessed.")
    if sheet.state not in rules.UNSIGNED:
        raise Refused(SIGNED_ALREADY)


def _decision(sheet: Sheet, ref: str) -> Decision:
    row = sheet.decisions.select_related("criterion").filter(criterion__ref=ref).first()
    if row is None:
        raise Refused("This unit has no such criterion.")
    return row


def _fields(row: Decision) -> dict[str, str]:
    return {
        "outcome": row.outcome,
        "feedback": row.feedback,
        "reason_descriptor": "" if row.reason_descriptor is None else str(row.reason_descriptor),
        "reason_text": row.reason_text,
    }


def _mend(sheet: Sheet, gap: rules.Gap) -> Reason:
    return Reason(gap.text, code=gap.code, url_name="desk_criterion", url_args=(sheet.pk, gap.ref), source="R140")
