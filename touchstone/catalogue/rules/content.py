"""A specification before it is one: the plain content that a person looks at and mends before accepting.

The content is what reading a handbook gives (qualifications, units, warnings), and `family`, `title`, `awarding_body`
beside it. A node in it is named by a path: "" (the whole), "qualifications/0", "units/3", "units/3/outcomes/1",
"units/3/outcomes/1/criteria/2".
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Content = dict[str, Any]
LARGEST_NUMBER = 32_767


@dataclass(frozen=True)
class Field:
    """What may stand in one field of a node: `form` is line, text, number or lines; `longest` counts characters."""

    label: str
    form: str = "line"
    longest: int | None = None
    needed: bool = False
    hint: str = ""


def _number(label: str, hint: str = "") -> Field:
    return Field(label, "number", hint=hint)


FIELDS: Mapping[str, Mapping[str, Field]] = {
    "specification": {
        "title": Field("Title", longest=255, needed=True),
        "family": Field(
            "Code",
            longest=40,
            needed=True,
            hint="Versions of the same handbook share it, such as 8585.",
        ),
        "awarding_body": Field("Awarding organisation", longest=200),
    },
    "qualification": {
        "number": Field("Number", longest=20, hint="As the awarding organisation uses it, such as 8585-11."),
        "title": Field("Title", longest=255, needed=True),
        "level": _number("Level"),
        "size": Field("Size", longest=20, hint="Award, Certificate or Diploma."),
        "credit": _number("Credits"),
        "guided_hours": _number("Guided learning hours"),
        "tqt_hours": _number("Total qualification time, hours"),
        "minimum_age": _number("Youngest age"),
        "validity_years": _number("Registration lasts, years"),
    },
    "unit": {
        "ref": Field("Reference", longest=40, needed=True, hint="The fullest code, such as 8585-300."),
        "number": Field("Number", longest=20),
        "title": Field("Title", longest=255, needed=True),
        "aliases": Field("Other codes of this unit", "lines"),
        "uan": Field("Unit accreditation number", longest=20),
        "level": _number("Level"),
        "credit": _number("Credits"),
        "guided_hours": _number("Guided learning hours"),
        "aim": Field("Aim", "text"),
        "assessment_method": Field("Assessed by", longest=120),
        "practice/minimum_hours": _number("Practice, hours at least"),
        "practice/minimum_clients": _number("Clients at least"),
        "practice/maximum_clients": _number("Clients at most"),
        "practice/supervision_hours": _number("Supervision, hours"),
        "practice/supervision_sessions": _number("Supervision sessions at least"),
        "word_count/minimum": _number(
            "Suggested words from", hint="Advice to the learner; never a ground for a referral."
        ),
        "word_count/maximum": _number("Suggested words to"),
    },
    "outcome": {
        "number": Field("Number", longest=10, needed=True),
        "text": Field("Learning outcome", "text", needed=True),
    },
    "criterion": {
        "ref": Field("Number", longest=10, needed=True, hint="Such as 2.1."),
        "text": Field("Criterion", "text", needed=True),
        "verb": Field("Verb", longest=60),
        "depth": Field("Depth", "lines"),
        "guidance": Field("Guidance", "text"),
        "referral_descriptors": Field("Typical of a referral", "lines"),
        "pass_descriptors": Field("Typical of a pass", "lines"),
        "evidence_examples": Field("Examples of evidence", "lines"),
    },
}
_KINDS = (
    (re.compile(r""), "specification"),
    (re.compile(r"qualifications/\d+"), "qualification"),
    (re.compile(r"units/\d+"), "unit"),
    (re.compile(r"units/\d+/outcomes/\d+"), "outcome"),
    (re.compile(r"units/\d+/outcomes/\d+/criteria/\d+"), "criterion"),
)
CHILDREN = {"specification": ("qualifications", "units"), "unit": ("outcomes",), "outcome": ("criteria",)}
_BLANKS: Mapping[str, Mapping[str, Any]] = {
    "qualifications": {"units": [], "rule_of_combination": None},
    "units": {"aliases": [], "practice": {}, "word_count": {}, "outcomes": []},
    "outcomes": {"criteria": []},
    "criteria": {
        "depth": [],
        "referral_descriptors": [],
        "pass_descriptors": [],
        "evidence_examples": [],
    },
}
LISTS = {"qualifications": "qualification", "units": "unit", "outcomes": "outcome", "criteria": "criterion"}


def kind_of(path: str) -> str | None:
    """Which kind of node `path` names ("unit", "criterion" …), or None for no path at all.

    Source: ADR 0001
    """
    return next((kind for pattern, kind in _KINDS if pattern.fullmatch(path)), None)


def node_at(content: Content, path: str) -> dict[str, Any] | None:
    """The node that `path` names, or None where there is none.

    Source: ADR 0001
    """
    if kind_of(path) is None:
        return None
    node: Any = content
    try:
        for part in filter(None, path.split("/")):
            node = node[int(part)] if isinstance(node, list) else node[part]
    except (KeyError, IndexError):
        return None
    return node


def value_of(node: Mapping[str, Any], field: str) -> Any:
    """The value of `field` ("practice/minimum_hours" goes one deeper) in `node`; None where it is absent.

    Source: ADR 0001
    """
    value: Any = node
    for part in field.split("/"):
        value = (value or {}).get(part)
    return value


def value_gaps(kind: str, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What is wrong with new values for a node of `kind`, as (field, sentence); empty when all may stand.

    Source: ADR 0001
    """
    fields = FIELDS[kind]
    gaps = [(name, "This field does not exist.") for name in values if name not in fields]
    for name, value in values.items():
        if name in fields:
            problem = _problem(fields[name], value)
            if problem:
                gaps.append((name, problem))
    return gaps


def with_values(content: Content, path: str, values: Mapping[str, Any]) -> Content:
    """A copy of `content` with the fields of the node at `path` set; a unit's new reference follows wherever it stands.

    Empty text becomes null. Raises KeyError when there is no such node.

    Source: ADR 0001
    """
    changed = copy.deepcopy(content)
    node = _found(changed, path)
    before = node.get("ref")
    for name, value in values.items():
        *outer, last = name.split("/")
        place = node
        for part in outer:
            place = place.setdefault(part, {})
        place[last] = None if value == "" else value
    if kind_of(path) == "unit" and before and node.get("ref") != before:
        _rename(changed, before, node["ref"])
    return changed


def with_node(content: Content, parent: str, name: str) -> tuple[Content, str]:
    """A copy of `content` with an empty node at the end of the list `name` of the node at `parent`, and its path.

    Raises KeyError when the parent has no such list.

    Source: ADR 0001
    """
    if name not in CHILDREN.get(kind_of(parent) or "", ()):
        raise KeyError(name)
    changed = copy.deepcopy(content)
    nodes = _found(changed, parent).setdefault(name, [])
    fresh = {field: None for field in FIELDS[LISTS[name]] if "/" not in field}
    nodes.append(fresh | copy.deepcopy(dict(_BLANKS[name])))
    return changed, "/".join(filter(None, [parent, name, str(len(nodes) - 1)]))


def without_node(content: Content, path: str) -> Content:
    """A copy of `content` without the node at `path`; a unit also leaves the qualifications that held it.

    Raises KeyError when there is no such node, or when it is the whole.

    Source: ADR 0001
    """
    if kind_of(path) in (None, "specification"):
        raise KeyError(path)
    changed = copy.deepcopy(content)
    node = _found(changed, path)
    *parent, name, index = path.split("/")
    owner = _found(changed, "/".join(parent))
    del owner[name][int(index)]
    if name == "units" and all(unit.get("ref") != node.get("ref") for unit in changed["units"]):
        for qualification in changed.get("qualifications") or []:
            _take_out(qualification, node.get("ref"))
    return changed


def with_places(
    content: Content, path: str, places: Iterable[Mapping[str, Any]], minimum_credit: int | None, groups_needed: int
) -> Content:
    """A copy of `content` in which the qualification at `path` is made of `places` (ref, status, group).

    What a group needs stays as it was read; a new group has no limit of its own. Raises KeyError when there is no such
    node.

    Source: R375 (provider pack, rules of combination)
    """
    changed = copy.deepcopy(content)
    node = _found(changed, path)
    units = [{"ref": p["ref"], "status": p["status"], "group": p.get("group") or None} for p in places]
    old = node.get("rule_of_combination") or {}
    known = {group.get("group"): group for group in old.get("groups") or []}
    groups: dict[Any, list[str]] = {}
    for unit in units:
        if unit["status"] == "optional":
            groups.setdefault(unit["group"], []).append(unit["ref"])
    node["units"] = units
    node["rule_of_combination"] = {
        "text": old.get("text"),
        "minimum_credit": minimum_credit,
        "minimum_units": _at_most(old.get("minimum_units"), len(units)),
        "mandatory": [unit["ref"] for unit in units if unit["status"] == "mandatory"],
        "groups": [
            {"minimum_credit": None, "minimum_units": None} | known.get(name, {}) | {"group": name, "units": refs}
            for name, refs in groups.items()
        ],
        "groups_needed": min(groups_needed, len(groups)),
    }
    return changed


def counts(content: Content) -> dict[str, int]:
    """How many qualifications, units, outcomes, criteria, referral and pass descriptors the content has.

    Source: R325 (8585 and 8586 handbooks, result sheets)
    """
    units = content.get("units") or []
    outcomes = [outcome for unit in units for outcome in unit.get("outcomes") or []]
    criteria = [criterion for outcome in outcomes for criterion in outcome.get("criteria") or []]
    return {
        "qualifications": len(content.get("qualifications") or []),
        "units": len(units),
        "outcomes": len(outcomes),
        "criteria": len(criteria),
        "referral_descriptors": sum(len(c.get("referral_descriptors") or []) for c in criteria),
        "pass_descriptors": sum(len(c.get("pass_descriptors") or []) for c in criteria),
    }


def family_of(content: Content) -> str:
    """The code that versions of this handbook share, read from its numbers: "8585", or "8577/8578" for several.

    Longer than 40 characters it is cut at the last whole code; "" where nothing has a number.

    Source: ADR 0001
    """
    numbers = [q.get("number") for q in content.get("qualifications") or []]
    numbers += [unit.get("ref") for unit in content.get("units") or []]
    codes = sorted({match.group(1) for number in numbers if (match := re.match(r"([A-Za-z0-9]+)[-/]", number or ""))})
    code = ""
    for each in codes:
        longer = f"{code}/{each}" if code else each
        if len(longer) > 40:
            break
        code = longer
    return code


def title_of(content: Content) -> str:
    """A title for the whole: that of its one or two qualifications, else of the first and how many more; "" for none.

    Source: ADR 0001
    """
    titles = [q["title"] for q in content.get("qualifications") or [] if q.get("title")]
    if len(titles) > 2:
        return f"{titles[0]} and {len(titles) - 1} more"[:255]
    return " and ".join(titles)[:255]


def key_for(qualification: Mapping[str, Any]) -> str:
    """The number of a qualification; where the document prints none, a key of ours from level, size and title.

    "Level 7 Diploma in Executive Coaching and Mentoring" gives "L7-DIP-ECM": a stopgap until somebody types the number.

    Source: ADR 0001
    """
    if qualification.get("number"):
        return str(qualification["number"])
    title, size, level = qualification.get("title") or "", qualification.get("size") or "", qualification.get("level")
    rest = re.sub(rf"\b(?:{re.escape(size) or '-'}|level|\d+|in|and|of|the|for)\b|[^A-Za-z ]", " ", title, flags=re.I)
    initials = "".join(word[0] for word in rest.split()).upper()
    short = {"certificate": "CERT", "diploma": "DIP"}.get(size.lower(), size.upper())
    return "-".join(filter(None, [f"L{level}" if level else "", short, initials]))[:20]


def _problem(field: Field, value: Any) -> str | None:
    if value in (None, "", []):
        return f"{field.label}: this cannot stay empty." if field.needed else None
    if field.form == "number":
        whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_NUMBER
        return None if whole else f"{field.label}: write a whole number of 0 or more."
    if field.form == "lines":
        fine = isinstance(value, list) and all(isinstance(line, str) and line.strip() for line in value)
        return None if fine else f"{field.label}: write one a line."
    if not isinstance(value, str):
        return f"{field.label}: write words."
    if field.longest and len(value) > field.longest:
        return f"{field.label}: at most {field.longest} characters, and this has {len(value)}."
    return None


def _found(content: Content, path: str) -> dict[str, Any]:
    node = node_at(content, path)
    if node is None:
        raise KeyError(path)
    return node


def _at_most(wanted: int | None, placed: int) -> int | None:
    return wanted if wanted is None or wanted <= placed else None


def _rename(content: Content, before: str, after: str) -> None:
    for qualification in content.get("qualifications") or []:
        for place in qualification.get("units") or []:
            if place["ref"] == before:
                place["ref"] = after
        rule = qualification.get("rule_of_combination") or {}
        for refs in [rule.get("mandatory") or [], *(group["units"] for group in rule.get("groups") or [])]:
            refs[:] = [after if ref == before else ref for ref in refs]


def _take_out(qualification: dict[str, Any], ref: str | None) -> None:
    qualification["units"] = [place for place in qualification.get("units") or [] if place["ref"] != ref]
    rule = qualification.get("rule_of_combination") or {}
    for refs in [rule.get("mandatory") or [], *(group["units"] for group in rule.get("groups") or [])]:
        refs[:] = [each for each in refs if each != ref]
