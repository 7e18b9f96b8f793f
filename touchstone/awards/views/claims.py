"""The lists of claims, the gate that explains itself, and the holds."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from touchstone.admissions.queries import registration_for
from touchstone.awards import actions, queries, showing
from touchstone.awards.forms import ApproveForm, HoldForm, LiftForm, WithdrawForm, show
from touchstone.awards.permissions import GUARD, Permission
from touchstone.awards.views.doors import key, page, query
from touchstone.kernel.errors import Refused
from touchstone.ui.requests import SeatedRequest

TABS = {
    "ready": "Ready to claim",
    "waiting": "Waiting for approval",
    "done": "Done",
    "all": "Not claimed yet",
}
WAITING, DONE = ("building", "validated", "prepared"), ("approved", "sent", "accepted")


@require_safe
@page
def claims(request: SeatedRequest) -> HttpResponse:
    """Who can be claimed first, then what waits for a second person, what is done, and everybody on the way."""
    tab = request.GET.get("show", "")
    tab = tab if tab in TABS else "ready"
    q, after = request.GET.get("q", "")[:100], key(request.GET.get("after"))
    if tab == "ready":
        rows, further = queries.claimable(request.actor, q, after)
    elif tab == "all":
        rows, further = queries.on_the_way(request.actor, q, after)
    else:
        rows, further = queries.claims(request.actor, WAITING if tab == "waiting" else DONE, q, after)
    context = {
        "tab": tab,
        "tabs": [(words, query(show=name, q=q), name == tab) for name, words in TABS.items()],
        "rows": rows,
        "next": query(show=tab, q=q, after=further) if further else "",
        "q": q,
        "is_first": after is None,
    }
    return render(request, "awards/claims.html", context)


@require_safe
@page
def claim(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """One registration before the gate: each rule with yes or no, why, and where it is mended."""
    return _gate(request, pk)


@require_POST
@page
def claim_prepare(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Prepare the claim; where a rule does not hold, the gate is shown again."""
    GUARD.require(request.actor, Permission.PREPARE)
    try:
        actions.prepare(by=request.actor, registration=registration_for(request.actor, pk), at=request.at)
    except Refused:
        return _gate(request, pk, status=422)
    messages.success(request, "The claim is prepared. A second person approves it.")
    return redirect("claim", pk)


@require_POST
@page
def claim_approve(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Approve the claim with one's password; its certificate follows at once."""
    form = ApproveForm(request.POST)
    found = _claim_under_way(request, pk)
    GUARD.require(request.actor, Permission.APPROVE, found)
    if form.is_valid():
        try:
            actions.approve(by=request.actor, claim=found, at=request.at, **form.cleaned_data)
        except Refused as refusal:
            show(form, refusal)
        else:
            messages.success(request, "Approved. The certificate and its digital credential follow at once.")
            return redirect("claim", pk)
    return _gate(request, pk, approve=form, status=422)


@require_POST
@page
def claim_withdraw(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Take a claim back before it is approved."""
    form = WithdrawForm(request.POST)
    found = _claim_under_way(request, pk)
    GUARD.require(request.actor, Permission.WITHDRAW, found)
    if form.is_valid():
        try:
            actions.withdraw(by=request.actor, claim=found, at=request.at, **form.cleaned_data)
        except Refused as refusal:
            show(form, refusal)
        else:
            messages.success(request, "The claim is withdrawn.")
            return redirect("claim", pk)
    return _gate(request, pk, withdraw=form, status=422)


@require_safe
@page
def claim_unit(request: SeatedRequest, pk: UUID, unit: UUID) -> HttpResponse:
    """To the unit of that registration, as its staff read it."""
    GUARD.require(request.actor, Permission.SEE_CLAIMS)
    registration = registration_for(request.actor, pk)
    return redirect(f"{reverse('unit', args=(unit,))}?{urlencode({'of': registration.pk})}")


@require_http_methods(["GET", "HEAD", "POST"])
@page
def claim_holds(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """The holds on one award, and a form to place another."""
    GUARD.require(request.actor, Permission.SEE_CLAIMS)
    registration = registration_for(request.actor, pk)
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.place_hold(by=request.actor, registration=registration, at=request.at, **form.cleaned_data)
        except Refused as refusal:
            show(form, refusal)
        else:
            messages.success(request, "The award is held. Nothing is claimed until the hold is lifted.")
            return redirect("claim_holds", pk)
    return _holds(request, registration, place=form, status=422 if form.errors else 200)


@require_POST
@page
def hold_lift(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Lift a hold, with the reason."""
    placed = queries.hold_for(request.actor, pk)
    GUARD.require(request.actor, Permission.HOLD, placed)
    form = LiftForm(request.POST)
    if form.is_valid():
        try:
            actions.lift_hold(by=request.actor, placed=placed, at=request.at, **form.cleaned_data)
        except Refused as refusal:
            show(form, refusal)
        else:
            messages.success(request, "The hold is lifted.")
            return redirect("claim_holds", placed.registration_id)
    return _holds(request, placed.registration, lifting=(placed.pk, form), status=422)


def _claim_under_way(request: SeatedRequest, pk: UUID) -> Any:
    """The claim of the registration, where the reader may see it and one is under way."""
    GUARD.require(request.actor, Permission.SEE_CLAIMS)
    registration = registration_for(request.actor, pk)
    found = queries.claim_under_way(registration)
    if found is None:
        raise Refused("No claim is under way. It may have been withdrawn in the meantime.")
    return found


def _gate(request: SeatedRequest, pk: UUID, status: int = 200, **forms: Form) -> HttpResponse:
    actor = request.actor
    found = queries.claim_page(actor, pk, timezone.localdate(request.at))
    claim = found.claim
    waits = claim is not None and claim.state == "prepared"
    reached = showing.proofs(found.facts, claim, is_issued=found.certificate is not None)
    context = {
        "page": found,
        "registration": found.registration,
        "claim": claim,
        "certificate": found.certificate,
        "stops": showing.gate_rows(actor, found.stops),
        "kept": found.kept,
        "proofs": reached,
        "reached": sum(1 for _, is_there in reached if is_there),
        "count_read": len(found.answers),
        "blocking": in_words(len(found.stops)),
        "waits": waits,
        "may_prepare": GUARD.allows(actor, Permission.PREPARE, found.registration),
        "may_approve": waits and _may_approve(actor, found),
        "may_withdraw": waits and GUARD.allows(actor, Permission.WITHDRAW, claim),
        "may_hold": GUARD.allows(actor, Permission.HOLD, found.registration),
        "may_trace": GUARD.allows(actor, Permission.TRACE, found.registration),
        "approve_form": forms.get("approve") or ApproveForm(),
        "withdraw_form": forms.get("withdraw") or WithdrawForm(auto_id="withdraw_%s"),
        "is_withdrawing": "withdraw" in forms,
        "was_refused": status == 422,
    }
    return render(request, "awards/claim.html", context, status=status)


def in_words(count: int) -> str:
    """`count` as a word up to nine, as figures beyond: "Three things", "12 things"."""
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    return words[count] if count < len(words) else str(count)


def _may_approve(actor: Any, found: queries.ClaimPage) -> bool:
    return GUARD.allows(actor, Permission.APPROVE, found.claim) and actor.person not in found.assessors


def _holds(
    request: SeatedRequest,
    registration: Any,
    place: HoldForm | None = None,
    lifting: tuple[UUID, LiftForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    held = [
        (
            placed,
            lifting[1] if lifting and lifting[0] == placed.pk else LiftForm(auto_id=f"lift_{placed.pk.hex}_%s"),
            bool(lifting and lifting[0] == placed.pk),
        )
        for placed in queries.holds_of(registration.pk)
    ]
    context = {
        "registration": registration,
        "held": held,
        "form": place or HoldForm(),
        "may_hold": GUARD.allows(request.actor, Permission.HOLD, registration),
    }
    return render(request, "awards/holds.html", context, status=status)
