"""The permission tables of the rooms: who may do what, and to which thing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from touchstone.access.actors import Actor, Role
from touchstone.kernel.errors import Denied

Predicate = Callable[[Actor, Any], bool]


def anything(actor: Actor, subject: Any) -> bool:
    return True


def same_centre(actor: Actor, subject: Any) -> bool:
    """True where the subject belongs to the centre that the actor acts at; true when there is no subject."""
    return subject is None or subject.centre_id == actor.centre


@dataclass(frozen=True)
class Grant:
    """The roles that may, each under `when`; `because` is the sentence shown when it is denied."""

    roles: frozenset[Role]
    when: Predicate
    because: str


def grant(*roles: Role, when: Predicate = anything, because: str = "Your role does not do this.") -> Grant:
    return Grant(frozenset(roles), when, because)


class Guard:
    """A room's table of permissions. A permission has one or more grants; any one of them suffices."""

    def __init__(self, table: Mapping[StrEnum, Grant | Collection[Grant]]) -> None:
        self.table = {p: ((g,) if isinstance(g, Grant) else tuple(g)) for p, g in table.items()}

    def allows(self, actor: Actor | None, permission: StrEnum, subject: Any = None) -> bool:
        """True where `actor` may; never true across centres."""
        if actor is None or not same_centre(actor, subject):
            return False
        return any(actor.role in g.roles and g.when(actor, subject) for g in self.table[permission])

    def require(self, actor: Actor | None, permission: StrEnum, subject: Any = None) -> None:
        """Raise Denied, with the sentence of the nearest grant, unless `actor` may."""
        if self.allows(actor, permission, subject):
            return
        grants = self.table[permission]
        near = [g for g in grants if actor is not None and actor.role in g.roles] or grants
        raise Denied(near[0].because)

    def roles_for(self, permission: StrEnum) -> frozenset[Role]:
        return frozenset().union(*(g.roles for g in self.table[permission]))
