"""Reading registrations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from touchstone.access.actors import Actor, Role
from touchstone.admissions.models import Registration
from touchstone.admissions.permissions import GUARD, Permission
from touchstone.admissions.rules import VALID, WARNING_DAYS
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
    if GUARD.allows(actor, Permission.SEE_OWN):
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


PAGE = 50
FILTERS = {
    "draft": "Draft",
    "checked": "Checked",
    "submitted": "Sent",
    "active": "Active",
    "expiring": "Ends soon",
    "expired": "Ended",
    "suspended": "Suspended",
    "withdrawn": "Withdrawn",
    "transferred_out": "Transferred",
    "completed": "Completed",
    "re_registered": "Registered again",
}


def listed(actor: Actor, today: date, words: str = "", state: str = "") -> QuerySet[Registration]:
    """The registrations the actor may see that fit, newest first; `state` is one of FILTERS, as it stands today."""
    found = visible(actor).order_by("-id")
    if words:
        found = found.filter(_fitting(words))
    ended = Q(state__in=VALID, expires_on__lt=today)
    if state == "expired":
        return found.filter(ended)
    if state == "expiring":
        until = today + timedelta(days=WARNING_DAYS)
        return found.filter(state__in=["active", "suspended"], expires_on__range=(today, until))
    if state in FILTERS:
        return found.filter(state=state).exclude(ended)
    return found


def _fitting(words: str) -> Q:
    """Every word is somewhere in the name, or all of it is a number, an email or a qualification."""
    names = Q()
    for word in words.split():
        names &= Q(given_name__icontains=word) | Q(family_name__icontains=word)
    return names | Q(enr__iexact=words) | Q(uln=words) | Q(qualification_number=words) | Q(person__email__iexact=words)


@dataclass(frozen=True)
class Page:
    """Up to fifty registrations, and the id after which the next page begins (None on the last)."""

    rows: list[Registration]
    after: UUID | None


def page_of(found: QuerySet[Registration], after: UUID | None = None) -> Page:
    """The fifty that follow `after` in `found`, which stands newest first. One statement, at every size."""
    rows = list((found.filter(pk__lt=after) if after else found)[: PAGE + 1])
    return Page(rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None)


def search(actor: Actor, words: str, limit: int = 10) -> list[Registration]:
    """At most `limit` registrations that fit the words, newest first, of those the actor may see. One statement."""
    return list(listed(actor, timezone.localdate(), words)[:limit])
