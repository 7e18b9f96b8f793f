"""The verbs of a registration as the pages ask for them: one question, one form, one action each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from touchstone.access.actors import Actor, Role
from touchstone.admissions import actions, rules
from touchstone.admissions import forms as our
from touchstone.admissions.models import Registration
from touchstone.admissions.permissions import GUARD, Permission
from touchstone.centres.queries import competent_people


@dataclass(frozen=True)
class Step:
    """One verb. `states` are the standings in which it is offered; `first` marks the next step of the way."""

    slug: str
    permission: Permission
    states: frozenset[str]
    title: str
    lead: str
    button: str
    form: type[forms.Form]
    act: Callable[..., Any]
    done: str
    first: bool = False
    icon: str = "circle-dot"
    initial: dict[str, Any] = field(default_factory=dict)


def _as_id(text: str) -> UUID | None:
    return UUID(text) if text else None


def _assign(*, tutor: str, assessor: str, **rest: Any) -> Registration:
    return actions.assign(tutor=_as_id(tutor), assessor=_as_id(assessor), **rest)


STEPS = [
    Step(
        "check", Permission.CHECK, frozenset({"draft"}),
        "Check the papers", "See the identity document yourself. The name on it is the name on the certificate.",
        "Papers are in order", our.Check, actions.check, "Checked. A second person sends it in.", True, "file-check",
    ),
    Step(
        "submit", Permission.SUBMIT, frozenset({"checked"}),
        "Send the registration", "Names, date of birth, version and units are fixed from then on.",
        "Send it in", our.Nothing, actions.submit, "Sent. Note the confirmation when it comes.", True, "send",
    ),
    Step(
        "confirm", Permission.CONFIRM, frozenset({"submitted"}),
        "Note the confirmation", "From that day the registration is valid, and work can be submitted.",
        "Confirm", our.Confirm, actions.confirm, "Confirmed. The learner can begin.", True, "badge-check",
    ),
    Step(
        "staff", Permission.STAFF, frozenset(rules.LIVE),
        "Name tutor and assessor", "Only people who are competent for the qualification stand in the lists.",
        "Keep them", our.Staff, _assign, "Tutor and assessor are named.", False, "users",
    ),
    Step(
        "resume", Permission.SUSPEND, frozenset({"suspended"}),
        "Resume the registration", "Work can be submitted again. The last day stays what it was.",
        "Resume it", our.Nothing, actions.resume, "Active again.", True, "play",
    ),
    Step(
        "register-again", Permission.RE_REGISTER, frozenset({"expired", "active", "suspended"}),
        "Register again", "A new draft on the same version and units is made and linked; this one is closed.",
        "Register again", our.Nothing, actions.re_register, "A new draft is made.", True, "repeat",
    ),
    Step(
        "suspend", Permission.SUSPEND, frozenset({"active"}),
        "Suspend the registration", "Nothing is submitted, assessed or claimed until it is resumed.",
        "Suspend it", our.Because, actions.suspend, "Suspended.", False, "pause",
    ),
    Step(
        "transfer", Permission.WITHDRAW, frozenset({"active", "suspended"}),
        "Transfer to another centre", "This registration ends today. Say which centre the learner goes to.",
        "Transfer", our.Because, actions.transfer_out, "Transferred.", False, "arrow-right-left",
    ),
    Step(
        "withdraw", Permission.WITHDRAW, frozenset({"draft", "checked", "submitted", "active", "suspended"}),
        "Withdraw the registration", "It ends today and cannot be taken back. The work stays to be read.",
        "Withdraw it", our.Because, actions.withdraw, "Withdrawn.", False, "user-x",
    ),
]  # fmt: skip
BY_SLUG = {step.slug: step for step in STEPS}


def offered(actor: Actor, registration: Registration, today: date) -> list[Step]:
    """The steps that `actor` may take with the registration today, the next one of the way first."""
    now = rules.standing(registration.state, registration.expires_on, today)
    mine = [s for s in STEPS if GUARD.allows(actor, s.permission, registration)]
    return [s for s in mine if now in s.states and _is_due(s, registration, now, today)]


def _is_due(step: Step, registration: Registration, now: str, today: date) -> bool:
    return step.slug != "register-again" or now == "expired" or rules.is_expiring(registration, today)


def form_for(step: Step, registration: Registration, posted: Any, today: date) -> forms.Form:
    """The form of the step, with what is known already."""
    if step.slug == "staff":
        number = registration.qualification_number
        return our.Staff(
            posted,
            tutors=_choices(registration, registration.tutor, Role.TUTOR, number, today),
            assessors=_choices(registration, registration.assessor, Role.ASSESSOR, number, today),
            initial={"tutor": registration.tutor_id or "", "assessor": registration.assessor_id or ""},
        )
    days = {name: today for name, f in step.form.base_fields.items() if isinstance(f, forms.DateField)}
    return step.form(posted, initial=days)


def _choices(registration: Registration, now: Any, role: Role, number: str, today: date) -> list:
    """The competent people, and whoever has the part now even when no longer competent."""
    people = competent_people(registration.centre_id, role, number, today)
    return people if now is None or now in people else [now, *people]
