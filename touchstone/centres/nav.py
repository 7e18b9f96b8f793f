"""This room's places in the rail."""

from touchstone.access.actors import Role
from touchstone.access.places import Place

PLACES = [
    Place("Staff", "staff", "users", frozenset({Role.MANAGER, Role.ADMINISTRATOR, Role.IQA, Role.EQA}), 70),
    Place("Approvals", "approvals", "stamp", frozenset({Role.MANAGER, Role.EQA}), 75),
]
