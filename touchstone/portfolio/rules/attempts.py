"""Attempts at a unit: their states, their numbers, and how many there may be."""

from __future__ import annotations

from collections.abc import Iterable

STATES = ("submitted", "allocated", "in_assessment", "assessed", "closed")
OPEN = frozenset({"draft", "declared", "submitted", "allocated", "in_assessment"})
COUNTED = frozenset({"submitted", "allocated", "in_assessment", "assessed", "closed"})
RETURNABLE = frozenset({"submitted", "allocated", "in_assessment"})


def is_open(state: str) -> bool:
    """True while nothing has been decided of an attempt and it has not gone back: there is one such per unit at most.

    Source: ADR 0001
    """
    return state in OPEN


def may_move(now: str, to: str) -> bool:
    """True where an attempt may go from state `now` to state `to`.

    The way is submitted, allocated, in assessment, assessed, closed, and only forward. It goes back unassessed until it
    is assessed, and the learner withdraws it before it is allocated.

    Source: R231 (8585 and 8586 handbooks, authenticity)
    """
    if to == "returned_unassessed":
        return now in RETURNABLE
    if to == "withdrawn":
        return now == "submitted"
    return now in STATES and to in STATES and STATES.index(to) > STATES.index(now)


def next_number(numbers: Iterable[int]) -> int:
    """The number of the next attempt: one more than the highest ever given, so that none is used twice.

    Source: ADR 0001
    """
    return max(numbers, default=0) + 1


def needs_leave(states: Iterable[str], allowed: int) -> bool:
    """True where one more attempt passes the `allowed` number; those that went back or were withdrawn do not count.

    Source: ADR 0001
    """
    return sum(state in COUNTED for state in states) >= allowed
