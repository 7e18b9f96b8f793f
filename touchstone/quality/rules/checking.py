"""Who may check a result, and what agreeing or returning it needs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from touchstone.kernel.errors import Reason

OPEN = frozenset({"selected", "in_review"})


@dataclass(frozen=True)
class Standing:
    """How a quality assurer stands to a result.

    `took_part` holds everyone who assessed any attempt of the unit for the learner, or saved a decision in one.
    """

    checker: UUID
    learner: UUID
    took_part: frozenset[UUID]
    tutors: frozenset[UUID] = frozenset()
    has_interest: bool = False
    is_competent: bool = True


def bars(standing: Standing) -> list[str]:
    """Why this person may not check this result, a sentence each; empty when they may.

    Source: R133 (8585 and 8586 handbooks, assessment methods), R112 (IQA and assessor occupational competence)
    """
    found = []
    if standing.checker == standing.learner:
        found.append("It is your own work.")
    if standing.checker in standing.took_part:
        found.append("You assessed an attempt of this unit for this learner, so somebody else checks it.")
    if standing.checker in standing.tutors:
        found.append("You tutor this learner, so somebody else checks it.")
    if standing.has_interest:
        found.append("A personal interest between you and this learner is declared, so somebody else checks it.")
    if not standing.is_competent:
        found.append("You hold no current competence to quality assure this qualification.")
    return found


def agreeing_gaps(*, state: str, sheet_outcome: str, qa_outcome: str, items: int, opened: int) -> list[Reason]:
    """What stands in the way of agreeing; empty when nothing does.

    The QA outcome can only confirm the sheet's own: who sees it otherwise returns the sheet. At least one piece of
    evidence has to have been opened, unless none was handed in.

    Source: R210 (8585 and 8586 handbooks, quality assurance), R319 (recording)
    """
    found = _shut(state)
    if qa_outcome != sheet_outcome:
        found.append(
            Reason(
                "An IQA cannot change an outcome. Agree with the sheet as it stands, or return it with what to do.",
                field="qa_outcome",
            )
        )
    if items and not opened:
        found.append(Reason("Open at least one piece of evidence before you agree.", field="evidence", source="R319"))
    return found


def returning_gaps(*, state: str, reason: str, action: str, due_on: date | None, today: date) -> list[Reason]:
    """What stands in the way of returning a sheet; empty when nothing does.

    Source: R210 (8585 and 8586 handbooks, quality assurance)
    """
    found = _shut(state)
    if not reason.strip():
        found.append(Reason("Say what you do not agree with, and at which criterion.", field="reason"))
    if not action.strip():
        found.append(Reason("Say what the assessor has to do.", field="action"))
    if due_on is None:
        found.append(Reason("Give the day by which it is to be done.", field="due_on"))
    elif due_on < today:
        found.append(Reason("That day has gone. Give a day from today on.", field="due_on"))
    return found


def agreed_state(advice: str) -> str:
    """The state of an agreed check: with advice to the assessor, or without. Source: ADR 0001"""
    return "agreed_with_advice" if advice.strip() else "agreed"


def can_be_opened(state: str, states: Collection[str] = OPEN) -> bool:
    """True while the check still waits for its answer. Source: ADR 0001"""
    return state in states


def _shut(state: str) -> list[Reason]:
    return [] if can_be_opened(state) else [Reason("This check is finished, and a finished check cannot change.")]
