"""How far a learner has come with each unit, as far as this room knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from touchstone.access.actors import Actor, Role
from touchstone.admissions import rules as admissions
from touchstone.admissions.queries import current_registration, registration_for
from touchstone.catalogue.queries import UnitTree, criteria_of, unit_tree
from touchstone.kernel.steps import NextStep
from touchstone.portfolio import rules
from touchstone.portfolio.models import Attempt, Carried, Evidence, Mapping
from touchstone.portfolio.permissions import GUARD, Permission
from touchstone.portfolio.queries.attempts import latest_attempts


@dataclass(frozen=True)
class UnitProgress:
    """A unit of a registration: how many of its criteria have evidence, which lack it, and its newest attempt."""

    unit: Any
    total: int
    mapped: int
    carried: int
    gaps: tuple[Any, ...]
    attempt: Attempt | None

    @property
    def is_open(self) -> bool:
        """True while a submission is with the assessor."""
        return self.attempt is not None and rules.is_open(self.attempt.state)

    @property
    def is_passed(self) -> bool:
        """True where every criterion was passed and carries over: nothing is left to submit."""
        return self.total > 0 and self.carried == self.total

    @property
    def is_waiting(self) -> bool:
        """True where a decision is made but not released, or a submission is open."""
        return self.is_open or (self.attempt is not None and self.attempt.state == "assessed")

    @property
    def state(self) -> str:
        """The name of the state that the learner may see: never anything of a decision that was not released."""
        if self.attempt is None or self.attempt.state == "withdrawn":
            return "gathering" if self.mapped else "not_started"
        if self.attempt.state == "returned_unassessed":
            return "returned_unassessed"
        if self.attempt.state == "closed":
            return "closed" if self.is_passed else "gathering"
        return "with_assessor"


def portfolio_registration(actor: Actor, of: str = "") -> Any | None:
    """The registration whose portfolio is shown: a learner's own, or for others the one named by `of`.

    One statement. None when a learner has none, or nobody is named; raises ObjectDoesNotExist for strangers.
    """
    if actor.role is Role.LEARNER and not of:
        return current_registration(actor)
    if not of:
        return None
    try:
        registration = registration_for(actor, UUID(of))
    except ValueError as error:
        raise ObjectDoesNotExist from error
    if not GUARD.allows(actor, Permission.READ, registration):
        raise ObjectDoesNotExist
    return registration


def progress(actor: Actor, registration: Any) -> list[UnitProgress]:
    """Every unit of the registration with its progress, in the handbook's order. Five statements; [] for strangers."""
    if not GUARD.allows(actor, Permission.READ, registration):
        return []
    units = list(registration.units.order_by("position"))
    criteria = criteria_of([u.pk for u in units])
    mapped = set(
        Mapping.objects.filter(evidence__registration=registration, evidence__removed_at=None).values_list(
            "criterion", flat=True
        )
    )
    attempts = latest_attempts([registration.pk])
    carried = set(Carried.objects.filter(registration=registration, ended_at=None).values_list("criterion", flat=True))
    return [
        UnitProgress(
            unit=unit,
            total=len(criteria[unit.pk]),
            mapped=sum(c.pk in mapped for c in criteria[unit.pk]),
            carried=sum(c.pk in carried for c in criteria[unit.pk]),
            gaps=tuple(c for c in criteria[unit.pk] if c.pk not in mapped and c.pk not in carried),
            attempt=attempts.get((registration.pk, unit.pk)),
        )
        for unit in units
    ]


@dataclass(frozen=True)
class UnitPage:
    """A unit with its criteria, the pieces linked to each, what carries over, and its attempts (newest first)."""

    tree: UnitTree
    links: dict[UUID, list[Mapping]]
    carried: frozenset[UUID]
    attempts: tuple[Attempt, ...]

    @property
    def gaps(self) -> tuple[Any, ...]:
        """The criteria that need evidence and have none."""
        return tuple(c for c in self.tree.criteria if not self.links.get(c.pk) and c.pk not in self.carried)

    @property
    def mapped(self) -> int:
        """How many criteria have evidence."""
        return sum(bool(self.links.get(c.pk)) for c in self.tree.criteria)


def unit_page(actor: Actor, registration: Any, unit_id: UUID) -> UnitPage:
    """A unit of the registration, in full. Seven statements.

    Raises ObjectDoesNotExist where the unit is not part of it, or `actor` may not read the portfolio.
    """
    allowed = GUARD.allows(actor, Permission.READ, registration)
    if not allowed or not registration.units.filter(pk=unit_id).exists():
        raise ObjectDoesNotExist
    links: dict[UUID, list[Mapping]] = {}
    for link in (
        Mapping.objects.filter(evidence__registration=registration, evidence__removed_at=None, criterion__unit=unit_id)
        .select_related("evidence")
        .defer("evidence__text", "evidence__body")
        .order_by("evidence__number")
    ):
        links.setdefault(link.criterion_id, []).append(link)
    attempts = (
        Attempt.objects.filter(registration=registration, unit=unit_id).exclude(state="draft").order_by("-number")
    )
    carried = Carried.objects.filter(registration=registration, unit=unit_id, ended_at=None)
    return UnitPage(
        tree=unit_tree(unit_id),
        links=links,
        carried=frozenset(carried.values_list("criterion", flat=True)),
        attempts=tuple(attempts),
    )


@dataclass(frozen=True)
class OwnWork:
    """A learner's present registration (None without one), how far each unit has come, and what is to be done."""

    registration: Any | None
    units: list[UnitProgress]
    steps: list[NextStep]


def own_work(actor: Actor, today: date) -> OwnWork:
    """All that a learner's home page shows of their portfolio; empty for all other roles.

    Six statements, seven with an empty portfolio.
    """
    registration = current_registration(actor) if actor.role is Role.LEARNER else None
    if registration is None:
        return OwnWork(None, [], [])
    units = progress(actor, registration)
    return OwnWork(registration, units, _steps(registration, units, today))


def next_steps(actor: Actor, today: date) -> list[NextStep]:
    """What a learner's portfolio asks for, at most ten, most of all first; empty for all other roles.

    Six statements, seven with an empty portfolio.
    """
    return own_work(actor, today).steps


def _steps(registration: Any, units: list[UnitProgress], today: date) -> list[NextStep]:
    if not admissions.is_active(registration, today):
        return []
    if not any(u.mapped for u in units) and not Evidence.objects.filter(registration=registration).exists():
        return [
            NextStep(
                "Add your first piece of evidence",
                "A plan, a record, a recording: what you do at work anyway. One piece can serve several criteria.",
                "Add evidence",
                "portfolio",
                icon="upload",
                blocks=sum(u.total for u in units),
            )
        ]
    steps = [step for u in units if not u.is_waiting and not u.is_passed and (step := _step(u, registration))]
    return steps[:10]


def _step(u: UnitProgress, registration: Any) -> NextStep | None:
    number, blocks = u.unit.number, u.total - u.carried
    if u.attempt is not None and u.attempt.state == "returned_unassessed":
        why = f"It came back unassessed: {u.attempt.returned_reason}"
        return NextStep(
            f"Mend unit {number} and submit it again", why, "Mend", "submit", (u.unit.pk,), None, "undo-2", blocks
        )
    if not u.gaps:
        why = "Every criterion has evidence. Check it, then declare that it is your own work."
        return NextStep(
            f"Submit unit {number}", why, "Check", "submit", (u.unit.pk,), registration.target_on, "send", blocks
        )
    if not u.mapped:
        return NextStep(
            f"Start unit {number}: {u.unit.title}",
            "No evidence is linked to it yet.",
            "See what it asks",
            "unit",
            (u.unit.pk,),
            None,
            "layers",
            blocks,
        )
    refs = ", ".join(c.ref for c in u.gaps[:4]) + (" and more" if len(u.gaps) > 4 else "")
    count = "One criterion" if len(u.gaps) == 1 else f"{len(u.gaps)} criteria"
    return NextStep(
        f"Find evidence for unit {number}: {refs}",
        f"{count} of {u.total} still need evidence.",
        "See the gaps",
        "unit",
        (u.unit.pk,),
        registration.target_on,
        "circle-dashed",
        blocks,
    )
