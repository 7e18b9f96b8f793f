"""Reading what an address says, and answering "not found" for what is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def found_or_404(view: View) -> View:
    """A row that does not exist, or belongs to another centre, is answered with 404."""

    @wraps(view)
    def look(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ObjectDoesNotExist:
            raise Http404 from None

    return look


def key(text: str | None) -> UUID | None:
    """The id that an address names, or None when it names none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def address(path: str, **named: object) -> str:
    """`path` with the named values that are not empty, as a query."""
    kept = {name: value for name, value in named.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path
