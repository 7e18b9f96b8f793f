"""Registrations: the list, a new one, one of them, and each step of its way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from touchstone.access.actors import STAFF, Actor, Role
from touchstone.admissions import actions, export, queries, rules, steps
from touchstone.admissions import forms as our
from touchstone.admissions.models import Registration
from touchstone.admissions.permissions import GUARD, Permission
from touchstone.audit.queries import trail
from touchstone.catalogue.queries import qualifications_offered
from touchstone.centres.queries import names_of, open_for_registration
from touchstone.kernel.errors import Denied, Refused
from touchstone.ui.requests import SeatedRequest
from touchstone.ui.seats import seated

FORM = ["GET", "HEAD", "POST"]
VERBS = {
    "draft": "Prepared",
    "checked": "Papers checked",
    "submitted": "Sent to the awarding body",
    "confirmed": "Confirmed by the awarding body",
    "active": "Active",
    "staffed": "Tutor and assessor named",
    "suspended": "Suspended",
    "withdrawn": "Withdrawn",
    "transferred_out": "Transferred",
    "completed": "Completed",
    "re_registered": "Registered again",
}


@require_safe
@seated
def registrations(request: SeatedRequest) -> HttpResponse:
    """The registrations that this person may see; words, state and page live in the address."""
    found, words, state = _asked(request)
    page = queries.page_of(found, _uuid(request.GET.get("after", "")))
    today = timezone.localdate(request.at)
    query = request.GET.copy()
    query.pop("after", None)
    facts = {
        "rows": [(r, _shown(r, today)) for r in page.rows],
        "q": words,
        "state": state,
        "states": queries.FILTERS.items(),
        "export": f"{reverse('registrations_csv')}?{query.urlencode()}",
        "next": f"?{_with(query, after=page.after)}" if page.after else "",
        "may_prepare": GUARD.allows(request.actor, Permission.PREPARE),
    }
    return render(request, "admissions/registrations.html", facts)


@require_safe
@seated
def registrations_csv(request: SeatedRequest) -> StreamingHttpResponse:
    """The same list, whole, as comma-separated values that are written while they are read."""
    found, _, _ = _asked(request)
    GUARD.require(request.actor, Permission.SEE_ALL)
    lines = export.lines(request.actor.centre, found, timezone.localdate(request.at))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="registrations.csv"'
    return response


def _asked(request: SeatedRequest) -> tuple[Any, str, str]:
    if request.actor.role is Role.LEARNER:
        raise Denied("The list of registrations is for the staff of the centre.")
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    state = state if state in queries.FILTERS else ""
    return queries.listed(request.actor, timezone.localdate(request.at), words, state), words, state


def _with(query: Any, **more: object) -> str:
    changed = query.copy()
    for name, value in more.items():
        changed[name] = str(value)
    return changed.urlencode()


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _shown(registration: Registration, today: date) -> str:
    """The state to show: "expiring" in the last 180 days, else as it stands."""
    if rules.is_expiring(registration, today):
        return "expiring"
    return rules.standing(registration.state, registration.expires_on, today)


@require_http_methods(FORM)
@seated
def registration_new(request: SeatedRequest) -> HttpResponse:
    """First the qualification, then the learner and the units; a refusal comes back beside its field."""
    GUARD.require(request.actor, Permission.PREPARE)
    offers = qualifications_offered(request.actor)
    wanted = request.POST.get("qualification") or request.GET.get("qualification")
    chosen = next((q for q in offers if str(q.pk) == wanted), None)
    if chosen is None:
        gaps = open_for_registration([q.number for q in offers], timezone.localdate(request.at))
        return render(request, "admissions/choose.html", {"offers": [(q, gaps[q.number]) for q in offers]})
    form = our.New(request.POST if request.method == "POST" else None, qualification=chosen)
    status = 200
    if request.method == "POST":
        made = _prepared(request, form, chosen)
        if made is not None:
            messages.success(request, f"A draft is made for {made.learner_name}. Next: check the papers.")
            return redirect("registration", pk=made.pk)
        status = 422
    return render(request, "admissions/registration_new.html", {"form": form, "qualification": chosen}, status=status)


def _prepared(request: SeatedRequest, form: our.New, qualification: Any) -> Registration | None:
    if not form.is_valid():
        return None
    facts = dict(form.cleaned_data)
    units = [UUID(pk) for pk in facts.pop("units")]
    try:
        return actions.prepare(
            by=request.actor,
            learner=actions.Learner(**facts),
            qualification=qualification,
            units=units,
            at=request.at,
        )
    except Refused as refused:
        our.show_refusal(form, refused)
        return None


def found_or_404(actor: Actor, pk: UUID) -> Registration:
    """The registration where the actor may see it, else 404."""
    try:
        return queries.registration_for(actor, pk)
    except Registration.DoesNotExist:
        raise Http404 from None


@require_safe
@seated
def registration(request: SeatedRequest, pk: UUID) -> HttpResponse:
    """One registration: where it stands, what comes next, who did what, and why it ends when it ends."""
    found = found_or_404(request.actor, pk)
    today = timezone.localdate(request.at)
    offered = steps.offered(request.actor, found, today)
    entries = trail(request.actor, [found.pk]) if request.actor.role in STAFF | {Role.EQA} else []
    name = _names(found, entries)
    following = next((s for s in offered if s.first), None)
    facts = {
        "registration": found,
        "standing": _shown(found, today),
        "years": found.qualification.validity_years or rules.VALIDITY_YEARS,
        "units": found.units.order_by("position"),
        "identity": our.WORDS.get(found.identity_kind, found.identity_kind),
        "following": following,
        "blocked": _blocked(request.actor, found, following),
        "others": [s for s in offered if s is not following],
        "seen_by": name(found.identity_seen_by_id),
        "history": [(e, _verb(e.verb), name(e.actor)) for e in entries],
        "is_office": GUARD.allows(request.actor, Permission.PREPARE),
        "may_list": request.actor.role is not Role.LEARNER,
    }
    return render(request, "admissions/registration.html", facts)


def _names(found: Registration, entries: list) -> Callable[[UUID | None], str]:
    """Gives the name of whoever did something with the registration; what nobody did was done by the program."""
    people = [pk for pk in (found.identity_seen_by_id, *(e.actor for e in entries)) if pk is not None]
    names = names_of(people)
    return lambda pk: names.get(pk, "Touchstone") if pk is not None else ""


def _verb(verb: str) -> str:
    """What the ledger calls "registration.checked", in words for the page."""
    return VERBS.get(verb.partition(".")[2], verb)


def _blocked(actor: Actor, registration: Registration, following: steps.Step | None) -> str:
    """Why the next step waits for somebody else, or "" when it does not."""
    if following is None or following.slug != "submit":
        return ""
    gaps = rules.second_person_gaps(registration.prepared_by_id, actor.person, registration.person_id)
    return gaps[0] if gaps else ""


@require_http_methods(FORM)
@seated
def registration_step(request: SeatedRequest, pk: UUID, slug: str) -> HttpResponse:
    """Ask for one step, and take it. A step that is not offered in this state is refused with its reason."""
    found = found_or_404(request.actor, pk)
    step = steps.BY_SLUG.get(slug)
    if step is None:
        raise Http404
    GUARD.require(request.actor, step.permission, found)
    today = timezone.localdate(request.at)
    form = steps.form_for(step, found, request.POST if request.method == "POST" else None, today)
    if request.method == "POST":
        done = _taken(request, step, found, form)
        if done is not None:
            messages.success(request, step.done)
            return redirect("registration", pk=done.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "admissions/step.html", {"registration": found, "step": step, "form": form}, status=status)


def _taken(request: SeatedRequest, step: steps.Step, found: Registration, form: Any) -> Registration | None:
    if not form.is_valid():
        return None
    try:
        return step.act(by=request.actor, registration=found, at=request.at, **form.cleaned_data)
    except Refused as refused:
        our.show_refusal(form, refused)
        return None
