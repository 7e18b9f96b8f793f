"""Places of this room in the rail."""

from touchstone.access.actors import Role
from touchstone.access.places import Place

PLACES = [
    Place("Check", "checks", "clipboard-check", frozenset({Role.IQA, Role.MANAGER}), 40),
    Place("Sample", "sampling", "grid-3x3", frozenset({Role.IQA, Role.MANAGER}), 41),
    Place("EQA room", "eqa_room", "scale", frozenset({Role.EQA, Role.MANAGER}), 42),
    Place("EQA activities", "eqa_activities", "calendar-check", frozenset({Role.MANAGER}), 43),
]
