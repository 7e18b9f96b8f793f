"""Where this room stands in the rail."""

from touchstone.access.actors import Role
from touchstone.access.places import Place

PLACES = [
    Place("Queue", "queue", "inbox", frozenset({Role.ASSESSOR, Role.MANAGER}), 30),
    Place("Assess", "desk_soonest", "scale", frozenset({Role.ASSESSOR}), 32),
    Place("To allocate", "allocate", "user-plus", frozenset({Role.MANAGER}), 35),
    Place("Results", "results", "message-square-text", frozenset({Role.LEARNER}), 60),
]
