"""The places of each role, gathered from the rooms' `nav.py`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.urls import NoReverseMatch, reverse

from touchstone.access.actors import Actor, Role
from touchstone.access.places import Place
from touchstone.ui.shell import NavItem


@cache
def places() -> tuple[Place, ...]:
    """Every room's places, in the order they stand in the rail."""
    found: list[Place] = []
    for app in apps.get_app_configs():
        if app.name.startswith("touchstone.") and find_spec(f"{app.name}.nav"):
            found += import_module(f"{app.name}.nav").PLACES
    return tuple(sorted(found, key=lambda place: place.order))


def navigation_for(actor: Actor, path: str) -> list[NavItem]:
    """The rail of the actor's role; the longest place whose address begins the path is the current one."""
    items = [(p, address(p.url_name)) for p in places() if Role(actor.role) in p.roles]
    here = max((url for _, url in items if url and path.startswith(url)), key=len, default=None)
    return [NavItem(label=p.label, url=url, icon=p.icon, current=url == here) for p, url in items if url]


def address(url_name: str) -> str | None:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None
