"""The bytes of a file, from any place in it, as something that a browser keeps and never runs."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from touchstone.kernel.errors import Refused
from touchstone.plumbing.storage import read
from touchstone.portfolio import queries
from touchstone.portfolio.views.doors import page
from touchstone.ui.requests import SeatedRequest

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@page
@require_safe
def evidence_file(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """The file of a piece of evidence, whole or the part that was asked for."""
    piece = queries.evidence_for(request.actor, pk)
    if piece.state != "available":
        raise Refused(f"{piece.label} is held until a virus scanner has seen it.")
    if piece.blob is None:
        return _words(piece)
    return send_blob(request, piece.blob, piece.media_type, piece.file_name)


@page
@require_safe
def frozen_file(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """The file of a piece as it was submitted, whole or the part that was asked for."""
    item = queries.frozen_item_for(request.actor, pk)
    return send_blob(request, item.blob, item.media_type, item.file_name)


def send_blob(request: SeatedRequest, blob: Any, media_type: str, file_name: str) -> HttpResponse:
    """`blob` as an attachment that no browser runs: sandboxed, not sniffed; 206 for a part, 416 beyond the end."""
    tag = f'"{blob.sha256}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    part = _part(request.headers.get("Range", ""), blob.size_bytes)
    if part is None:
        return _dressed(HttpResponse(status=416, headers={"Content-Range": f"bytes */{blob.size_bytes}"}))
    start, stop = part
    is_whole = (start, stop) == (0, blob.size_bytes) and "Range" not in request.headers
    answer = StreamingHttpResponse(read(blob, start, stop), status=200 if is_whole else 206)
    answer.headers["Content-Type"] = "text/plain; charset=utf-8" if media_type.startswith("text/") else media_type
    answer.headers["Content-Length"] = str(stop - start)
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["ETag"] = tag
    if not is_whole:
        answer.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{blob.size_bytes}"
    answer.headers["Content-Disposition"] = content_disposition_header(True, file_name) or "attachment"
    return _dressed(answer)


def _words(piece: Any) -> HttpResponse:
    answer = HttpResponse(piece.body, content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{piece.label}.md") or "attachment"
    return _dressed(answer)


def _dressed(answer: Any) -> Any:
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _part(asked: str, size_bytes: int) -> tuple[int, int] | None:
    """(start, stop) of the part that was asked for, the whole where it cannot be understood, None beyond the end."""
    found = RANGE.fullmatch(asked.strip())
    if not found or found.groups() == ("", ""):
        return 0, size_bytes
    first, last = found.groups()
    if not first:
        return (max(size_bytes - int(last), 0), size_bytes) if int(last) else None
    start, stop = int(first), min(int(last) + 1, size_bytes) if last else size_bytes
    return (start, stop) if start < stop else None
