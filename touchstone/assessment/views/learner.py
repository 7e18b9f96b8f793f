"""What a learner reads of their results, once they are released."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from touchstone.assessment import queries, rules
from touchstone.assessment.models import Sheet
from touchstone.assessment.permissions import GUARD, Permission
from touchstone.ui.requests import SeatedRequest
from touchstone.ui.seats import seated


@require_safe
@seated
def results(request: SeatedRequest) -> HttpResponse:
    """Every submission of the learner by unit, newest first, each by its true status."""
    GUARD.require(request.actor, Permission.READ_RESULTS)
    rows = queries.results(request.actor)
    units = [(unit, list(sheets)) for unit, sheets in groupby(rows, key=lambda sheet: sheet.unit)]
    return render(request, "assessment/results.html", {"units": units})


@require_safe
@seated
def result(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """One released result: outcome, what to do next, feedback per criterion, and how to appeal."""
    try:
        found = queries.result_for(request.actor, pk)
    except Sheet.DoesNotExist:
        raise Http404 from None
    outcomes = []
    for outcome, decisions in groupby(found.decisions, key=lambda d: d.criterion.outcome):
        outcome.comment = found.comments.get(outcome.pk, "")
        outcome.remark = found.remarks.get(outcome.number, "")
        outcomes.append((outcome, list(decisions)))
    context = {
        "result": found,
        "sheet": found.sheet,
        "outcomes": outcomes,
        "passed": found.sheet.outcome == rules.PASS,
        "appeal_is_open": found.appeal_by >= timezone.localdate(request.at),
    }
    return render(request, "assessment/result.html", context)
