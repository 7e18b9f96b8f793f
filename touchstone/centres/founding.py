"""A new centre and the first people in it: the one write that nobody inside could do, because nobody is inside yet."""

from __future__ import annotations

from datetime import date, datetime

from touchstone.access.actors import Actor, Role, system
from touchstone.audit.actions import record
from touchstone.centres.models import Centre, Person, Seat
from touchstone.kernel.errors import Refused
from touchstone.plumbing.actions import action
from touchstone.plumbing.tenancy import within


def found_centre(
    *, name: str, number: str, manager: str, email: str, password: str | None, at: datetime, is_production: bool = True
) -> Actor:
    """The manager of a new centre, ready to act; everyone else is invited by them.

    Raises Refused when there is a centre with that number.
    """
    if Centre.objects.filter(number=number).exists():
        raise Refused(f"There is a centre with the number {number} already.", field="number")
    centre = Centre.objects.create(name=name, number=number, is_production=is_production)
    with within(centre.pk):
        return seat_someone(
            by=system(centre.pk),
            name=manager,
            email=email,
            role=Role.MANAGER,
            password=password,
            starts_on=at.date(),
            at=at,
        )


@action
def seat_someone(
    *, by: Actor, name: str, email: str, role: Role, password: str | None, starts_on: date, at: datetime
) -> Actor:
    """The actor of a person with a new seat of `role` at the centre of `by`; the account is made where there is none.

    Without a password the account cannot sign in until its person sets one by mail. Only the program itself may.
    Raises Refused for anyone else.
    """
    if by.role is not Role.SYSTEM:
        raise Refused("People come into a centre by invitation.")
    person = Person.objects.filter(email__iexact=email).first() or Person.objects.create_user(
        email, password, name=name
    )
    seat, _ = Seat.objects.get_or_create(
        centre_id=by.centre, person=person, role=role, defaults={"starts_on": starts_on}
    )
    record(by, "seat.founded", seat, at=at, facts={"role": str(role), "person": str(person.pk)})
    return Actor(person.pk, person.name, by.centre, role, seat.centre.name)
