"""The EQA's activity, the tests in it, and the word on each result."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from touchstone.access.actors import Actor, Role
from touchstone.assessment import actions as assessment
from touchstone.assessment.queries import sheet_for
from touchstone.audit.actions import record
from touchstone.centres.actions import confirm_identity
from touchstone.centres.queries import has_interest, people_with
from touchstone.kernel.canonical import fingerprint
from touchstone.kernel.errors import Denied, Reason, Refused
from touchstone.plumbing.actions import action, hold, nothing_changed
from touchstone.plumbing.events import publish
from touchstone.quality import queries
from touchstone.quality.events import ReleaseRefused, UnitReleased
from touchstone.quality.models import Activity, Check, EqaTest, Release
from touchstone.quality.permissions import GUARD, Permission
from touchstone.quality.rules import checking, releasing

MOST_AT_ONCE = 50


@action
def open_activity(
    *, by: Actor, eqa: UUID | None, kind: str, opens_on: date | None, closes_on: date | None, at: datetime
) -> Activity:
    """A new activity of the EQA at the centre: inside its days they look, test and release, and at no other time.

    Raises Denied unless `by` manages the centre; Refused when the person is no EQA here, holds another seat here, or
    a day is missing or before the other.

    Source: R052 (advice for the quality manager and the external quality assurer), ADR 0004
    """
    GUARD.require(by, Permission.ARRANGE_ACTIVITY)
    chosen = next((p for p in people_with(by.centre, Role.EQA, timezone.localdate(at)) if p.pk == eqa), None)
    if chosen is None:
        raise Refused("Choose somebody who is an EQA at this centre. Invite them first if they are not.", field="eqa")
    others = chosen.seats.filter(centre=by.centre).exclude(role=Role.EQA).values_list("role", flat=True)
    labels = frozenset(Role(role).label.lower() for role in others)
    gaps = releasing.opening_gaps(opens_on=opens_on, closes_on=closes_on, other_roles=labels)
    if gaps or opens_on is None or closes_on is None:
        raise Refused(gaps)
    activity = Activity.objects.create(
        centre_id=by.centre, eqa=chosen, kind=kind, opens_on=opens_on, closes_on=closes_on
    )
    record(by, "eqa_activity.in_progress", activity, at=at, facts=_days(activity))
    return activity


@action
def close_activity(*, by: Actor, activity: Activity, at: datetime) -> Activity:
    """The activity, closed: its EQA releases nothing more in it and may read on for 30 days after its last day.

    Raises Denied unless `by` manages the centre. A closed activity stays as it is.
    """
    activity = hold(activity)
    GUARD.require(by, Permission.ARRANGE_ACTIVITY, activity)
    if activity.state == "closed":
        nothing_changed()
        return activity
    activity.state = "closed"
    activity.save(update_fields=["state"])
    record(by, "eqa_activity.closed", activity, at=at)
    return activity


@action
def record_test(*, by: Actor, sheet: UUID, verdict: str, comment: str, at: datetime) -> EqaTest:
    """Whether the EQA agrees with the result, disagrees, or cannot confirm it; a later word replaces the earlier.

    Raises Denied unless `by` is the EQA of an open activity with no part or interest in the result; Refused when the
    verdict is none of the three, or a verdict other than "agree" gives no reason.
    """
    activity = _require_eqa(by, Permission.TEST, at)
    if verdict not in releasing.TESTS:
        raise Refused("Say whether you agree, disagree or cannot confirm it.", field="verdict")
    if verdict != "agree" and not comment.strip():
        raise Refused("Say why, so that the centre can learn from it.", field="comment")
    result = _result(by, sheet)
    _require_no_part(by, [result])
    test, _ = EqaTest.objects.update_or_create(
        centre_id=by.centre,
        activity=activity,
        sheet_id=result.pk,
        defaults={"verdict": verdict, "comment": comment.strip(), "tested_by_id": by.person, "tested_at": at},
    )
    facts = {"sheet": str(result.pk), "activity": str(activity.pk), "words_sha256": fingerprint(comment.strip())}
    record(by, f"eqa_test.{verdict}", test, at=at, facts=facts)
    return test


@action
def release_units(
    *, by: Actor, sheets: Sequence[UUID], password: str, at: datetime, comment: str = ""
) -> list[Release]:
    """The releases of the chosen results: each gets its own row and its own entry in the ledger, and is confirmed.

    All or none: one that cannot be released stops the rest, and the refusal names it. Raises Denied unless `by` is the
    EQA of an open activity, with no part or interest in any of them; Refused when the password is wrong or nothing
    was chosen.

    Source: R133 (8585 and 8586 handbooks, assessment methods), R221 (authenticity), R222 (communication)
    """
    activity = _require_eqa(by, Permission.RELEASE, at)
    confirm_identity(by.person, password, at)
    chosen = list(dict.fromkeys(sheets))
    if not chosen:
        raise Refused("Choose at least one result.", field="sheets")
    if len(chosen) > MOST_AT_ONCE:
        raise Refused(f"Release at most {MOST_AT_ONCE} results at a time.", field="sheets")
    results = [hold(_result(by, pk)) for pk in chosen]
    _require_no_part(by, results)
    gaps = [gap for result in results for gap in _gaps(result)]
    if gaps:
        raise Refused(gaps)
    return [_release(by, activity, result, comment.strip(), at) for result in results]


@action
def refuse_release(*, by: Actor, sheet: UUID, reason: str, password: str, at: datetime) -> Release:
    """The refusal of one result: it stays provisional, and nothing can be claimed with it until it is released.

    Raises Denied unless `by` is the EQA of an open activity, with no part or interest in it; Refused when the
    password is wrong, the reason is missing, or the result does not wait for a release.

    Source: R133 (8585 and 8586 handbooks, assessment methods)
    """
    activity = _require_eqa(by, Permission.RELEASE, at)
    confirm_identity(by.person, password, at)
    result = hold(_result(by, sheet))
    _require_no_part(by, [result])
    gaps = releasing.refusing_gaps(reason=reason, sheet_state=result.state, is_settled=_is_settled(result))
    if gaps:
        raise Refused(gaps)
    refused = Release.objects.create(
        centre_id=by.centre, activity=activity, sheet_id=result.pk, verdict="refused", comment=reason.strip(),
        released_by_id=by.person, released_at=at,
    )  # fmt: skip
    facts = {"sheet": str(result.pk), "activity": str(activity.pk), "words_sha256": fingerprint(reason.strip())}
    record(by, "eqa_release.refused", refused, at=at, facts=facts)
    publish(
        ReleaseRefused(
            centre=by.centre, at=at, sheet=result.pk, registration=result.registration_id, unit=result.unit_id,
            reason=reason.strip(),
        )
    )  # fmt: skip
    return refused


def _release(by: Actor, activity: Activity, result: Any, comment: str, at: datetime) -> Release:
    released = Release.objects.create(
        centre_id=by.centre, activity=activity, sheet_id=result.pk, verdict="released", comment=comment,
        released_by_id=by.person, released_at=at,
    )  # fmt: skip
    facts = {"sheet": str(result.pk), "sheet_sha256": result.content_sha256, "activity": str(activity.pk)}
    record(by, "eqa_release.released", released, at=at, facts=facts)
    assessment.ratify(by=by, sheet=result, at=at)
    Check.objects.filter(sheet=result.pk).update(provisional_since=None)
    publish(
        UnitReleased(
            centre=by.centre, at=at, sheet=result.pk, registration=result.registration_id, unit=result.unit_id,
            verdict="released",
        )
    )  # fmt: skip
    return released


def _require_eqa(by: Actor, permission: Permission, at: datetime) -> Activity:
    GUARD.require(by, permission)
    activity = queries.open_activity_of(by, timezone.localdate(at))
    if activity is None:
        raise Denied("You act only inside an open activity, and none of yours is open today.")
    return activity


def _result(by: Actor, pk: UUID) -> Any:
    return sheet_for(by, Check.objects.only("sheet_id").get(sheet=pk).sheet_id)


def _require_no_part(by: Actor, results: Sequence[Any]) -> None:
    took_part = queries.took_part([result.pk for result in results])
    for result in results:
        standing = checking.Standing(
            checker=by.person,
            learner=result.learner_id,
            took_part=took_part[result.pk],
            tutors=queries.tutors_of(result.registration),
            has_interest=has_interest(by.person, result.learner_id),
        )
        bars = checking.bars(standing)
        if bars:
            raise Denied(" ".join(bars))


def _gaps(result: Any) -> list[Reason]:
    found = releasing.releasing_gaps(
        sheet_state=result.state,
        is_declared=bool(result.attempt.declared_at and result.attempt.manifest_sha256),
        is_settled=_is_settled(result),
    )
    who = f"{result.registration.learner_name}, unit {result.unit.number}"
    return [
        Reason(f"{who}: {gap.text}", field="sheets", url_name="eqa_item", url_args=(result.pk,), source=gap.source)
        for gap in found
    ]


def _is_settled(result: Any) -> bool:
    return Release.objects.filter(sheet=result.pk, verdict__in=["released", "direct"]).exists()


def _days(activity: Activity) -> dict[str, str]:
    return {
        "eqa": str(activity.eqa_id),
        "opens_on": activity.opens_on.isoformat(),
        "closes_on": activity.closes_on.isoformat(),
    }
