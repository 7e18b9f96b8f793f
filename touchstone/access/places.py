"""A place in the rail: what a room's `nav.py` offers to which roles."""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.access.actors import Role


@dataclass(frozen=True)
class Place:
    """One entry of the rail. `icon` is a Lucide name; places stand by `order`, lowest first."""

    label: str
    url_name: str
    icon: str
    roles: frozenset[Role]
    order: int
