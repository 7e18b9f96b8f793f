"""The requests that views receive, with what the middleware put on them; for the type checker and the reader."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from touchstone.access.actors import Actor
from touchstone.ui.shell import NavItem, Seat


class Request(HttpRequest):
    """Any request: its moment, its id, and the actor, who is None for a visitor and for a person without a seat."""

    actor: Actor | None
    at: datetime
    request_id: str
    htmx: HtmxDetails
    nav: list[NavItem]
    seats: list[Seat]


class SeatedRequest(Request):
    """What a view behind `seated` receives: somebody acts, in the scope of their centre."""

    actor: Actor
