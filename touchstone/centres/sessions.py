"""How long somebody stays signed in, and what they must have set up first."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from touchstone.access.actors import STAFF, Role
from touchstone.centres import identity
from touchstone.ui.requests import Request

Answer = Callable[[Request], HttpResponse]

SEEN = "seen_at"
SEEN_EVERY_SECONDS = 60
HAS_SECOND_STEP = "has_second_step"
WITHOUT_SECOND_STEP = ("/account/", "/static/", "/ui/", "/sign-out/", "/seat/", "/health/")


def note_sign_in(sender: object, request: Request, user: AbstractBaseUser, **_: object) -> None:
    """Start the clock of a new session, in the write that the sign-in makes anyway."""
    request.session[SEEN] = int(timezone.now().timestamp())


def idle_sign_out(answer: Answer) -> Answer:
    """Sign out whoever did nothing for TOUCHSTONE_IDLE_MINUTES, and lead them back to their page after sign-in.

    The session is written at most once a minute, so that a click costs no statement. 0 minutes switches it off.
    """

    def handle(request: Request) -> HttpResponse:
        minutes = settings.TOUCHSTONE_IDLE_MINUTES
        if not minutes or not request.user.is_authenticated:
            return answer(request)
        now = int(timezone.now().timestamp())
        seen = request.session.get(SEEN)
        if seen is not None and now - seen > minutes * 60:
            logout(request)
            messages.info(request, f"You were signed out after {minutes} minutes without a click. Sign in to go on.")
            return _to_sign_in(request)
        if seen is None or now - seen >= SEEN_EVERY_SECONDS:
            request.session[SEEN] = now
        return answer(request)

    return handle


def second_step_for_staff(answer: Answer) -> Answer:
    """Where TOUCHSTONE_STAFF_SECOND_STEP is set, staff set up their second step before they go anywhere else."""

    def handle(request: Request) -> HttpResponse:
        if not _needs_second_step(request):
            return answer(request)
        if is_mfa_enabled(request.user):
            request.session[HAS_SECOND_STEP] = True
            return answer(request)
        messages.info(request, "Your centre asks its staff for a second step at sign-in. Set yours up to go on.")
        return redirect("mfa_activate_totp")

    return handle


def tries_outlive_refusals(answer: Answer) -> Answer:
    """Count a wrong signing password even though its refusal undid the transaction it was given in."""

    def handle(request: Request) -> HttpResponse:
        identity.begin_request()
        try:
            return answer(request)
        finally:
            identity.tell_again()

    return handle


def _needs_second_step(request: Request) -> bool:
    actor = getattr(request, "actor", None)
    return bool(
        settings.TOUCHSTONE_STAFF_SECOND_STEP
        and actor is not None
        and actor.role in STAFF | {Role.EQA}
        and not request.path.startswith(WITHOUT_SECOND_STEP)
        and not request.session.get(HAS_SECOND_STEP)
    )


def _to_sign_in(request: Request) -> HttpResponse:
    """The sign-in page with `next`; a part asked for by script, or a save in the background, is told so instead."""
    if request.headers.get("X-Autosave"):
        return HttpResponse(status=401)
    there = request.get_full_path() if request.method == "GET" else _page_of(request)
    sign_in = redirect_to_login(there)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": f"{reverse('account_login')}?{urlsplit(sign_in.url).query}"})
    return sign_in


def _page_of(request: Request) -> str:
    """The page that a form was posted from, where it is ours; else the home page."""
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        parts = urlsplit(came_from)
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return "/"
