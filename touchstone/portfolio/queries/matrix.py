"""The evidence matrix: what there is, against what is asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from touchstone.access.actors import Actor
from touchstone.catalogue.queries import criteria_of
from touchstone.documents import facts as papers
from touchstone.portfolio import rules
from touchstone.portfolio.models import Evidence, FrozenItem, Mapping
from touchstone.portfolio.permissions import GUARD, Permission

MOST_PIECES = 300


@dataclass(frozen=True)
class Cell:
    """Where one piece meets one criterion. `pinpoints` 0 means the piece as a whole."""

    link: Mapping

    @property
    def where(self) -> rules.Where:
        """The place in the piece."""
        return rules.Where(self.link.page, self.link.paragraph, self.link.second, self.link.note)

    @property
    def pinpoints(self) -> int:
        """How many ways the place is given."""
        return self.where.pinpoints


@dataclass(frozen=True)
class Matrix:
    """Pieces (rows) against the criteria of each unit (columns); `cells` by (evidence id, criterion id)."""

    units: tuple[tuple[Any, tuple[Any, ...]], ...]
    pieces: tuple[Evidence, ...]
    cells: dict[tuple[UUID, UUID], Cell]
    carried: frozenset[UUID] = frozenset()

    @property
    def criteria(self) -> tuple[Any, ...]:
        """Every criterion, unit after unit."""
        return tuple(c for _, criteria in self.units for c in criteria)

    def gaps(self, unit_id: UUID) -> tuple[Any, ...]:
        """The criteria of a unit that no piece speaks to."""
        mapped = {criterion for _, criterion in self.cells}
        return tuple(c for unit, criteria in self.units if unit.pk == unit_id for c in criteria if c.pk not in mapped)


def matrix(actor: Actor, registration: Any, unit_ids: Collection[UUID] | None = None) -> Matrix:
    """The matrix of the registration's units (those of `unit_ids`, or all), pieces by number, criteria by place.

    Four statements whatever the size; empty where `actor` may not read the portfolio.
    """
    if not GUARD.allows(actor, Permission.READ, registration):
        return Matrix((), (), {})
    units = [u for u in registration.units.order_by("position") if unit_ids is None or u.pk in set(unit_ids)]
    criteria = criteria_of([u.pk for u in units])
    pieces = tuple(
        Evidence.objects.filter(registration=registration, removed_at=None)
        .annotate(was_submitted=Exists(FrozenItem.objects.filter(evidence=OuterRef("pk"))))
        .defer("text", "body")
        .order_by("number")[:MOST_PIECES]
    )
    links = Mapping.objects.filter(
        evidence__registration=registration, evidence__removed_at=None, criterion__unit__in=[u.pk for u in units]
    )
    return Matrix(
        units=tuple((u, tuple(criteria[u.pk])) for u in units),
        pieces=pieces,
        cells={(link.evidence_id, link.criterion_id): Cell(link) for link in links},
    )


def matrix_facts(shown: Matrix, unit: Any, registration: Any, dated_on: Any) -> papers.EvidenceMatrix:
    """The matrix of one unit as the paper says it. No statement beyond those of `matrix`."""
    by_outcome: dict[Any, list[papers.CriterionEvidence]] = {}
    for criterion in next(criteria for u, criteria in shown.units if u.pk == unit.pk):
        places = tuple(
            papers.EvidencePlace(reference=p.label, title=p.title, where=rules.where_words(cell.where))
            for p in shown.pieces
            if (cell := shown.cells.get((p.pk, criterion.pk)))
        )
        row = papers.CriterionEvidence(ref=criterion.ref, text=criterion.text, evidence=places)
        by_outcome.setdefault(criterion.outcome, []).append(row)
    return papers.EvidenceMatrix(
        centre_number=registration.centre.number,
        centre_name=registration.centre.name,
        learner_registration_number=registration.enr,
        learner_name=registration.learner_name,
        unit_number=unit.number,
        unit_title=unit.title,
        unit_ref=unit.uan,
        qualification_title=registration.qualification.title,
        outcomes=tuple(
            papers.OutcomeEvidence(number=outcome.number, text=outcome.text, criteria=tuple(rows))
            for outcome, rows in by_outcome.items()
        ),
        dated_on=dated_on,
    )
