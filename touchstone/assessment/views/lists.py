"""The queue of an assessor, and what a manager allocates."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from touchstone.assessment import actions, queries
from touchstone.assessment.forms import AllocateForm, ReallocateForm
from touchstone.assessment.models import Sheet, Unallocated
from touchstone.assessment.permissions import GUARD, Permission
from touchstone.kernel.errors import Refused
from touchstone.ui.requests import SeatedRequest
from touchstone.ui.seats import seated

TABS = ("assess", "signed")


@require_safe
@seated
def queue(request: SeatedRequest) -> HttpResponse:
    """What waits to be assessed, soonest due first; or, behind the second tab, what was signed."""
    GUARD.require(request.actor, Permission.SEE_QUEUE)
    after = _key(request.GET.get("after"))
    tab = request.GET.get("show") if request.GET.get("show") in TABS else "assess"
    found = queries.signed(request.actor, after) if tab == "signed" else queries.queue(request.actor, after)
    today = timezone.localdate(request.at)
    return render(
        request,
        "assessment/queue.html",
        {
            "tab": tab,
            "page": found,
            "rows": [(sheet, _lateness(sheet.due_on, today)) for sheet in found.rows],
            "is_manager": GUARD.allows(request.actor, Permission.SEE_ALL_WORK),
            "waiting": queries.waiting(request.actor, limit=1).rows if tab == "assess" and not after else [],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def allocate(request: SeatedRequest) -> HttpResponse:
    """Work without an assessor, each with its reason and a choice of people; a post gives one submission to one."""
    GUARD.require(request.actor, Permission.ALLOCATE)
    refused: dict[UUID, str] = {}
    if request.method == "POST":
        form = AllocateForm(request.POST)
        people = {p.pk: p for p in queries.assessors_for(request.actor, timezone.localdate(request.at))}
        row = Unallocated.objects.select_related("attempt").filter(attempt=_key(request.POST.get("attempt"))).first()
        if row is None:
            raise Http404
        assessor = people.get(form.cleaned_data["assessor"]) if form.is_valid() else None
        try:
            if assessor is None:
                raise Refused("Choose an assessor.", field="assessor")
            actions.allocate(by=request.actor, attempt=row.attempt, assessor=assessor, at=request.at)
        except Refused as refusal:
            refused[row.pk] = str(refusal)
        else:
            messages.success(request, f"{assessor.name} has this work now.")
            return redirect("allocate")
    page = queries.waiting(request.actor, _key(request.GET.get("after")))
    context = {
        "page": page,
        "rows": [(row, refused.get(row.pk, "")) for row in page.rows],
        "people": queries.assessors_for(request.actor, timezone.localdate(request.at)),
    }
    return render(request, "assessment/allocate.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def reallocate(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Give an unsigned sheet to another assessor, with a reason."""
    GUARD.require(request.actor, Permission.ALLOCATE)
    sheet = _found(request, pk)
    people = queries.assessors_for(request.actor, timezone.localdate(request.at))
    form = ReallocateForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        chosen = next(p for p in people if str(p.pk) == form.cleaned_data["assessor"])
        try:
            actions.reallocate(
                by=request.actor, sheet=sheet, assessor=chosen, reason=form.cleaned_data["reason"], at=request.at
            )
        except Refused as refusal:
            show(form, refusal)
        else:
            messages.success(request, f"{chosen.name} has this work now.")
            return redirect("queue")
    context = {"sheet": sheet, "form": form}
    return render(request, "assessment/reallocate.html", context, status=422 if form.errors else 200)


def show(form: Any, refusal: Refused) -> None:
    """Put the reasons of a refusal beside the fields of a form that they name, and the others on top."""
    for reason in refusal.reasons:
        form.add_error(reason.field if reason.field in form.fields else None, reason.text)


def _found(request: SeatedRequest, pk: UUID) -> Sheet:
    try:
        return queries.sheet_for(request.actor, pk)
    except Sheet.DoesNotExist:
        raise Http404 from None


def _lateness(due_on: date | None, today: date) -> str:
    """How a due day stands to today, in words: "", "today", "late"."""
    if due_on is None or due_on > today:
        return ""
    return "today" if due_on == today else "late"


def _key(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
