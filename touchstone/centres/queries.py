"""Reading people, seats and standing at a centre."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Min, Q, QuerySet

from touchstone.access.actors import Actor, Role
from touchstone.centres import rules
from touchstone.centres.models import Approval, Centre, Competence, Interest, Person, Seat
from touchstone.centres.permissions import GUARD, Permission
from touchstone.centres.rules import LAPSING_DAYS
from touchstone.kernel.steps import NextStep


@dataclass(frozen=True)
class Seats:
    """Where a person sits now, and every seat that they may take."""

    actor: Actor | None
    held: list[Seat]
    now: Seat | None


def seats_of(person: Person, today: date, chosen: str | None = None, request_id: str = "") -> Seats:
    """The seats that `person` holds today, and the actor of the chosen one; the first where none was chosen.

    The actor is None when the person holds no seat today. One statement.
    """
    held = list(
        Seat.objects.filter(person=person, starts_on__lte=today)
        .filter(Q(ends_on=None) | Q(ends_on__gte=today))
        .select_related("centre")
        .order_by("id")
    )
    if not held:
        return Seats(None, [], None)
    now = next((s for s in held if str(s.pk) == chosen), held[0])
    actor = Actor(
        person=person.pk,
        name=person.name,
        centre=now.centre_id,
        role=Role(now.role),
        centre_name=now.centre.name,
        request_id=request_id,
    )
    return Seats(actor, held, now)


def people_with(centre: UUID, role: Role, today: date) -> list[Person]:
    """Everyone who holds a seat of `role` at `centre` today, by name. One statement."""
    now = Q(seats__ends_on=None) | Q(seats__ends_on__gte=today)
    return list(
        Person.objects.filter(now, seats__centre=centre, seats__role=role, seats__starts_on__lte=today, is_active=True)
        .distinct()
        .order_by("name")
    )


def is_competent(person: UUID, role: Role, qualification_number: str, today: date) -> bool:
    """True where `person` has current competence for `role` on the qualification at the centre in scope.

    Source: R095, R112 (8585 and 8586 handbooks, occupational competence)
    """
    return (
        Competence.objects.filter(
            person=person, role=role, qualification_number=qualification_number, status="current", from_on__lte=today
        )
        .filter(Q(until_on=None) | Q(until_on__gte=today))
        .exists()
    )


def competent_numbers(person: UUID, role: Role, today: date) -> QuerySet:
    """The numbers of the qualifications for which `person` has current competence in `role`, as a subquery."""
    current = Competence.objects.filter(person=person, role=role, status="current", from_on__lte=today)
    return current.filter(Q(until_on=None) | Q(until_on__gte=today)).values("qualification_number")


def has_interest(person: UUID, other: UUID) -> bool:
    """True where either of the two declared a personal interest in the other and it has not ended, or both are one.

    Source: ADR 0004
    """
    if person == other:
        return True
    pair = Q(person=person, other=other) | Q(person=other, other=person)
    return Interest.objects.filter(pair, ended_at=None).exists()


def approval_for(qualification_number: str) -> Approval | None:
    """The awarding body's approval of the centre in scope for the qualification, or None."""
    return Approval.objects.filter(qualification_number=qualification_number).first()


def acting_since(person: UUID, role: Role, qualification_number: str) -> date | None:
    """The first day of `person`'s competence for `role` on the qualification at the centre in scope, or None."""
    return Competence.objects.filter(person=person, role=role, qualification_number=qualification_number).aggregate(
        first=Min("from_on")
    )["first"]


def every_centre() -> list[Centre]:
    """All centres by number: for the command line, which acts for no one centre."""
    return list(Centre.objects.order_by("number"))


def centre_numbered(number: str) -> Centre | None:
    """The centre with the awarding body's centre number, or None."""
    return Centre.objects.filter(number=number).first()


def hold_centre(centre: UUID) -> Centre:
    """The centre, locked until the transaction ends: for what is counted within it."""
    return Centre.objects.select_for_update().get(pk=centre)


def holds_seat(centre: UUID, person: UUID, role: Role, today: date) -> bool:
    """True where `person` holds a seat of `role` at `centre` today. One statement."""
    held = Seat.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), centre=centre)
    return held.filter(person=person, role=role, starts_on__lte=today).exists()


def next_steps(actor: Actor, today: date) -> list[NextStep]:
    """Competences that end within sixty days, for the centre's manager, at most ten; empty for all other roles.

    One statement.
    """
    if not GUARD.allows(actor, Permission.JUDGE_COMPETENCE):
        return []
    ending = Competence.objects.filter(
        status="current", until_on__range=(today, today + timedelta(days=LAPSING_DAYS))
    ).exclude(person=actor.person)
    return [
        NextStep(
            f"{c.person.name}: competence as {Role(c.role).label} ends soon",
            f"{c.qualification_number}. After that day nothing can be signed with it.",
            "Look",
            "staff_person",
            (c.person_id,),
            due_on=c.until_on,
            icon="badge-alert",
        )
        for c in ending.select_related("person").order_by("until_on", "id")[:10]
    ]


def person_of(pk: UUID) -> Person:
    """The person with this id. Raises Person.DoesNotExist where there is none."""
    return Person.objects.get(pk=pk)


def names_of(people: Iterable[UUID]) -> dict[UUID, str]:
    """The names of `people` by id; the program itself and whoever is unknown are missing. One statement."""
    return dict(Person.objects.filter(pk__in=set(people)).values_list("pk", "name"))


def competent_people(centre: UUID, role: Role, qualification_number: str, today: date) -> list[Person]:
    """Everyone who holds a seat of `role` at `centre` today and current competence for the qualification, by name."""
    competent = Competence.objects.filter(
        role=role, qualification_number=qualification_number, status="current", from_on__lte=today
    ).filter(Q(until_on=None) | Q(until_on__gte=today))
    ids = {person.pk for person in people_with(centre, role, today)}
    return list(Person.objects.filter(pk__in=ids & set(competent.values_list("person", flat=True))).order_by("name"))


def open_for_registration(numbers: Iterable[str], today: date) -> dict[str, list[str]]:
    """For each qualification number why nobody can be registered on it today; empty lists where they can.

    One statement.
    """
    wanted = list(numbers)
    known = {a.qualification_number: a for a in Approval.objects.filter(qualification_number__in=wanted)}
    return {n: rules.registration_gaps(as_plain(known.get(n)), today) for n in wanted}


def as_plain(approval: Approval | None) -> rules.Approval | None:
    """The approval as the rules know it."""
    if approval is None:
        return None
    return rules.Approval(
        approval.approved_on, approval.withdrawn_on, approval.last_registration_on, approval.quality_rating
    )
