"""Rules of combination: which units together make a qualification.

A rule is a plain dictionary, so that it can be kept with the qualification:

    {"text": str, "all_of": [refs], "one_of_groups": [[refs], …], "choices": [{"group", "units", "minimum_units",
     "minimum_credit"}, …], "choices_needed": int, "minimum_credit": int | None, "minimum_units": int | None,
     "credits": {ref: int}}

Every unit of `all_of`; of `one_of_groups` exactly one whole group and nothing of the others; of `choices` enough of at
least `choices_needed`; and together `minimum_credit` and `minimum_units`. Keys may be missing, and are then empty.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

Combination = Mapping[str, Any]


def combination_gaps(combination: Combination, chosen_refs: Iterable[str]) -> list[str]:
    """What is wrong with the chosen units, in sentences for the screen; empty when they obey the rule.

    A rule that names no unit is itself a gap. The credit is only checked where every chosen unit's credit is known.

    Source: R055, R086, R087, R367, R368, R369, R370, R371, R372, R373, R374, R375 (8585 and 8586 handbooks, structure;
    provider pack, rules of combination)
    """
    chosen = set(chosen_refs)
    known = _known(combination)
    if not known:
        return ["This qualification has no rule of combination yet, so no choice of units can be right."]
    gaps = _mandatory_gaps(combination, chosen)
    gaps += _group_gaps(combination, chosen)
    gaps += _choice_gaps(combination, chosen)
    strange = sorted(chosen - known)
    if strange:
        gaps.append(f"{_list(strange)} {_is(strange)} not part of this qualification.")
    return gaps + _number_gaps(combination, chosen) + _credit_gaps(combination, chosen)


def is_complete(combination: Combination, passed_refs: Iterable[str]) -> bool:
    """True where the passed units make the qualification; units beyond it do no harm, a whole second group neither.

    Never true of a rule that names no unit.

    Source: R059, R062, R086, R087, R137, R375 (8585 and 8586 handbooks, internal assessment; provider pack)
    """
    passed = set(passed_refs) & _known(combination)
    groups = _groups(combination)
    tries = [
        passed - set().union(*(other for other in groups if other is not one)) | one for one in groups if one <= passed
    ]
    return any(not combination_gaps(combination, attempt) for attempt in tries or [passed])


def combination_from(
    rule: Mapping[str, Any] | None, units: Iterable[Mapping[str, Any]], credits: Mapping[str, int | None]
) -> dict[str, Any]:
    """The rule as this house keeps it, from a handbook's rule (`rule_of_combination`) and the places of its units.

    `units` have ref, status and group; `credits` the credit of each ref, None where unknown. Where the document states
    no rule, every mandatory unit is needed. Alternative groups, each needed whole, become `one_of_groups`.

    Source: R375 (provider pack, rules of combination)
    """
    places = list(units)
    rule = rule or {}
    mandatory = list(rule.get("mandatory") or [u["ref"] for u in places if u.get("status") == "mandatory"])
    groups = [g for g in rule.get("groups") or [] if g.get("units")]
    needed = rule.get("groups_needed")
    needed = len(groups) if needed is None else min(needed, len(groups))
    alternatives = needed == 1 and len(groups) > 1 and all(_is_whole(g, credits) for g in groups)
    refs = {u["ref"] for u in places} | set(mandatory) | {ref for g in groups for ref in g["units"]}
    return {
        "text": rule.get("text") or "",
        "all_of": mandatory,
        "one_of_groups": [list(g["units"]) for g in groups] if alternatives else [],
        "choices": [] if alternatives else [_choice(g) for g in groups],
        "choices_needed": 0 if alternatives else needed,
        "minimum_credit": rule.get("minimum_credit"),
        "minimum_units": rule.get("minimum_units"),
        "credits": {ref: credits[ref] for ref in sorted(refs) if credits.get(ref) is not None},
    }


def combination_words(combination: Combination) -> list[str]:
    """The rule in our own sentences, one a condition; empty for a rule that names no unit.

    Source: R086, R087, R375 (8585 and 8586 handbooks, structure; provider pack)
    """
    words = []
    if combination.get("all_of"):
        words.append(f"Every one of {_list(combination['all_of'])}.")
    groups = combination.get("one_of_groups") or []
    if groups:
        words.append("One whole group and nothing of another: " + ", or ".join(_list(g) for g in groups) + ".")
    words += [f"{_amount(choice)} of {_list(choice['units'])}." for choice in combination.get("choices") or []]
    if combination.get("minimum_units") and combination["minimum_units"] > len(combination.get("all_of") or []):
        words.append(f"At least {combination['minimum_units']} units in all.")
    if combination.get("minimum_credit"):
        words.append(f"At least {combination['minimum_credit']} credits in all.")
    return words


def _known(combination: Combination) -> set[str]:
    refs = set(combination.get("all_of") or [])
    refs.update(*(combination.get("one_of_groups") or []))
    refs.update(*(choice["units"] for choice in combination.get("choices") or []))
    return refs


def _groups(combination: Combination) -> list[set[str]]:
    mandatory = set(combination.get("all_of") or [])
    return [set(group) - mandatory for group in combination.get("one_of_groups") or [] if group]


def _mandatory_gaps(combination: Combination, chosen: set[str]) -> list[str]:
    missing = [ref for ref in combination.get("all_of") or [] if ref not in chosen]
    return [f"{_list(missing)} {_is(missing)} mandatory and not chosen."] if missing else []


def _group_gaps(combination: Combination, chosen: set[str]) -> list[str]:
    groups = _groups(combination)
    if not groups:
        return []
    whole = [group for group in groups if group <= chosen]
    offered = ", or ".join(_list(sorted(group)) for group in groups)
    if not whole:
        return [f"One whole group is needed: {offered}."]
    # Groups may share units: of what was chosen, all must fit into one of them.
    touched = chosen & set().union(*groups)
    if not any(touched <= group for group in whole):
        return [f"Groups cannot be mixed. Choose one of them: {offered}."]
    return []


def _choice_gaps(combination: Combination, chosen: set[str]) -> list[str]:
    choices = combination.get("choices") or []
    needed = min(combination.get("choices_needed", len(choices)), len(choices))
    short = [choice for choice in choices if not _is_enough(choice, chosen, combination)]
    if len(choices) - len(short) >= needed:
        return []
    return [f"{_amount(choice)} of {_list(choice['units'])} {_is_needed(choice)} needed." for choice in short]


def _is_enough(choice: Mapping[str, Any], chosen: set[str], combination: Combination) -> bool:
    taken = [ref for ref in choice["units"] if ref in chosen]
    if len(taken) < _units_needed(choice):
        return False
    credit, wanted = _credit_of(combination, taken), choice.get("minimum_credit")
    return wanted is None or credit is None or credit >= wanted


def _units_needed(choice: Mapping[str, Any]) -> int:
    """A choice that states neither units nor credit has no limit of its own: the totals decide."""
    if choice.get("minimum_units") is not None:
        return int(choice["minimum_units"])
    return 1 if choice.get("minimum_credit") else 0


def _number_gaps(combination: Combination, chosen: Collection[str]) -> list[str]:
    wanted = combination.get("minimum_units")
    if wanted is None or len(chosen) >= wanted:
        return []
    return [f"{len(chosen)} of at least {wanted} units {'is' if len(chosen) == 1 else 'are'} chosen."]


def _credit_gaps(combination: Combination, chosen: Collection[str]) -> list[str]:
    credit, wanted = _credit_of(combination, chosen), combination.get("minimum_credit")
    if wanted is None or credit is None or credit >= wanted:
        return []
    return [f"The chosen units come to {credit} credits, and {wanted} are needed."]


def _credit_of(combination: Combination, refs: Iterable[str]) -> int | None:
    """The credit of `refs` together; None where that of any is unknown."""
    credits: Mapping[str, int] = combination.get("credits") or {}
    wanted = list(refs)
    return sum(credits[ref] for ref in wanted) if all(ref in credits for ref in wanted) else None


def _choice(group: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "group": str(group.get("group") or ""),
        "units": list(group["units"]),
        "minimum_units": group.get("minimum_units"),
        "minimum_credit": group.get("minimum_credit"),
    }


def _is_whole(group: Mapping[str, Any], credits: Mapping[str, int | None]) -> bool:
    """True where nothing less than the whole group would be enough."""
    units, least = group["units"], group.get("minimum_units")
    if least is not None:
        return least >= len(units)
    wanted = group.get("minimum_credit")
    known = [credit for ref in units if (credit := credits.get(ref)) is not None]
    return wanted is None or len(known) < len(units) or wanted > sum(known) - min(known)


def _amount(choice: Mapping[str, Any]) -> str:
    if choice.get("minimum_units") is not None:
        return f"At least {choice['minimum_units']}"
    if choice.get("minimum_credit") is not None:
        return f"At least {choice['minimum_credit']} credits"
    return "Any"


def _is_needed(choice: Mapping[str, Any]) -> str:
    return "is" if choice.get("minimum_units") == 1 else "are"


def _is(refs: Collection[str]) -> str:
    return "is" if len(refs) == 1 else "are"


def _list(refs: Iterable[str]) -> str:
    words = [str(ref) for ref in refs]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
