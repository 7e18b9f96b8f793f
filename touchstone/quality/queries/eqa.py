"""Reading for the EQA: their activity, the results that wait for them, one result whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from touchstone.access.actors import Actor, Role
from touchstone.kernel.errors import Denied
from touchstone.quality.models import Activity, Check, EqaTest, Release
from touchstone.quality.permissions import GUARD, Permission
from touchstone.quality.queries.checks import (
    OPEN,
    Counts,
    OutcomeView,
    decisions_of,
    evidence_of,
    remarks_of,
    seen_by,
    words,
)
from touchstone.quality.queries.taking_part import took_part, tutors_of
from touchstone.quality.rules import checking, releasing

PAGE = 50
MANY = 1000
PROVISIONAL = Q(provisional_since__isnull=False)
SHOWN = ("waiting", "released", "refused", "unsampled", "all")


class NotNow(Denied):
    """The EQA has no activity in which they may look today."""


def open_activity_of(actor: Actor, today: date) -> Activity | None:
    """The EQA's own activity that is open today, or None. One statement."""
    return (
        Activity.objects.filter(
            centre_id=actor.centre, eqa=actor.person, state="in_progress", opens_on__lte=today, closes_on__gte=today
        )
        .order_by("-opens_on", "-id")
        .first()
    )


def latest_activity_of(actor: Actor, today: date) -> Activity | None:
    """The activity that `actor` reads in: their open one, else their latest that has begun and may still be read.

    A manager reads in the centre's latest one, whoever's it is. One statement.
    """
    found = Activity.objects.filter(centre_id=actor.centre).select_related("eqa")
    if actor.role is Role.EQA:
        last = today - timedelta(days=releasing.READABLE_AFTER_DAYS)
        found = found.filter(eqa=actor.person, opens_on__lte=today, closes_on__gte=last)
    return found.order_by("-state", "-opens_on", "-id").first()


def require_readable(actor: Actor, today: date) -> Activity | None:
    """The activity in which `actor` reads. Raises Denied for those who do not read in the EQA room, and NotNow for an
    EQA outside their activity. One statement.
    """
    GUARD.require(actor, Permission.SEE_EQA_ROOM)
    activity = latest_activity_of(actor, today)
    if actor.role is Role.EQA and activity is None:
        raise NotNow("You see this centre's results inside an activity and for 30 days after it. None is open today.")
    return activity


def activities(actor: Actor) -> list[Activity]:
    """The centre's latest twenty activities, newest first. One statement. Raises Denied unless they may arrange one."""
    GUARD.require(actor, Permission.ARRANGE_ACTIVITY)
    return list(Activity.objects.filter(centre_id=actor.centre).select_related("eqa").order_by("-opens_on", "-id")[:20])


@dataclass(frozen=True)
class Overview:
    """What the room shows at the top; counts stop at a thousand."""

    activity: Activity | None
    is_open: bool
    waiting: int
    in_iqa: int
    released: int
    tested: int


def overview(actor: Actor, today: date) -> Overview:
    """The activity and the counts of the room. Five statements. Raises Denied as `require_readable` does."""
    activity = require_readable(actor, today)
    checks = Check.objects.filter(centre_id=actor.centre).order_by()
    return Overview(
        activity=activity,
        is_open=is_writable(actor, activity, today),
        waiting=checks.filter(PROVISIONAL)[:MANY].count(),
        in_iqa=checks.filter(OPEN)[:MANY].count(),
        released=Release.objects.filter(activity=activity, verdict="released")[:MANY].count() if activity else 0,
        tested=EqaTest.objects.filter(activity=activity)[:MANY].count() if activity else 0,
    )


def is_writable(actor: Actor, activity: Activity | None, today: date) -> bool:
    """True where `actor` may test and release now."""
    if activity is None or actor.role is not Role.EQA:
        return False
    return releasing.is_open(releasing.Span(activity.opens_on, activity.closes_on, activity.state), today)


@dataclass(frozen=True)
class ResultRow:
    """One result of the list: its check, and the EQA's test and word on it, empty when there is none."""

    check: Check
    tested: str
    word: str


def results(actor: Actor, show: str = "waiting", q: str = "", outcome: str = "", after: UUID | None = None) -> Counts:
    """A page of the centre's results. One statement at any size.

    `show` is "waiting" (for the EQA's word, oldest first), "released", "refused", "unsampled" (by the IQA) or "all",
    newest first. `outcome` is "pass", "referral" or "" for both. The caller has asked `require_readable`.
    """
    found = _results(actor, show, q)
    if outcome in {"pass", "referral"}:
        found = found.filter(sheet__outcome=outcome)
    if show == "waiting":
        found = (found.filter(pk__gt=after) if after else found).order_by("id")
    else:
        found = (found.filter(pk__lt=after) if after else found).order_by("-id")
    rows = list(found[: PAGE + 1])
    return Counts(
        [ResultRow(c, c.tested_as or "", c.word or "") for c in rows[:PAGE]],
        rows[PAGE - 1].pk if len(rows) > PAGE else None,
    )


def _results(actor: Actor, show: str, q: str) -> QuerySet:
    words_on = Release.objects.filter(sheet=OuterRef("sheet")).order_by("-released_at", "-id")
    tests = EqaTest.objects.filter(sheet=OuterRef("sheet")).order_by("-tested_at", "-id")
    found = (
        Check.objects.filter(centre_id=actor.centre)
        .select_related("sheet__registration", "sheet__unit", "sheet__attempt", "assessor", "iqa")
        .annotate(
            word=Subquery(words_on.values("verdict")[:1]),
            tested_as=Subquery(tests.values("verdict")[:1]),
        )
    )
    if show == "waiting":
        found = found.filter(PROVISIONAL, sheet__state="released_provisional")
    elif show == "released":
        found = found.filter(sheet__state="ratified")
    elif show == "refused":
        refused = Release.objects.filter(sheet=OuterRef("sheet"), verdict="refused")
        found = found.filter(Exists(refused), PROVISIONAL, sheet__state="released_provisional")
    elif show == "unsampled":
        found = found.filter(state="not_sampled")
    return found.filter(words(q)) if q.strip() else found


def tested(activity: Activity | None) -> list[EqaTest]:
    """The latest twenty results tested in the activity. One statement; none without an activity."""
    if activity is None:
        return []
    return list(
        EqaTest.objects.filter(activity=activity)
        .select_related("sheet__registration", "sheet__unit", "sheet__assessor")
        .order_by("-tested_at", "-id")[:20]
    )


@dataclass(frozen=True)
class EqaItem:
    """Everything of one result, to be read."""

    check: Check
    outcomes: list[OutcomeView]
    items: list[Any]
    item: Any | None
    seen: frozenset[UUID]
    test: EqaTest | None
    words: list[Release]
    activity: Activity | None
    is_open: bool
    bars: list[str]


def eqa_item(actor: Actor, sheet: UUID, today: date, item: UUID | None = None) -> EqaItem:
    """One result whole: sheet, declaration, check, evidence, and what was said of it. At most twelve statements.

    Raises Check.DoesNotExist for another centre's or an unsigned sheet, Denied as `require_readable` does.
    """
    activity = require_readable(actor, today)
    check = (
        Check.objects.filter(centre_id=actor.centre)
        .select_related(
            "sheet__registration__qualification", "sheet__unit", "sheet__attempt__declared_by", "assessor", "iqa",
            "learner",
        )
        .get(sheet=sheet)
    )  # fmt: skip
    items, chosen = evidence_of(check.sheet, item)
    is_open = is_writable(actor, activity, today)
    part = took_part([sheet])[sheet] if is_open else frozenset()
    standing = checking.Standing(actor.person, check.learner_id, part, tutors_of(check.sheet.registration))
    return EqaItem(
        check=check,
        outcomes=decisions_of(check.sheet, remarks_of(check)),
        items=items,
        item=chosen,
        seen=seen_by(actor, sheet),
        test=EqaTest.objects.filter(activity=activity, sheet=sheet).first() if activity else None,
        words=list(Release.objects.filter(sheet=sheet).select_related("released_by").order_by("released_at")),
        activity=activity,
        is_open=is_open,
        bars=checking.bars(standing) if is_open else [],
    )
