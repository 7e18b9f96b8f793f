"""How the gate is shown: where each answer leads this reader, and how far an award has come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.urls import NoReverseMatch, reverse

from touchstone.access.actors import Actor
from touchstone.access.guards import Guard
from touchstone.admissions import permissions as admissions
from touchstone.awards import permissions as awards
from touchstone.awards.models import Claim
from touchstone.awards.rules import Answer, ClaimFacts
from touchstone.centres import permissions as centres
from touchstone.portfolio import permissions as portfolio
from touchstone.quality import permissions as quality

# What a reader must be allowed before a page where something is mended is offered to them.
ASKS: dict[str, tuple[Guard, StrEnum]] = {
    "registration": (admissions.GUARD, admissions.Permission.SEE_ALL),
    "approvals": (centres.GUARD, centres.Permission.SEE_APPROVALS),
    "claim_unit": (portfolio.GUARD, portfolio.Permission.READ),
    "checks": (quality.GUARD, quality.Permission.SEE_CHECKS),
    "eqa_room": (quality.GUARD, quality.Permission.SEE_EQA_ROOM),
    "claim": (awards.GUARD, awards.Permission.SEE_CLAIMS),
    "claim_holds": (awards.GUARD, awards.Permission.SEE_CLAIMS),
}
OPENS = {
    "registration": "Open the registration",
    "approvals": "Open the approvals",
    "claim_unit": "Open the unit",
    "checks": "Open the checks",
    "eqa_room": "Open the EQA room",
    "claim": "Open the claim",
    "claim_holds": "Open the holds",
}


@dataclass(frozen=True)
class GateRow:
    """An answer of the gate as this reader sees it: `url` is "" where they may not open the page that mends it."""

    answer: Answer
    url: str
    action: str


def gate_rows(actor: Actor, answers: list[Answer]) -> list[GateRow]:
    """The answers with where each leads `actor`. No statement."""
    return [GateRow(answer, mending_address(actor, answer), OPENS.get(answer.url_name, "")) for answer in answers]


def mending_address(actor: Actor, answer: Answer) -> str:
    """The page where the answer is mended, or "" where there is none that `actor` may open."""
    asked = ASKS.get(answer.url_name)
    if asked is None or actor.role not in asked[0].roles_for(asked[1]):
        return ""
    try:
        return reverse(answer.url_name, args=answer.url_args)
    except NoReverseMatch:
        return ""


def proofs(facts: ClaimFacts, claim: Claim | None, *, is_issued: bool) -> list[tuple[str, bool]]:
    """The eight proofs on the way to an award, each with whether it is there."""
    units = facts.units

    def every(held: object) -> bool:
        return bool(units) and bool(held)

    return [
        ("Registered", facts.standing in ("active", "completed")),
        ("Work submitted", every(all(u.is_submitted for u in units))),
        ("Declared as the learner’s own", every(all(u.is_submitted and not u.undeclared for u in units))),
        ("Every unit passed", every(all(u.outcome == "pass" for u in units))),
        ("Quality checks closed", every(all(u.is_checked for u in units))),
        ("Results confirmed", every(all(u.is_confirmed for u in units))),
        ("Claim approved", claim is not None and claim.approved_at is not None),
        ("Certificate issued", is_issued),
    ]
