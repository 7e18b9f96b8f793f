"""What one version of a specification says and another does not."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from touchstone.catalogue.rules.combination import combination_from, combination_words
from touchstone.catalogue.rules.content import FIELDS, Content, key_for, value_of


@dataclass(frozen=True)
class Difference:
    """One difference. `change` is added, removed or changed; `kind` says of what; `name` is how people call it.

    `unit` is the reference of the unit it lies in, "" outside units. A change has its `field`, and both texts.
    """

    change: str
    kind: str
    name: str
    unit: str = ""
    field: str = ""
    before: str = ""
    after: str = ""


def differences(old: Content, new: Content) -> list[Difference]:
    """Every difference between two contents, in the order of the new one, what was removed last; empty when they agree.

    Units are matched by reference, outcomes and criteria by their number in the unit, qualifications by number. What
    was added or removed whole is one difference, not one for each of its parts.

    Source: ADR 0001
    """
    found = _fields("specification", "The specification", old, new)
    found += _pairs("qualification", _by(old, "qualifications"), _by(new, "qualifications"))
    before, after = _by(old, "units"), _by(new, "units")
    found += _pairs("unit", before, after)
    for ref, unit in after.items():
        if ref in before:
            found += _within(ref, before[ref], unit)
    return found


def words_changed(before: str, after: str) -> list[tuple[str, str]]:
    """The two texts as one run of (mark, words): "same", "gone" or "new". Joined without "gone" it is `after`.

    Source: ADR 0001
    """
    old, new = re.findall(r"\s+|[^\s]+", before), re.findall(r"\s+|[^\s]+", after)
    run: list[tuple[str, str]] = []
    for code, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if code == "equal":
            run.append(("same", "".join(old[a:b])))
            continue
        run += [pair for pair in (("gone", "".join(old[a:b])), ("new", "".join(new[c:d]))) if pair[1]]
    return run


def _by(content: Content, name: str) -> dict[str, Mapping[str, Any]]:
    key = key_for if name == "qualifications" else lambda node: str(node.get("ref") or "")
    nodes = {key(node): node for node in content.get(name) or []}
    if name == "qualifications":
        credits = {unit.get("ref"): unit.get("credit") for unit in content.get("units") or []}
        return {number: {**node, "rule": _rule(node, credits)} for number, node in nodes.items()}
    return nodes


def _rule(qualification: Mapping[str, Any], credits: Mapping[Any, Any]) -> str:
    known = qualification.get("combination")
    if known is None:
        known = combination_from(qualification.get("rule_of_combination"), qualification.get("units") or [], credits)
    return "\n".join(combination_words(known))


def _within(ref: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    found = _pairs("outcome", _outcomes(old), _outcomes(new), ref)
    return found + _pairs("criterion", _criteria(old), _criteria(new), ref)


def _outcomes(unit: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {str(outcome.get("number")): outcome for outcome in unit.get("outcomes") or []}


def _criteria(unit: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {
        str(criterion.get("ref")): criterion
        for outcome in unit.get("outcomes") or []
        for criterion in outcome.get("criteria") or []
    }


def _pairs(
    kind: str, old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]], unit: str = ""
) -> list[Difference]:
    found: list[Difference] = []
    for key, node in new.items():
        where = unit or (key if kind == "unit" else "")
        if key in old:
            found += _fields(kind, _name(kind, key, node), old[key], node, where)
        else:
            found.append(Difference("added", kind, _name(kind, key, node), where, after=_text(node)))
    found += [
        Difference("removed", kind, _name(kind, key, node), unit or (key if kind == "unit" else ""), before=_text(node))
        for key, node in old.items()
        if key not in new
    ]
    return found


def _fields(kind: str, name: str, old: Mapping[str, Any], new: Mapping[str, Any], unit: str = "") -> list[Difference]:
    fields = {field: known.label for field, known in FIELDS[kind].items()}
    if kind == "qualification":
        fields["rule"] = "Rule of combination"
    pairs = [(label, _plain(value_of(old, field)), _plain(value_of(new, field))) for field, label in fields.items()]
    return [Difference("changed", kind, name, unit, label, a, b) for label, a, b in pairs if a != b]


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(str(each) for each in value)
    return "" if value is None else str(value)


def _name(kind: str, key: str, node: Mapping[str, Any]) -> str:
    if kind in ("unit", "qualification"):
        return f"{key} {node.get('title') or ''}".strip()
    return f"{'Outcome' if kind == 'outcome' else 'Criterion'} {key}"


def _text(node: Mapping[str, Any]) -> str:
    return str(node.get("text") or node.get("title") or "")
