"""Every write about registrations: prepared, checked, sent in, confirmed, and what comes after."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from touchstone.access.actors import Actor, Role
from touchstone.admissions import rules
from touchstone.admissions.events import RegistrationConfirmed
from touchstone.admissions.models import Registration
from touchstone.admissions.permissions import GUARD, Permission
from touchstone.audit.actions import record
from touchstone.catalogue.rules import combination_gaps
from touchstone.centres import queries as centres
from touchstone.centres.actions import account_for, invite
from touchstone.kernel.errors import Reason, Refused
from touchstone.plumbing.actions import action, hold, nothing_changed
from touchstone.plumbing.events import publish


@dataclass(frozen=True)
class Learner:
    """Who is to be registered, with the names as they stand on the identity document."""

    email: str
    given_name: str
    family_name: str
    born_on: date
    uln: str = ""
    is_funded: bool = False

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


@action
def prepare(
    *, by: Actor, learner: Learner, qualification: Any, units: Collection[UUID], at: datetime, previous: Any = None
) -> Registration:
    """A draft registration of `learner` on this version of the qualification and its chosen units (their ids).

    Somebody without an account is invited to a learner's seat. Raises Denied unless `by` may; Refused beside the field
    when the learner is too young that day, is registered already, the units break the rule of combination, the
    qualification may not be registered on, or the unique learner number is wrong.
    """
    GUARD.require(by, Permission.PREPARE)
    today = timezone.localdate(at)
    chosen = [place.unit for place in qualification.places.select_related("unit") if place.unit_id in set(units)]
    gaps = _entry_gaps(learner, qualification, [unit.ref for unit in chosen], today)
    if gaps:
        raise Refused(gaps)
    person = account_for(learner.email, learner.name)
    if person.pk == by.person:
        raise Refused("Nobody registers themselves.", field="email")
    _refuse_a_second(person, qualification.number)
    registration = Registration.objects.create(
        centre_id=by.centre,
        person=person,
        qualification=qualification,
        qualification_number=qualification.number,
        given_name=learner.given_name,
        family_name=learner.family_name,
        born_on=learner.born_on,
        uln=learner.uln,
        is_funded=learner.is_funded,
        prepared_by_id=by.person,
        prepared_at=at,
        previous=previous,
    )
    registration.units.set(chosen)
    facts = {"qualification": qualification.number, "units": [unit.ref for unit in chosen]}
    record(by, "registration.draft", registration, at=at, facts=facts)
    if not centres.holds_seat(by.centre, person.pk, Role.LEARNER, today):
        invite(by=by, name=learner.name, email=person.email, role=Role.LEARNER, at=at)
    return registration


def _entry_gaps(learner: Learner, qualification: Any, refs: list[str], today: date) -> list[Reason]:
    facts = rules.Facts(
        born_on=learner.born_on,
        today=today,
        minimum_age=qualification.minimum_age,
        uln=learner.uln,
        is_funded=learner.is_funded,
    )
    gaps = [Reason(words, field=field, source="R123") for field, words in rules.age_gaps(facts)]
    gaps += [Reason(words, field=field) for field, words in rules.uln_gaps(facts)]
    gaps += [Reason(words, field="units") for words in combination_gaps(qualification.combination, refs)]
    return gaps + _approval_reasons(qualification.number, today)


def _approval_reasons(number: str, today: date) -> list[Reason]:
    gaps = centres.open_for_registration([number], today)[number]
    return [Reason(words, field="qualification", source="R091", url_name="approvals") for words in gaps]


def _refuse_a_second(person: Any, number: str) -> None:
    live = Registration.objects.filter(person=person, qualification_number=number, state__in=rules.LIVE).first()
    if live is not None:
        raise Refused(
            Reason(
                f"{live.learner_name} has a live registration on {number} already.",
                field="qualification",
                url_name="registration",
                url_args=(live.pk,),
            )
        )


@action
def check(
    *,
    by: Actor,
    registration: Registration,
    identity_kind: str,
    identity_seen_on: date,
    privacy_notice_on: date,
    initial_assessment_on: date,
    at: datetime,
) -> Registration:
    """Note that the identity document was seen, the privacy notice given and the initial assessment made.

    Raises Denied for one's own registration; Refused beside the field for a paper that is missing or a day to come.
    """
    registration = hold(registration)
    GUARD.require(by, Permission.CHECK, registration)
    _ask_step(registration, "checked")
    papers = rules.Papers(
        today=timezone.localdate(at),
        identity_kind=identity_kind,
        identity_seen_on=identity_seen_on,
        privacy_notice_on=privacy_notice_on,
        initial_assessment_on=initial_assessment_on,
    )
    _refuse(rules.paper_gaps(papers))
    registration.identity_kind = identity_kind
    registration.identity_seen_on, registration.identity_seen_by_id = identity_seen_on, by.person
    registration.privacy_notice_on = privacy_notice_on
    registration.initial_assessment_on = initial_assessment_on
    return _go(by, registration, "checked", at, facts={"identity": identity_kind})


@action
def submit(*, by: Actor, registration: Registration, at: datetime) -> Registration:
    """Send a checked registration to the awarding body: names, birth and version are fixed from now on.

    Raises Denied for one's own; Refused when `by` prepared it, when a paper is missing, when the learner is too young
    on this day, or when the qualification may not be registered on any more.
    """
    registration = hold(registration)
    GUARD.require(by, Permission.SUBMIT, registration)
    _ask_step(registration, "submitted")
    today = timezone.localdate(at)
    reasons = [
        Reason(words)
        for words in rules.second_person_gaps(registration.prepared_by_id, by.person, registration.person_id)
    ]
    facts = rules.Facts(registration.born_on, today, registration.qualification.minimum_age)
    reasons += [Reason(words, source="R123") for _, words in rules.age_gaps(facts)]
    reasons += [Reason(words) for _, words in rules.paper_gaps(registration_papers(registration, today))]
    reasons += _approval_reasons(registration.qualification_number, today)
    if reasons:
        raise Refused(reasons)
    registration.submitted_by_id, registration.submitted_at = by.person, at
    return _go(by, registration, "submitted", at)


def registration_papers(registration: Registration, today: date) -> rules.Papers:
    """The papers that were noted on a registration, as plain values."""
    return rules.Papers(
        today=today,
        identity_kind=registration.identity_kind,
        identity_seen_on=registration.identity_seen_on,
        privacy_notice_on=registration.privacy_notice_on,
        initial_assessment_on=registration.initial_assessment_on,
    )


@action
def confirm(*, by: Actor, registration: Registration, enr: str, confirmed_on: date, at: datetime) -> Registration:
    """Note the awarding body's confirmation: the registration is active until its validity has run.

    Raises Refused beside the field without an enrolment number, or when the day is to come or before it was sent.
    """
    registration = hold(registration)
    GUARD.require(by, Permission.CONFIRM, registration)
    _ask_step(registration, "confirmed")
    sent_on = timezone.localdate(registration.submitted_at)
    _refuse(rules.confirmation_gaps(enr, confirmed_on, sent_on, timezone.localdate(at)))
    years = registration.qualification.validity_years or rules.VALIDITY_YEARS
    registration.enr, registration.confirmed_on = enr.strip(), confirmed_on
    registration.expires_on = rules.expires_on(confirmed_on, years)
    record(by, "registration.confirmed", registration, at=at, facts={"validity_years": years})
    registration = _go(by, registration, "active", at, facts={"expires_on": registration.expires_on.isoformat()})
    publish(RegistrationConfirmed(by.centre, at, registration=registration.pk, person=registration.person_id))
    return registration


@action
def assign(
    *, by: Actor, registration: Registration, tutor: UUID | None, assessor: UUID | None, at: datetime
) -> Registration:
    """Name the learner's tutor and assessor (ids of people; None takes one away).

    Raises Refused beside the field for the learner themselves, without current competence, with a declared interest,
    or where one person would be both and the centre does not allow that.
    """
    registration = hold(registration)
    GUARD.require(by, Permission.STAFF, registration)
    today = timezone.localdate(at)
    reasons = _staff_reasons(registration, "tutor", Role.TUTOR, tutor, today)
    reasons += _staff_reasons(registration, "assessor", Role.ASSESSOR, assessor, today)
    if tutor is not None and tutor == assessor and not registration.centre.tutor_may_assess:
        reasons.append(Reason("This centre keeps tutor and assessor apart.", field="assessor"))
    if reasons:
        raise Refused(reasons)
    if (registration.tutor_id, registration.assessor_id) == (tutor, assessor):
        nothing_changed()
        return registration
    registration.tutor_id, registration.assessor_id = tutor, assessor
    registration.save(update_fields=["tutor", "assessor"])
    facts = {"tutor": str(tutor or ""), "assessor": str(assessor or "")}
    record(by, "registration.staffed", registration, at=at, facts=facts)
    return registration


def _staff_reasons(
    registration: Registration, field: str, role: Role, person: UUID | None, today: date
) -> list[Reason]:
    """Why the person may not take that part; somebody who has it already is not asked again."""
    if person is None or person == getattr(registration, f"{field}_id"):
        return []
    competent = centres.holds_seat(registration.centre_id, person, role, today) and centres.is_competent(
        person, role, registration.qualification_number, today
    )
    interested = centres.has_interest(person, registration.person_id)
    gaps = rules.may_take_part(person, registration.person_id, competent, interested)
    return [Reason(words, field=field, source="R095") for words in gaps]


@action
def suspend(*, by: Actor, registration: Registration, reason: str, at: datetime) -> Registration:
    """Suspend an active registration: nothing is submitted, assessed or claimed until it is resumed."""
    registration = _held_with_reason(by, Permission.SUSPEND, registration, "suspended", reason)
    return _go(by, registration, "suspended", at, reason=reason)


@action
def resume(*, by: Actor, registration: Registration, at: datetime) -> Registration:
    """Make a suspended registration active again; its last day stays what it was."""
    registration = hold(registration)
    GUARD.require(by, Permission.SUSPEND, registration)
    if registration.state != "suspended":
        raise Refused("Only a suspended registration is resumed.")
    registration.reason = ""
    return _go(by, registration, "active", at)


@action
def withdraw(*, by: Actor, registration: Registration, reason: str, at: datetime) -> Registration:
    """Withdraw a registration: it ends today, and the work stays to be read."""
    registration = _held_with_reason(by, Permission.WITHDRAW, registration, "withdrawn", reason)
    registration.ended_on = timezone.localdate(at)
    return _go(by, registration, "withdrawn", at, reason=reason)


@action
def transfer_out(*, by: Actor, registration: Registration, reason: str, at: datetime) -> Registration:
    """Close a registration because the learner goes on at another centre; `reason` names it."""
    registration = _held_with_reason(by, Permission.WITHDRAW, registration, "transferred_out", reason)
    registration.ended_on = timezone.localdate(at)
    return _go(by, registration, "transferred_out", at, reason=reason)


@action
def re_register(*, by: Actor, registration: Registration, at: datetime) -> Registration:
    """A new draft for a learner whose registration has ended or ends soon, linked to the old one, which is closed.

    Same version and units. Raises Refused while the old one holds for more than 180 days yet.
    """
    registration = hold(registration)
    GUARD.require(by, Permission.RE_REGISTER, registration)
    today = timezone.localdate(at)
    now = rules.standing(registration.state, registration.expires_on, today)
    if not rules.may_become(now, "re_registered"):
        raise Refused("Only a registration that runs, or has run out, is registered again.")
    if now != "expired" and not rules.is_expiring(registration, today):
        raise Refused("It holds for more than 180 days yet. Register again when it is about to end.")
    registration.ended_on = today
    old = _go(by, registration, "re_registered", at)
    learner = Learner(
        old.person.email, old.given_name, old.family_name, old.born_on, uln=old.uln, is_funded=old.is_funded
    )
    units = list(old.units.values_list("pk", flat=True))
    return prepare(by=by, learner=learner, qualification=old.qualification, units=units, at=at, previous=old)


@action
def complete(*, by: Actor, registration: Registration, at: datetime) -> Registration:
    """Close a registration whose award was made; completing it twice changes nothing.

    Called by the room that issues the certificate. Raises Refused unless it is active.
    """
    registration = hold(registration)
    GUARD.require(by, Permission.COMPLETE, registration)
    if registration.state == "completed":
        nothing_changed()
        return registration
    _ask_step(registration, "completed")
    registration.ended_on = timezone.localdate(at)
    return _go(by, registration, "completed", at)


def _held_with_reason(
    by: Actor, permission: Permission, registration: Registration, following: str, reason: str
) -> Registration:
    registration = hold(registration)
    GUARD.require(by, permission, registration)
    _ask_step(registration, following)
    if not reason.strip():
        raise Refused("Say why.", field="reason")
    registration.reason = reason.strip()
    return registration


def _ask_step(registration: Registration, following: str) -> None:
    if not rules.may_become(registration.state, following):
        state = registration.get_state_display().lower()
        raise Refused(f"This registration is {state}. It cannot become {following.replace('_', ' ')} from there.")


def _refuse(gaps: list[tuple[str, str]]) -> None:
    if gaps:
        raise Refused([Reason(words, field=field) for field, words in gaps])


def _go(
    by: Actor, registration: Registration, state: str, at: datetime, reason: str = "", facts: dict | None = None
) -> Registration:
    registration.state = state
    registration.save()
    record(by, f"registration.{state}", registration, at=at, reason=reason, facts=facts)
    return registration
