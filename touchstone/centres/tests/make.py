"""The one cast: the people that every room's tests and the demo centre know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from touchstone.access.actors import Actor, Role
from touchstone.centres.models import Approval, Centre, Competence, Person, Seat
from touchstone.plumbing.tenancy import within

QUALIFICATIONS = ["8585-11", "8585-21", "8586-11", "8586-21"]


@dataclass(frozen=True)
class Someone:
    """A person in their seat, and the actor they are in it."""

    person: Person
    seat: Seat
    actor: Actor


@dataclass(frozen=True)
class Cast:
    """Everyone. Fox sits at `other`; all the others at `centre`."""

    centre: Centre
    other: Centre
    asha: Someone
    ben: Someone
    carys: Someone
    dev: Someone
    eli: Someone
    gwen: Someone
    hana: Someone
    fox: Someone
    fox_staff: Someone


def make_someone(centre: Centre, name: str, role: Role, email: str = "", password: str | None = None) -> Someone:
    """`name` with an account and a seat of `role` at `centre` since January 2026."""
    address = email or f"{name.split()[0].lower()}.{role}@{centre.number.lower()}.example"
    person = Person.objects.create_user(address, password, name=name)
    seat = Seat.objects.create(centre=centre, person=person, role=role, starts_on=date(2026, 1, 1))
    return Someone(person, seat, Actor(person.pk, name, centre.pk, role, centre.name))


def make_cast() -> Cast:
    """Northgate Learning with its people, competences and approvals, and Harbour Skills with Fox."""
    centre = Centre.objects.create(name="Northgate Learning", number="012345")
    other = Centre.objects.create(name="Harbour Skills", number="067890")
    cast = Cast(
        centre=centre,
        other=other,
        asha=make_someone(centre, "Asha Rao", Role.LEARNER),
        ben=make_someone(centre, "Ben Okafor", Role.ASSESSOR),
        carys=make_someone(centre, "Carys Llewellyn", Role.IQA),
        dev=make_someone(centre, "Dev Malik", Role.MANAGER),
        eli=make_someone(centre, "Eli Brandt", Role.EQA),
        gwen=make_someone(centre, "Gwen Harries", Role.TUTOR),
        hana=make_someone(centre, "Hana Sato", Role.ADMINISTRATOR),
        fox=make_someone(other, "Fox Marlowe", Role.LEARNER),
        fox_staff=make_someone(other, "Faye Marlowe", Role.MANAGER),
    )
    with within(centre.pk):
        for number in QUALIFICATIONS:
            Approval.objects.create(centre=centre, qualification_number=number, approved_on=date(2026, 1, 5))
            for someone in (cast.ben, cast.carys, cast.gwen):
                make_competence(cast, someone, number)
    return cast


def make_competence(cast: Cast, someone: Someone, number: str) -> Competence:
    return Competence.objects.create(
        centre=cast.centre,
        person=someone.person,
        role=someone.seat.role,
        qualification_number=number,
        from_on=date(2026, 1, 5),
        approved_by=cast.dev.person,
        approved_at=datetime(2026, 1, 5, 9, tzinfo=UTC),
    )
