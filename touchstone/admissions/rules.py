"""When somebody may be registered, how long a registration holds, and what may be done with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from touchstone.kernel.periods import age_on, years_after

MINIMUM_AGE_YEARS = 16
VALIDITY_YEARS = 3
WARNING_DAYS = 180

LIVE = frozenset({"draft", "checked", "submitted", "confirmed", "active", "suspended"})
VALID = frozenset({"confirmed", "active", "suspended"})

TRANSITIONS: dict[str, frozenset[str]] = {
    "draft": frozenset({"checked", "withdrawn"}),
    "checked": frozenset({"submitted", "draft", "withdrawn"}),
    "submitted": frozenset({"confirmed", "checked", "withdrawn"}),
    "confirmed": frozenset({"active", "withdrawn"}),
    "active": frozenset({"suspended", "withdrawn", "transferred_out", "completed", "expired", "re_registered"}),
    "suspended": frozenset({"active", "withdrawn", "transferred_out", "expired", "re_registered"}),
    "expired": frozenset({"re_registered"}),
}


class Dated(Protocol):
    """Whatever has a state and a last day: a registration."""

    state: str
    expires_on: date | None


def may_become(state: str, following: str) -> bool:
    """True where a registration goes from `state` to `following` in one step; never from an ended state back.

    Source: ADR 0005
    """
    return following in TRANSITIONS.get(state, frozenset())


def expires_on(confirmed_on: date, validity_years: int = VALIDITY_YEARS) -> date:
    """The last day of a registration that was confirmed on `confirmed_on`; from 29 February it is a 28 February.

    Source: R124 (8585 and 8586 handbooks, time constraints)
    """
    return years_after(confirmed_on, validity_years)


def standing(state: str, expires_on: date | None, today: date) -> str:
    """The state to show and to act on: `state`, or "expired" from the day after `expires_on`.

    Only a confirmed, active or suspended registration expires; a completed or withdrawn one stays what it is.

    Source: R124 (8585 and 8586 handbooks, time constraints)
    """
    ended = expires_on is not None and today > expires_on
    return "expired" if state in VALID and ended else state


def is_active(registration: Dated, today: date) -> bool:
    """True where work may be submitted, assessed and claimed under the registration today.

    Source: R124 (8585 and 8586 handbooks, time constraints)
    """
    return standing(registration.state, registration.expires_on, today) == "active"


def is_expiring(registration: Dated, today: date, within_days: int = WARNING_DAYS) -> bool:
    """True where an active or suspended registration ends within `within_days` days, today's end included.

    Source: R124 (8585 and 8586 handbooks, time constraints)
    """
    if standing(registration.state, registration.expires_on, today) not in {"active", "suspended"}:
        return False
    return registration.expires_on is not None and registration.expires_on - today <= timedelta(days=within_days)


def is_old_enough(born_on: date, day: date, minimum_age: int | None = None) -> bool:
    """True where somebody born on `born_on` has lived `minimum_age` whole years on `day`; 16 where none is set.

    Source: R123 (8585 and 8586 handbooks, age restrictions)
    """
    return age_on(born_on, day) >= (MINIMUM_AGE_YEARS if minimum_age is None else minimum_age)


def is_uln(text: str) -> bool:
    """True where `text` is a unique learner number: ten digits, the first not 0, with the right last digit.

    The digits weighed 10, 9, … 1 leave 10 when their sum is divided by 11.

    Source: ADR 0005
    """
    if len(text) != 10 or not (text.isascii() and text.isdigit()) or text[0] == "0":
        return False
    return sum(int(digit) * weight for digit, weight in zip(text, range(10, 0, -1), strict=True)) % 11 == 10


@dataclass(frozen=True)
class Approval:
    """The awarding body's approval of a centre for one qualification, as this room needs it."""

    approved_on: date
    withdrawn_on: date | None = None
    last_registration_on: date | None = None
    quality_rating: str = "02"


STOPS_REGISTRATION = {
    "3a": "The awarding body has suspended registrations on this qualification (rating 3a).",
    "04": "The awarding body has withdrawn its approval of this qualification (rating 04).",
    "05": "The awarding body has withdrawn its approval of this centre (rating 05).",
}


def approval_gaps(approval: Approval | None, day: date) -> list[str]:
    """Why nobody can be registered on the qualification on `day`, in words; empty when they can.

    Source: R091 (8585 and 8586 handbooks, approval)
    """
    if approval is None or approval.approved_on > day:
        return ["The awarding body has not approved this centre for the qualification."]
    gaps = []
    if approval.withdrawn_on is not None and approval.withdrawn_on <= day:
        gaps.append(f"The approval of this qualification ended on {approval.withdrawn_on:%-d %B %Y}.")
    if approval.last_registration_on is not None and day > approval.last_registration_on:
        gaps.append(f"The last day to register on it was {approval.last_registration_on:%-d %B %Y}.")
    if approval.quality_rating in STOPS_REGISTRATION:
        gaps.append(STOPS_REGISTRATION[approval.quality_rating])
    return gaps


@dataclass(frozen=True)
class Facts:
    """What is asked of a registration before it is sent: facts of the person, the day and the papers seen."""

    born_on: date
    today: date
    minimum_age: int | None
    identity_kind: str
    identity_seen_on: date | None
    privacy_notice_on: date | None
    initial_assessment_on: date | None
    uln: str = ""
    is_funded: bool = False


def age_gaps(facts: Facts) -> list[tuple[str, str]]:
    """(field, words) where the learner is too young on the day, or was born after it; empty otherwise.

    Source: R123 (8585 and 8586 handbooks, age restrictions)
    """
    if facts.born_on > facts.today:
        return [("born_on", "That day has not come yet.")]
    if is_old_enough(facts.born_on, facts.today, facts.minimum_age):
        return []
    needed = MINIMUM_AGE_YEARS if facts.minimum_age is None else facts.minimum_age
    age = age_on(facts.born_on, facts.today)
    return [("born_on", f"A learner must be {needed} on the day of registration. This one is {age}.")]


def paper_gaps(facts: Facts) -> list[tuple[str, str]]:
    """(field, words) for each paper that was not seen, given or dated rightly; empty when all is there.

    Source: R126 (8585 and 8586 handbooks, initial assessment)
    """
    asked = [
        ("identity_seen_on", facts.identity_seen_on, "See the identity document first, and say on which day."),
        ("privacy_notice_on", facts.privacy_notice_on, "Give the privacy notice first, and say on which day."),
        (
            "initial_assessment_on",
            facts.initial_assessment_on,
            "Make the initial assessment first, and say on which day.",
        ),
    ]
    gaps = [(field, words) for field, day, words in asked if day is None]
    gaps += [(field, "That day has not come yet.") for field, day, _ in asked if day is not None and day > facts.today]
    if not facts.identity_kind:
        gaps.append(("identity_kind", "Say which identity document you saw."))
    return gaps


def uln_gaps(facts: Facts) -> list[tuple[str, str]]:
    """(field, words) where a unique learner number is given and wrong, or missing for a funded learner.

    Source: ADR 0005
    """
    if not facts.uln:
        return [("uln", "A funded learner needs a unique learner number.")] if facts.is_funded else []
    return [] if is_uln(facts.uln) else [("uln", "This is not a unique learner number: its last digit does not fit.")]


def may_be_assessor(person: object, learner: object, competent: bool, interested: bool) -> list[str]:
    """Why `person` may not assess `learner`, in words; empty when they may.

    Source: R095 (8585 and 8586 handbooks, occupational competence)
    """
    if person == learner:
        return ["Nobody assesses or tutors their own registration."]
    gaps = []
    if not competent:
        gaps.append("This person has no current competence for the qualification.")
    if interested:
        gaps.append("This person and the learner have a declared interest.")
    return gaps


def second_person_gaps(prepared_by: object, submits: object, learner: object) -> list[str]:
    """Why this person may not send the registration in, in words; empty when a second, uninvolved person does.

    Source: ADR 0005
    """
    if submits == learner:
        return ["Nobody sends in their own registration."]
    if submits == prepared_by:
        return ["You prepared it. A second person sends it in."]
    return []


def without_repeats(chosen: Collection[str]) -> list[str]:
    """The references in `chosen`, each once, in their order.

    Source: ADR 0005
    """
    return list(dict.fromkeys(chosen))
