"""The door of every page that needs a person in a seat."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http.response import HttpResponseBase
from django.shortcuts import render

from touchstone.ui.requests import Request

View = Callable[..., HttpResponseBase]


def seated(view: View) -> View:
    """Sends somebody who is not signed in to the sign-in page and back; who holds no seat today is told so (403)."""

    @wraps(view)
    def door(request: Request, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if request.actor is None:
            return render(request, "403.html", {"because": "You hold no seat at a centre today."}, status=403)
        return view(request, *args, **kwargs)

    door.needs_a_seat = True  # type: ignore[attr-defined]
    return door
