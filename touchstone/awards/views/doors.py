"""What every view for staff and learners begins with."""

from __future__ import annotations

from functools import wraps
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.http.response import HttpResponseBase

from touchstone.ui.requests import SeatedRequest
from touchstone.ui.seats import View, seated


def page(view: View) -> View:
    """For who has a seat; what does not exist, or is another centre's, is answered with 404."""

    @seated
    @wraps(view)
    def door(request: SeatedRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except ObjectDoesNotExist:
            raise Http404 from None

    return door


def key(text: str | None) -> UUID | None:
    """The id that an address names, or None when it names none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def query(**named: object) -> str:
    """The named values that are not empty, as the query of an address."""
    kept = {name: value for name, value in named.items() if value}
    return f"?{urlencode(kept)}" if kept else ""
