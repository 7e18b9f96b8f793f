"""Where this room stands in the rail."""

from touchstone.access.actors import Role
from touchstone.access.places import Place

LEARNER = frozenset({Role.LEARNER})

PLACES = [
    Place("Units", "units", "layers", LEARNER, 20),
    Place("Portfolio", "portfolio", "folder-open", LEARNER, 40),
    Place("Submit", "submissions", "send", LEARNER, 50),
]
