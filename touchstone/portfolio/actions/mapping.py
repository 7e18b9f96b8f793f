"""Linking evidence to criteria: map once, use it for every unit."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as MappingType
from datetime import datetime
from typing import Any
from uuid import UUID

from touchstone.access.actors import Actor
from touchstone.audit.actions import record
from touchstone.catalogue.queries import criteria_of
from touchstone.kernel.errors import Refused
from touchstone.plumbing.actions import action, hold, nothing_changed
from touchstone.portfolio.models import Evidence, Mapping
from touchstone.portfolio.permissions import GUARD, Permission
from touchstone.portfolio.rules import Where


@action
def map_evidence(*, by: Actor, evidence: Evidence, criterion: Any, where: Where = Where(), at: datetime) -> Mapping:  # noqa: B008
    """The link from `evidence` to `criterion`, made or moved to `where` (empty: the piece as a whole).

    Raises Denied unless the portfolio is `by`'s, or `by` added the piece; Refused when the criterion belongs to no unit
    of the registration, or the evidence was removed.
    """
    evidence = hold(evidence)
    GUARD.require(by, Permission.MAP, evidence)
    _require_there(evidence)
    if criterion.unit_id not in _unit_ids(evidence):
        raise Refused("This criterion belongs to no unit of this registration.")
    return _link(by, evidence, criterion.pk, where, at)


@action
def unmap(*, by: Actor, evidence: Evidence, criterion: Any, at: datetime) -> None:
    """The link from `evidence` to `criterion` is gone, if there was one. Submissions keep theirs."""
    evidence = hold(evidence)
    GUARD.require(by, Permission.MAP, evidence)
    _unlink(by, evidence, {criterion.pk}, at)


@action
def set_mappings(
    *, by: Actor, evidence: Evidence, wanted: MappingType[UUID, Where], at: datetime, among: set[UUID] | None = None
) -> list[Mapping]:
    """The links of `evidence` are exactly those `wanted` (criterion id → where), as a page with check boxes sends them.

    With `among`, only links to those criteria are touched: the part that the page showed.
    Raises Denied and Refused as `map_evidence` does.
    """
    evidence = hold(evidence)
    GUARD.require(by, Permission.MAP, evidence)
    _require_there(evidence)
    known = {c.pk for criteria in criteria_of(_unit_ids(evidence)).values() for c in criteria}
    if not set(wanted) <= known:
        raise Refused("One of these criteria belongs to no unit of this registration.")
    kept = {m.criterion_id: m for m in evidence.mappings.all()}
    gone = {pk for pk in kept if pk not in wanted and (among is None or pk in among)}
    changed = [pk for pk, where in wanted.items() if pk not in kept or _where_of(kept[pk]) != where]
    if gone:
        _unlink(by, evidence, gone, at)
    for pk in changed:
        _link(by, evidence, pk, wanted[pk], at, kept.get(pk))
    if not gone and not changed:
        nothing_changed()
    return list(evidence.mappings.select_related("criterion"))


@action
def link_criterion(*, by: Actor, registration: Any, criterion: Any, wanted: Collection[UUID], at: datetime) -> None:
    """The pieces linked to `criterion` are exactly those `wanted` (evidence ids) of the portfolio.

    A link that is there keeps its place; a new one names the piece as a whole. Pieces that `by` may not link stay as
    they are. Raises Denied unless the portfolio is `by`'s; Refused for a criterion of none of its units.
    """
    registration = hold(registration)
    GUARD.require(by, Permission.MAP, registration)
    if not registration.units.filter(pk=criterion.unit_id).exists():
        raise Refused("This criterion belongs to no unit of this registration.")
    pieces = Evidence.objects.filter(registration=registration, removed_at=None).select_related("registration")
    linked = set(Mapping.objects.filter(criterion=criterion).values_list("evidence", flat=True))
    changed = [p for p in pieces if (p.pk in wanted) != (p.pk in linked) and GUARD.allows(by, Permission.MAP, p)]
    for piece in changed:
        if piece.pk in wanted:
            _link(by, piece, criterion.pk, Where(), at)
        else:
            _unlink(by, piece, {criterion.pk}, at)
    if not changed:
        nothing_changed()


def _link(
    by: Actor, evidence: Evidence, criterion_id: UUID, where: Where, at: datetime, known: Mapping | None = None
) -> Mapping:
    link = known or Mapping.objects.filter(evidence=evidence, criterion_id=criterion_id).first()
    if link is not None and _where_of(link) == where:
        nothing_changed()
        return link
    verb = "mapping.moved" if link else "mapping.added"
    link = link or Mapping(centre_id=evidence.centre_id, evidence=evidence, criterion_id=criterion_id)
    link.page, link.paragraph, link.second, link.note = where.page, where.paragraph, where.second, where.note[:300]
    link.mapped_by_id, link.mapped_at = by.person, at
    link.save()
    record(by, verb, link, at=at, facts={"evidence": str(evidence.pk), "criterion": str(criterion_id)})
    return link


def _unlink(by: Actor, evidence: Evidence, criterion_ids: set[UUID], at: datetime) -> None:
    links = list(evidence.mappings.filter(criterion__in=criterion_ids))
    if not links:
        nothing_changed()
    for link in links:
        record(
            by,
            "mapping.removed",
            link,
            at=at,
            facts={"evidence": str(evidence.pk), "criterion": str(link.criterion_id)},
        )
    evidence.mappings.filter(pk__in=[link.pk for link in links]).delete()


def _require_there(evidence: Evidence) -> None:
    if evidence.removed_at:
        raise Refused(f"{evidence.label} was removed.")


def _unit_ids(evidence: Evidence) -> list[UUID]:
    return list(evidence.registration.units.values_list("pk", flat=True))


def _where_of(link: Mapping) -> Where:
    return Where(link.page, link.paragraph, link.second, link.note)
