"""This room's places in the rail."""

from touchstone.access.actors import Role
from touchstone.access.places import Place

OFFICE = frozenset({Role.ADMINISTRATOR, Role.MANAGER, Role.IQA, Role.EQA})

PLACES = [
    Place("Claims", "claims", "file-check", OFFICE, 60),
    Place("Certificates", "certificates", "award", OFFICE | {Role.LEARNER}, 61),
]
