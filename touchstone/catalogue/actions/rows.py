"""Plain content becomes rows: units, outcomes and criteria, qualifications, and the places of the units in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from touchstone.catalogue import rules
from touchstone.catalogue.models import Criterion, Outcome, Place, Qualification, Specification, Unit

Node = Mapping[str, Any]


def write_rows(specification: Specification, content: Node) -> None:
    """Write every row below `specification`: five statements for any size. The content has no structural gap."""
    units = [_unit(specification, node, at) for at, node in enumerate(content["units"], start=1)]
    outcomes: list[Outcome] = []
    criteria: list[Criterion] = []
    for unit, node in zip(units, content["units"], strict=True):
        _contents(unit, node, outcomes, criteria)
    by_ref = {unit.ref: unit for unit in units}
    qualifications, places = [], []
    for at, node in enumerate(content.get("qualifications") or [], start=1):
        qualification = _qualification(specification, node, at, {unit.ref: unit.credit for unit in units})
        qualifications.append(qualification)
        places += [
            _place(qualification, by_ref[place["ref"]], place, order)
            for order, place in enumerate(node.get("units") or [], start=1)
        ]
    Unit.objects.bulk_create(units)
    Outcome.objects.bulk_create(outcomes)
    Criterion.objects.bulk_create(criteria)
    Qualification.objects.bulk_create(qualifications)
    Place.objects.bulk_create(places)


def _unit(specification: Specification, node: Node, position: int) -> Unit:
    words = node.get("word_count") or {}
    return Unit(
        centre_id=specification.centre_id,
        specification=specification,
        ref=node["ref"],
        number=node.get("number") or node["ref"].rsplit("-")[-1][:20],
        aliases=node.get("aliases") or [],
        uan=node.get("uan") or "",
        title=node["title"],
        level=node.get("level"),
        credit=node.get("credit"),
        guided_hours=node.get("guided_hours"),
        aim=node.get("aim") or "",
        assessment_method=node.get("assessment_method") or "",
        practice=node.get("practice") or {},
        words_minimum=words.get("minimum"),
        words_maximum=words.get("maximum"),
        position=position,
    )


def _contents(unit: Unit, node: Node, outcomes: list[Outcome], criteria: list[Criterion]) -> None:
    place = 0
    for at, branch in enumerate(node.get("outcomes") or [], start=1):
        outcome = Outcome(
            centre_id=unit.centre_id, unit=unit, number=branch["number"], text=branch["text"], position=at
        )
        outcomes.append(outcome)
        for leaf in branch.get("criteria") or []:
            place += 1
            criteria.append(_criterion(unit, outcome, leaf, place))


def _criterion(unit: Unit, outcome: Outcome, node: Node, position: int) -> Criterion:
    return Criterion(
        centre_id=unit.centre_id,
        unit=unit,
        outcome=outcome,
        ref=node["ref"],
        text=node["text"],
        verb=node.get("verb") or "",
        depth=node.get("depth") or [],
        guidance=node.get("guidance") or "",
        referral_descriptors=node.get("referral_descriptors") or [],
        pass_descriptors=node.get("pass_descriptors") or [],
        evidence_examples=node.get("evidence_examples") or [],
        position=position,
    )


def _qualification(
    specification: Specification, node: Node, position: int, credits: Mapping[str, int | None]
) -> Qualification:
    return Qualification(
        centre_id=specification.centre_id,
        specification=specification,
        number=rules.key_for(node),
        title=node["title"],
        level=node.get("level"),
        size=node.get("size") or "",
        credit=node.get("credit"),
        guided_hours=node.get("guided_hours"),
        tqt_hours=node.get("tqt_hours"),
        minimum_age=node.get("minimum_age"),
        validity_years=node.get("validity_years"),
        combination=rules.combination_from(node.get("rule_of_combination"), node.get("units") or [], credits),
        position=position,
    )


def _place(qualification: Qualification, unit: Unit, node: Node, position: int) -> Place:
    return Place(
        centre_id=unit.centre_id,
        qualification=qualification,
        unit=unit,
        status=node["status"],
        group=node.get("group") or "",
        position=position,
    )
