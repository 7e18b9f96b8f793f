"""The shell's own place: Home, for everybody."""

from touchstone.access.actors import Role
from touchstone.access.places import Place

PLACES = [Place("Home", "home", "house", frozenset(Role), 0)]
