"""From a handbook's file to a version: load it, look it over, mend it, accept it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from touchstone.catalogue import actions, forms, queries, rules
from touchstone.catalogue.actions import AddNode, PlaceUnits, RemoveNode, SetValues
from touchstone.catalogue.actions.editing import Change
from touchstone.catalogue.models import Upload
from touchstone.catalogue.permissions import GUARD, Permission
from touchstone.catalogue.views.shelf import difference_page, leaf, unit_facts
from touchstone.kernel.errors import Reason, Refused
from touchstone.ui.requests import SeatedRequest
from touchstone.ui.seats import seated

FORM = ["GET", "HEAD", "POST"]
WARNINGS_SHOWN = 6
READS = [
    "Qualifications: number, title, level, credits, hours, and the rule of which units make them",
    "Units: codes, aim, hours of practice, suggested length",
    "Learning outcomes and criteria, with depth and guidance",
    "The guide to what is enough for a pass, and what is typical of a referral",
]
SAYS = {"units": "unit", "qualifications": "qualification", "outcomes": "outcome", "criteria": "criterion"}
# Sums and gaps that are looked at again after every edit, so that what the reader said of them grows old.
LOOKED_AT_AGAIN = {
    "credit-sum-differs",
    "guided-hours-sum-differs",
    "tqt-not-ten-per-credit",
    "qualification-number-missing",
}
SAID_BY_THE_READER = {"sum-credit", "sum-guided_hours", "sum-tqt_hours", "no-number"}


@require_http_methods(FORM)
@seated
def handbook_upload(request: SeatedRequest) -> HttpResponse:
    """Ask for a handbook's file; what was read goes to the review page, what is wrong stays beside the field."""
    GUARD.require(request.actor, Permission.LOAD)
    posted = request.method == "POST"
    form = forms.HandbookForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = actions.read_handbook(by=request.actor, data=file.read(), file_name=file.name, at=request.at)
            return redirect("handbook_review", upload.pk)
        except Refused as refused:
            for reason in refused.reasons:
                forms.add_reason(form, "file", reason.text)
    facts = {"form": form, "types": forms.TYPES, "reads": READS}
    return render(request, "catalogue/upload.html", facts, status=422 if posted else 200)


@require_safe
@seated
def handbook_review(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """What was read of a handbook, what to look at, and the button that accepts it."""
    upload = _upload(request, pk)
    if upload.accepted_at:
        return redirect("specification", upload.specification.pk)
    return _review(request, upload)


def _review(request: HttpRequest, upload: Upload, reasons: tuple[Reason, ...] = ()) -> HttpResponse:
    content = upload.content
    latest = queries.latest_of(content.get("family") or "")
    warnings = [w for w in upload.warnings if not (upload.revision and w["code"] in LOOKED_AT_AGAIN)]
    everything = request.GET.get("warnings") == "all"
    found = [f for f in rules.findings(content) if upload.revision or f.code not in SAID_BY_THE_READER]
    return render(
        request,
        "catalogue/review.html",
        {
            "upload": upload,
            "content": content,
            "counts": rules.counts(content),
            "gaps": [(gap, _mend(upload, gap.path)) for gap in rules.structural_gaps(content)],
            "findings": [(finding, _mend(upload, finding.path)) for finding in found],
            "warnings": warnings if everything else warnings[:WARNINGS_SHOWN],
            "more_warnings": 0 if everything else max(0, len(warnings) - WARNINGS_SHOWN),
            "warnings_count": len(warnings),
            "qualifications": _qualifications(content),
            "units": [(i, unit, _criteria(unit)) for i, unit in enumerate(content["units"])],
            "latest": latest,
            "next_version": latest.version + 1 if latest else 1,
            "reasons": reasons,
        },
        status=422 if reasons else 200,
    )


def _qualifications(content: dict[str, Any]) -> list[dict[str, Any]]:
    credits = {unit["ref"]: unit.get("credit") for unit in content["units"]}
    shown = []
    for index, node in enumerate(content.get("qualifications") or []):
        rule = rules.combination_from(node.get("rule_of_combination"), node.get("units") or [], credits)
        shown.append(
            {
                "node": node,
                "path": f"qualifications/{index}",
                "key": rules.key_for(node),
                "rule": rules.combination_words(rule),
                "printed": rule["text"],
            }
        )
    return shown


def _criteria(unit: dict[str, Any]) -> int:
    return sum(len(outcome.get("criteria") or []) for outcome in unit.get("outcomes") or [])


@require_safe
@vary_on_headers("HX-Request")
@seated
def handbook_unit(request: SeatedRequest, pk: UUID, index: int) -> HttpResponse:
    """A unit of a handbook under review with every criterion and where to mend it; a part of the page for htmx."""
    upload = _upload(request, pk)
    path = f"units/{index}"
    unit = rules.node_at(upload.content, path)
    if unit is None:
        raise Http404
    branches = [
        {
            **branch,
            "path": f"{path}/outcomes/{at}",
            "criteria": [
                leaf(criterion, f"{path}/outcomes/{at}/criteria/{place}")
                for place, criterion in enumerate(branch.get("criteria") or [])
            ],
        }
        for at, branch in enumerate(unit.get("outcomes") or [])
    ]
    page = "catalogue/review_unit.html" + ("#criteria" if request.htmx else "")
    facts = {"upload": upload, "unit": unit, "path": path, "facts": unit_facts(unit), "branches": branches}
    return render(request, page, facts)


@require_http_methods(FORM)
@seated
def handbook_edit(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Mend one node of what was read, named by `path`."""
    upload = _upload(request, pk)
    path = request.GET.get("path", "")
    node = rules.node_at(upload.content, path)
    if node is None:
        raise Http404
    kind = str(rules.kind_of(path))
    form = forms.node_form(kind, request.POST if request.method == "POST" else None, node)
    if request.method == "POST" and form.is_valid():
        change = SetValues(path, forms.values_of(kind, form))
        if _changed(request, upload, change, form):
            return redirect(_back(upload, path))
    facts = {"removable": kind != "specification", "title": f"Mend {_called(kind, node)}"}
    return _form_page(request, upload, form, path, facts)


@require_http_methods(FORM)
@seated
def handbook_add(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Add a unit, outcome, criterion or qualification to the node named by `parent`."""
    upload = _upload(request, pk)
    parent, name = request.GET.get("parent", ""), request.GET.get("name", "")
    if rules.node_at(upload.content, parent) is None or name not in rules.CHILDREN.get(rules.kind_of(parent) or "", ()):
        raise Http404
    kind = SAYS[name]
    form = forms.node_form(kind, request.POST if request.method == "POST" else None, {})
    if request.method == "POST" and form.is_valid():
        change = AddNode(parent, name, forms.values_of(kind, form))
        if _changed(request, upload, change, form):
            return redirect(_back(upload, parent))
    return _form_page(request, upload, form, parent, {"title": f"Add {'an' if kind == 'outcome' else 'a'} {kind}"})


@require_http_methods(FORM)
@seated
def handbook_remove(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Ask whether a node should go, then take it out."""
    upload = _upload(request, pk)
    path = request.GET.get("path", "")
    node = rules.node_at(upload.content, path)
    if node is None or not path:
        raise Http404
    form = django_forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _changed(request, upload, RemoveNode(path), form):
        messages.success(request, "Taken out.")
        return redirect(_back(upload, path.rsplit("/", 2)[0] if path.count("/") > 1 else ""))
    facts = {
        "upload": upload,
        "form": form,
        "called": _called(str(rules.kind_of(path)), node),
        "back": _back(upload, path),
        "revision": _revision(request, upload),
    }
    return render(request, "catalogue/remove.html", facts, status=422 if request.method == "POST" else 200)


@require_http_methods(FORM)
@seated
def handbook_places(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Say which units make a qualification, and how."""
    upload = _upload(request, pk)
    path = request.GET.get("path", "")
    node = rules.node_at(upload.content, path)
    if node is None or rules.kind_of(path) != "qualification":
        raise Http404
    form = forms.PlacesForm(request.POST if request.method == "POST" else None, content=upload.content, node=node)
    if request.method == "POST" and form.is_valid():
        change = PlaceUnits(
            path, form.places(), form.cleaned_data["minimum_credit"], form.cleaned_data["groups_needed"]
        )
        if _changed(request, upload, change, form):
            return redirect(_back(upload, path))
    facts = {"title": f"Units of {node.get('number') or node.get('title')}"}
    return _form_page(request, upload, form, path, facts, page="catalogue/places.html")


@require_POST
@seated
def handbook_accept(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Accept what was read as the next version, and go to it; what stands in the way is shown on the review page."""
    upload = _upload(request, pk)
    try:
        made = actions.accept_upload(by=request.actor, upload=upload, revision=_posted_revision(request), at=request.at)
    except Refused as refused:
        upload = _upload(request, pk)
        if not upload.is_open:
            raise
        return _review(request, upload, refused.reasons)
    messages.success(request, f"Version {made.version} of {made.family} is accepted. Nothing changes it any more.")
    return redirect("specification", made.pk)


@require_http_methods(FORM)
@seated
def handbook_discard(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """Ask whether a handbook that was read should be put away, then do it."""
    upload = _upload(request, pk)
    if request.method == "POST":
        reason = request.POST.get("reason", "")[:500]
        actions.discard_upload(by=request.actor, upload=upload, reason=reason, at=request.at)
        messages.success(request, f"{upload.file_name} was put away.")
        return redirect("handbooks")
    return render(request, "catalogue/discard.html", {"upload": upload})


@require_safe
@seated
def handbook_diff(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """What the handbook under review says differently from the latest version of its family."""
    upload = _upload(request, pk)
    latest = queries.latest_of(upload.content.get("family") or "")
    if latest is None:
        raise Http404
    found = rules.differences(queries.content_of(latest), upload.content)
    url = reverse("handbook_diff", args=[pk])
    return render(
        request,
        "catalogue/diff.html",
        {
            "upload": upload,
            "old": latest,
            **difference_page(found, request.GET.get("part", "")),
            "part_url": f"{url}?part=",
        },
    )


def _upload(request: SeatedRequest, pk: UUID) -> Upload:
    try:
        return queries.upload_for(request.actor, pk)
    except Upload.DoesNotExist:
        raise Http404 from None


def _posted_revision(request: SeatedRequest) -> int:
    """The revision that the person looked at; -1, which never fits, for anything that is no number."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() else -1


def _revision(request: SeatedRequest, upload: Upload) -> int:
    """The revision to send along next: after "somebody else changed it" the person has seen what is there now."""
    return upload.revision


def _changed(request: SeatedRequest, upload: Upload, change: Change, form: django_forms.Form) -> bool:
    """True when the change was made; else `form` carries what was wrong."""
    try:
        actions.edit_upload(
            by=request.actor, upload=upload, change=change, revision=_posted_revision(request), at=request.at
        )
    except Refused as refused:
        for reason in refused.reasons:
            forms.add_reason(form, reason.field, reason.text)
        return False
    return True


def _form_page(
    request: SeatedRequest,
    upload: Upload,
    form: django_forms.Form,
    path: str,
    facts: dict[str, Any],
    page: str = "catalogue/edit.html",
) -> HttpResponse:
    known = {"upload": upload, "form": form, "path": path, "back": _back(upload, path), "removable": False}
    status = 422 if request.method == "POST" else 200
    return render(request, page, {**known, "revision": _revision(request, upload), **facts}, status=status)


def _back(upload: Upload, path: str) -> str:
    """The page on which the node at `path` is seen: its unit, or the review page."""
    if path.startswith("units/") and path.count("/") > 1:
        return reverse("handbook_unit", args=[upload.pk, int(path.split("/")[1])])
    return reverse("handbook_review", args=[upload.pk])


def _mend(upload: Upload, path: str) -> str:
    """Where the node at `path` can be mended."""
    if rules.kind_of(path) == "unit":
        return reverse("handbook_unit", args=[upload.pk, int(path.split("/")[1])])
    return f"{reverse('handbook_edit', args=[upload.pk])}?path={path}"


def _called(kind: str, node: dict[str, Any]) -> str:
    if kind == "specification":
        return "the names of this handbook"
    name = node.get("ref") or node.get("number") or node.get("title") or ""
    return f"{kind} {name}".strip()
