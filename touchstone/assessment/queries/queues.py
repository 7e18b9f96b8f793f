"""What waits to be assessed, in the order it is due, and what waits for an assessor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from touchstone.access.actors import Actor, Role
from touchstone.assessment import rules
from touchstone.assessment.models import Decision, Sheet, Unallocated
from touchstone.assessment.permissions import GUARD, Permission
from touchstone.kernel.steps import NextStep

PAGE_ROWS = 50
LONG = ("attempt__manifest", "attempt__statement", "unit__aim", "unit__practice")
STEPS = 10
FRESH = timedelta(days=14)


@dataclass(frozen=True)
class QueuePage:
    """One page of a queue; `after` is the sheet to go on from, None at the end."""

    rows: list[Sheet]
    after: UUID | None


@dataclass(frozen=True)
class WaitingPage:
    """One page of work without an assessor; `after` is the row to go on from, None at the end."""

    rows: list[Unallocated]
    after: UUID | None


def queue(actor: Actor, after: UUID | None = None, limit: int = PAGE_ROWS) -> QueuePage:
    """The unsigned sheets of an assessor, or all for a manager, soonest due first, with `decided` and `total`.

    Empty for those who have no queue. Two statements at any size, three with `after`; an unknown `after` starts anew.
    """
    if not GUARD.allows(actor, Permission.SEE_QUEUE):
        return QueuePage([], None)
    found = _unsigned(actor)
    last = Sheet.objects.filter(pk=after).values_list("due_on", "pk").first() if after else None
    if last:
        found = found.filter(Q(due_on__gt=last[0]) | Q(due_on=last[0], pk__gt=last[1]))
    rows = list(
        found.select_related("attempt", "unit", "registration", "learner", "assessor")
        .defer(*LONG)
        .order_by("due_on", "pk")[: limit + 1]
    )
    more = len(rows) > limit
    rows = rows[:limit]
    _count_decisions(rows)
    return QueuePage(rows, rows[-1].pk if more else None)


def signed(actor: Actor, after: UUID | None = None, limit: int = PAGE_ROWS) -> QueuePage:
    """The signed sheets of an assessor, or all for a manager, newest first. One statement; empty for other roles."""
    if not GUARD.allows(actor, Permission.SEE_QUEUE):
        return QueuePage([], None)
    found = Sheet.objects.filter(centre_id=actor.centre, signed_at__isnull=False)
    if actor.role != Role.MANAGER:
        found = found.filter(assessor=actor.person)
    if after:
        found = found.filter(pk__lt=after)
    found = found.select_related("attempt", "unit", "registration", "learner", "assessor").defer(*LONG)
    rows = list(found.order_by("-pk")[: limit + 1])
    return QueuePage(rows[:limit], rows[limit - 1].pk if len(rows) > limit else None)


def waiting(actor: Actor, after: UUID | None = None, limit: int = PAGE_ROWS) -> WaitingPage:
    """Submitted work that waits for an assessor, the longest first. One statement; empty for all but managers."""
    if not GUARD.allows(actor, Permission.ALLOCATE):
        return WaitingPage([], None)
    found = Unallocated.objects.filter(allocated_at=None, attempt__state="submitted")
    found = found.select_related("attempt", "unit", "registration").defer(*LONG)
    if after:
        found = found.filter(pk__gt=after)
    rows = list(found.order_by("pk")[: limit + 1])
    return WaitingPage(rows[:limit], rows[limit - 1].pk if len(rows) > limit else None)


def next_steps(actor: Actor, today: date) -> list[NextStep]:
    """Sheets to assess (assessor), work to allocate (manager), new results (learner): at most ten.

    One statement, two for a manager; empty for other roles.
    """
    if actor.role == Role.ASSESSOR:
        rows = _unsigned(actor).select_related("attempt", "unit", "registration").defer(*LONG)
        return [_to_assess(sheet) for sheet in rows.order_by("due_on", "pk")[:STEPS]]
    if actor.role == Role.MANAGER:
        return _to_allocate(actor, today)
    if actor.role == Role.LEARNER:
        return [_to_read(sheet) for sheet in _to_be_read(actor, today)]
    return []


def _unsigned(actor: Actor) -> QuerySet[Sheet]:
    found = Sheet.objects.filter(centre_id=actor.centre, signed_at=None, state__in=rules.UNSIGNED)
    return found if actor.role == Role.MANAGER else found.filter(assessor=actor.person)


def _count_decisions(rows: list[Sheet]) -> None:
    """Set `decided` and `total` on each sheet; counting after the page is cut keeps the cost of a page the same."""
    counts = {
        sheet: (total, total - undecided)
        for sheet, total, undecided in Decision.objects.filter(sheet__in=[s.pk for s in rows])
        .order_by()
        .values_list("sheet")
        .annotate(total=Count("pk"), undecided=Count("pk", filter=Q(outcome="")))
    }
    for sheet in rows:
        sheet.total, sheet.decided = counts.get(sheet.pk, (0, 0))  # type: ignore[attr-defined]


def _to_assess(sheet: Sheet) -> NextStep:
    who = sheet.registration.learner_name
    if sheet.returned_reason:
        return NextStep(
            f"Answer the IQA on {who}, unit {sheet.unit.number}",
            sheet.returned_reason,
            "Open",
            "desk",
            (sheet.pk,),
            due_on=sheet.due_on,
            icon="undo-2",
            blocks=2,
        )
    return NextStep(
        f"Assess {who}, unit {sheet.unit.number}, submission {sheet.attempt.number}",
        "The learner waits for your feedback.",
        "Assess",
        "desk",
        (sheet.pk,),
        due_on=sheet.due_on,
        icon="scale",
        blocks=1,
    )


def _to_allocate(actor: Actor, today: date) -> list[NextStep]:
    rows = waiting(actor, limit=STEPS).rows
    late = _unsigned(actor).filter(due_on__lt=today).count()
    steps = [
        NextStep(
            f"Choose an assessor for {row.registration.learner_name}, unit {row.unit.number}",
            row.why,
            "Choose",
            "allocate",
            icon="user-plus",
            blocks=2,
        )
        for row in rows[: STEPS - 1]
    ]
    if late:
        title = f"{late} submission{'s are' if late > 1 else ' is'} past the day of feedback"
        steps.append(
            NextStep(title, "Look at who has them, and move some.", "Look", "queue", icon="clock-alert", blocks=1)
        )
    return steps


def _to_be_read(actor: Actor, today: date) -> QuerySet[Sheet]:
    """Results that ask for something: a referral until the next submission, a pass for two weeks."""
    later = Sheet.objects.filter(
        registration=OuterRef("registration"), unit=OuterRef("unit"), attempt__number__gt=OuterRef("attempt__number")
    )
    fresh = Q(outcome=rules.REFERRAL) | Q(released_at__date__gt=today - FRESH)
    found = Sheet.objects.filter(~Exists(later), fresh, learner=actor.person, state="released_provisional")
    return found.select_related("attempt", "unit").defer(*LONG).order_by("-released_at")[:STEPS]


def _to_read(sheet: Sheet) -> NextStep:
    shown = rules.shown_to_learner(sheet.state, sheet.outcome, "")
    why = (
        "Every criterion is met. It stays provisional until quality assurance is complete."
        if sheet.outcome == rules.PASS
        else "Read what is not yet met, then add to your work and submit again."
    )
    return NextStep(
        f"Unit {sheet.unit.number}: {shown.words}",
        why,
        "Read feedback",
        "result",
        (sheet.pk,),
        icon="message-square-text",
    )
