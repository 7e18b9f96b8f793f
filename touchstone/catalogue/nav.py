"""This room's place in the rail."""

from touchstone.access.actors import Role
from touchstone.access.places import Place

PLACES = [
    Place(
        "Handbooks",
        "handbooks",
        "book-open",
        frozenset({Role.MANAGER, Role.ADMINISTRATOR, Role.TUTOR, Role.ASSESSOR, Role.IQA, Role.EQA}),
        60,
    ),
]
