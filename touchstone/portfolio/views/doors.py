"""What every view of this room begins with."""

from __future__ import annotations

from collections.abc import Iterable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import reverse

from touchstone.access.actors import Role
from touchstone.kernel.errors import Reason
from touchstone.portfolio.queries import portfolio_registration
from touchstone.ui.requests import SeatedRequest
from touchstone.ui.seats import View, seated


def page(view: View) -> View:
    """For who has a seat; what they may not see is not found."""

    @seated
    @wraps(view)
    def door(request: SeatedRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except ObjectDoesNotExist as error:
            raise Http404 from error

    return door


def shown_registration(request: SeatedRequest) -> Any | None:
    """The registration that the page is about: `?of=` names it, a learner needs none. None where there is none."""
    return portfolio_registration(request.actor, request.GET.get("of") or request.POST.get("of") or "")


def the_registration(request: SeatedRequest) -> Any:
    """The registration that the page is about; raises Http404 where there is none."""
    registration = shown_registration(request)
    if registration is None:
        raise Http404
    return registration


def address(request: SeatedRequest, name: str, *args: Any, **query: Any) -> str:
    """The address of a page of this room about the same learner."""
    of = request.GET.get("of") or request.POST.get("of")
    if of and request.actor.role is not Role.LEARNER:
        query["of"] = of
    found = reverse(name, args=args)
    return f"{found}?{urlencode(query, doseq=True)}" if query else found


def put_beside(form: forms.Form, reasons: Iterable[Reason]) -> None:
    """Each reason goes beside its field, or on top of the form."""
    for reason in reasons:
        form.add_error(reason.field if reason.field in form.fields else None, reason.text)
