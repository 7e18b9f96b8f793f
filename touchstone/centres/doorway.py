"""The public page behind an invitation's link."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from touchstone.access.actors import Role, system
from touchstone.centres import actions, inviting, roster
from touchstone.centres import forms as our
from touchstone.kernel.errors import Refused
from touchstone.plumbing.tenancy import within
from touchstone.ui.requests import Request

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Request, token: str) -> HttpResponse:
    """Take an invitation: with a name and a password, or, signed in, with one click. A spent link says so (410)."""
    found = roster.opened(inviting.hashed(token), request.at)
    if found is None:
        return render(request, "centres/invitation_over.html", {"words": UNKNOWN}, status=404)
    if found.state != "open":
        return render(request, "centres/invitation_over.html", {"words": inviting.WORDS[found.state]}, status=410)
    form = our.Accept(request.POST or None, initial={"name": found.invitation.name})
    if request.method == "POST":
        answer = _accept(request, found, form)
        if answer is not None:
            return answer
    facts = {
        "found": found,
        "form": form,
        "role": Role(found.invitation.role).label,
        "is_them": _is_them(request, found),
        "is_other": request.user.is_authenticated and not _is_them(request, found),
    }
    status = 422 if request.method == "POST" else 200
    response = render(request, "centres/invitation.html", facts, status=status)
    # The address holds the token: it must not travel on to another site, nor stay in a cache. With "no-referrer" a
    # browser would send the form itself with "Origin: null", and it would be refused as forged.
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store, private"
    return response


UNKNOWN = "This link leads nowhere. Look whether the whole of it was copied, or ask your centre for a new one."


def _is_them(request: Request, found: roster.Opened) -> bool:
    return request.user.is_authenticated and request.user.email.lower() == found.invitation.email


def _accept(request: Request, found: roster.Opened, form: our.Accept) -> HttpResponse | None:
    """The answer once the seat is held, or None when the form came back."""
    person = request.user if request.user.is_authenticated else None
    if person is None and not form.is_valid():
        return None
    facts = form.cleaned_data if person is None else {}
    centre = found.invitation.centre_id
    try:
        with within(centre):
            seat = actions.accept_invitation(
                by=system(centre), invitation=found.invitation, person=person, at=request.at, **facts
            )
    except Refused as refused:
        form.full_clean()
        our.show_refusal(form, refused)
        return None
    if person is None:
        login(request, seat.person, backend=BACKEND)
    request.session["seat"] = str(seat.pk)
    messages.success(request, f"Welcome to {found.invitation.centre.name}.")
    return redirect("home")
