"""The check before a submission: what blocks it, and what is only advice."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from touchstone.kernel.errors import Reason


@dataclass(frozen=True)
class Piece:
    """A piece of evidence as the check sees it. `state` is available, quarantined or rejected_malware."""

    label: str
    kind: str
    state: str = "available"
    scanned: bool = True
    word_count: int = 0
    readable: bool = True


@dataclass(frozen=True)
class Standing:
    """Everything the check asks about. `criteria`, `carried` and `confirmed_without` hold criterion references.

    `mapped` are the references that have evidence; `standing` is how the registration stands ("active", or a word for
    why not). `words_minimum` and `words_maximum` are the specification's own suggestion, None where it makes none.
    """

    criteria: tuple[str, ...]
    mapped: frozenset[str]
    pieces: tuple[Piece, ...]
    standing: str = "active"
    carried: frozenset[str] = frozenset()
    confirmed_without: frozenset[str] = frozenset()
    has_open_attempt: bool = False
    lacks_leave: bool = False
    words_minimum: int | None = None
    words_maximum: int | None = None


@dataclass(frozen=True)
class Check:
    """What the check found: `blocking` must be mended, `advice` may be left, `gaps` are criteria without evidence."""

    blocking: tuple[Reason, ...] = ()
    advice: tuple[Reason, ...] = ()
    gaps: tuple[str, ...] = field(default=())

    @property
    def is_clear(self) -> bool:
        """True where nothing blocks."""
        return not self.blocking


def needed(criteria: Iterable[str], carried: Collection[str]) -> tuple[str, ...]:
    """The criteria that a submission has to speak to, in their order: all but those passed before and carried over.

    Source: R243 (8585 and 8586 handbooks, results)
    """
    return tuple(criterion for criterion in criteria if criterion not in carried)


def gaps(criteria: Iterable[str], carried: Collection[str], mapped: Collection[str]) -> tuple[str, ...]:
    """The needed criteria that no evidence speaks to, in their order.

    Source: R137, R258 (8585 and 8586 handbooks, internal assessment and portfolio matrix)
    """
    return tuple(criterion for criterion in needed(criteria, carried) if criterion not in mapped)


def check(facts: Standing) -> Check:
    """What blocks the submission of a unit, and what is worth a thought before it.

    Blocking: the registration is not active; another attempt is open; every criterion was met before; a further attempt
    lacks a manager's leave; there is no evidence at all; a file is held or cannot be read; a criterion has no evidence
    and that was not confirmed.
    Advice never blocks: length, one kind of evidence only, files that no scanner has seen.

    Source: R124, R137, R219, R234, R252, R258 (8585 and 8586 handbooks)
    """
    left = gaps(facts.criteria, facts.carried, facts.mapped)
    blocking = [*_of_the_registration(facts), *_of_the_files(facts), *_of_the_gaps(facts, left)]
    return Check(tuple(blocking), tuple(_advice(facts)), left)


def words_advice(count: int, minimum: int | None, maximum: int | None) -> str:
    """A sentence when `count` lies outside the suggested length; "" within it, or where none is suggested.

    Source: R234 (8585 and 8586 handbooks, assessment brief)
    """
    if minimum is not None and count < minimum:
        return f"You have {count:,} words; at least {minimum:,} are suggested. It is a suggestion: you may submit."
    if maximum is not None and count > maximum:
        return f"You have {count:,} words; at most {maximum:,} are suggested. It is a suggestion: you may submit."
    return ""


NOT_ACTIVE = {
    "expired": "Your registration has ended. Ask your centre to register you again.",
    "suspended": "Your registration is suspended. Ask your centre what has to happen first.",
    "withdrawn": "You have left this qualification, so nothing more can be submitted for it.",
    "completed": "This qualification is complete; there is nothing left to submit.",
}


def _of_the_registration(facts: Standing) -> Iterable[Reason]:
    if facts.standing != "active":
        words = NOT_ACTIVE.get(
            facts.standing, "Your registration is not active yet. Your centre will tell you when it is."
        )
        yield Reason(words, code="registration", source="R124")
    if facts.has_open_attempt:
        yield Reason(
            "An earlier submission of this unit is still being assessed. Wait for its result.", code="open_attempt"
        )
    elif facts.criteria and not needed(facts.criteria, facts.carried):
        yield Reason(
            "You have met every criterion of this unit, so there is nothing left to submit.", code="met", source="R243"
        )
    if facts.lacks_leave:
        yield Reason(
            "A centre manager has to allow a further submission of this unit first. Ask your tutor.", code="leave"
        )


def _of_the_files(facts: Standing) -> Iterable[Reason]:
    if not facts.pieces:
        yield Reason("No evidence is linked to this unit yet. Link at least one piece.", code="nothing", source="R137")
    for piece in facts.pieces:
        if piece.state == "rejected_malware":
            yield Reason(f"{piece.label} was found to be harmful. Remove it.", code="harmful")
        elif piece.state != "available":
            yield Reason(f"{piece.label} is still held for a virus scan. Try again in a minute.", code="held")
        elif not piece.readable:
            yield Reason(f"{piece.label} cannot be opened. Add it again.", code="unreadable")


def _of_the_gaps(facts: Standing, left: tuple[str, ...]) -> Iterable[Reason]:
    for ref in left:
        if ref not in facts.confirmed_without:
            yield Reason(
                f"{ref} has no evidence. Link some, or confirm that you submit without it.", code="gap", source="R258"
            )


def _advice(facts: Standing) -> Iterable[Reason]:
    words = words_advice(sum(p.word_count for p in facts.pieces), facts.words_minimum, facts.words_maximum)
    if facts.pieces and words:
        yield Reason(words, code="words", source="R234")
    if len(facts.pieces) > 1 and len({piece.kind for piece in facts.pieces}) == 1:
        yield Reason("All your evidence is of one kind. A mix is often stronger.", code="one_kind", source="R252")
    if any(not piece.scanned for piece in facts.pieces):
        yield Reason("No virus scanner has looked at your files. Your centre has not set one up.", code="not_scanned")
    if confirmed := [ref for ref in facts.criteria if ref in facts.confirmed_without and ref not in facts.mapped]:
        yield Reason(
            f"You submit without evidence for {', '.join(confirmed)}. Those criteria can then only be referred.",
            code="without",
            source="R137",
        )
