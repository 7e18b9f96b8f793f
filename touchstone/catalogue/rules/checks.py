"""Looking over what was read: what makes a specification impossible, and what a person should look at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from touchstone.catalogue.rules.combination import combination_from, combination_gaps
from touchstone.catalogue.rules.content import FIELDS, Content, key_for, value_gaps, value_of
from touchstone.catalogue.rules.verbs import verb_meaning

HOURS_PER_CREDIT = 10


@dataclass(frozen=True)
class Finding:
    """One thing found: `path` names the node that it is about; `code` is the kind of finding."""

    code: str
    text: str
    path: str = ""


def structural_gaps(content: Content) -> list[Finding]:
    """What has to be mended before the content can become a specification; empty when nothing stands in the way.

    Source: R137 (8585 and 8586 handbooks, internal assessment), ADR 0001
    """
    units = content.get("units") or []
    found = [] if units else [Finding("no-units", "There is no unit. A specification needs one with its criteria.")]
    found += _values("specification", content, "")
    found += _repeats([unit.get("ref") for unit in units], "units", "unit", "reference")
    refs = {unit.get("ref") for unit in units}
    for index, unit in enumerate(units):
        found += _unit_gaps(unit, f"units/{index}")
    qualifications = content.get("qualifications") or []
    found += _repeats([key_for(q) for q in qualifications], "qualifications", "qualification", "number")
    for index, qualification in enumerate(qualifications):
        found += _qualification_gaps(qualification, f"qualifications/{index}", refs)
    return found


def findings(content: Content) -> list[Finding]:
    """What a person should look at, and may leave: sums that do not agree, and things that are missing.

    Nothing here is mended, and nothing here stands in the way of accepting.

    Source: R080, R088, R090, R214, R363 (8585 and 8586 handbooks; provider pack, size)
    """
    units = content.get("units") or []
    by_ref = {unit.get("ref"): unit for unit in units}
    found: list[Finding] = []
    placed: set[str] = set()
    for index, qualification in enumerate(content.get("qualifications") or []):
        path = f"qualifications/{index}"
        placed |= {place["ref"] for place in qualification.get("units") or []}
        found += _qualification_findings(qualification, path, by_ref)
    if not content.get("qualifications"):
        found.append(Finding("no-qualifications", "No qualification was found, so nobody can be registered on this."))
    for index, unit in enumerate(units):
        if content.get("qualifications") and unit.get("ref") not in placed:
            found.append(Finding("unit-alone", f"{unit.get('ref')} stands in no qualification.", f"units/{index}"))
        found += _unit_findings(unit, f"units/{index}")
    return found


def _values(kind: str, node: Mapping[str, Any], path: str) -> list[Finding]:
    values = {name: value_of(node, name) for name in FIELDS[kind]}
    return [Finding("value", text, path) for _, text in value_gaps(kind, values)]


def _repeats(keys: Iterable[Any], where: str, what: str, by: str) -> list[Finding]:
    keys = list(keys)
    return [
        Finding("repeated", f"{count} {what}s have the {by} {key}. Each needs its own.", f"{where}/{keys.index(key)}")
        for key, count in Counter(keys).items()
        if key and count > 1
    ]


def _unit_gaps(unit: Mapping[str, Any], path: str) -> list[Finding]:
    outcomes = unit.get("outcomes") or []
    name = unit.get("ref") or unit.get("title") or "A unit"
    criteria = [criterion for outcome in outcomes for criterion in outcome.get("criteria") or []]
    found = _values("unit", unit, path)
    if not criteria:
        found.append(Finding("no-criteria", f"{name} has no criterion, so it could never be passed.", path))
    found += _repeats([o.get("number") for o in outcomes], f"{path}/outcomes", "outcome", f"number (in {name})")
    for ref, count in Counter(c.get("ref") for c in criteria).items():
        if ref and count > 1:
            found.append(Finding("repeated", f"{name} has {count} criteria called {ref}. Each needs its own.", path))
    for index, outcome in enumerate(outcomes):
        here = f"{path}/outcomes/{index}"
        found += _values("outcome", outcome, here)
        for place, criterion in enumerate(outcome.get("criteria") or []):
            found += _values("criterion", criterion, f"{here}/criteria/{place}")
    return found


def _qualification_gaps(qualification: Mapping[str, Any], path: str, refs: set[Any]) -> list[Finding]:
    name = qualification.get("title") or "A qualification"
    places = [place["ref"] for place in qualification.get("units") or []]
    found = _values("qualification", qualification, path)
    unknown = sorted(set(places) - refs)
    if unknown:
        found.append(Finding("unknown-unit", f"{name} names {', '.join(unknown)}, which is no unit here.", path))
    if len(places) > len(set(places)):
        found.append(Finding("repeated", f"{name} names a unit twice.", path))
    if not key_for(qualification):
        found.append(Finding("no-number", f"{name} needs a number.", path))
    return found


def _qualification_findings(
    qualification: Mapping[str, Any], path: str, by_ref: Mapping[Any, Mapping[str, Any]]
) -> list[Finding]:
    name = qualification.get("number") or qualification.get("title") or "A qualification"
    found = []
    if not qualification.get("number"):
        key = key_for(qualification)
        found.append(Finding("no-number", f"{name} has no number here. Until you type it, it is kept as {key}.", path))
    places = qualification.get("units") or []
    if not places:
        return [*found, Finding("no-places", f"{name} has no units, so nobody can complete it.", path)]
    credits = {place["ref"]: by_ref.get(place["ref"], {}).get("credit") for place in places}
    rule = combination_from(qualification.get("rule_of_combination"), places, credits)
    for chosen in _whole_choices(rule):
        found += _sums(qualification, name, path, [by_ref[ref] for ref in chosen if ref in by_ref])
    found += _time(qualification, name, path)
    if not rule["one_of_groups"] and not rule["choices"]:
        found += [Finding("combination", f"{name}: {gap}", path) for gap in combination_gaps(rule, rule["all_of"])]
    return list(dict.fromkeys(found))


def _whole_choices(rule: Mapping[str, Any]) -> list[list[str]]:
    """Every choice of units that leaves nothing open: none where the rule lets people choose among single units."""
    if rule["choices"]:
        return []
    return [[*rule["all_of"], *group] for group in rule["one_of_groups"]] or [list(rule["all_of"])]


def _sums(qualification: Mapping[str, Any], name: str, path: str, units: list[Mapping[str, Any]]) -> list[Finding]:
    found = []
    for field, words in (("credit", "credits"), ("guided_hours", "guided hours")):
        stated, parts = qualification.get(field), [part for unit in units if (part := unit.get(field)) is not None]
        total = sum(parts)
        if stated is None or not parts or len(parts) < len(units) or total == stated:
            continue
        found.append(
            Finding(f"sum-{field}", f"{name}: the units come to {total} {words}, and {stated} is stated.", path)
        )
    return found


def _time(qualification: Mapping[str, Any], name: str, path: str) -> list[Finding]:
    credit, hours = qualification.get("credit"), qualification.get("tqt_hours")
    if credit is None or hours is None or hours == credit * HOURS_PER_CREDIT:
        return []
    text = f"{name}: {credit} credits stand for {credit * HOURS_PER_CREDIT} hours, and {hours} hours are stated."
    return [Finding("sum-tqt_hours", text, path)]


def _unit_findings(unit: Mapping[str, Any], path: str) -> list[Finding]:
    found = []
    for index, outcome in enumerate(unit.get("outcomes") or []):
        here = f"{path}/outcomes/{index}"
        if not outcome.get("criteria"):
            text = f"{unit.get('ref')}: outcome {outcome.get('number')} has no criterion."
            found.append(Finding("empty-outcome", text, here))
        found += [
            Finding(
                "verb",
                f"{unit.get('ref')}, {c.get('ref')}: no verb that we know. What is to be done?",
                f"{here}/criteria/{i}",
            )
            for i, c in enumerate(outcome.get("criteria") or [])
            if not verb_meaning(c.get("verb") or "")
        ]
    return found
