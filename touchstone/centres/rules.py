"""What an approval, a seat, a competence and an invitation allow on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

LAPSING_DAYS = 60


@dataclass(frozen=True)
class Effects:
    """What a quality rating brings with it. `words` is the rating said plainly."""

    words: str
    claims_need_release: bool = True
    stops_registration: bool = False
    stops_certification: bool = False


RATINGS: dict[str, Effects] = {
    "none": Effects("Direct claims, no action plan", claims_need_release=False),
    "01": Effects("Direct claims, with an action plan", claims_need_release=False),
    "02": Effects("The external quality assurer releases each claim"),
    "3a": Effects("Registrations are suspended", stops_registration=True),
    "3b": Effects("Certification is suspended", stops_certification=True),
    "04": Effects("Approval of the qualification is withdrawn", stops_registration=True, stops_certification=True),
    "05": Effects("Approval of the centre is withdrawn", stops_registration=True, stops_certification=True),
}

DIRECT_CLAIMS: dict[str, str] = {
    "none": "None",
    "eligible": "Could be applied for",
    "applied": "Applied for",
    "granted": "Granted",
    "granted_with_actions": "Granted, with actions",
    "suspended": "Suspended",
    "withdrawn": "Withdrawn",
}

DIRECT_CLAIMS_STEPS: dict[str, frozenset[str]] = {
    "none": frozenset({"eligible", "applied"}),
    "eligible": frozenset({"applied", "none"}),
    "applied": frozenset({"granted", "granted_with_actions", "none"}),
    "granted": frozenset({"granted_with_actions", "suspended", "withdrawn"}),
    "granted_with_actions": frozenset({"granted", "suspended", "withdrawn"}),
    "suspended": frozenset({"granted", "granted_with_actions", "withdrawn"}),
    "withdrawn": frozenset({"eligible", "applied"}),
}


def effects(quality_rating: str) -> Effects:
    """What the rating brings with it. Raises KeyError for one that is not on the ladder.

    Source: ADR 0005
    """
    return RATINGS[quality_rating]


def direct_claims_may_become(now: str, following: str) -> bool:
    """True where the status goes from `now` to `following` in one step, or stays what it is.

    Source: ADR 0005
    """
    return now == following or following in DIRECT_CLAIMS_STEPS[now]


@dataclass(frozen=True)
class Approval:
    """The awarding body's approval of a centre for one qualification, as its rules need it."""

    approved_on: date
    withdrawn_on: date | None = None
    last_registration_on: date | None = None
    quality_rating: str = "02"


class Standing(Protocol):
    """What of an approval decides whether direct claims apply: the row has it as it is."""

    approved_on: date
    withdrawn_on: date | None
    quality_rating: str
    direct_claims: str


def direct_claims_apply(approval: Standing | None, day: date) -> bool:
    """True where a claim on `day` needs no release by the external quality assurer.

    The approval holds that day, the status is granted (with actions or without), and the quality rating allows it.

    Source: R053 (provider pack, availability of assessments)
    """
    if approval is None or approval.approved_on > day:
        return False
    if approval.withdrawn_on is not None and approval.withdrawn_on <= day:
        return False
    effect = effects(approval.quality_rating)
    allowed = not effect.claims_need_release and not effect.stops_certification
    return allowed and approval.direct_claims in {"granted", "granted_with_actions"}


def registration_gaps(approval: Approval | None, day: date) -> list[str]:
    """Why nobody can be registered on the qualification on `day`, in words; empty when they can.

    The last registration day itself still counts; the day on which an approval is withdrawn does not.

    Source: R091 (8585 and 8586 handbooks, approval)
    """
    if approval is None or approval.approved_on > day:
        return ["The awarding body has not approved this centre for the qualification."]
    gaps = []
    if approval.withdrawn_on is not None and approval.withdrawn_on <= day:
        gaps.append(f"The approval of this qualification ended on {long_day(approval.withdrawn_on)}.")
    if approval.last_registration_on is not None and day > approval.last_registration_on:
        gaps.append(f"The last day to register on it was {long_day(approval.last_registration_on)}.")
    if effects(approval.quality_rating).stops_registration:
        words = effects(approval.quality_rating).words
        gaps.append(f"{words} (rating {approval.quality_rating}), so nobody can be registered.")
    return gaps


def dates_gaps(
    approved_on: date, last_registration_on: date | None, withdrawn_on: date | None
) -> list[tuple[str, str]]:
    """(field, words) for each day of an approval that lies before the approval itself; empty when they follow it.

    Source: R091 (8585 and 8586 handbooks, approval)
    """
    asked = [("last_registration_on", last_registration_on), ("withdrawn_on", withdrawn_on)]
    return [(f, "This day lies before the approval.") for f, day in asked if day is not None and day < approved_on]


def seat_is_held(starts_on: date, ends_on: date | None, day: date) -> bool:
    """True where a seat is held on `day`: its first and its last day included.

    Source: ADR 0005
    """
    return starts_on <= day and (ends_on is None or day <= ends_on)


def competence_standing(status: str, from_on: date, until_on: date | None, today: date) -> str:
    """The state of a competence to show and act on: "planned" before its first day, "lapsed" after its last.

    In between, a current one is "expiring" in its last sixty days; one that is suspended or left stays what it is.

    Source: R095, R098 (8585 and 8586 handbooks, occupational competence)
    """
    if status not in {"current", "restricted_trainee"}:
        return status
    if today < from_on:
        return "planned"
    if until_on is not None and today > until_on:
        return "lapsed"
    soon = until_on is not None and until_on - today <= timedelta(days=LAPSING_DAYS)
    return "expiring" if status == "current" and soon else status


def own_judgement_gaps(judge: object, person: object) -> list[str]:
    """Why the judge may not approve or suspend this competence: it is their own. Empty otherwise.

    Source: ADR 0004
    """
    return ["Nobody judges their own competence. Ask another centre manager."] if judge == person else []


def invitation_state(
    accepted_at: datetime | None, withdrawn_at: datetime | None, expires_at: datetime, now: datetime
) -> str:
    """ "accepted", "withdrawn", "expired" from `expires_at` on, else "open"; what was accepted stays accepted.

    Source: ADR 0005
    """
    if accepted_at is not None:
        return "accepted"
    if withdrawn_at is not None:
        return "withdrawn"
    return "expired" if now >= expires_at else "open"


def long_day(day: date) -> str:
    """The day in words, such as "5 May 2026".

    Source: ADR 0001
    """
    return f"{day.day} {day:%B %Y}"
