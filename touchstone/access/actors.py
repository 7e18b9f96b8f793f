"""Who acts: a person, in a role, at a centre."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a person is at a centre. Values are stored; labels are for the screen."""

    LEARNER = "learner"
    TUTOR = "tutor"
    ASSESSOR = "assessor"
    IQA = "iqa"
    EQA = "eqa"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        return {"iqa": "IQA", "eqa": "EQA", "manager": "Centre manager"}.get(self.value, self.value.capitalize())


STAFF = frozenset({Role.TUTOR, Role.ASSESSOR, Role.IQA, Role.MANAGER, Role.ADMINISTRATOR})
SYSTEM_ID = UUID(int=0)


@dataclass(frozen=True)
class Actor:
    """A person acting in one role at one centre. The role is the one chosen, not all that the person holds."""

    person: UUID
    name: str
    centre: UUID
    role: Role
    centre_name: str = ""
    request_id: str = ""

    @property
    def initials(self) -> str:
        words = self.name.split()
        return (words[0][:1] + words[-1][:1]).upper() if len(words) > 1 else self.name[:2].upper()

    @property
    def role_label(self) -> str:
        return self.role.label


def system(centre: UUID) -> Actor:
    """The program itself, acting at `centre` in answer to a fact (never in answer to a person's click)."""
    return Actor(person=SYSTEM_ID, name="Touchstone", centre=centre, role=Role.SYSTEM)
