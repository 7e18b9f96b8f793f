"""The specifications of a centre: the list, a version, a unit of it, version against version, and the shipped facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from touchstone.catalogue import actions, facts, queries, rules
from touchstone.catalogue.models import Specification, Unit
from touchstone.catalogue.permissions import GUARD, Permission
from touchstone.ui.requests import SeatedRequest
from touchstone.ui.seats import seated

MOST_DIFFERENCES = 120


@require_safe
@seated
def handbooks(request: SeatedRequest) -> HttpResponse:
    """The latest version of every specification, and the handbooks that wait to be looked over."""
    after = request.GET.get("after", "")
    shelf = queries.newest_specifications(request.actor, after)
    shown = shelf[: queries.SHELF_LENGTH]
    return render(
        request,
        "catalogue/handbooks.html",
        {
            "shelf": shown,
            "next": f"?after={shown[-1].family}" if len(shelf) > len(shown) else "",
            "after": after,
            "waiting": [] if after else queries.uploads_to_review(request.actor),
            "may_load": GUARD.allows(request.actor, Permission.LOAD),
        },
    )


@require_safe
@seated
def catalogue_facts(request: SeatedRequest) -> HttpResponse:
    """What is known of each family of qualifications without its handbook; those with numbers stand first."""
    GUARD.require(request.actor, Permission.READ)
    loaded = queries.families_loaded()
    rows = [
        {
            "known": known,
            "loaded": loaded.get(known.code),
            "qualifications": [
                {**table, "rule": _rule_words(known, index)} for index, table in enumerate(known.qualifications)
            ],
        }
        for known in sorted(facts.families(), key=lambda known: "number" not in known.qualifications[0])
    ]
    may_load = GUARD.allows(request.actor, Permission.LOAD)
    return render(request, "catalogue/facts.html", {"rows": rows, "may_load": may_load})


def _rule_words(known: facts.Family, index: int) -> list[str]:
    table = facts.as_content(known)["qualifications"][index]
    credits = {unit["ref"]: unit["credit"] for unit in known.units}
    return rules.combination_words(rules.combination_from(table["rule_of_combination"], table["units"], credits))


@require_POST
@seated
def facts_start(request: SeatedRequest, family: str) -> HttpResponse:
    """Make a specification of the shipped facts of a family, and go to it."""
    specification = actions.start_from_facts(by=request.actor, family=family, at=request.at)
    messages.success(request, "You can work with it now. Load the handbook when you have it, to get its wording.")
    return redirect("specification", specification.pk)


@require_safe
@seated
def specification(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """One version: its qualifications, its units, and the versions before and after it."""
    try:
        found = queries.specification_for(request.actor, pk)
    except Specification.DoesNotExist:
        raise Http404 from None
    versions = queries.versions_of(found.family)
    older = next((v for v in versions if v.version < found.version), None)
    qualifications = [(q, rules.combination_words(q.combination)) for q in found.qualifications.all()]
    return render(
        request,
        "catalogue/specification.html",
        {
            "specification": found,
            "qualifications": qualifications,
            "units": found.units.all(),
            "criteria_count": sum(row.criteria_count for row in found.units.all()),  # type: ignore[attr-defined]
            "versions": versions,
            "latest": versions[0],
            "older": older,
            "may_load": GUARD.allows(request.actor, Permission.LOAD),
        },
    )


@require_safe
@vary_on_headers("HX-Request")
@seated
def specification_unit(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """A unit of a version with every criterion; as a part of the version's page it is only the criteria."""
    try:
        tree = queries.unit_for(request.actor, pk)
    except Unit.DoesNotExist:
        raise Http404 from None
    branches = [
        {
            "number": branch.outcome.number,
            "text": branch.outcome.text,
            "criteria": [leaf(criterion.__dict__) for criterion in branch.criteria],
        }
        for branch in tree.outcomes
    ]
    page = "catalogue/unit.html" + ("#criteria" if request.htmx else "")
    return render(
        request, page, {"unit": tree.unit, "facts": unit_facts(_plain(tree.unit)), "branches": branches, "wide": True}
    )


def _plain(unit: Unit) -> dict[str, Any]:
    return {**unit.__dict__, "word_count": {"minimum": unit.words_minimum, "maximum": unit.words_maximum}}


@require_safe
@seated
def specification_diff(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """What this version says differently from the one named by `against`, or from the one before it."""
    try:
        new = queries.version_for(request.actor, pk)
    except Specification.DoesNotExist:
        raise Http404 from None
    versions = queries.versions_of(new.family)
    older = [v for v in versions if v.version != new.version]
    wanted = request.GET.get("against", "")
    old = next((v for v in older if str(v.pk) == wanted), None)
    if wanted and old is None:
        raise Http404
    old = old or next((v for v in older if v.version < new.version), None)
    found = rules.differences(queries.content_of(old), queries.content_of(new)) if old else []
    chosen = request.GET.get("part", "")
    url = f"{reverse('specification_diff', args=[pk])}?against={old.pk if old else ''}"
    return render(
        request,
        "catalogue/diff.html",
        {"new": new, "old": old, "versions": older, **difference_page(found, chosen), "part_url": f"{url}&part="},
    )


def difference_page(found: list[rules.Difference], chosen: str) -> dict[str, Any]:
    """The differences by unit, with the words marked; of a long list only the chosen part is drawn."""
    parts: dict[str, list[rules.Difference]] = {}
    for each in found:
        parts.setdefault(each.unit or "whole", []).append(each)
    whole = len(found) <= MOST_DIFFERENCES
    drawn = parts if whole else {name: parts[name][:MOST_DIFFERENCES] for name in parts if name == chosen}
    return {
        "total": len(found),
        "parts": [(name, len(each)) for name, each in parts.items()],
        "is_whole": whole,
        "chosen": chosen,
        "drawn": [(name, [_marked(each) for each in some]) for name, some in drawn.items()],
    }


def _marked(each: rules.Difference) -> dict[str, Any]:
    return {"it": each, "run": rules.words_changed(each.before, each.after) if each.change == "changed" else []}


def leaf(criterion: Mapping[str, Any], path: str = "") -> dict[str, Any]:
    """A criterion for the page: the verb set apart where the text opens with it, and what the verb asks for."""
    text, verb = criterion["text"] or "", criterion["verb"] or ""
    opens = bool(verb) and text.lower().startswith(verb.lower())
    return {
        **{name: criterion.get(name) for name in rules.FIELDS["criterion"]},
        "path": path,
        "opening": text[: len(verb)] if opens else "",
        "rest": text[len(verb) :] if opens else text,
        "meaning": rules.verb_meaning(verb),
    }


def unit_facts(unit: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The figures of a unit as pairs for the page; what is absent is left out."""
    shown = [
        ("UAN", unit.get("uan")),
        ("Other codes", ", ".join(unit.get("aliases") or [])),
        ("Level", unit.get("level")),
        ("Credits", unit.get("credit")),
        ("Guided hours", unit.get("guided_hours")),
        ("Assessed by", unit.get("assessment_method")),
        *_practice(unit.get("practice") or {}),
        ("Words", _span((unit.get("word_count") or {}).values())),
    ]
    return [(name, str(value)) for name, value in shown if value not in (None, "")]


def _practice(practice: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    def said(name: str, words: str) -> str | None:
        return words.format(practice[name]) if practice.get(name) is not None else None

    return [
        ("Practice", said("minimum_hours", "{} hours or more")),
        ("Clients", said("minimum_clients", "{} or more")),
        ("Clients", said("maximum_clients", "{} at most")),
        ("Supervision", said("supervision_hours", "{} h")),
        ("Supervision sessions", said("supervision_sessions", "{} or more")),
        ("Development plan", said("plan_months", "{} months or more")),
    ]


def _span(values: Iterable[Any]) -> str:
    known = [f"{value:,}" for value in values if value is not None]
    return " to ".join(known) + ", as advice" if known else ""
