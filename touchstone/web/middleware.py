"""What every request passes: headers, the seat that its person sits in, and errors in plain words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from touchstone.access.actors import Role
from touchstone.centres.queries import seats_of
from touchstone.kernel.errors import Denied, Refused
from touchstone.kernel.ids import new_id
from touchstone.plumbing.tenancy import within
from touchstone.ui import shell
from touchstone.ui.requests import Request
from touchstone.web.navigation import navigation_for

Answer = Callable[[Request], HttpResponse]

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def security_headers(answer: Answer) -> Answer:
    """Every answer carries the content-security policy; what a signed-in person sees is kept by no cache."""

    def handle(request: Request) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(self)")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return handle


def seat(answer: Answer) -> Answer:
    """Set `request.actor` from the seat that the person chose (or their first), and see only that seat's centre."""

    def handle(request: Request) -> HttpResponse:
        request.request_id = new_id().hex
        request.at = timezone.now()
        request.actor, request.seats, request.nav = None, [], []
        scope: AbstractContextManager[None] = nullcontext()
        if request.user.is_authenticated:
            chosen = seats_of(request.user, timezone.localdate(), request.session.get("seat"), request.request_id)
            request.actor = chosen.actor
            request.seats = [
                shell.Seat(str(s.pk), Role(s.role).label, s.centre.name, current=s is chosen.now) for s in chosen.held
            ]
            if request.actor:
                request.nav = navigation_for(request.actor, request.path)
                scope = within(request.actor.centre)
        with scope:
            return answer(request)

    return handle


def plain_errors(answer: Answer) -> Answer:
    """A refusal that no view showed beside its form becomes a page with its reasons; a denial, one that says why."""

    def handle(request: Request) -> HttpResponse:
        return answer(request)

    def process_exception(request: Request, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            return render(request, "ui/refused.html", {"reasons": error.reasons}, status=409)
        if isinstance(error, Denied):
            return render(request, "403.html", {"because": str(error)}, status=403)
        return None

    handle.process_exception = process_exception  # type: ignore[attr-defined]
    return handle
