"""Adding, reading, writing and linking evidence."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from touchstone.access.actors import Role
from touchstone.catalogue.queries import criteria_of
from touchstone.kernel.errors import Refused
from touchstone.portfolio import actions, queries, renditions
from touchstone.portfolio.actions.evidence import Stale
from touchstone.portfolio.content.kinds import BY_MEDIA_TYPE
from touchstone.portfolio.forms import DescribeForm, MapForm, WriteForm
from touchstone.portfolio.permissions import GUARD, Permission
from touchstone.portfolio.views.doors import address, page, put_beside, the_registration
from touchstone.portfolio.views.portfolio import listing
from touchstone.ui.requests import SeatedRequest


@page
@require_POST
def evidence_add(request: SeatedRequest) -> HttpResponse:
    """Files that were sent: one with script (answered as JSON), several without. One refused loses no other."""
    registration = the_registration(request)
    GUARD.require(request.actor, Permission.ADD, registration)
    wants_json = "application/json" in request.headers.get("Accept", "")
    added: list[Any] = []
    refused: list[tuple[str, str]] = []
    for file in request.FILES.getlist("file"):
        try:
            added.append(_add(request, registration, file))
        except Refused as refusal:
            refused.append((file.name or "", str(refusal)))
    if wants_json:
        return _told(request, added, refused)
    if refused or not added:
        refused = refused or [("", "Choose at least one file.")]
        return render(request, "portfolio/portfolio.html", listing(request, registration, refused), status=422)
    words = "One file is" if len(added) == 1 else f"{len(added)} files are"
    messages.success(request, f"{words} in your portfolio. Link each to the criteria it speaks to.")
    return redirect(address(request, "portfolio"))


def _add(request: SeatedRequest, registration: Any, file: Any) -> Any:
    received = actions.receive(
        file, file.name, centre=request.actor.centre, at=request.at, limit_bytes=registration.centre.upload_limit_bytes
    )
    kind = "product" if request.actor.role is Role.LEARNER else "observation"
    return actions.add_file(by=request.actor, registration=registration, received=received, kind=kind, at=request.at)


def _told(request: SeatedRequest, added: list[Any], refused: list[tuple[str, str]]) -> HttpResponse:
    if refused or not added:
        words = refused[0][1] if refused else "Choose a file."
        return JsonResponse({"name": refused[0][0] if refused else "", "word": words, "look": "stop"}, status=422)
    piece = added[0]
    held = piece.state == "quarantined"
    return JsonResponse(
        {
            "name": f"{piece.label} {piece.title}",
            "word": "Held for a scan" if held else "Stored. Link it next",
            "look": "wait" if held else "pass",
            "href": address(request, "evidence", piece.pk),
        }
    )


@page
def evidence_write(request: SeatedRequest) -> HttpResponse:
    """Begin a piece that is written in the page: its title and kind; the words come next, and save themselves."""
    registration = the_registration(request)
    GUARD.require(request.actor, Permission.ADD, registration)
    form = DescribeForm(request.POST or None, initial={"kind": "reflective_account"})
    if request.method == "POST" and form.is_valid():
        piece = actions.write_evidence(
            by=request.actor, registration=registration, body="", at=request.at, **form.cleaned_data
        )
        return redirect(address(request, "evidence_rewrite", piece.pk))
    context = {"form": form, "back": address(request, "portfolio"), "of": request.GET.get("of", "")}
    return render(request, "portfolio/write_new.html", context, status=422 if form.errors else 200)


@page
def evidence_rewrite(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """The words of a piece. They save themselves; who saved too late sees both texts and loses neither."""
    piece = queries.evidence_for(request.actor, pk)
    if piece.blob_id or not GUARD.allows(request.actor, Permission.CHANGE, piece):
        raise Http404
    first = {"title": piece.title, "body": piece.body, "version": piece.version}
    form = WriteForm(request.POST or None, initial=first)
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.rewrite_evidence(by=request.actor, evidence=piece, at=request.at, **form.cleaned_data)
        except Stale as stale:
            theirs = stale.now
        else:
            return _saved(request, saved)
    wants_json = "application/json" in request.headers.get("Accept", "")
    if theirs is not None and wants_json:
        return JsonResponse({"theirs": {"body": theirs.body}, "version": theirs.version}, status=409)
    if theirs is not None:
        shown = request.POST.copy()
        shown["version"] = str(theirs.version)
        form.data = shown
    context = {
        "form": form,
        "piece": piece,
        "theirs": theirs,
        "back": address(request, "evidence", pk),
        "here": address(request, "evidence_rewrite", pk),
        "portfolio_url": address(request, "portfolio"),
    }
    return render(request, "portfolio/write.html", context, status=409 if theirs else 422 if form.errors else 200)


def _saved(request: SeatedRequest, piece: Any) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"saved": f"{timezone.localtime(request.at):%H:%M:%S}", "version": piece.version})
    return redirect(address(request, "evidence", piece.pk))


@page
def evidence(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """One piece: its content, its facts, and the criteria it is linked to."""
    piece = queries.evidence_for(request.actor, pk)
    return render(request, "portfolio/evidence.html", _shown(request, piece))


@page
@require_POST
def evidence_map(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """The links of a piece, as the boxes say."""
    piece = queries.evidence_for(request.actor, pk)
    shown = _shown(request, piece, request.POST)
    wanted = shown["map_form"].wanted()
    if shown["map_form"].errors:
        return render(request, "portfolio/evidence.html", shown, status=422)
    actions.set_mappings(by=request.actor, evidence=piece, wanted=wanted, at=request.at)
    count = "one criterion" if len(wanted) == 1 else f"{len(wanted)} criteria"
    messages.success(
        request, f"{piece.label} is linked to {count}." if wanted else f"{piece.label} is linked to nothing."
    )
    return redirect(address(request, "evidence", pk))


@page
def evidence_edit(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """The title and kind of a piece."""
    piece = queries.evidence_for(request.actor, pk)
    GUARD.require(request.actor, Permission.CHANGE, piece)
    form = DescribeForm(request.POST or None, initial={"title": piece.title, "kind": piece.kind})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_evidence(by=request.actor, evidence=piece, at=request.at, **form.cleaned_data)
            return redirect(address(request, "evidence", pk))
        except Refused as refusal:
            put_beside(form, refusal.reasons)
    context = {"form": form, "piece": piece, "back": address(request, "evidence", pk)}
    return render(request, "portfolio/edit.html", context, status=422 if form.errors else 200)


@page
def evidence_remove(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Ask, then take a piece out of the portfolio."""
    piece = queries.evidence_for(request.actor, pk)
    GUARD.require(request.actor, Permission.CHANGE, piece)
    if request.method == "POST":
        actions.remove_evidence(by=request.actor, evidence=piece, at=request.at)
        messages.success(request, f"{piece.label} {piece.title} was removed.")
        return redirect(address(request, "portfolio"))
    return render(request, "portfolio/remove.html", {"piece": piece, "back": address(request, "evidence", pk)})


def _shown(request: SeatedRequest, piece: Any, data: Any = None) -> dict[str, Any]:
    """What the page of a piece shows; five statements beside the cache."""
    units = list(piece.registration.units.order_by("position"))
    criteria = criteria_of([unit.pk for unit in units])
    links = {link.criterion_id: link for link in piece.mappings.all()}
    kind = BY_MEDIA_TYPE.get(piece.media_type)
    is_safe = piece.state == "available"
    drawn: renditions.Rendition | None
    if piece.blob is None:
        drawn = renditions.of_words(piece.body)
    else:
        drawn = renditions.rendition(piece.blob, piece.media_type, piece.file_name) if is_safe else None
    return {
        "piece": piece,
        "rendition": drawn,
        "map_form": MapForm([(unit, criteria[unit.pk]) for unit in units], links, data),
        "linked": len(links),
        "may_map": GUARD.allows(request.actor, Permission.MAP, piece),
        "may_change": GUARD.allows(request.actor, Permission.CHANGE, piece),
        "portfolio_url": address(request, "portfolio", **_of(request, piece)),
        "is_played": piece.media_type.startswith(("audio/", "video/")),
        "has_pages": bool(piece.blob_id) and kind is not None and kind.name in {"pdf", "docx", "odt", "rtf"},
    }


def _of(request: SeatedRequest, piece: Any) -> dict[str, str]:
    return {} if request.actor.role is Role.LEARNER else {"of": str(piece.registration_id)}
