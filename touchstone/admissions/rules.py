"""When somebody may be registered, how long a registration holds, and what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from touchstone.kernel.periods import age_on, years_after

OLDEST_YEARS = 120
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

    Source: R124 (8585 and 8586 handbooks, time constraints), R347, R380 (provider pack, timescales and summaries)
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
class Facts:
    """What is asked of a learner on the day: birth, the qualification's minimum age, and the learner number."""

    born_on: date
    today: date
    minimum_age: int | None
    uln: str = ""
    is_funded: bool = False


@dataclass(frozen=True)
class Papers:
    """What is asked before a registration is sent: the document seen, the notice given, the assessment made."""

    today: date
    identity_kind: str
    identity_seen_on: date | None
    privacy_notice_on: date | None
    initial_assessment_on: date | None


def age_gaps(facts: Facts) -> list[tuple[str, str]]:
    """(field, words) where the learner is too young on the day, or nobody was born on that day; empty otherwise.

    Source: R123 (8585 and 8586 handbooks, age restrictions)
    """
    if facts.born_on > facts.today:
        return [("born_on", "That day has not come yet.")]
    if age_on(facts.born_on, facts.today) > OLDEST_YEARS:
        return [("born_on", f"That is more than {OLDEST_YEARS} years ago. Read the year once more.")]
    if is_old_enough(facts.born_on, facts.today, facts.minimum_age):
        return []
    needed = MINIMUM_AGE_YEARS if facts.minimum_age is None else facts.minimum_age
    age = age_on(facts.born_on, facts.today)
    return [("born_on", f"A learner must be {needed} on the day of registration. This one is {age}.")]


def paper_gaps(papers: Papers) -> list[tuple[str, str]]:
    """(field, words) for each paper that was not seen, given or dated rightly; empty when all is there.

    Source: R126 (8585 and 8586 handbooks, initial assessment)
    """
    asked = [
        ("identity_seen_on", papers.identity_seen_on, "See the identity document first, and say on which day."),
        ("privacy_notice_on", papers.privacy_notice_on, "Give the privacy notice first, and say on which day."),
        ("initial_assessment_on", papers.initial_assessment_on, "Make the initial assessment first, and say when."),
    ]
    gaps = [(field, words) for field, day, words in asked if day is None]
    gaps += [(field, "That day has not come yet.") for field, day, _ in asked if day is not None and day > papers.today]
    if not papers.identity_kind:
        gaps.append(("identity_kind", "Say which identity document you saw."))
    return gaps


def confirmation_gaps(enr: str, confirmed_on: date, sent_on: date, today: date) -> list[tuple[str, str]]:
    """(field, words) where the awarding body's confirmation lacks its number, or its day cannot be; else empty.

    Source: ADR 0005
    """
    gaps = [] if enr.strip() else [("enr", "Give the enrolment number that the awarding body sent.")]
    if confirmed_on > today:
        gaps.append(("confirmed_on", "That day has not come yet."))
    elif confirmed_on < sent_on:
        gaps.append(("confirmed_on", "It was not sent yet on that day."))
    return gaps


def uln_gaps(facts: Facts) -> list[tuple[str, str]]:
    """(field, words) where a unique learner number is given and wrong, or missing for a funded learner.

    Source: ADR 0005
    """
    if not facts.uln:
        return [("uln", "A funded learner needs a unique learner number.")] if facts.is_funded else []
    return [] if is_uln(facts.uln) else [("uln", "This is not a unique learner number: its last digit does not fit.")]


def may_take_part(person: object, learner: object, competent: bool, interested: bool) -> list[str]:
    """Why `person` may not tutor or assess `learner`, in words; empty when they may.

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
