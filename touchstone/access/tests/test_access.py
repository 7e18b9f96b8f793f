from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid4

import pytest

from touchstone.access.actors import Actor, Role, system
from touchstone.access.guards import Guard, grant
from touchstone.kernel.errors import Denied

HERE, THERE = uuid4(), uuid4()


class Permission(StrEnum):
    READ = "read"
    SIGN = "sign"


@dataclass(frozen=True)
class Sheet:
    centre_id: UUID
    assessor: UUID


def is_theirs(actor, sheet):
    return sheet.assessor == actor.person


GUARD = Guard(
    {
        Permission.READ: grant(Role.ASSESSOR, Role.IQA),
        Permission.SIGN: grant(Role.ASSESSOR, when=is_theirs, because="Another assessor was asked to judge this."),
    }
)


def actor(role, centre=HERE, person=None):
    return Actor(person or uuid4(), "Ben Okafor", centre, role)


def test_a_role_in_the_table_may_and_another_may_not():
    sheet = Sheet(HERE, uuid4())
    assert GUARD.allows(actor(Role.IQA), Permission.READ, sheet)
    assert not GUARD.allows(actor(Role.LEARNER), Permission.READ, sheet)
    assert not GUARD.allows(None, Permission.READ, sheet)


def test_nothing_is_allowed_across_centres():
    assert not GUARD.allows(actor(Role.IQA, THERE), Permission.READ, Sheet(HERE, uuid4()))


def test_a_denial_says_why():
    ben = actor(Role.ASSESSOR)
    GUARD.require(ben, Permission.SIGN, Sheet(HERE, ben.person))
    with pytest.raises(Denied, match="Another assessor"):
        GUARD.require(ben, Permission.SIGN, Sheet(HERE, uuid4()))


def test_initials_come_from_the_first_and_the_last_name():
    assert actor(Role.ASSESSOR).initials == "BO"
    assert Actor(uuid4(), "Cher", HERE, Role.IQA).initials == "CH"


def test_the_program_itself_has_a_role_of_its_own():
    assert system(HERE).role is Role.SYSTEM
    assert not GUARD.allows(system(HERE), Permission.SIGN, Sheet(HERE, system(HERE).person))
