"""The EQA's room: what waits for their word, one result whole, their tests, and the manager's activities."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from touchstone.access.actors import Role
from touchstone.centres.queries import people_with
from touchstone.kernel.errors import Refused
from touchstone.quality import actions, queries
from touchstone.quality.forms import ActivityForm, RefuseForm, ReleaseForm, TestForm, show
from touchstone.quality.models import Activity
from touchstone.quality.permissions import GUARD, Permission
from touchstone.quality.showing import pane_of
from touchstone.quality.views.checking import beside, linked_here
from touchstone.quality.views.parsing import address, found_or_404, key
from touchstone.ui.requests import SeatedRequest
from touchstone.ui.seats import seated

TABS = {
    "waiting": "Waiting for you",
    "released": "Confirmed",
    "refused": "Refused",
    "unsampled": "Not in the IQA’s sample",
    "all": "All",
}
OUTCOMES = [("", "Any outcome"), ("pass", "Pass"), ("referral", "Referral")]


@require_safe
@seated
def eqa_room(request: SeatedRequest) -> HttpResponse:
    """The overview, and the results in pages; those that wait can be chosen and released together."""
    return _room(request, ReleaseForm(form="release"))


@require_POST
@seated
@found_or_404
def eqa_release(request: SeatedRequest) -> HttpResponse:
    """Release the chosen results with one password."""
    GUARD.require(request.actor, Permission.RELEASE)
    form = ReleaseForm(request.POST, form="release")
    chosen = [pk for pk in map(key, request.POST.getlist("sheets")) if pk]
    if form.is_valid():
        try:
            given = form.cleaned_data
            done = actions.release_units(
                by=request.actor, sheets=chosen, password=given["password"], comment=given["comment"], at=request.at
            )
        except Refused as refusal:
            show(form, refusal)
        else:
            words = "1 result is" if len(done) == 1 else f"{len(done)} results are"
            messages.success(request, f"{words} released. The learners see them as confirmed.")
            return redirect("eqa_room")
    return _room(request, form, chosen=chosen, status=422)


@require_safe
@seated
@found_or_404
def eqa_item(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Everything of one result, to be read. Each piece of evidence that the EQA opens is put on record."""
    return _item(request, pk)


@require_POST
@seated
@found_or_404
def eqa_test(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Say whether one agrees with a result."""
    GUARD.require(request.actor, Permission.TEST)
    form = TestForm(request.POST)
    if form.is_valid():
        try:
            actions.record_test(by=request.actor, sheet=pk, at=request.at, **form.cleaned_data)
        except Refused as refusal:
            show(form, refusal)
        else:
            messages.success(request, "Your word on this result is kept.")
            return redirect("eqa_item", pk)
    return _item(request, pk, test=form, status=422)


@require_POST
@seated
@found_or_404
def eqa_release_one(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Release one result."""
    GUARD.require(request.actor, Permission.RELEASE)
    form = ReleaseForm(request.POST, prefix="release")
    if form.is_valid():
        try:
            actions.release_units(by=request.actor, sheets=[pk], at=request.at, **form.cleaned_data)
        except Refused as refusal:
            show(form, refusal)
        else:
            messages.success(request, "Released. The learner sees the result as confirmed.")
            return redirect("eqa_item", pk)
    return _item(request, pk, release=form, status=422)


@require_POST
@seated
@found_or_404
def eqa_refuse(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Refuse one result, with the reason."""
    GUARD.require(request.actor, Permission.RELEASE)
    form = RefuseForm(request.POST, prefix="refuse")
    if form.is_valid():
        try:
            actions.refuse_release(by=request.actor, sheet=pk, at=request.at, **form.cleaned_data)
        except Refused as refusal:
            show(form, refusal)
        else:
            messages.success(request, "Not released. The result stays provisional, and the centre reads why.")
            return redirect("eqa_item", pk)
    return _item(request, pk, refuse=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def eqa_activities(request: SeatedRequest) -> HttpResponse:
    """The activities of the centre, and a form to arrange one."""
    GUARD.require(request.actor, Permission.ARRANGE_ACTIVITY)
    people = people_with(request.actor.centre, Role.EQA, timezone.localdate(request.at))
    form = ActivityForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            activity = actions.open_activity(by=request.actor, at=request.at, **form.cleaned_data)
        except Refused as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"{activity.eqa.name} can look and release inside these days.")
            return redirect("eqa_activities")
    context = {
        "activities": queries.activities(request.actor),
        "form": form,
        "has_people": bool(people),
        "today": timezone.localdate(request.at),
    }
    return render(request, "quality/activities.html", context, status=422 if form.errors else 200)


@require_POST
@seated
@found_or_404
def eqa_activity_close(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Close an activity."""
    GUARD.require(request.actor, Permission.ARRANGE_ACTIVITY)
    actions.close_activity(by=request.actor, activity=Activity.objects.get(pk=pk), at=request.at)
    messages.success(request, "The activity is closed.")
    return redirect("eqa_activities")


def _room(
    request: SeatedRequest, form: ReleaseForm, chosen: list[UUID] | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate(request.at)
    tab = request.GET.get("show", "")
    tab = tab if tab in TABS else "waiting"
    room = reverse("eqa_room")
    q, outcome = request.GET.get("q", "")[:100], request.GET.get("outcome", "")
    try:
        overview = queries.overview(request.actor, today)
    except queries.NotNow as closed:
        return render(request, "quality/eqa_closed.html", {"because": str(closed)})
    page = queries.results(request.actor, tab, q, outcome, key(request.GET.get("after")))
    context = {
        "overview": overview,
        "activity": overview.activity,
        "rows": page.rows,
        "next": address(room, show=tab, q=q, outcome=outcome, after=page.next) if page.next else "",
        "tabs": [(words, address(room, show=name), name == tab) for name, words in TABS.items()],
        "tab": tab,
        "q": q,
        "outcome": outcome,
        "outcomes": OUTCOMES,
        "form": form,
        "chosen": {str(pk) for pk in chosen or []},
        "tested": queries.tested(overview.activity),
        "can_release": overview.is_open and tab == "waiting",
    }
    return render(request, "quality/eqa_room.html", context, status=status)


def _item(request: SeatedRequest, pk: UUID, status: int = 200, **forms: Any) -> HttpResponse:
    today = timezone.localdate(request.at)
    item = key(request.GET.get("item") or request.POST.get("item"))
    page = queries.eqa_item(request.actor, pk, today, item)
    seen = page.seen
    if request.actor.role is Role.EQA and page.item and page.item.pk not in page.seen:
        seen = page.seen | {page.item.pk}
        actions.open_evidence(by=request.actor, sheet=pk, item=page.item.pk, at=request.at)
    may_write = page.is_open and not page.bars
    test = page.test
    context = {
        "page": page,
        "check": page.check,
        "sheet": page.check.sheet,
        "attempt": page.check.sheet.attempt,
        "pane": pane_of(page.item),
        "here": linked_here(page.outcomes, page.item),
        "parts": [(view, None) for view in page.outcomes],
        "beside": beside(page.items, page.item),
        "seen": seen,
        "may_write": may_write,
        "is_waiting": page.check.sheet.state == "released_provisional",
        "test_form": forms.get("test")
        or TestForm(initial={"verdict": test.verdict, "comment": test.comment} if test else None),
        "release_form": forms.get("release") or ReleaseForm(prefix="release"),
        "refuse_form": forms.get("refuse") or RefuseForm(prefix="refuse"),
        "is_refusing": "refuse" in forms,
    }
    return render(request, "quality/eqa_item.html", context, status=status)
