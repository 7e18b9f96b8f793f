"""Reading the staff of a centre: lists and single people, as the pages of this room show them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from touchstone.access.actors import STAFF, Actor, Role
from touchstone.centres import rules
from touchstone.centres.models import Approval, Competence, Interest, Invitation, Person, Seat
from touchstone.centres.permissions import GUARD, Permission
from touchstone.kernel.errors import Refused
from touchstone.plumbing.tenancy import everywhere

PAGE = 50


@dataclass
class Member:
    """One person of the centre with what they hold here. `standings` pairs each competence with its state today."""

    person: Person
    seats: list[Seat] = field(default_factory=list)
    standings: list[tuple[Competence, str]] = field(default_factory=list)
    interests: list[Interest] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """Up to fifty people, and the person after whom the next page begins (None on the last)."""

    members: list[Member]
    after: UUID | None


def staff_page(actor: Actor, today: date, words: str = "", role: str = "", after: UUID | None = None) -> Page:
    """The people with a seat at the actor's centre, by name; learners only where `role` asks for them.

    At most five statements, at every size. Raises Denied for those who may not see the staff.
    """
    GUARD.require(actor, Permission.SEE_STAFF)
    roles = [role] if role else [*STAFF, Role.EQA]
    seat = Seat.objects.filter(centre=actor.centre, person=OuterRef("pk"), role__in=roles)
    people = Person.objects.filter(Exists(seat)).order_by("name", "id")
    if words:
        people = people.filter(Q(name__icontains=words) | Q(email__icontains=words))
    last = Person.objects.filter(pk=after).first() if after else None
    if last is not None:
        people = people.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    found = list(people[: PAGE + 1])
    shown = _with_standing(actor, found[:PAGE], today)
    return Page(shown, found[PAGE - 1].pk if len(found) > PAGE else None)


def member(actor: Actor, pk: UUID, today: date) -> Member:
    """The person with a seat at the actor's centre, now or before. Raises Http404 for everybody else."""
    GUARD.require(actor, Permission.SEE_STAFF)
    seat = Seat.objects.filter(centre=actor.centre, person=OuterRef("pk"))
    person = Person.objects.filter(Exists(seat), pk=pk).first()
    if person is None:
        raise Http404
    return _with_standing(actor, [person], today)[0]


def _with_standing(actor: Actor, people: list[Person], today: date) -> list[Member]:
    """Seats, competences and interests of `people`, in three statements."""
    members = {p.pk: Member(p) for p in people}
    for seat in Seat.objects.filter(centre=actor.centre, person__in=members).order_by("id"):
        members[seat.person_id].seats.append(seat)
    for c in Competence.objects.filter(person__in=members).order_by("qualification_number", "role"):
        standing = rules.competence_standing(c.status, c.from_on, c.until_on, today)
        members[c.person_id].standings.append((c, standing))
    pairs = Q(person__in=members) | Q(other__in=members)
    for interest in Interest.objects.filter(pairs, ended_at=None).select_related("person", "other").order_by("id"):
        for pk in {interest.person_id, interest.other_id} & set(members):
            members[pk].interests.append(interest)
    return list(members.values())


def open_invitations(actor: Actor, limit: int = PAGE) -> list[Invitation]:
    """The newest invitations that wait for an answer, at most `limit`; they may be too old. One statement."""
    GUARD.require(actor, Permission.SEE_STAFF)
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None)
    return list(waiting.select_related("invited_by").order_by("-id")[:limit])


def colleague(actor: Actor, words: str) -> Person:
    """The one person with a seat at the actor's centre who has this name or email, whatever the capitals.

    Nobody is listed, so that a learner does not read who else learns here. Raises Refused beside the field `other`
    when nobody has it, or several have the name.
    """
    seat = Seat.objects.filter(centre=actor.centre, person=OuterRef("pk"))
    fitting = Q(name__iexact=words.strip()) | Q(email__iexact=words.strip())
    found = list(Person.objects.filter(Exists(seat), fitting)[:2])
    if not found:
        raise Refused("Nobody at this centre has that name or email. Look at the spelling.", field="other")
    if len(found) > 1:
        raise Refused("Several people here have that name. Give the email instead.", field="other")
    return found[0]


def own_interests(actor: Actor) -> list[Interest]:
    """What the actor declared about themselves, open ones only. One statement."""
    return list(Interest.objects.filter(person=actor.person, ended_at=None).select_related("other").order_by("id"))


@dataclass(frozen=True)
class Matrix:
    """Who may do what on which qualification: `rows` pair a person with (number, competences) for each of `numbers`."""

    numbers: list[str]
    rows: list[tuple[Person, list[tuple[str, list[tuple[Competence, str]]]]]]


def staffing_matrix(actor: Actor, today: date) -> Matrix:
    """The centre's staffing matrix, drawn from the competences. Two statements. Raises Denied for outsiders.

    Source: R097 (8585 and 8586 handbooks, resource requirements)
    """
    GUARD.require(actor, Permission.SEE_STAFF)
    numbers = list(Approval.objects.order_by("qualification_number").values_list("qualification_number", flat=True))
    cells: dict[Person, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    for c in Competence.objects.select_related("person").order_by("person__name", "role"):
        standing = rules.competence_standing(c.status, c.from_on, c.until_on, today)
        cells[c.person][c.qualification_number].append((c, standing))
    strange = sorted({n for row in cells.values() for n in row} - set(numbers))
    numbers += strange
    return Matrix(numbers, [(person, [(n, row[n]) for n in numbers]) for person, row in cells.items()])


def approvals(actor: Actor) -> list[Approval]:
    """Every approval of the actor's centre, by number. One statement. Raises Denied for those who may not see them."""
    GUARD.require(actor, Permission.SEE_APPROVALS)
    return list(Approval.objects.order_by("qualification_number"))


@dataclass(frozen=True)
class Opened:
    """What stands behind an invitation's link: the invitation, its state now, and whether an account is there."""

    invitation: Invitation
    state: str
    has_account: bool


def opened(token_sha256: str, now: datetime) -> Opened | None:
    """The invitation behind the hash of a token, or None. Looks across centres, for the person at the link has none."""
    with everywhere():
        invitation = Invitation.objects.select_related("centre", "invited_by").filter(token_sha256=token_sha256).first()
    if invitation is None:
        return None
    state = rules.invitation_state(invitation.accepted_at, invitation.withdrawn_at, invitation.expires_at, now)
    person = Person.objects.filter(email__iexact=invitation.email).first()
    return Opened(invitation, state, person is not None and person.has_usable_password())
