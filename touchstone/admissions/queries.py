"""Reading registrations."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from touchstone.access.actors import Actor, Role
from touchstone.admissions.models import Registration
from touchstone.admissions.permissions import GUARD, Permission
from touchstone.admissions.rules import WARNING_DAYS
from touchstone.centres.queries import competent_numbers
from touchstone.kernel.steps import NextStep

RANK = ["active", "suspended", "confirmed", "submitted", "checked", "draft", "completed"]


def visible(actor: Actor) -> QuerySet[Registration]:
    """The registrations that `actor` may see, with person, qualification, tutor and assessor.

    A learner sees their own; a tutor those they tutor; an assessor those they assess, and those of a qualification
    they are competent for, which may be allocated to them; the office and quality assurers see all.
    """
    every = Registration.objects.filter(centre_id=actor.centre).select_related(
        "person", "qualification", "tutor", "assessor"
    )
    if GUARD.allows(actor, Permission.SEE_ALL) or actor.role is Role.SYSTEM:
        return every
    if actor.role is Role.LEARNER:
        return every.filter(person=actor.person)
    if actor.role is Role.TUTOR:
        return every.filter(tutor=actor.person)
    if actor.role is Role.ASSESSOR:
        numbers = competent_numbers(actor.person, Role.ASSESSOR, timezone.localdate())
        return every.filter(Q(assessor=actor.person) | Q(qualification_number__in=numbers))
    return every.none()


def registration_for(actor: Actor, pk: UUID) -> Registration:
    """The registration, where `actor` may see it. One statement. Raises Registration.DoesNotExist otherwise."""
    return visible(actor).get(pk=pk)


def current_registration(actor: Actor) -> Registration | None:
    """The learner's own live registration, else their newest completed one; None without either. One statement.

    Of several live ones the active comes first, then the newest.
    """
    rank = Case(*(When(state=s, then=Value(i)) for i, s in enumerate(RANK)), output_field=IntegerField())
    own = Registration.objects.filter(centre_id=actor.centre, person=actor.person, state__in=RANK)
    return own.select_related("person", "qualification", "tutor", "assessor").order_by(rank, "-id").first()


def next_steps(actor: Actor, today: date) -> list[NextStep]:
    """What registrations ask of the office: send, confirm, finish, or renew, at most ten; empty for all other roles.

    Two statements.
    """
    if not GUARD.allows(actor, Permission.PREPARE):
        return []
    return (_in_hand(actor) + _ending(actor, today))[:10]


def _in_hand(actor: Actor) -> list[NextStep]:
    waiting = visible(actor).filter(state__in=["draft", "checked", "submitted"]).order_by("id")[:10]
    return [_step(actor, r) for r in waiting if r.person_id != actor.person]


def _step(actor: Actor, r: Registration) -> NextStep:
    what, button = {
        "draft": ("Check the papers of {}", "Check"),
        "checked": ("Send in the registration of {}", "Send"),
        "submitted": ("Note the confirmation for {}", "Confirm"),
    }[r.state]
    note = ""
    if r.state == "checked" and r.prepared_by_id == actor.person:
        note = "You prepared it, so a second person sends it in."
    why = f"{r.qualification_number}. Work counts only once the awarding body has confirmed the registration."
    return NextStep(what.format(r.learner_name), why, button, "registration", (r.pk,), icon="user-plus", note=note)


def _ending(actor: Actor, today: date) -> list[NextStep]:
    soon = visible(actor).filter(
        state__in=["active", "suspended"], expires_on__range=(today, today + timedelta(days=WARNING_DAYS))
    )
    return [
        NextStep(
            f"{r.learner_name}: the registration ends soon",
            f"{r.qualification_number}. After that day nothing can be submitted, assessed or claimed.",
            "Open",
            "registration",
            (r.pk,),
            due_on=r.expires_on,
            icon="calendar-clock",
        )
        for r in soon.order_by("expires_on", "id")[:10]
    ]
