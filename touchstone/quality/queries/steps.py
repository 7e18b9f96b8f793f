"""What this room wants on the home pages."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format

from touchstone.access.actors import Actor, Role
from touchstone.kernel.steps import NextStep
from touchstone.quality.models import Activity, Check
from touchstone.quality.queries.checks import OPEN
from touchstone.quality.queries.eqa import MANY, PROVISIONAL, open_activity_of
from touchstone.quality.queries.taking_part import bars_of

MOST = 10


def next_steps(actor: Actor, today: date) -> list[NextStep]:
    """At most ten things to do: an IQA's checks, an EQA's results, a manager's EQA to arrange; else none.

    At most two statements.
    """
    of_role = {Role.IQA: _iqa, Role.EQA: _eqa, Role.MANAGER: _manager}.get(actor.role)
    return of_role(actor, today) if of_role else []


def _iqa(actor: Actor, today: date) -> list[NextStep]:
    found = (
        Check.objects.filter(OPEN, centre_id=actor.centre)
        .select_related("sheet__registration", "sheet__unit", "assessor", "learner", "iqa")
        .order_by("due_on", "id")
    )
    waiting = [c for c in found[: 2 * MOST] if c.iqa_id in (None, actor.person)]
    bars = bars_of(actor, waiting) if waiting else {}
    return [
        NextStep(
            title=f"Check {check.sheet.registration.learner_name}, unit {check.sheet.unit.number}",
            why=f"{check.assessor.name} signed it. The learner sees nothing until it is checked.",
            button="Go on" if check.state == "in_review" else "Check",
            url_name="check",
            url_args=(check.pk,),
            due_on=check.due_on,
            icon="clipboard-check",
            blocks=1,
        )
        for check in waiting
        if not bars[check.pk]
    ][:MOST]


def _eqa(actor: Actor, today: date) -> list[NextStep]:
    activity = open_activity_of(actor, today)
    if activity is None:
        return []
    waiting = _waiting(actor)
    if not waiting:
        return []
    return [
        NextStep(
            title=f"Release {_results(waiting)}",
            why="The centre has checked them. Nothing can be claimed before your word.",
            button="Look at them",
            url_name="eqa_room",
            due_on=activity.closes_on,
            icon="stamp",
            blocks=waiting,
            note=f"Your activity closes on {date_format(activity.closes_on, 'j F')}",
        )
    ]


def _manager(actor: Actor, today: date) -> list[NextStep]:
    if Activity.objects.filter(centre_id=actor.centre, state="in_progress", closes_on__gte=today).exists():
        return []
    waiting = _waiting(actor)
    if not waiting:
        return []
    return [
        NextStep(
            title="Arrange the EQA’s activity",
            why=f"{_results(waiting).capitalize()} of your learners stay provisional until an EQA releases them.",
            button="Arrange",
            url_name="eqa_activities",
            icon="calendar-plus",
            blocks=waiting,
        )
    ]


def _waiting(actor: Actor) -> int:
    found = Check.objects.filter(PROVISIONAL, centre_id=actor.centre)
    return found.order_by()[:MANY].count()


def _results(count: int) -> str:
    return "1 result" if count == 1 else f"{count if count < MANY else f'{MANY} or more'} results"
