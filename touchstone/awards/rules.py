"""What must be true before an award is claimed: the gate, which explains itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from touchstone.catalogue.rules import combination_words, is_complete

NO_CERTIFICATION = frozenset({"3b", "04", "05"})


@dataclass(frozen=True)
class UnitResult:
    """Where one chosen unit stands. `outcome` is "pass", "referral" or "" before a decision is released.

    `is_checked`: the quality check is closed, agreed or not sampled. `is_confirmed`: released by the EQA or under
    direct claims (then `is_direct`). `undeclared` counts submissions without a declaration that holds. `where` says how
    far it is.
    """

    pk: str
    ref: str
    title: str
    credit: int
    outcome: str
    is_submitted: bool
    is_checked: bool
    is_confirmed: bool
    undeclared: int
    where: str
    is_direct: bool = False


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
    has_direct_claims: bool = False


@dataclass(frozen=True)
class Answer:
    """What one rule says: whether it holds, why, and where the rule comes from.

    Where it does not hold, `url_name` and `url_args` name the page where it is mended, and `mended_by` who does that.
    """

    code: str
    title: str
    holds: bool
    why: str
    source: str
    url_name: str = ""
    url_args: tuple[str, ...] = ()
    mended_by: str = ""


def _answer(
    code: str, title: str, source: str, *, holds: bool, why: str, at: tuple[str, ...] = (), by: str = ""
) -> Answer:
    """The answer; only one that does not hold says where, and by whom, it is mended."""
    if holds or not at:
        return Answer(code, title, holds, why, source, mended_by="" if holds else by)
    return Answer(code, title, holds, why, source, at[0], at[1:], by)


def units_passed(facts: ClaimFacts) -> Answer:
    """Every chosen unit is a pass; a unit without a decision is not, and no units are no award.

    Source: R135, R137 (8585 and 8586 handbooks, summary of assessment methods and internal assessment)
    """
    open_units = [u for u in facts.units if u.outcome != "pass"]
    why = _each(open_units) or (f"All {len(facts.units)} units are a pass." if facts.units else "No unit was chosen.")
    return _answer(
        "units_passed",
        "Every unit is passed",
        "R135",
        holds=bool(facts.units) and not open_units,
        why=why,
        at=_unit_page(facts, open_units) if open_units else ("registration", facts.registration),
        by="the learner and the assessor" if open_units else "the office",
    )


def combination_complete(facts: ClaimFacts) -> Answer:
    """The passed units make the qualification.

    Source: R086, R087 (8585 and 8586 handbooks, structure)
    """
    passed = {u.ref for u in facts.units if u.outcome == "pass"}
    credit = sum(u.credit for u in facts.units if u.outcome == "pass")
    holds = is_complete(facts.combination, passed)
    text = (facts.combination.get("text") or " ".join(combination_words(facts.combination))).rstrip(".")
    reached = f"{credit} credits from {len(passed)} {'unit' if len(passed) == 1 else 'units'}"
    return _answer(
        "combination",
        "The units make the qualification",
        "R086",
        holds=holds,
        why=f"{reached}: {text}." if holds else f"{reached} do not make up the whole: {text}.",
        at=("registration", facts.registration),
        by="the office, where the units were chosen wrongly",
    )


def units_checked(facts: ClaimFacts) -> Answer:
    """Every result went through quality assurance: an IQA agreed, or it was not drawn and that is on record.

    Source: R038 (benchmark 7.6), R022 (benchmark 4.4)
    """
    waiting = [u for u in facts.units if not u.is_checked]
    return _answer(
        "checked",
        "The quality checks are closed",
        "R038",
        holds=not waiting,
        why=_each(waiting) or "Each is closed, or on record as not drawn.",
        at=("checks",),
        by="an IQA",
    )


def units_confirmed(facts: ClaimFacts) -> Answer:
    """Every result is confirmed: the EQA released it, or direct claims apply.

    Source: R133 (8585 and 8586 handbooks, summary of assessment methods), R038 (benchmark 7.6)
    """
    waiting = [u for u in facts.units if not u.is_confirmed]
    return _answer(
        "confirmed",
        "The results are confirmed",
        "R133",
        holds=not waiting,
        why=_each(waiting) or "Released by the EQA, or under direct claims.",
        at=("eqa_room",),
        by="the EQA",
    )


def direct_claims_last(facts: ClaimFacts) -> Answer:
    """Where a result was confirmed under direct claims, the centre may still claim directly on the day of the claim.

    Source: R053 (provider pack, availability of assessments), ADR 0006
    """
    direct = [u for u in facts.units if u.is_direct]
    if not direct:
        why = "No result rests on direct claims."
    elif facts.has_direct_claims:
        why = "Direct claims apply today."
    else:
        resting = ", ".join(f"{u.ref} {u.title}" for u in direct)
        why = f"Direct claims no longer apply, and these rest on them: {resting}."
    return _answer(
        "direct_claims",
        "Direct claims still apply",
        "R053",
        holds=facts.has_direct_claims or not direct,
        why=why,
        at=("approvals",),
        by="the centre manager, with the awarding organisation",
    )


def work_declared(facts: ClaimFacts) -> Answer:
    """Each attempt has its own authenticity declaration over what was submitted.

    Source: R138 (8585 and 8586 handbooks, internal assessment)
    """
    missing = [u for u in facts.units if u.undeclared]
    told = "; ".join(f"{u.ref} {u.title}: {u.undeclared} without a declaration" for u in missing)
    return _answer(
        "declared",
        "Every submission is declared as the learner's own",
        "R138",
        holds=not missing,
        why=told or "Each submission has its own declaration, bound to what was submitted.",
        at=_unit_page(facts, missing) if missing else (),
        by="the learner",
    )


def registration_active(facts: ClaimFacts) -> Answer:
    """The registration is active and has not expired.

    Source: R124 (8585 and 8586 handbooks, time constraints)
    """
    until = f" until {facts.expires_on:%-d %B %Y}" if facts.expires_on and facts.standing == "active" else ""
    return _answer(
        "registration",
        "The registration is active",
        "R124",
        holds=facts.standing == "active",
        why=f"The registration is {facts.standing.replace('_', ' ')}{until}.",
        at=("registration", facts.registration),
        by="the office",
    )


def identity_seen(facts: ClaimFacts) -> Answer:
    """The name on the certificate is the name on an identity document that somebody saw.

    Source: R005 (benchmark 1.3 processes), ADR 0006
    """
    seen = facts.is_identity_seen
    return _answer(
        "identity",
        "The identity was seen",
        "R005",
        holds=seen,
        why="Seen and on record." if seen else "Nobody recorded which identity document they saw.",
        at=("registration", facts.registration),
        by="the office",
    )


def centre_may_claim(facts: ClaimFacts) -> Answer:
    """The centre is approved for the qualification and its quality rating does not suspend certification.

    Source: R091 (8585 and 8586 handbooks, approval), ADR 0006
    """
    barred = facts.quality_rating in NO_CERTIFICATION
    if not facts.is_approved:
        why = "No approval for this qualification is on record."
    elif barred:
        why = f"Quality rating {facts.quality_rating} suspends certification."
    else:
        rated = f" with quality rating {facts.quality_rating}" if facts.quality_rating else ""
        why = f"Approved for this qualification{rated}."
    return _answer(
        "approval",
        "The centre may claim",
        "R091",
        holds=facts.is_approved and not barred,
        why=why,
        at=("approvals",),
        by="the centre manager, with the awarding organisation",
    )


def nothing_held(facts: ClaimFacts) -> Answer:
    """No hold stands on the registration: no open appeal, investigation or disagreement.

    Source: ADR 0006
    """
    return _answer(
        "holds",
        "Nothing holds the award",
        "ADR 0006",
        holds=not facts.holds,
        why="; ".join(facts.holds) or "No appeal, investigation or other hold is open.",
        at=("claim_holds", facts.registration),
        by="a centre manager",
    )


def not_yet_claimed(facts: ClaimFacts) -> Answer:
    """One award for one registration.

    Source: R022 (benchmark 4.4)
    """
    return _answer(
        "single",
        "It is claimed once",
        "R022",
        holds=not facts.is_claimed,
        why="A claim is already under way." if facts.is_claimed else "No other claim is under way.",
        at=("claim", facts.registration),
        by="a second person",
    )


RULES: tuple[Callable[[ClaimFacts], Answer], ...] = (
    units_passed,
    combination_complete,
    units_checked,
    units_confirmed,
    direct_claims_last,
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


def is_family_name_of(whole_name: str, typed: str) -> bool:
    """Whether `whole_name` ends with `typed`, word by word; case, accents and spaces do not matter.

    Never true for nothing, for a given name before a family name, or for a part of a word.

    Source: ADR 0006
    """
    whole, asked = _plain_words(whole_name), _plain_words(typed)
    return bool(asked) and whole[-len(asked) :] == asked


def _plain_words(text: str) -> list[str]:
    spelt = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in spelt if not unicodedata.combining(c)).split()


def _each(units: list[UnitResult]) -> str:
    return "; ".join(f"{u.ref} {u.title}: {u.where}" for u in units)


def _unit_page(facts: ClaimFacts, units: list[UnitResult]) -> tuple[str, ...]:
    return ("claim_unit", facts.registration, units[0].pk)
