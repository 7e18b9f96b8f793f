"""When an EQA acts, what a release needs, and when direct claims take its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from touchstone.kernel.errors import Reason

READABLE_AFTER_DAYS = 30
TESTS = ("agree", "disagree", "cannot_confirm")


@dataclass(frozen=True)
class Span:
    """An EQA's activity: its two days, both of them included, and its state."""

    opens_on: date
    closes_on: date
    state: str = "in_progress"


def is_open(span: Span | None, today: date) -> bool:
    """True while the EQA may write: the activity is in progress and today lies within its days.

    Source: R052 (advice for the quality manager and the external quality assurer)
    """
    return span is not None and span.state == "in_progress" and span.opens_on <= today <= span.closes_on


def is_readable(span: Span | None, today: date) -> bool:
    """True while the EQA may look: from the first day until 30 days after the last, whether or not it was closed.

    Source: R052 (advice for the quality manager and the external quality assurer), R319 (recording)
    """
    return span is not None and span.opens_on <= today <= span.closes_on + timedelta(days=READABLE_AFTER_DAYS)


def opening_gaps(*, opens_on: date | None, closes_on: date | None, other_roles: frozenset[str]) -> list[Reason]:
    """What stands in the way of an activity; `other_roles` are the further seats of that EQA at the centre.

    Source: ADR 0004
    """
    found = []
    if opens_on is None:
        found.append(Reason("Give the first day.", field="opens_on"))
    if closes_on is None:
        found.append(Reason("Give the last day.", field="closes_on"))
    if opens_on and closes_on and closes_on < opens_on:
        found.append(Reason("The last day lies before the first.", field="closes_on"))
    if other_roles:
        roles = ", ".join(sorted(other_roles))
        found.append(Reason(f"This person is also here as {roles}. An EQA has no interest in the centre.", field="eqa"))
    return found


def releasing_gaps(*, sheet_state: str, is_declared: bool, is_settled: bool) -> list[Reason]:
    """What stands in the way of releasing one result; empty when nothing does.

    `is_declared` says that the learner's authenticity declaration lies over the submission.

    Source: R221 (8585 and 8586 handbooks, authenticity), R038 (benchmark 7.6)
    """
    found = []
    if is_settled:
        found.append(Reason("This result is confirmed already."))
    elif sheet_state != "released_provisional":
        found.append(Reason("The centre’s own check of this result is not finished.", source="R038"))
    if not is_declared:
        found.append(Reason("The learner’s declaration is missing, so it cannot be released.", source="R221"))
    return found


def refusing_gaps(*, reason: str, sheet_state: str, is_settled: bool) -> list[Reason]:
    """What stands in the way of refusing one result; empty when nothing does.

    Source: R133 (8585 and 8586 handbooks, assessment methods)
    """
    found = []
    if is_settled or sheet_state != "released_provisional":
        found.append(Reason("Only a result that waits for your word can be refused."))
    if not reason.strip():
        found.append(Reason("Say why, so that the centre knows what to put right.", field="reason"))
    return found
