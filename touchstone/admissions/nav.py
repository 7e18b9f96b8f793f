"""This room's place in the rail."""

from touchstone.access.actors import Role
from touchstone.access.places import Place

SEEN_BY = frozenset({Role.ADMINISTRATOR, Role.MANAGER, Role.TUTOR, Role.IQA, Role.EQA})
PLACES = [Place("Registrations", "registrations", "id-card", SEEN_BY, 20)]
