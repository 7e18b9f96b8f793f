"""The only way into a centre: an invitation, sent by mail or handed over as a link."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from touchstone.access.actors import Actor, Role
from touchstone.audit.actions import record
from touchstone.centres import rules
from touchstone.centres.models import Invitation, Person, Seat
from touchstone.centres.permissions import GUARD, Permission
from touchstone.kernel.errors import Denied, Reason, Refused
from touchstone.plumbing.actions import action, hold, nothing_changed

LASTS = timedelta(days=14)
TAUGHT_AND_TEACHING = frozenset({Role.LEARNER, Role.TUTOR})


@dataclass(frozen=True)
class Invited:
    """An invitation, and its link: the token is known here alone, once."""

    invitation: Invitation
    link: str


def may_invite(actor: Actor | None, role: Role) -> bool:
    """True where `actor` may invite somebody to a seat of `role`."""
    if role in TAUGHT_AND_TEACHING and GUARD.allows(actor, Permission.INVITE_TO_LEARN_OR_TEACH):
        return True
    return GUARD.allows(actor, Permission.INVITE)


def invitable(actor: Actor | None) -> list[Role]:
    """The roles that `actor` may invite to, in the order of the roles; empty for those who may invite nobody."""
    return [role for role in Role if role is not Role.SYSTEM and may_invite(actor, role)]


def hashed(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def account_for(email: str, name: str) -> Person:
    """The account of `email`; where there is none, a new one that nobody can sign in to before an invitation is taken.

    To be called inside an action.
    """
    person = Person.objects.filter(email__iexact=email.strip()).first()
    return person or Person.objects.create_user(email.strip(), None, name=name)


@action
def invite(*, by: Actor, name: str, email: str, role: Role, at: datetime) -> Invited:
    """Invite somebody to a seat; an earlier open invitation to the same seat is withdrawn. The mail goes after commit.

    Raises Denied unless `by` may invite to that role; Refused when the person holds the seat already.
    """
    if not may_invite(by, role):
        GUARD.require(by, Permission.INVITE)
    email = email.strip().lower()
    held = Q(ends_on=None) | Q(ends_on__gte=timezone.localdate(at))
    if Seat.objects.filter(held, centre_id=by.centre, person__email=email, role=role).exists():
        raise Refused(f"This person holds a seat as {role.label} here already.", field="email")
    for earlier in Invitation.objects.filter(email=email, role=role, accepted_at=None, withdrawn_at=None):
        _withdraw(by, earlier, at)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        centre_id=by.centre,
        email=email,
        name=name.strip(),
        role=role,
        token_sha256=hashed(token),
        invited_by_id=by.person,
        invited_at=at,
        expires_at=at + LASTS,
    )
    record(by, "invitation.open", invitation, at=at, facts={"role": role})
    link = settings.TOUCHSTONE_URL + reverse("invitation", args=[token])
    transaction.on_commit(lambda: _send(invitation, link, by), robust=True)
    return Invited(invitation, link)


@action
def withdraw_invitation(*, by: Actor, invitation: Invitation, at: datetime) -> Invitation:
    """Withdraw an open invitation: its link says so from now on. Raises Denied unless `by` may invite to that role."""
    invitation = hold(invitation)
    if not may_invite(by, Role(invitation.role)):
        raise Denied("Your role does not withdraw this invitation.")
    if invitation.accepted_at is not None:
        raise Refused("It was accepted. End the seat instead.")
    if invitation.withdrawn_at is not None:
        nothing_changed()
        return invitation
    _withdraw(by, invitation, at)
    return invitation


@action
def accept_invitation(
    *, by: Actor, invitation: Invitation, person: Person | None, name: str = "", password: str = "", at: datetime
) -> Seat:
    """The seat that an invitation gives, held from today; the invitation is used up.

    `person` is who is signed in, and must be the one invited. Without one, an account is made with `name` and
    `password`; an account that has a password already must be signed in to first. `by` is the system at that centre.

    Raises Refused when the invitation is used, withdrawn or too old, and beside `password` when it is weak;
    Denied when somebody else is signed in.
    """
    invitation = hold(invitation)
    state = rules.invitation_state(invitation.accepted_at, invitation.withdrawn_at, invitation.expires_at, at)
    if state != "open":
        raise Refused(WORDS[state])
    if person is not None and person.email.lower() != invitation.email:
        raise Denied("This invitation is for another email. Sign out, then open the link again.")
    person = person or _new_person(invitation, name, password)
    seat = _give_seat(invitation, person, at)
    invitation.accepted_at, invitation.accepted_by = at, person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    themselves = Actor(person.pk, person.name, by.centre, Role(invitation.role), request_id=by.request_id)
    record(themselves, "invitation.accepted", invitation, at=at)
    record(themselves, "seat.held", seat, at=at, facts={"role": seat.role})
    return seat


WORDS = {
    "accepted": "This invitation has been used. Sign in instead.",
    "withdrawn": "This invitation was withdrawn. Ask your centre for a new one.",
    "expired": "This invitation is too old. Ask your centre for a new one.",
}


def _withdraw(by: Actor, invitation: Invitation, at: datetime) -> None:
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    record(by, "invitation.withdrawn", invitation, at=at)


def _new_person(invitation: Invitation, name: str, password: str) -> Person:
    """An account for the one invited: a new one, or the one without a password that waits for them."""
    known = Person.objects.filter(email__iexact=invitation.email).first()
    if known is not None and known.has_usable_password():
        raise Refused("You have an account already. Sign in with it, and the seat is yours.")
    person = known or Person(email=invitation.email)
    person.name = name.strip() or person.name or invitation.name
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise Refused([Reason(text, field="password") for text in weak.messages]) from None
    person.set_password(password)
    person.save()
    return person


def _give_seat(invitation: Invitation, person: Person, at: datetime) -> Seat:
    today = timezone.localdate(at)
    seat, made = Seat.objects.get_or_create(
        centre_id=invitation.centre_id, person=person, role=invitation.role, defaults={"starts_on": today}
    )
    if not made and not rules.seat_is_held(seat.starts_on, seat.ends_on, today):
        seat.starts_on, seat.ends_on = today, None
        seat.save(update_fields=["starts_on", "ends_on"])
    return seat


def _send(invitation: Invitation, link: str, by: Actor) -> None:
    facts = {"invitation": invitation, "link": link, "by": by, "role": Role(invitation.role).label}
    send_mail(
        f"Touchstone: {by.centre_name or 'your centre'} invites you",
        render_to_string("centres/mail/invitation.txt", facts),
        None,
        [invitation.email],
    )
