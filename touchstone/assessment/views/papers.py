"""The result sheet as a file to keep."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from touchstone.assessment import queries
from touchstone.assessment.models import Sheet
from touchstone.documents import papers
from touchstone.documents.facts import ResultSheet
from touchstone.ui.requests import SeatedRequest
from touchstone.ui.seats import seated

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@seated
def result_sheet_pdf(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """The result sheet as a PDF: for staff at any time, for its learner once it is released."""
    facts, surname = _facts(request, pk)
    return _file(bytes(papers.result_sheet_pdf(facts)), facts, surname, "application/pdf", "pdf")


@require_safe
@seated
def result_sheet_docx(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """The result sheet as a Word file, to the same people."""
    facts, surname = _facts(request, pk)
    return _file(papers.result_sheet_docx(facts), facts, surname, WORD, "docx")


def _facts(request: SeatedRequest, pk: UUID) -> tuple[ResultSheet, str]:
    try:
        sheet = queries.sheet_for(request.actor, pk)
        return queries.sheet_facts(request.actor, sheet), sheet.registration.family_name
    except Sheet.DoesNotExist:
        raise Http404 from None


def _file(content: bytes, facts: ResultSheet, surname: str, media_type: str, extension: str) -> HttpResponse:
    name = papers.file_name("", facts, extension=extension, surname=surname)
    headers = {"Content-Disposition": content_disposition_header(True, name), "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=media_type, headers=headers)
