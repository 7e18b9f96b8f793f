"""Checking, declaring and submitting a unit, and the receipt of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from touchstone.access.actors import Role
from touchstone.documents import facts as paper_facts
from touchstone.documents import papers
from touchstone.kernel.errors import Reason, Refused
from touchstone.portfolio import actions, queries, rules
from touchstone.portfolio.forms import AllowForm, DeclareForm
from touchstone.portfolio.permissions import GUARD, Permission
from touchstone.portfolio.queries.attempts import receipt_facts
from touchstone.portfolio.queries.submission import Proposal
from touchstone.portfolio.views.doors import address, page, put_beside, shown_registration, the_registration
from touchstone.ui.requests import SeatedRequest

STEPS = ["Check", "Declare", "Receipt"]


@page
def submissions(request: SeatedRequest) -> HttpResponse:
    """What can be submitted, and what was."""
    registration = shown_registration(request)
    if registration is None:
        return render(request, "portfolio/none.html", {"is_learner": request.actor.role is Role.LEARNER})
    return render(
        request,
        "portfolio/submissions.html",
        {
            "registration": registration,
            "units": queries.progress(request.actor, registration),
            "attempts": queries.attempts_of(request.actor, registration),
            "is_own": registration.person_id == request.actor.person,
        },
    )


@page
def submit(request: SeatedRequest, unit: UUID) -> HttpResponse:
    """The check before a submission: what blocks it, what is only advice, and the gaps to fill or confirm."""
    proposal = _proposal(request, unit)
    gap_words = {ref for ref in proposal.check.gaps}
    blocking = [(r, _mend(request, proposal, r)) for r in proposal.check.blocking if r.code != "gap"]
    return render(
        request,
        "portfolio/submit.html",
        {
            "proposal": proposal,
            "unit": proposal.unit,
            "steps": STEPS,
            "blocking": blocking,
            "advice": proposal.check.advice,
            "gaps": [c for c in proposal.tree.criteria if c.ref in gap_words],
            "carried": [c.ref for c in proposal.tree.criteria if c.pk in proposal.carried],
            "units_url": address(request, "submissions"),
            "words": sum(piece.word_count for piece in proposal.pieces),
            "asked": "without" in request.GET or "checked" in request.GET,
        },
    )


@page
def declare(request: SeatedRequest, unit: UUID) -> HttpResponse:
    """The declaration: exactly what is signed, the statement, and the password that signs it."""
    proposal = _proposal(request, unit)
    if request.method == "POST":
        return _signed(request, proposal)
    if proposal.check.blocking:
        return redirect(address(request, "submit", unit, checked=1, **_without(proposal)))
    form = DeclareForm(initial={"expected_sha256": proposal.sha256})
    return render(request, "portfolio/declare.html", _to_declare(request, proposal, form))


def _signed(request: SeatedRequest, proposal: Proposal) -> HttpResponse:
    form = DeclareForm(request.POST)
    if form.is_valid():
        try:
            attempt = actions.submit_unit(
                by=request.actor,
                registration=proposal.registration,
                unit=proposal.unit,
                password=form.cleaned_data["password"],
                expected_sha256=form.cleaned_data["expected_sha256"],
                without=proposal.without,
                at=request.at,
            )
            return redirect("receipt", attempt.pk)
        except Refused as refusal:
            put_beside(form, refusal.reasons)
            # What is shown now is what the next signature is for.
            shown = request.POST.copy()
            shown["expected_sha256"] = proposal.sha256
            form.data = shown
    return render(request, "portfolio/declare.html", _to_declare(request, proposal, form), status=422)


def _to_declare(request: SeatedRequest, proposal: Proposal, form: DeclareForm) -> dict[str, Any]:
    names = {c.pk: c.ref for c in proposal.tree.criteria}
    linked: dict[Any, list[str]] = {}
    for link in proposal.links:
        linked.setdefault(link.evidence_id, []).append(names[link.criterion_id])
    hashes = {item.label: item for item in rules.files_of(proposal.manifest)}
    return {
        "proposal": proposal,
        "unit": proposal.unit,
        "form": form,
        "steps": STEPS,
        "files": [(piece, hashes[piece.label], ", ".join(linked[piece.pk])) for piece in proposal.pieces],
        "statement": rules.STATEMENT,
        "statement_version": rules.STATEMENT_VERSION,
        "said": rules.acknowledgements(proposal.manifest),
        "without": [pk.hex for pk in proposal.without],
        "back": address(request, "submit", proposal.unit.pk),
    }


def _proposal(request: SeatedRequest, unit: UUID) -> Proposal:
    registration = the_registration(request)
    row = registration.units.filter(pk=unit).first()
    if row is None or not GUARD.allows(request.actor, Permission.SUBMIT, registration):
        raise Http404
    asked = request.POST.getlist("without") or request.GET.getlist("without")
    without = [UUID(hex=value) for value in asked if len(value) in (32, 36) and _is_hex(value)]
    return queries.proposal_for(request.actor, registration, row, today=timezone.localdate(request.at), without=without)


def _is_hex(value: str) -> bool:
    return all(c in "0123456789abcdefABCDEF-" for c in value) and len(value.replace("-", "")) == 32


def _without(proposal: Proposal) -> dict[str, list[str]]:
    return {"without": [pk.hex for pk in proposal.without]} if proposal.without else {}


def _mend(request: SeatedRequest, proposal: Proposal, reason: Reason) -> tuple[str, str]:
    """(address, words) of the page where a reason is mended; empty where it is not the learner who mends it."""
    if reason.code in {"nothing", "harmful", "unreadable"}:
        return address(request, "portfolio"), "Open the portfolio"
    if reason.code == "open_attempt" and proposal.open_attempt:
        return address(request, "receipt", proposal.open_attempt.pk), "See the receipt"
    return "", ""


@page
def receipt(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """The receipt of a submission: what the centre holds, since when, under which number and hash."""
    attempt = queries.attempt_for(request.actor, pk)
    may_read = GUARD.allows(request.actor, Permission.READ, attempt)
    items = queries.items_of(request.actor, attempt)
    return render(
        request,
        "portfolio/receipt.html",
        {
            "attempt": attempt,
            "facts": receipt_facts(attempt),
            "steps": STEPS,
            "items": items,
            "may_read": may_read,
            "said": rules.acknowledgements(attempt.manifest),
            "is_own": attempt.registration.person_id == request.actor.person,
            "may_withdraw": GUARD.allows(request.actor, Permission.WITHDRAW, attempt)
            and rules.may_move(attempt.state, "withdrawn"),
            "is_open": rules.is_open(attempt.state),
            "back": address(request, "submissions"),
        },
    )


@page
def receipt_pdf(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """The receipt as a paper."""
    attempt = queries.attempt_for(request.actor, pk)
    return _paper(papers.receipt_pdf(receipt_facts(attempt)), f"receipt-{attempt.receipt}.pdf")


@page
def declaration_pdf(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """The authenticity declaration of a submission as a paper, with its files and the hash that binds it."""
    attempt = queries.attempt_for(request.actor, pk)
    facts = receipt_facts(attempt)
    if attempt.declared_by is None or attempt.declared_at is None:
        raise Http404
    sheet = paper_facts.AuthenticationSheet(
        centre_number=facts.centre_number,
        centre_name=facts.centre_name,
        learner_registration_number=facts.learner_registration_number,
        learner_name=facts.learner_name,
        unit_number=facts.unit_number,
        unit_title=facts.unit_title,
        unit_ref=facts.unit_ref,
        qualification_title=facts.qualification_title,
        attempt=attempt.number,
        statement=attempt.statement,
        manifest_hash=attempt.manifest_sha256,
        files=facts.files,
        declared_at=attempt.declared_at,
        signature_statement=f"Signed with their password by {attempt.declared_by.name}.",
        acknowledgements=rules.acknowledgements(attempt.manifest),
    )
    return _paper(papers.authentication_sheet_pdf(sheet), f"declaration-{attempt.receipt}.pdf")


def _paper(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page
def attempt_withdraw(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Ask, then take a submission back."""
    attempt = queries.attempt_for(request.actor, pk)
    GUARD.require(request.actor, Permission.WITHDRAW, attempt)
    if request.method == "POST":
        actions.withdraw(by=request.actor, attempt=attempt, at=request.at)
        messages.success(request, f"Submission {attempt.number} of unit {attempt.unit.number} was taken back.")
        return redirect(address(request, "submissions"))
    return render(request, "portfolio/withdraw.html", {"attempt": attempt, "back": address(request, "receipt", pk)})


@page
def attempt_allow(request: SeatedRequest, unit: UUID) -> HttpResponse:
    """A manager's leave for one more submission of a unit."""
    registration = the_registration(request)
    row = registration.units.filter(pk=unit).first()
    if row is None:
        raise Http404
    GUARD.require(request.actor, Permission.APPROVE_ATTEMPT, registration)
    form = AllowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            leave = actions.allow_attempt(
                by=request.actor, registration=registration, unit=row, at=request.at, **form.cleaned_data
            )
            messages.success(request, f"Submission {leave.number} of unit {row.number} is allowed.")
            return redirect(address(request, "unit", unit))
        except Refused as refusal:
            put_beside(form, refusal.reasons)
    context = {
        "form": form,
        "unit": row,
        "registration": registration,
        "back": address(request, "unit", unit),
        "attempts": queries.attempts_of(request.actor, registration, unit),
    }
    return render(request, "portfolio/allow.html", context, status=422 if form.errors else 200)
