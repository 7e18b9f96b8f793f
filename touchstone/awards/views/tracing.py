"""The decision trace, as a page and as a paper."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from touchstone.access.actors import Role
from touchstone.awards import queries
from touchstone.awards.documents import trace_facts
from touchstone.awards.permissions import GUARD, Permission
from touchstone.awards.views.doors import page
from touchstone.documents.papers import decision_trace_pdf, file_name
from touchstone.ui.requests import SeatedRequest


@require_safe
@page
def trace(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """From the certificate back to the evidence: each step with who, when, its hash and its ledger entries."""
    found = queries.trace(request.actor, pk)
    context = {
        "trace": found,
        "registration": found.registration,
        "certificate": found.certificate,
        "is_own": request.actor.role is Role.LEARNER,
        "may_see_claim": GUARD.allows(request.actor, Permission.SEE_CLAIMS),
    }
    return render(request, "awards/trace.html", context)


@require_safe
@page
def trace_pdf(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """The same trace as a PDF to keep."""
    found = queries.trace(request.actor, pk)
    facts = trace_facts(found, request.actor, timezone.localdate(request.at))
    name = file_name("Decision trace {learner} {date}", facts, extension="pdf", surname=found.registration.family_name)
    headers = {"Content-Disposition": content_disposition_header(True, name), "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(decision_trace_pdf(facts)), content_type="application/pdf", headers=headers)
