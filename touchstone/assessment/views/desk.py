"""The desk: one address per criterion, a save that serves script and plain forms alike, and the signature."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from touchstone.assessment import actions, queries, rules
from touchstone.assessment.forms import CommentForm, DecisionForm, ReturnForm, SignForm
from touchstone.assessment.models import Sheet
from touchstone.assessment.permissions import GUARD, Permission
from touchstone.assessment.views.lists import _found, _key, show
from touchstone.assessment.views.showing import ask_of, evidence_pane
from touchstone.catalogue.rules import verb_meaning
from touchstone.kernel.errors import Refused
from touchstone.ui.requests import SeatedRequest
from touchstone.ui.seats import seated

WORDS = {rules.PASS: "Pass", rules.REFERRAL: "Referral", rules.UNDECIDED: "not decided"}


@require_safe
@seated
def soonest(request: SeatedRequest) -> HttpResponse:
    """On to the desk of the work that is due soonest; to the queue where nothing waits."""
    GUARD.require(request.actor, Permission.SEE_QUEUE)
    rows = queries.queue(request.actor, limit=1).rows
    mine = [sheet for sheet in rows if GUARD.allows(request.actor, Permission.ASSESS, sheet)]
    return redirect("desk", mine[0].pk) if mine else redirect("queue")


@require_safe
@seated
def start(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """On to the first criterion that is not decided, opening the sheet."""
    sheet = _found(request, pk)
    if sheet.assessor_id != request.actor.person:
        raise Http404
    if sheet.state not in rules.UNSIGNED:
        return _closed(request)
    if sheet.state == "open":
        actions.open_desk(by=request.actor, sheet=sheet, at=request.at)
    return redirect("desk_criterion", pk, queries.first_undecided(sheet))


@require_safe
@vary_on_headers("HX-Request")
@seated
def criterion(request: SeatedRequest, pk: UUID, ref: str) -> HttpResponse:
    """One criterion beside the work; a request of htmx gets the work alone, for another piece of evidence."""
    found = _desk(request, pk, ref)
    if found.sheet.state == "open":
        return redirect("desk", pk)
    if found.sheet.state not in rules.UNSIGNED:
        return _closed(request)
    part = "#work" if request.htmx else ""
    return render(request, f"assessment/desk.html{part}", _context(request, found))


@require_POST
@seated
def save_decision(request: SeatedRequest, pk: UUID, ref: str) -> HttpResponse:
    """Keep a decision. Script gets JSON (409 with both texts when stale); a plain form goes on to where `go` says."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _refused(request, pk, ref, Refused("That could not be read. Look at the fields again."), 422)
    sheet = _found(request, pk)
    try:
        row = actions.decide(by=request.actor, sheet=sheet, criterion=ref, at=request.at, **form.facts())
    except actions.Stale as stale:
        return _refused(request, pk, ref, stale, 409)
    except Refused as refusal:
        return _refused(request, pk, ref, refusal, 422)
    if _is_autosave(request):
        says = f"{ref} {WORDS[row.outcome]}, saved"
        return JsonResponse({"saved": _clock(row.saved_at or request.at), "version": row.version, "says": says})
    go = form.cleaned_data["go"]
    return redirect("sheet_sign", pk) if go == "sign" else redirect("desk_criterion", pk, go or ref)


@require_POST
@seated
def save_comment(request: SeatedRequest, pk: UUID, number: str) -> HttpResponse:
    """Keep the comment on a learning outcome; answers as `save_decision` does."""
    sheet, form = _found(request, pk), CommentForm(request.POST)
    GUARD.require(request.actor, Permission.ASSESS, sheet)
    if not form.is_valid():
        return JsonResponse({"words": "That could not be read."}, status=422)
    given = form.cleaned_data
    try:
        row = actions.comment_outcome(
            by=request.actor, sheet=sheet, outcome=number, text=given["text"], version=given["version"], at=request.at
        )
    except actions.Stale as stale:
        return _refused(request, pk, given["ref"], stale, 409)
    if _is_autosave(request):
        words = f"Comment on outcome {number}, saved"
        return JsonResponse({"saved": _clock(request.at), "version": row.version, "says": words})
    return redirect("desk_criterion", pk, given["ref"] or queries.first_undecided(sheet))


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def sign(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """The whole sheet to read, what it lacks with links, and the password that signs it."""
    form = SignForm(request.POST or None)
    reasons: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        sheet = _found(request, pk)
        try:
            actions.sign(by=request.actor, sheet=sheet, password=form.cleaned_data["password"], at=request.at)
        except Refused as refusal:
            show(form, refusal)
            reasons = refusal.reasons
        else:
            messages.success(request, "Signed. The quality check comes next; the learner sees it after that.")
            return redirect("queue")
    try:
        page = queries.signing_page(request.actor, pk, timezone.localdate(request.at))
    except Sheet.DoesNotExist:
        raise Http404 from None
    if page.sheet.state not in rules.UNSIGNED and not reasons:
        return _closed(request)
    context = {"page": page, "sheet": page.sheet, "form": form}
    return render(request, "assessment/sign.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@seated
def return_unassessed(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Send the work back without judging it."""
    sheet = _found(request, pk)
    if sheet.assessor_id != request.actor.person:
        raise Http404
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.return_unassessed(by=request.actor, sheet=sheet, reason=form.cleaned_data["reason"], at=request.at)
        except Refused as refusal:
            show(form, refusal)
        else:
            messages.success(request, "Returned unassessed. It is not a referral.")
            return redirect("queue")
    return render(request, "assessment/return.html", {"sheet": sheet, "form": form}, status=422 if form.errors else 200)


def _closed(request: SeatedRequest) -> HttpResponse:
    """A sheet that takes no more decisions: its place is the list of signed ones."""
    messages.info(request, "That sheet is closed. A signed sheet is never changed; read it as PDF or Word here.")
    return redirect(f"{reverse('queue')}?show=signed")


def _desk(request: SeatedRequest, pk: UUID, ref: str) -> queries.Desk:
    try:
        return queries.desk(request.actor, pk, ref, _key(request.GET.get("item")))
    except Sheet.DoesNotExist:
        raise Http404 from None


def _context(request: SeatedRequest, found: queries.Desk, refusal: Refused | None = None) -> dict[str, Any]:
    row = found.now
    stands = {
        "outcome": row.outcome,
        "feedback": row.feedback,
        "reason_descriptor": row.reason_descriptor,
        "reason_text": row.reason_text,
    }
    theirs: dict[str, str] = {}
    if refusal:  # what was typed stays in the fields, and what stands is shown beside it
        typed = DecisionForm(request.POST)
        typed.is_valid()
        theirs = getattr(refusal, "theirs", {})
        stands |= {name: typed.cleaned_data.get(name, request.POST.get(name, "")) for name in stands}
    return {
        "desk": found,
        "sheet": found.sheet,
        "row": row,
        "criterion": row.criterion,
        "comment": found.comments.get(row.criterion.outcome_id),
        "given": stands,
        "theirs": theirs,
        "refusal": refusal,
        "ask": ask_of(row.criterion),
        "meaning": verb_meaning(row.criterion.verb) if row.criterion.verb else None,
        "pane": evidence_pane(found),
        "first_name": found.sheet.registration.given_name,
        "why_not_sign": found.words_to_sign,
    }


def _refused(request: SeatedRequest, pk: UUID, ref: str, refusal: Refused, status: int) -> HttpResponse:
    if _is_autosave(request):
        answer: dict[str, Any] = {"words": str(refusal)}
        if isinstance(refusal, actions.Stale):
            answer |= {"theirs": refusal.theirs, "version": refusal.version}
        return JsonResponse(answer, status=status)
    found = _desk(request, pk, ref)
    return render(request, "assessment/desk.html", _context(request, found, refusal), status=status)


def _is_autosave(request: SeatedRequest) -> bool:
    return request.headers.get("X-Autosave") == "1"


def _clock(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%H:%M:%S")
