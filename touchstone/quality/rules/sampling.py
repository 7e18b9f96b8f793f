"""Which signed results an IQA checks, and why: the risk, the percentage, the seed and the ticket drawn from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from math import ceil, isqrt

from touchstone.kernel.canonical import fingerprint

TICKETS = 10_000  # a ticket is a hundredth of a percent
FIRST_DECISIONS = 5
FIRST_MONTHS = 3


@dataclass(frozen=True)
class Percents:
    """How many of 100 results are drawn in each band: settings of the centre."""

    new: int = 100
    high: int = 50
    medium: int = 25
    low: int = 10


@dataclass(frozen=True)
class Drawing:
    """What is known of a signed result when it is decided whether it is checked.

    `decisions` and `drawn` count the results of this assessor in this unit over the last 12 months: the first with
    this one, the second without it. `kinds_drawn` are the outcomes among the drawn. `disagreements` counts the results
    that an IQA returned among the assessor's last ten checked ones. `always` holds further reasons, in words, for
    which the centre always checks.
    """

    outcome: str
    attempt: int
    decisions: int
    drawn: int
    signed_on: date
    acting_since: date | None = None
    kinds_drawn: frozenset[str] = frozenset()
    disagreements: int = 0
    is_trainee: bool = False
    tutor_is_assessor: bool = False
    learner_is_staff: bool = False
    after_a_return: bool = False
    always: tuple[str, ...] = ()


@dataclass(frozen=True)
class Risk:
    """A score from 0 to 100, its band ("new", "high", "medium" or "low"), and what made it."""

    score: int
    band: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draw:
    """The answer: drawn or not, with everything needed to repeat it.

    `ticket` is a whole number from 0 to 9,999; chance alone draws the result when it is below `percent` × 100.
    """

    selected: bool
    reasons: tuple[str, ...]
    percent: int
    seed: str
    ticket: int
    risk: Risk = field(default_factory=lambda: Risk(0, "low"))

    def as_facts(self) -> dict:
        """Plain values for the record."""
        return {
            "selected": self.selected,
            "reasons": list(self.reasons),
            "percent": self.percent,
            "seed": self.seed,
            "ticket": self.ticket,
            "band": self.risk.band,
            "score": self.risk.score,
            "risk": list(self.risk.reasons),
        }


def seed_for(*, centre: str, assessor: str, unit: str, quarter: str, content: str) -> str:
    """Sixteen hexadecimal digits from facts that are no secret, so that anybody can work it out again.

    `content` is the hash of the signed sheet. It is settled only by signing, so nobody knows beforehand which
    result will be drawn.

    Source: ADR 0007
    """
    facts = {"centre": centre, "assessor": assessor, "unit": unit, "quarter": quarter, "content": content}
    return fingerprint(facts)[:16]


def quarter_of(day: date) -> str:
    """The quarter of the year, such as "2026-Q2". Source: ADR 0001"""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def ticket(seed: str, sheet: str) -> int:
    """The ticket of a sheet: a whole number from 0 to 9,999, the same every time and on every machine.

    Source: ADR 0007
    """
    digest = sha256(f"{seed}:{sheet}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % TICKETS


def draw(seed: str, sheet: str, percent: int) -> bool:
    """True where chance draws the sheet: never at 0 percent, always at 100. It depends on nothing but its arguments.

    Source: R353 (programme information, assessment)
    """
    return ticket(seed, sheet) < percent * 100


def risk(facts: Drawing) -> Risk:
    """How closely the assessor is looked at for this result; reasons in the order that they are counted.

    Someone new to the unit or to assessing here is in a band of their own, whatever the score. Otherwise 50 and more
    is high, 25 and more medium.

    Source: ADR 0007
    """
    found: list[tuple[int, str]] = []
    fresh = _newness(facts)
    if fresh:
        found.append((30, fresh))
    if facts.is_trainee:
        found.append((25, "the assessor is a trainee"))
    if facts.disagreements:
        count = facts.disagreements
        words = "1 result" if count == 1 else f"{count} results"
        found.append((min(20 * count, 40), f"{words} returned among the last ten checked"))
    if facts.tutor_is_assessor:
        found.append((10, "the assessor is also the learner’s tutor"))
    score = min(sum(points for points, _ in found), 100)
    band = "new" if fresh else "high" if score >= 50 else "medium" if score >= 25 else "low"
    return Risk(score, band, tuple(f"{words} (+{points})" for points, words in found))


def percent_of(band: str, percents: Percents) -> int:
    """The percentage of a band, between 0 and 100. Source: ADR 0001"""
    return max(0, min(100, getattr(percents, band)))


def least(decisions: int, percent: int) -> int:
    """The fewest results that a sample of `decisions` may hold: all of five or fewer, then the greater of the
    percentage and the square root, both rounded up.

    Source: ADR 0007
    """
    if decisions <= FIRST_DECISIONS:
        return max(decisions, 0)
    root = isqrt(decisions)
    return min(decisions, max(ceil(percent * decisions / 100), root + (root * root < decisions)))


def always_checked(facts: Drawing) -> list[str]:
    """The reasons for which a result is checked whatever chance says; empty when there is none.

    Source: R353 (programme information, assessment)
    """
    reasons = []
    if facts.after_a_return:
        reasons.append("An IQA returned the version before this one.")
    if facts.attempt > 1:
        reasons.append(f"It is attempt {facts.attempt}.")
    if facts.tutor_is_assessor:
        reasons.append("The assessor also tutors the learner, a declared conflict.")
    if facts.learner_is_staff:
        reasons.append("The learner works at this centre.")
    return reasons + list(facts.always)


def decide(facts: Drawing, *, seed: str, sheet: str, percents: Percents) -> Draw:
    """Whether the result is checked, and every reason why or why not.

    The ticket is drawn and kept even where another reason already settles it, so that the record is always complete.

    Source: R353 (programme information, assessment), R133 (8585 and 8586 handbooks, assessment methods)
    """
    seen = risk(facts)
    percent = percent_of(seen.band, percents)
    number = ticket(seed, sheet)
    reasons = always_checked(facts)
    fresh = _newness(facts)
    if fresh:
        reasons.append(f"{fresh[0].upper()}{fresh[1:]}.")
    if facts.outcome not in facts.kinds_drawn:
        reasons.append(f"No {facts.outcome} of this assessor in this unit was checked in the last 12 months.")
    if draw(seed, sheet, percent) and not (fresh and percent == 100):
        reasons.append(_by_chance(percent, number))
    if not reasons and facts.drawn < least(facts.decisions, percent):
        reasons.append(
            f"It keeps the sample at {least(facts.decisions, percent)} of {facts.decisions}, the least for {percent} %."
        )
    if reasons:
        return Draw(True, tuple(reasons), percent, seed, number, seen)
    why_not = (
        f"{seen.band.capitalize()} risk: {percent} in 100 are drawn, and ticket {number / 100:.2f} is not below that.",
        f"{facts.drawn} of {facts.decisions} results are in the sample already; the least is "
        f"{least(facts.decisions, percent)}.",
        "Nothing about it asks for a check whatever chance says.",
    )
    return Draw(False, why_not, percent, seed, number, seen)


def _by_chance(percent: int, number: int) -> str:
    if percent == 100:
        return "At this risk every result is checked."
    return f"Drawn by chance: {percent} in 100, and ticket {number / 100:.2f} is below {percent}."


def _newness(facts: Drawing) -> str:
    """Why the assessor counts as new here, in words without a full stop; empty when they do not."""
    if facts.decisions <= FIRST_DECISIONS:
        return (
            f"decision {facts.decisions} of this assessor in this unit, and the first {FIRST_DECISIONS} are all checked"
        )
    if facts.acting_since is not None and facts.signed_on < _months_after(facts.acting_since, FIRST_MONTHS):
        return f"the assessor has been acting for less than {FIRST_MONTHS} months"
    return ""


def _months_after(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
