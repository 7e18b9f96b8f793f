"""What can be done with specifications, and who may."""

from __future__ import annotations

from enum import StrEnum

from touchstone.access.actors import STAFF, Role
from touchstone.access.guards import Guard, grant


class Permission(StrEnum):
    """One thing that a person may do in this room."""

    READ = "catalogue.read"
    LOAD = "catalogue.load"


GUARD = Guard(
    {
        Permission.READ: grant(
            *STAFF, Role.EQA, Role.SYSTEM, because="Specifications are read here by staff and quality assurers."
        ),
        Permission.LOAD: grant(
            Role.MANAGER,
            Role.ADMINISTRATOR,
            because="Handbooks are loaded by the centre manager or an administrator.",
        ),
    }
)
