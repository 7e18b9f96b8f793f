"""Three pages of the look itself: reading and colour, the gallery, and one example alone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from touchstone.ui import gallery as examples
from touchstone.ui.shell import COOKIES, chosen

A_YEAR_IN_SECONDS = 365 * 24 * 60 * 60


def safe_return(request: HttpRequest, fallback: str = "/") -> str:
    """Where to go back to: the posted or asked `next` when it is ours, else `fallback`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return fallback


@require_http_methods(["GET", "HEAD", "POST"])
def appearance(request: HttpRequest) -> HttpResponse:
    """Show the choices of theme, size of words and single keys; keep a posted choice in a cookie and go back."""
    if request.method != "POST":
        now = {name: chosen(request, name) for name in COOKIES}
        return render(request, "ui/appearance.html", {"now": now, "next": safe_return(request)})
    answer = HttpResponseRedirect(safe_return(request))
    for name, allowed in COOKIES.items():
        value = request.POST.get(name)
        if value in allowed:
            answer.set_cookie(
                name, str(value), max_age=A_YEAR_IN_SECONDS, samesite="Lax", secure=request.is_secure(), httponly=True
            )
    return answer


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component, drawn from its example file."""
    return render(request, "ui/gallery.html", {"groups": examples.groups(), **examples.values()})


@require_safe
def example(request: HttpRequest, name: str) -> HttpResponse:
    """One example alone, with the text that makes it. An unknown name is not found."""
    found = examples.one(name)
    if found is None:
        raise Http404
    return render(request, "ui/gallery_one.html", {"example": found, **examples.values()})
