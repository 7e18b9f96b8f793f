"""The rule of combination: from a sentence and the tables under it to a rule that can be checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .classify import CODE, NUMBER, count_of
from .model import ChosenUnit, Combination, Group

_CODES = rf"(?:{CODE})(?:\s*(?:,|and|&|or|/)\s*(?:units?\s+)?(?:{CODE}))*"
_UNITS_NAMED = re.compile(
    rf"(?:\bunits?\s*:?\s*\(?|\(\s*(?:units?\s+)?|\bgroup \w{{1,3}} \(?)({_CODES})(?=[\s).,;]|$)", re.I
)
_CREDITS = re.compile(rf"\b({NUMBER}) credits\b", re.I)
_MANDATORY_UNITS = re.compile(rf"\b({NUMBER}) (?:mandatory|core|compulsory) units?\b", re.I)
_MANDATORY_ALL = re.compile(
    r"\b(?:all|both) (?:of )?(?:the )?(?:mandatory |core )?units?\b|\ball (?:the )?units (?:in|from) group \w{1,3}\b",
    re.I,
)
_OPTIONAL = re.compile(
    rf"\b({NUMBER}) (?P<what>credits?|optional units?|units?|additional units?)[^.;]{{0,30}}?(?:from|in"
    rf"|of) (?:the |any |either )?(?:of the )?"
    r"(?:units? (?:in|from) )?(?P<group>(?:optional )?group \w{1,3}|optional (?:units?|group)|remaining units)",
    re.I,
)
_CHOOSE = re.compile(
    rf"\b(?:choose|select|complete|take|minimum of|at least) (?:at least |a minimum of |any )?({NUMBER})\b( credits?)?",
    re.I,
)
_OPTIONAL_SOME = re.compile(
    rf"\b({NUMBER}) (?:or more )?(?:of|from) (?:the |these )?(?:optional|elective|remaining)\b(?! group)", re.I
)
_OPTIONAL_ALONE = re.compile(rf"\b({NUMBER}) optional units?\b", re.I)


@dataclass(frozen=True)
class Choice:
    """How much a sentence asks from one group of optional units; `group` is empty where it only says "optional"."""

    group: str
    credit: int | None
    units: int | None


def codes_named(text: str) -> tuple[str, ...]:
    """The unit numbers that a rule names, in their order: "from units 304, 305 and 307", "(300, 304)"."""
    found: list[str] = []
    for group in _UNITS_NAMED.findall(text):
        found += re.findall(CODE, group)
    return tuple(dict.fromkeys(code for code in found if len(code) > 2 or not code.isdigit()))


def optional_codes(text: str) -> dict[str, str]:
    """The numbers that a rule puts in an optional group, with the group: "optional group 1 (302, 303)"."""
    found: dict[str, str] = {}
    for group, codes in re.findall(rf"optional (group \w{{1,3}}) \(({_CODES})\)", text, re.I):
        found |= dict.fromkeys(re.findall(CODE, codes), group[0].upper() + group[1:])
    return found


def groups_wholly_needed(text: str) -> frozenset[str]:
    """The groups, in small letters, of which a rule asks for every unit: "all units in Group A"."""
    return frozenset(
        group.lower()
        for group in re.findall(
            r"\ball (?:of )?(?:the )?(?:\w+ )?(?:units )?(?:in|from|of) (group \w{1,3})\b", text, re.I
        )
    )


def choices_of(text: str) -> tuple[Choice, ...]:
    """What the rule asks from each group of optional units."""
    found: list[Choice] = []
    for match in _OPTIONAL.finditer(text):
        name = re.sub(r"^optional (?=group \w)", "", match["group"], flags=re.I)
        name = (
            name[0].upper() + name[1:]
            if re.match(r"group \w", name, re.I) and not re.fullmatch(r"group", name, re.I)
            else ""
        )
        count = count_of(match[1])
        credit = match["what"].lower().startswith("credit")
        found.append(Choice(name, count if credit else None, None if credit else count))
    if not found and (alone := _OPTIONAL_ALONE.search(text) or _OPTIONAL_SOME.search(text)):
        found.append(Choice("", None, count_of(alone[1])))
    return tuple(found)


def combination(text: str | None, credit: int | None, units: Sequence[ChosenUnit]) -> Combination | None:
    """The rule that `text` and the tables say together; None where there are neither.

    Group names are matched whatever their capitals; what the sentence says of "optional units" holds for a lone group.
    """
    if text is None and not units:
        return None
    rule = text or ""
    mandatory = tuple(unit.ref for unit in units if unit.status == "mandatory")
    names = list(dict.fromkeys(unit.group or "Optional units" for unit in units if unit.status == "optional"))
    choices = choices_of(rule)
    groups = tuple(_group(name, units, choices, len(names)) for name in names)
    either = bool(re.search(r"\beither\b.*\bor\b", rule, re.I | re.S)) and len(groups) > 1
    return Combination(
        text, _total(rule, credit), _unit_count(rule, mandatory), mandatory, groups, 1 if either else len(groups)
    )


def _group(name: str, units: Sequence[ChosenUnit], choices: Sequence[Choice], groups: int) -> Group:
    members = tuple(
        unit.ref for unit in units if unit.status == "optional" and (unit.group or "Optional units") == name
    )
    own = next((choice for choice in choices if choice.group.lower() == name.lower()), None)
    if own is None and groups == 1:
        own = next(iter(choices), None)
    if own is None and (told := _CHOOSE.search(name)):
        count, credit = count_of(told[1]), bool(told[2])
        own = Choice(name, count if credit else None, None if credit else count)
    return Group(name, members, own.credit if own else None, own.units if own else None)


def _total(rule: str, credit: int | None) -> int | None:
    """The credit of the qualification, or the first that the rule itself asks for."""
    if credit is not None:
        return credit
    found = re.search(
        rf"(?:total of|minimum of|attain|gain|achieve) (?:a (?:total|minimum) of )?({NUMBER}) credits", rule, re.I
    )
    return count_of(found[1]) if found else None


def _unit_count(rule: str, mandatory: tuple[str, ...]) -> int | None:
    found = _MANDATORY_UNITS.search(rule)
    if found and (count := count_of(found[1])):
        return count
    return len(mandatory) if _MANDATORY_ALL.search(rule) and mandatory else None
