"""Reading specifications. Every function reads the centre in scope alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch

from touchstone.access.actors import Actor
from touchstone.catalogue.models import Criterion, Outcome, Place, Qualification, Specification, Unit
from touchstone.catalogue.permissions import GUARD, Permission


@dataclass(frozen=True)
class OutcomeTree:
    """A learning outcome with its criteria, in the handbook's order."""

    outcome: Outcome
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class UnitTree:
    """A unit with its outcomes and their criteria, in the handbook's order."""

    unit: Unit
    outcomes: tuple[OutcomeTree, ...]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion of the unit, in the handbook's order."""
        return tuple(criterion for branch in self.outcomes for criterion in branch.criteria)


def unit_tree(unit_id: UUID) -> UnitTree:
    """The unit with its outcomes and criteria. Three statements.

    Raises Unit.DoesNotExist when there is none at the centre in scope. Who may see a unit is for the caller to know:
    staff read any, a learner reads those of their own registration.
    """
    unit = Unit.objects.select_related("specification").get(pk=unit_id)
    by_outcome: dict[UUID, list[Criterion]] = defaultdict(list)
    for criterion in Criterion.objects.filter(unit=unit).order_by("position"):
        by_outcome[criterion.outcome_id].append(criterion)
    outcomes = Outcome.objects.filter(unit=unit).order_by("position")
    return UnitTree(unit, tuple(OutcomeTree(o, tuple(by_outcome[o.pk])) for o in outcomes))


def criteria_of(unit_ids: Iterable[UUID]) -> dict[UUID, list[Criterion]]:
    """The criteria of each unit in the handbook's order, each with its `outcome`; a unit without any has an empty list.

    One statement, however many units.
    """
    found: dict[UUID, list[Criterion]] = {pk: [] for pk in unit_ids}
    for criterion in Criterion.objects.filter(unit__in=found).select_related("outcome").order_by("unit", "position"):
        found[criterion.unit_id].append(criterion)
    return found


def qualifications_offered(actor: Actor) -> list[Qualification]:
    """The qualifications of the latest version of each specification, with `places` (and their `unit`) at hand.

    By family, then the handbook's order. Empty for those who may not read specifications. Two statements.
    """
    if not GUARD.allows(actor, Permission.READ):
        return []
    newer = Specification.objects.filter(
        family=OuterRef("specification__family"), version__gt=OuterRef("specification__version")
    )
    return list(
        Qualification.objects.filter(~Exists(newer))
        .select_related("specification")
        .prefetch_related(Prefetch("places", Place.objects.select_related("unit").order_by("position")))
        .order_by("specification__family", "position")
    )
