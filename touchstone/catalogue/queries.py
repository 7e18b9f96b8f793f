"""Reading specifications. Every function reads the centre in scope alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet

from touchstone.access.actors import Actor
from touchstone.catalogue.models import Criterion, Outcome, Place, Qualification, Specification, Unit, Upload
from touchstone.catalogue.permissions import GUARD, Permission
from touchstone.kernel.steps import NextStep

SHELF_LENGTH = 20
UPLOADS_SHOWN = 20


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
    for criterion in Criterion.objects.filter(unit__in=found).select_related("outcome").order_by("position"):
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


def newest_specifications(actor: Actor, after: str = "") -> list[Specification]:
    """The latest version of each family whose code comes after `after`, with `qualifications` and `upload` at hand.

    By code, at most 21: one more than a page shows. Two statements. Raises Denied for those who may not read them.
    """
    GUARD.require(actor, Permission.READ)
    return list(
        _latest()
        .filter(family__gt=after)
        .select_related("accepted_by")
        .prefetch_related(Prefetch("qualifications", Qualification.objects.order_by("position")))
        .order_by("family")[: SHELF_LENGTH + 1]
    )


def families_loaded() -> dict[str, UUID]:
    """The latest specification of each family at the centre, by code. One statement."""
    return dict(_latest().values_list("family", "pk"))


def latest_of(family: str) -> Specification | None:
    """The latest version of `family` at the centre, or None. One statement."""
    return Specification.objects.filter(family=family).order_by("-version").first()


def specification_for(actor: Actor, pk: UUID) -> Specification:
    """The version `pk`, with `qualifications` (with `places` and `unit`) and `units` (with counts) at hand.

    Four statements. Raises Denied for those who may not read it, Specification.DoesNotExist when there is none.
    """
    GUARD.require(actor, Permission.READ)
    places = Prefetch("places", Place.objects.select_related("unit").order_by("position"))
    units = Unit.objects.annotate(
        outcomes_count=Count("outcomes", distinct=True), criteria_count=Count("criteria", distinct=True)
    )
    return (
        Specification.objects.select_related("accepted_by", "upload")
        .prefetch_related(
            Prefetch("qualifications", Qualification.objects.order_by("position").prefetch_related(places)),
            Prefetch("units", units.order_by("position")),
        )
        .defer("upload__content")
        .get(pk=pk)
    )


def version_for(actor: Actor, pk: UUID) -> Specification:
    """The version `pk` by itself. One statement; raises as `specification_for` does."""
    GUARD.require(actor, Permission.READ)
    return Specification.objects.get(pk=pk)


def versions_of(family: str) -> list[Specification]:
    """Every version of `family` at the centre, the latest first, with who accepted it. One statement."""
    return list(Specification.objects.filter(family=family).select_related("accepted_by").order_by("-version"))


def unit_for(actor: Actor, pk: UUID) -> UnitTree:
    """The unit for a reader of specifications. Three statements.

    Raises Denied for those who may not read it, Unit.DoesNotExist when the centre has none such.
    """
    GUARD.require(actor, Permission.READ)
    return unit_tree(pk)


def content_of(specification: Specification) -> dict[str, Any]:
    """What the version says, as plain content to hold against another (`rules.differences`). Four statements."""
    trees: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    criteria: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    names = (
        "ref",
        "text",
        "verb",
        "depth",
        "guidance",
        "referral_descriptors",
        "pass_descriptors",
        "evidence_examples",
    )
    for row in Criterion.objects.filter(unit__specification=specification).order_by("position"):
        criteria[row.outcome_id].append({name: getattr(row, name) for name in names})
    for branch in Outcome.objects.filter(unit__specification=specification).order_by("position"):
        trees[branch.unit_id].append({"number": branch.number, "text": branch.text, "criteria": criteria[branch.pk]})
    return {
        "family": specification.family,
        "title": specification.title,
        "awarding_body": specification.awarding_body,
        "units": [_unit_content(unit, trees[unit.pk]) for unit in specification.units.order_by("position")],
        "qualifications": [
            _plain(row, QUALIFICATION_FIELDS) for row in specification.qualifications.order_by("position")
        ],
    }


def upload_for(actor: Actor, pk: UUID) -> Upload:
    """The handbook that was read as `pk`. One statement.

    Raises Denied for those who do not load handbooks, Upload.DoesNotExist when the centre has none such.
    """
    GUARD.require(actor, Permission.LOAD)
    return Upload.objects.select_related("read_by", "specification").get(pk=pk)


def uploads_to_review(actor: Actor) -> list[Upload]:
    """The handbooks that wait for a person to look them over, the newest first, at most 20, without their content.

    Empty for those who do not load handbooks. One statement.
    """
    if not GUARD.allows(actor, Permission.LOAD):
        return []
    waiting = Upload.objects.filter(accepted_at=None, discarded_at=None).select_related("read_by")
    return list(waiting.defer("content", "warnings").order_by("-id")[:UPLOADS_SHOWN])


def next_steps(actor: Actor, today: date) -> list[NextStep]:
    """The handbooks that wait to be looked over, and the first one to load where the centre has none; at most 10.

    Empty for roles that do not load handbooks. Two statements.
    """
    if not GUARD.allows(actor, Permission.LOAD):
        return []
    steps = [
        NextStep(
            title=f"Look over {upload.file_name}",
            why="It was read and waits to be accepted. Until then nobody can be registered on it.",
            button="Look it over",
            url_name="handbook_review",
            url_args=(upload.pk,),
            icon="book-open-check",
            blocks=1,
        )
        for upload in uploads_to_review(actor)[:10]
    ]
    if steps or Specification.objects.exists():
        return steps
    return [
        NextStep(
            title="Load your first handbook",
            why="Learners are registered on what a handbook says. You can also start from what we know already.",
            button="Load it",
            url_name="handbook_upload",
            icon="book-open",
            blocks=2,
        )
    ]


UNIT_FIELDS = (
    "ref",
    "number",
    "aliases",
    "uan",
    "title",
    "level",
    "credit",
    "guided_hours",
    "aim",
    "assessment_method",
)
QUALIFICATION_FIELDS = (
    *("number", "title", "level", "size", "credit", "guided_hours", "tqt_hours", "minimum_age", "validity_years"),
    "combination",
)


def _latest() -> QuerySet[Specification]:
    newer = Specification.objects.filter(family=OuterRef("family"), version__gt=OuterRef("version"))
    return Specification.objects.filter(~Exists(newer))


def _unit_content(unit: Unit, outcomes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        **_plain(unit, UNIT_FIELDS),
        "practice": unit.practice,
        "word_count": {"minimum": unit.words_minimum, "maximum": unit.words_maximum},
        "outcomes": outcomes,
    }


def _plain(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
