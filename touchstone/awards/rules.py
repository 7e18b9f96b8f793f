"""What must be true before an award is claimed: the gate, which explains itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from touchstone.catalogue.rules import is_complete

NO_CERTIFICATION = frozenset({"3b", "04", "05"})


@dataclass(frozen=True)
class UnitResult:
    """Where one chosen unit stands. `outcome` is "pass", "referral" or "" before a decision.

    `is_checked`: the quality check is closed, agreed or not sampled. `is_confirmed`: released by the EQA or under
    direct claims. `undeclared` counts attempts without a declaration that holds; `assessors` signed any of them.
    """

    pk: str
    ref: str
    title: str
    credit: int
    outcome: str
    is_checked: bool
    is_confirmed: bool
    undeclared: int
    where: str


@dataclass(frozen=True)
class ClaimFacts:
    """Everything that the gate asks about one registration on one day."""

    registration: str
    standing: str
    expires_on: date | None
    is_identity_seen: bool
    is_approved: bool
    quality_rating: str
    combination: dict
    units: tuple[UnitResult, ...]
    holds: tuple[str, ...]
    is_claimed: bool


@dataclass(frozen=True)
class Answer:
    """What one rule says: whether it holds, why, where it is mended, and where it comes from."""

    code: str
    title: str
    holds: bool
    why: str
    source: str
    url_name: str = ""
    url_args: tuple[str, ...] = ()


def units_passed(facts: ClaimFacts) -> Answer:
    """Every chosen unit is a pass; a unit without a decision is not.

    Source: R135, R137 (8585 and 8586 handbooks, summary of assessment methods and internal assessment)
    """
    open_units = [u for u in facts.units if u.outcome != "pass"]
    why = "; ".join(f"{u.ref} {u.title}: {u.where}" for u in open_units) or f"All {len(facts.units)} units are a pass."
    first = (open_units[0].pk,) if open_units else ()
    holds = bool(facts.units) and not open_units
    return Answer("units_passed", "Every unit is passed", holds, why, "R135", "claim_unit" if first else "", first)


def combination_complete(facts: ClaimFacts) -> Answer:
    """The passed units make the qualification.

    Source: R086, R087 (8585 and 8586 handbooks, structure)
    """
    passed = {u.ref for u in facts.units if u.outcome == "pass"}
    credit = sum(u.credit for u in facts.units if u.outcome == "pass")
    holds = is_complete(facts.combination, passed)
    text = facts.combination.get("text") or "the rule of combination"
    why = f"{credit} credits from {len(passed)} units: {text}" if holds else f"The passed units do not make up {text}"
    return Answer("combination", "The units make the qualification", holds, why, "R086")


def units_checked(facts: ClaimFacts) -> Answer:
    """Every result went through quality assurance: an IQA agreed, or it was not drawn and that is on record.

    Source: R038 (benchmark 7.6), R022 (benchmark 4.4)
    """
    waiting = [u for u in facts.units if not u.is_checked]
    why = "; ".join(f"{u.ref} {u.title}: {u.where}" for u in waiting) or "Each is closed, or on record as not drawn."
    return Answer("checked", "The quality checks are closed", not waiting, why, "R038", "checks" if waiting else "")


def units_confirmed(facts: ClaimFacts) -> Answer:
    """Every result is confirmed: the EQA released it, or direct claims apply.

    Source: R133 (8585 and 8586 handbooks, summary of assessment methods), R038 (benchmark 7.6)
    """
    waiting = [u for u in facts.units if not u.is_confirmed]
    why = "; ".join(f"{u.ref} {u.title} waits for the EQA" for u in waiting) or "Released by the EQA or direct claims."
    return Answer("confirmed", "The results are confirmed", not waiting, why, "R133", "eqa_room" if waiting else "")


def work_declared(facts: ClaimFacts) -> Answer:
    """Each attempt has its own authenticity declaration over what was submitted.

    Source: R138 (8585 and 8586 handbooks, internal assessment)
    """
    missing = [u for u in facts.units if u.undeclared]
    why = "; ".join(f"{u.ref}: {u.undeclared} without a declaration" for u in missing) or "Each attempt is declared."
    return Answer("declared", "Every attempt is declared as the learner's own", not missing, why, "R138")


def registration_active(facts: ClaimFacts) -> Answer:
    """The registration is active and has not expired.

    Source: R124 (8585 and 8586 handbooks, time constraints)
    """
    until = f" until {facts.expires_on:%-d %B %Y}" if facts.expires_on else ""
    why = f"The registration is {facts.standing.replace('_', ' ')}{until}."
    where = ("registration", (facts.registration,))
    return Answer("registration", "The registration is active", facts.standing == "active", why, "R124", *where)


def identity_seen(facts: ClaimFacts) -> Answer:
    """The name on the certificate is the name on an identity document that somebody saw.

    Source: R005 (benchmark 1.3 processes), ADR 0006
    """
    why = "Seen and on record." if facts.is_identity_seen else "Nobody recorded which identity document they saw."
    where = ("registration", (facts.registration,))
    return Answer("identity", "The identity was seen", facts.is_identity_seen, why, "R005", *where)


def centre_may_claim(facts: ClaimFacts) -> Answer:
    """The centre is approved for the qualification and its quality rating does not suspend certification.

    Source: R091 (8585 and 8586 handbooks, approval), ADR 0006
    """
    if not facts.is_approved:
        return Answer(
            "approval", "The centre may claim", False, "No approval for this qualification is on record.", "R091"
        )
    barred = facts.quality_rating in NO_CERTIFICATION
    state = "suspends certification" if barred else "allows claims"
    return Answer(
        "approval", "The centre may claim", not barred, f"Quality rating {facts.quality_rating} {state}.", "R091"
    )


def nothing_held(facts: ClaimFacts) -> Answer:
    """No hold stands on the registration: no open appeal, investigation or disagreement.

    Source: ADR 0006
    """
    why = "; ".join(facts.holds) or "Nothing holds it."
    return Answer("holds", "Nothing holds the award", not facts.holds, why, "ADR 0006")


def not_yet_claimed(facts: ClaimFacts) -> Answer:
    """One award for one registration.

    Source: R022 (benchmark 4.4)
    """
    why = "A claim is already under way." if facts.is_claimed else "No other claim is under way."
    return Answer("single", "It is claimed once", not facts.is_claimed, why, "R022")


RULES: tuple[Callable[[ClaimFacts], Answer], ...] = (
    units_passed,
    combination_complete,
    units_checked,
    units_confirmed,
    work_declared,
    registration_active,
    identity_seen,
    centre_may_claim,
    nothing_held,
    not_yet_claimed,
)


def gate(facts: ClaimFacts) -> list[Answer]:
    """What every rule says of a claim, in a fixed order; it may be claimed when all hold.

    Source: R022 (benchmark 4.4), R038 (benchmark 7.6)
    """
    return [rule(facts) for rule in RULES]


def certificate_number(centre_number: str, year: int, count: int) -> str:
    """The number of the `count`-th certificate of a centre in a year, such as "TS-012345-2026-000042".

    Source: ADR 0006
    """
    return f"TS-{centre_number}-{year}-{count:06d}"
