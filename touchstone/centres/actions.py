"""Every write about the standing of people and the approvals of a centre; inviting is in `inviting.py`.

`confirm_identity` is the fresh password that a signature in any room needs.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from touchstone.access.actors import Actor, Role
from touchstone.audit.actions import record
from touchstone.centres import identity, rules
from touchstone.centres.inviting import accept_invitation, account_for, invite, withdraw_invitation
from touchstone.centres.models import Approval, Competence, Interest, Person, Seat
from touchstone.centres.permissions import GUARD, Permission
from touchstone.kernel.errors import Denied, Reason, Refused
from touchstone.plumbing.actions import action, hold, nothing_changed

__all__ = [
    "accept_invitation",
    "account_for",
    "approve_competence",
    "confirm_identity",
    "declare_interest",
    "end_interest",
    "end_seat",
    "invite",
    "record_approval",
    "suspend_competence",
    "withdraw_invitation",
]


def confirm_identity(person_id: UUID, password: str, at: datetime) -> None:
    """Nothing, when `password` is the person's own: they are the one who signs.

    Raises Refused beside the field `password` when it is wrong or empty, and, after five wrong tries within fifteen
    minutes, whatever the password is until the first of them is fifteen minutes old.

    Source: ADR 0005
    """
    key = identity.take_try(person_id, at)
    if key is None:
        raise Refused("There were five wrong passwords. Wait fifteen minutes, then sign.", field="password")
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is not None and person.check_password(password):
        identity.give_back(key)
        return
    identity.keep_wrong_try(key, at)
    raise Refused("That is not your password. It is the one you sign in with.", field="password")


@action
def end_seat(*, by: Actor, seat: Seat, last_day: date | None, at: datetime) -> Seat:
    """End a seat after `last_day`, or at once where it is None. The person keeps account, history and other seats.

    Raises Denied unless `by` may; Refused when it has ended, when the day is past, or when no other manager is left.
    """
    seat = hold(seat)
    GUARD.require(by, Permission.END_SEAT, seat)
    today = timezone.localdate(at)
    if not rules.seat_is_held(min(seat.starts_on, today), seat.ends_on, today):
        raise Refused("This seat has ended already.")
    if last_day is not None and last_day < today:
        raise Refused("That day is past. Choose today or a later one.", field="last_day")
    if seat.role == Role.MANAGER and not _other_managers(seat, today):
        raise Refused("Somebody must manage the centre. Invite another manager first.")
    seat.ends_on = last_day or today - timedelta(days=1)
    seat.save(update_fields=["ends_on"])
    record(by, "seat.ended", seat, at=at, facts={"role": seat.role, "last_day": seat.ends_on.isoformat()})
    return seat


def _other_managers(seat: Seat, today: date) -> bool:
    others = Seat.objects.filter(centre_id=seat.centre_id, role=Role.MANAGER, starts_on__lte=today)
    return others.filter(ends_on=None, person__is_active=True).exclude(person=seat.person_id).exists()


@action
def approve_competence(
    *,
    by: Actor,
    person: Person,
    role: Role,
    qualification_number: str,
    basis: str,
    from_on: date,
    until_on: date | None,
    at: datetime,
) -> Competence:
    """Approve `person` to tutor, assess or quality assure a qualification; a suspended competence is current again.

    Raises Denied unless `by` is a manager and somebody else; Refused without the seat, a basis, or with days reversed.
    """
    GUARD.require(by, Permission.JUDGE_COMPETENCE)
    if rules.own_judgement_gaps(by.person, person.pk):
        raise Denied(rules.own_judgement_gaps(by.person, person.pk)[0])
    if not Seat.objects.filter(centre_id=by.centre, person=person, role=role).exists():
        raise Refused(f"{person.name} holds no seat as {role.label} here.", field="role")
    if not basis.strip():
        raise Refused("Say what you saw: experience, qualifications, development.", field="basis")
    if until_on is not None and until_on < from_on:
        raise Refused("The last day lies before the first.", field="until_on")
    competence, _ = Competence.objects.update_or_create(
        centre_id=by.centre,
        person=person,
        role=role,
        qualification_number=qualification_number,
        defaults={
            "status": "current",
            "basis": basis,
            "from_on": from_on,
            "until_on": until_on,
            "approved_by_id": by.person,
            "approved_at": at,
            "suspended_by": None,
            "suspended_at": None,
            "reason": "",
        },
    )
    record(by, "competence.current", competence, at=at, facts={"role": role, "qualification": qualification_number})
    return competence


@action
def suspend_competence(*, by: Actor, competence: Competence, reason: str, at: datetime) -> Competence:
    """Suspend a competence: from now on its person signs nothing with it. What they signed stands.

    Raises Denied unless `by` is a manager and somebody else; Refused without a reason.
    """
    competence = hold(competence)
    GUARD.require(by, Permission.JUDGE_COMPETENCE, competence)
    if not reason.strip():
        raise Refused("Say why. The person will read it.", field="reason")
    if competence.status == "suspended":
        nothing_changed()
        return competence
    competence.status, competence.reason = "suspended", reason
    competence.suspended_by_id, competence.suspended_at = by.person, at
    competence.save(update_fields=["status", "reason", "suspended_by", "suspended_at"])
    record(by, "competence.suspended", competence, at=at, reason=reason)
    return competence


@action
def declare_interest(*, by: Actor, person: Person, other: Person, nature: str, at: datetime) -> Interest:
    """Declare that `person` has a personal interest in `other`; an ended one is open again.

    Everybody declares their own; a manager anybody's. Raises Denied otherwise; Refused without a nature, for oneself,
    or where either holds no seat at the centre.
    """
    GUARD.require(by, Permission.DECLARE_INTEREST if person.pk == by.person else Permission.MANAGE_INTERESTS)
    if person.pk == other.pk:
        raise Refused("An interest is in somebody else.", field="other")
    if not nature.strip():
        raise Refused("Say what the interest is, such as “we are related”.", field="nature")
    here = Seat.objects.filter(centre_id=by.centre, person__in=[person, other]).values("person").distinct().count()
    if here < 2:
        raise Refused("Both people must belong to this centre.", field="other")
    interest, made = Interest.objects.get_or_create(
        centre_id=by.centre, person=person, other=other, defaults={"nature": nature, "declared_at": at}
    )
    if not made and interest.ended_at is None and interest.nature == nature:
        nothing_changed()
        return interest
    interest.nature, interest.declared_at, interest.ended_at = nature, at, None
    interest.save(update_fields=["nature", "declared_at", "ended_at"])
    record(by, "interest.declared", interest, at=at)
    return interest


@action
def end_interest(*, by: Actor, interest: Interest, reason: str, at: datetime) -> Interest:
    """End a declared interest; it stays in the record. Raises Denied unless `by` is a manager and not part of it.

    Raises Refused without a reason.
    """
    interest = hold(interest)
    GUARD.require(by, Permission.MANAGE_INTERESTS, interest)
    if by.person in {interest.person_id, interest.other_id}:
        raise Denied("Nobody ends an interest that is their own. Ask another manager.")
    if not reason.strip():
        raise Refused("Say why it no longer stands.", field="reason")
    if interest.ended_at is not None:
        nothing_changed()
        return interest
    interest.ended_at = at
    interest.save(update_fields=["ended_at"])
    record(by, "interest.ended", interest, at=at, reason=reason)
    return interest


@action
def record_approval(
    *,
    by: Actor,
    qualification_number: str,
    approved_on: date,
    last_registration_on: date | None,
    withdrawn_on: date | None,
    quality_rating: str,
    direct_claims: str,
    reason: str,
    at: datetime,
) -> Approval:
    """Enter what the awarding body decided about a qualification: a new approval, or a change of the one there is.

    `reason` names the paper it stands in. Raises Denied unless `by` is a manager; Refused when a day lies before the
    approval, when the direct claims status cannot follow the one before, or without a reason for a change.
    """
    GUARD.require(by, Permission.MANAGE_APPROVALS)
    number = qualification_number.strip()
    before = Approval.objects.select_for_update().filter(qualification_number=number).first()
    gaps = [Reason(text, field=f) for f, text in rules.dates_gaps(approved_on, last_registration_on, withdrawn_on)]
    was = before.direct_claims if before else "none"
    if before is not None and not rules.direct_claims_may_become(was, direct_claims):
        gaps.append(Reason(f"It cannot follow “{rules.DIRECT_CLAIMS[was]}” in one step.", field="direct_claims"))
    if before is not None and not reason.strip():
        gaps.append(Reason("Say which letter or report this comes from.", field="reason"))
    if gaps:
        raise Refused(gaps)
    approval, _ = Approval.objects.update_or_create(
        centre_id=by.centre,
        qualification_number=number,
        defaults={
            "approved_on": approved_on,
            "last_registration_on": last_registration_on,
            "withdrawn_on": withdrawn_on,
            "quality_rating": quality_rating,
            "direct_claims": direct_claims,
        },
    )
    facts = {"qualification": number, "rating": quality_rating, "direct_claims": direct_claims}
    record(by, "approval.changed" if before else "approval.entered", approval, at=at, reason=reason, facts=facts)
    return approval
