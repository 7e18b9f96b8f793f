"""Reading the sample and the checks, for IQAs and the centre manager."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from touchstone.access.actors import Actor, Role
from touchstone.quality.models import Check, EvidenceSeen
from touchstone.quality.permissions import GUARD, Permission
from touchstone.quality.queries.taking_part import bars_for, bars_of
from touchstone.quality.rules import checking

PAGE = 50
# Said so that each can be read from its index in the order of the list.
OPEN = Q(checked_at=None, due_on__isnull=False)
FILTERS = {
    "open": OPEN,
    "agreed": Q(checked_at__isnull=False, action_due_on=None),
    "returned": Q(state="returned"),
    "not_sampled": Q(state="not_sampled"),
}
ROW = ("sheet__registration", "sheet__unit", "sheet__attempt", "assessor", "learner", "iqa")


@dataclass(frozen=True)
class CheckRow:
    """One line of the list: the check, and why the reader may not check it (empty when they may)."""

    check: Check
    bars: list[str]
    is_overdue: bool


@dataclass(frozen=True)
class Counts:
    """A page of a list, and the id of its last row when there are more."""

    rows: list[Any]
    next: UUID | None


def checks(actor: Actor, show: str, today: date, after: UUID | None = None, q: str = "") -> Counts:
    """A page of the checks that `show` names ("open", "agreed", "returned", "not_sampled"), open ones by their due day.

    `q` finds the learner's name or the unit's number. At most four statements at any size. Raises Denied for those
    who do not read checks.
    """
    GUARD.require(actor, Permission.SEE_CHECKS)
    found = _found(FILTERS.get(show, FILTERS["open"]), q)
    if show == "open":
        found = _after_due(found, after).order_by("due_on", "id")
    else:
        found = (found.filter(pk__lt=after) if after else found).order_by("-id")
    rows = list(found[: PAGE + 1])
    shown = rows[:PAGE]
    bars = bars_of(actor, shown) if actor.role is Role.IQA and show == "open" and shown else {}
    return Counts(
        [
            CheckRow(c, bars.get(c.pk, []), bool(c.due_on and c.due_on < today and checking.can_be_opened(c.state)))
            for c in shown
        ],
        shown[-1].pk if len(rows) > PAGE else None,
    )


def sample(actor: Actor, after: UUID | None = None, show: str = "") -> Counts:
    """A page of all results, newest first, drawn or not, each with its reasons. One statement.

    `show` narrows to "drawn" or "not_drawn". Raises Denied for those who do not read the sample.
    """
    GUARD.require(actor, Permission.SEE_SAMPLING)
    found = Check.objects.filter(centre_id=actor.centre)
    if show == "drawn":
        found = found.exclude(state="not_sampled")
    elif show == "not_drawn":
        found = found.filter(state="not_sampled")
    if after:
        found = found.filter(pk__lt=after)
    rows = list(
        found.select_related("centre", "sheet__registration", "sheet__unit", "assessor").order_by("-id")[: PAGE + 1]
    )
    return Counts(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)


def check_for(actor: Actor, pk: UUID) -> Check:
    """The check with its sheet, registration, unit, attempt and people. One statement.

    Raises Check.DoesNotExist for another centre's, Denied for those who do not read checks.
    """
    GUARD.require(actor, Permission.SEE_CHECKS)
    return Check.objects.filter(centre_id=actor.centre).select_related(*ROW).get(pk=pk)


@dataclass(frozen=True)
class Spot:
    """A piece of evidence for a criterion, and where in it to look, in words ("page 6", or "" for all of it)."""

    item: Any
    where: str


@dataclass(frozen=True)
class CriterionView:
    """A criterion with what was decided and where the evidence for it lies."""

    decision: Any
    spots: list[Spot]


@dataclass(frozen=True)
class OutcomeView:
    """A learning outcome: its criteria, the assessor's comment, the quality assurer's remark."""

    outcome: Any
    criteria: list[CriterionView]
    comment: str
    remark: str


@dataclass(frozen=True)
class CheckPage:
    """Everything that the page of a check shows. `item` is the opened piece of evidence, None where there is none."""

    check: Check
    outcomes: list[OutcomeView]
    items: list[Any]
    seen: frozenset[UUID]
    item: Any | None
    bars: list[str]
    earlier: list[Check]

    @property
    def criteria(self) -> list[CriterionView]:
        return [criterion for outcome in self.outcomes for criterion in outcome.criteria]


def check_page(actor: Actor, check: Check, item: UUID | None = None) -> CheckPage:
    """The page of a check: the work, the decisions with their feedback, and what the reader has opened.

    `item` names the piece of evidence to show; without it, or when it is not of this attempt, none is. At most ten
    statements.
    """
    items, chosen = evidence_of(check.sheet, item)
    can_answer = actor.role is Role.IQA and checking.can_be_opened(check.state)
    return CheckPage(
        check=check,
        outcomes=decisions_of(check.sheet, remarks_of(check)),
        items=items,
        seen=seen_by(actor, check.sheet_id),
        item=chosen,
        bars=bars_for(actor, check, timezone.localdate()) if can_answer else [],
        earlier=_earlier(check),
    )


def evidence_of(sheet: Any, item: UUID | None) -> tuple[list[Any], Any | None]:
    """The frozen items of the sheet's attempt without their texts, and the chosen one with it, or None.

    One statement, two with a chosen item.
    """
    items = list(sheet.attempt.items.select_related("blob").defer("text").order_by("position"))
    if item not in {i.pk for i in items}:
        return items, None
    return items, sheet.attempt.items.select_related("blob").get(pk=item)


def decisions_of(sheet: Any, remarks: dict[UUID, str]) -> list[OutcomeView]:
    """The sheet by learning outcome, in the handbook's order, with where its evidence lies. Three statements."""
    spots: dict[UUID, list[Spot]] = {}
    for mapping in sheet.attempt.mappings.select_related("item").defer("item__text").order_by("item__position"):
        spots.setdefault(mapping.criterion_id, []).append(Spot(mapping.item, where(mapping)))
    comments = {c.outcome_id: c.text for c in sheet.comments.all()}
    views: dict[UUID, OutcomeView] = {}
    decided = sheet.decisions.select_related("criterion__outcome", "carried_from__sheet__attempt")
    for decision in decided.order_by("criterion__outcome__position", "criterion__position"):
        outcome = decision.criterion.outcome
        view = views.setdefault(
            outcome.pk, OutcomeView(outcome, [], comments.get(outcome.pk, ""), remarks.get(outcome.pk, ""))
        )
        view.criteria.append(CriterionView(decision, spots.get(decision.criterion_id, [])))
    return list(views.values())


def seen_by(actor: Actor, sheet: UUID) -> frozenset[UUID]:
    """The items of the sheet that `actor` has opened. One statement."""
    return frozenset(EvidenceSeen.objects.filter(sheet=sheet, seen_by=actor.person).values_list("item_id", flat=True))


def where(mapping: Any) -> str:
    """Where in a piece a place lies, in words: "page 6, paragraph 2", "at 12:30", else the learner's note, or ""."""
    parts = []
    if mapping.page:
        parts.append(f"page {mapping.page}")
    if mapping.paragraph:
        parts.append(f"paragraph {mapping.paragraph}")
    if mapping.second is not None:
        minutes, seconds = divmod(mapping.second, 60)
        parts.append(f"at {minutes}:{seconds:02}")
    return ", ".join(parts) or mapping.note


def remarks_of(check: Check) -> dict[UUID, str]:
    """The quality assurer's remarks by learning outcome. One statement; none before the check is finished."""
    return {r.outcome_id: r.text for r in check.remarks.all()} if check.checked_at else {}


def _earlier(check: Check) -> list[Check]:
    if check.sheet.version == 1 and check.sheet.attempt.number == 1:
        return []
    before = Check.objects.filter(sheet__registration=check.sheet.registration_id, sheet__unit=check.sheet.unit_id)
    return list(before.filter(pk__lt=check.pk).select_related("sheet__attempt", "iqa").order_by("id")[:10])


def _found(which: Q, q: str) -> QuerySet:
    found = Check.objects.filter(which).select_related(*ROW)
    return found.filter(words(q)) if q.strip() else found


def words(q: str) -> Q:
    """What every word of the search has to be found in: the learner's name and number, the unit's number and title."""
    match = Q()
    for word in q.split()[:5]:
        match &= (
            Q(sheet__registration__given_name__icontains=word)
            | Q(sheet__registration__family_name__icontains=word)
            | Q(sheet__registration__enr__iexact=word)
            | Q(sheet__unit__number__iexact=word)
            | Q(sheet__unit__title__icontains=word)
            | Q(assessor__name__icontains=word)
        )
    return match


def _after_due(found: QuerySet, after: UUID | None) -> QuerySet:
    last = Check.objects.filter(pk=after).only("due_on").first() if after else None
    if last is None or last.due_on is None:
        return found
    return found.filter(Q(due_on__gt=last.due_on) | Q(due_on=last.due_on, pk__gt=last.pk))
