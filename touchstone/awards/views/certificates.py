"""The list of certificates, one certificate, its paper, and its revocation by two persons."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from touchstone.access.actors import Role
from touchstone.awards import actions, issuing, queries
from touchstone.awards.forms import AskRevocationForm, DropRevocationForm, RevokeForm, show
from touchstone.awards.permissions import GUARD, Permission
from touchstone.awards.views.doors import key, page, query
from touchstone.kernel.errors import Refused
from touchstone.plumbing.storage import read_all
from touchstone.ui.requests import SeatedRequest

ASKED = "Asked. A second person decides on it."
KEPT = "The certificate stays valid."
REVOKED = "Revoked. Whoever verifies the certificate or its credential learns it from now on."


@require_safe
@page
def certificates(request: SeatedRequest) -> HttpResponse:
    """The certificates that the reader may read, newest first; a learner finds their own."""
    q, after = request.GET.get("q", "")[:100], key(request.GET.get("after"))
    rows, further = queries.certificates(request.actor, q, after)
    context = {
        "rows": rows,
        "next": query(q=q, after=further) if further else "",
        "q": q,
        "is_learner": request.actor.role is Role.LEARNER,
        "is_first": after is None,
    }
    return render(request, "awards/certificates.html", context)


@require_safe
@page
def certificate(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """One certificate: its facts and state, its paper, its credential in both forms, and how it was reached."""
    return _show(request, pk)


@require_safe
@page
def certificate_pdf(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """The certificate's paper as it was issued, to keep."""
    found = queries.certificate_for(request.actor, pk)
    if found.pdf is None:
        raise Http404
    name = f"Certificate {found.number}.pdf"
    headers = {"Content-Disposition": content_disposition_header(True, name), "X-Content-Type-Options": "nosniff"}
    return HttpResponse(read_all(found.pdf), content_type="application/pdf", headers=headers)


@require_POST
@page
def revocation_ask(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Ask for a revocation, which a second person decides."""
    return _act(request, pk, Permission.ASK_REVOCATION, "ask", AskRevocationForm, actions.ask_revocation, ASKED)


@require_POST
@page
def revocation_drop(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Take back or decline the request to revoke."""
    return _act(request, pk, Permission.DROP_REVOCATION, "drop", DropRevocationForm, actions.drop_revocation, KEPT)


@require_POST
@page
def revoke(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Revoke the certificate with one's password."""
    return _act(request, pk, Permission.REVOKE, "revoke", RevokeForm, actions.revoke, REVOKED)


def _act(
    request: SeatedRequest, pk: UUID, permission: Permission, name: str, form_type: type[Form], act: Any, done: str
) -> HttpResponse:
    found = queries.certificate_for(request.actor, pk)
    GUARD.require(request.actor, permission, found)
    form = form_type(request.POST)
    if form.is_valid():
        try:
            act(by=request.actor, certificate=found, at=request.at, **form.cleaned_data)
        except Refused as refusal:
            show(form, refusal)
        else:
            messages.success(request, done)
            return redirect("certificate", pk)
    return _show(request, pk, status=422, **{name: form})


def _show(request: SeatedRequest, pk: UUID, status: int = 200, **forms: Form) -> HttpResponse:
    actor = request.actor
    found = queries.certificate_for(actor, pk)
    asked, revoked = found.revocation_asked_by_id is not None, found.state == "revoked"
    context = {
        "certificate": found,
        "facts": found.facts,
        "registration": found.registration,
        "is_own": actor.role is Role.LEARNER,
        "public_url": issuing.public_url(found),
        "is_asked": asked and not revoked,
        "is_revoked": revoked,
        "may_ask": not asked and not revoked and GUARD.allows(actor, Permission.ASK_REVOCATION, found),
        "may_revoke": asked and not revoked and GUARD.allows(actor, Permission.REVOKE, found),
        "may_drop": asked and not revoked and GUARD.allows(actor, Permission.DROP_REVOCATION, found),
        "may_trace": GUARD.allows(actor, Permission.TRACE, found.registration),
        "may_see_claim": GUARD.allows(actor, Permission.SEE_CLAIMS),
        "ask_form": forms.get("ask") or AskRevocationForm(auto_id="ask_%s"),
        "drop_form": forms.get("drop") or DropRevocationForm(auto_id="drop_%s"),
        "revoke_form": forms.get("revoke") or RevokeForm(),
        "opened": next(iter(forms), ""),
    }
    return render(request, "awards/certificate.html", context, status=status)
