"""The list of checks, one check in two panes, and the sample with its reasons."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from touchstone.access.actors import Role
from touchstone.kernel.errors import Refused
from touchstone.quality import actions, queries
from touchstone.quality.forms import AnswerForm, show
from touchstone.quality.permissions import GUARD, Permission
from touchstone.quality.rules import checking
from touchstone.quality.showing import pane_of
from touchstone.quality.views.parsing import address, found_or_404, key
from touchstone.ui.requests import SeatedRequest
from touchstone.ui.seats import seated

TABS = {"open": "To check", "agreed": "Agreed", "returned": "Returned", "not_sampled": "Not in the sample"}
DRAWN = {"": "All", "drawn": "In the sample", "not_drawn": "Not in the sample"}


@require_safe
@seated
def checks(request: SeatedRequest) -> HttpResponse:
    """The checks, due first, narrowed to the open, the agreed, the returned or those not sampled."""
    tab = request.GET.get("show", "")
    tab = tab if tab in TABS else "open"
    q = request.GET.get("q", "")[:100]
    today = timezone.localdate(request.at)
    page = queries.checks(request.actor, tab, today, key(request.GET.get("after")), q)
    context = {
        "rows": page.rows,
        "next": address(request.path, show=tab, q=q, after=page.next) if page.next else "",
        "tabs": [(words, address(request.path, show=name), name == tab) for name, words in TABS.items()],
        "tab": tab,
        "q": q,
        "is_iqa": request.actor.role is Role.IQA,
        "is_first": not request.GET.get("after"),
    }
    return render(request, "quality/checks.html", context)


@require_safe
@seated
@found_or_404
def check(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """One check: the work on the left, the decisions on the right. Opening a piece of evidence is put on record."""
    return _show(request, pk, AnswerForm)


@require_http_methods(["POST"])
@seated
@found_or_404
def check_answer(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Agree with the sheet, or return it, whichever button was pressed."""
    found = queries.check_for(request.actor, pk)
    GUARD.require(request.actor, Permission.CHECK, found)
    form = AnswerForm(request.POST, outcomes=found.sheet.unit.outcomes.order_by("position"))
    if form.is_valid():
        try:
            _answer(request, found, form)
        except Refused as refusal:
            show(form, refusal)
        else:
            return redirect("checks")
    return _show(request, pk, lambda **_: form, status=422)


@require_POST
@seated
@found_or_404
def check_begin(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Put the check under one's own name, or take it over."""
    actions.begin_check(by=request.actor, check=queries.check_for(request.actor, pk), at=request.at)
    messages.success(request, "This check is yours now.")
    return redirect("check", pk)


@require_safe
@seated
def sampling(request: SeatedRequest) -> HttpResponse:
    """Every result with the reasons why it was drawn or left out: percent, seed and ticket."""
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in DRAWN else ""
    page = queries.sample(request.actor, key(request.GET.get("after")), chosen)
    context = {
        "rows": page.rows,
        "centre": page.rows[0].centre if page.rows else None,
        "percents": _percents(page.rows[0].centre) if page.rows else [],
        "is_eqa": request.actor.role is Role.EQA,
        "next": address(request.path, show=chosen, after=page.next) if page.next else "",
        "tabs": [(words, address(request.path, show=name), name == chosen) for name, words in DRAWN.items()],
    }
    return render(request, "quality/sampling.html", context)


def _percents(centre: Any) -> list[tuple[str, int]]:
    return [
        ("new to a unit or to us", centre.sample_percent_new),
        ("high risk", centre.sample_percent_high),
        ("medium risk", centre.sample_percent_medium),
        ("low risk", centre.sample_percent_low),
    ]


def _answer(request: SeatedRequest, found: Any, form: AnswerForm) -> None:
    given = form.cleaned_data
    shared = {
        "by": request.actor,
        "check": found,
        "password": given["password"],
        "remarks": form.remarks(),
        "at": request.at,
    }
    who = f"{found.sheet.registration.learner_name}, unit {found.sheet.unit.number}"
    if request.POST.get("do") == "return":
        actions.return_sheet(reason=given["reason"], action=given["action"], due_on=given["due_on"], **shared)
        messages.success(request, f"Returned to {found.assessor.name}: {who}. The learner sees nothing.")
        return
    actions.agree(
        qa_outcome=request.POST.get("qa_outcome", ""), comment=given["comment"], advice=given["advice"], **shared
    )
    messages.success(request, f"Agreed: {who}. The learner can see the result now.")


def _show(request: SeatedRequest, pk: UUID, make_form: Any, status: int = 200) -> HttpResponse:
    found = queries.check_for(request.actor, pk)
    item = key(request.GET.get("item") or request.POST.get("item"))
    page = queries.check_page(request.actor, found, item)
    is_open = checking.can_be_opened(found.state)
    may_answer = is_open and request.actor.role is Role.IQA and not page.bars
    if may_answer and page.item and page.item.pk not in page.seen:
        actions.open_evidence(by=request.actor, sheet=found.sheet_id, item=page.item.pk, at=request.at)
    form = make_form(outcomes=[view.outcome for view in page.outcomes]) if may_answer else None
    remark_fields = form.remark_fields if form else {}
    context = {
        "check": found,
        "sheet": found.sheet,
        "page": page,
        "pane": pane_of(page.item),
        "here": linked_here(page.outcomes, page.item),
        "seen": page.seen | ({page.item.pk} if page.item and may_answer else set()),
        "form": form,
        "parts": [(view, remark_fields.get(view.outcome.number)) for view in page.outcomes],
        "is_open": is_open,
        "may_answer": may_answer,
        "is_a_colleagues": is_open and found.iqa_id is not None and found.iqa_id != request.actor.person,
        "beside": beside(page.items, page.item),
    }
    return render(request, "quality/check.html", context, status=status)


def linked_here(outcomes: Any, item: Any) -> list[tuple[str, str]]:
    """The criteria that the learner linked the opened piece to, each with where in it; empty before one is opened."""
    return [
        (criterion.decision.criterion.ref, spot.where)
        for outcome in outcomes
        for criterion in outcome.criteria
        for spot in criterion.spots
        if item is not None and spot.item.pk == item.pk
    ]


def beside(items: list[Any], item: Any) -> tuple[Any, Any]:
    """The pieces before and after the opened one, None at the ends; before any is opened, the first comes next."""
    if item is None:
        return None, items[0] if items else None
    place = next(n for n, each in enumerate(items) if each.pk == item.pk)
    return (items[place - 1] if place else None), (items[place + 1] if place + 1 < len(items) else None)
