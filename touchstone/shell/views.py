"""Home, sign-in and sign-out by their short names, the role switch, find, help, and the probe for a balancer."""

from __future__ import annotations

from django.contrib.auth import logout
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from touchstone.shell import glossary, queries, search
from touchstone.ui.requests import SeatedRequest
from touchstone.ui.seats import seated


@require_GET
@seated
def home(request: SeatedRequest) -> HttpResponse:
    """The next step of the person's present role, and everything after it."""
    today = timezone.localdate()
    found = queries.home(request.actor, today)
    page = {
        "agenda": found.agenda,
        "side": found.side,
        "today": today,
        "greeting": f"{_greeting(timezone.localtime().hour)}, {request.actor.name.split()[0]}",
    }
    return render(request, "shell/home.html", page)


def _greeting(hour: int) -> str:
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"


@require_GET
def sign_in(request: HttpRequest) -> HttpResponse:
    return redirect("account_login")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("account_login")


@require_POST
@seated
def seat(request: SeatedRequest) -> HttpResponse:
    """Take another of one's own seats; an unknown one changes nothing."""
    chosen = request.POST.get("seat", "")
    if chosen in {held.value for held in request.seats}:
        request.session["seat"] = chosen
    return redirect("home")


@require_GET
@seated
def find(request: SeatedRequest) -> HttpResponse:
    """Learners, evidence, units and certificates whose words match, as far as this role may see them."""
    words = request.GET.get("q", "").strip()
    return render(request, "shell/find.html", {"words": words, "found": search.find(request.actor, words)})


@require_GET
@seated
def help_page(request: SeatedRequest) -> HttpResponse:
    return render(request, "shell/help.html", {"words": glossary.WORDS})


@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """200 while the database answers: for a balancer's probe. It tells nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})
