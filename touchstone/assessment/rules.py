"""What makes a unit a pass, what must be there before a sheet is signed, and who may sign it: plain values only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from touchstone.kernel.periods import working_days_after

PASS = "pass"  # noqa: S105 - an outcome, not a password
REFERRAL = "referral"
UNDECIDED = ""
OUTCOMES = (PASS, REFERRAL)

UNSIGNED = ("open", "drafting")
RELEASED = ("released_provisional", "ratified")

Key = TypeVar("Key")


@dataclass(frozen=True)
class Decided:
    """What is decided of one criterion: `outcome` is "pass", "referral", or "" while undecided.

    A referral's reason is `reason_descriptor` (the place, from 0, in `descriptors`, which are that criterion's own) or
    `reason_text` (words written against that criterion), or both. `carried` says that a pass of an earlier attempt
    was carried into this sheet.
    """

    ref: str
    outcome: str = UNDECIDED
    feedback: str = ""
    reason_descriptor: int | None = None
    reason_text: str = ""
    descriptors: tuple[str, ...] = ()
    carried: bool = False


@dataclass(frozen=True)
class Gap:
    """One thing that a sheet lacks. `code` is undecided, outcome, feedback, reason, descriptor or reconsidered."""

    ref: str
    code: str
    text: str


@dataclass(frozen=True)
class Standing:
    """Whether somebody may judge a piece of work: the four facts that decide it, and the centre's word on tutors."""

    is_allocated: bool
    is_competent: bool
    has_interest: bool
    is_learner: bool
    is_tutor: bool = False
    tutor_may_assess: bool = True


@dataclass(frozen=True)
class Shown:
    """What a learner is told of a unit: `state` is a row of the table of statuses, `words` the words for it."""

    state: str
    words: str


def unit_outcome(outcomes: Iterable[str]) -> str | None:
    """The outcome of a unit from the outcomes of all its criteria, or None while any is undecided or there are none.

    Pass when every criterion is a pass; one referral refers the submission.

    Source: R137, R139, R201, R241, R242, R243 (8585 and 8586 handbooks, assessment and result sheets)
    """
    found = list(outcomes)
    if not found or any(o not in OUTCOMES for o in found):
        return None
    return PASS if all(o == PASS for o in found) else REFERRAL


def decision_gaps(decided: Decided) -> list[Gap]:
    """What stands between this decision and a signature, empty when nothing does.

    Feedback is asked for on a referral; on a pass it is advice (see `advice`). A reason is one of the criterion's own
    descriptors or words written against it, so lateness, layout or literacy can never be one.

    Source: R140, R218, R242, R247 (8585 and 8586 handbooks, assessment and result sheets)
    """
    ref = decided.ref
    if decided.outcome == PASS:
        return []
    if decided.outcome == UNDECIDED:
        return [Gap(ref, "undecided", f"{ref} is not yet decided.")]
    if decided.outcome != REFERRAL:
        return [Gap(ref, "outcome", f"{ref} can only be a pass or a referral.")]
    gaps = []
    has_words = bool(decided.reason_text.strip())
    if decided.reason_descriptor is not None and not 0 <= decided.reason_descriptor < len(decided.descriptors):
        gaps.append(Gap(ref, "descriptor", f"The reason of {ref} must be one of that criterion’s own descriptors."))
    elif decided.reason_descriptor is None and not has_words:
        gaps.append(Gap(ref, "reason", f"The referral of {ref} needs a reason drawn from the criterion."))
    if not decided.feedback.strip():
        gaps.append(Gap(ref, "feedback", f"The referral of {ref} needs feedback to the learner."))
    if decided.carried and not has_words:
        words = f"{ref} was a pass before. Write what of the criterion is no longer met."
        gaps.append(Gap(ref, "reconsidered", words))
    return gaps


def signing_gaps(decisions: Iterable[Decided], refs: Sequence[str]) -> list[Gap]:
    """Every gap of a sheet, in the order of `refs` (all criteria of the unit); empty means that it can be signed.

    A criterion without a decision counts as undecided; a decision on no criterion of the unit is a gap of its own.

    Source: R236, R241, R242, R247 (8585 and 8586 handbooks, result sheets)
    """
    by_ref = {d.ref: d for d in decisions}
    gaps = [gap for ref in refs for gap in decision_gaps(by_ref.pop(ref, Decided(ref)))]
    return gaps + [Gap(ref, "outcome", f"{ref} is no criterion of this unit.") for ref in by_ref]


def advice(decisions: Iterable[Decided]) -> list[Gap]:
    """What would make the sheet better and never stops it: a pass that gives the learner no feedback.

    A carried pass needs none: its feedback was given with the attempt that earned it.

    Source: R247 (8585 and 8586 handbooks, result sheets), ADR 0001
    """
    return [
        Gap(d.ref, "feedback", f"{d.ref} is a pass without feedback. A sentence helps the learner.")
        for d in decisions
        if d.outcome == PASS and not d.carried and not d.feedback.strip()
    ]


def bars(standing: Standing) -> list[str]:
    """Why somebody may not sign this sheet now, in words for the screen; empty when they may.

    Source: R095, R098, R118 (occupational competence), ADR 0004 (nobody judges where they have an interest)
    """
    found = []
    if standing.is_learner:
        found.append("Nobody assesses their own work.")
    if not standing.is_allocated:
        found.append("This work is allocated to somebody else.")
    if not standing.is_competent:
        found.append("There is no current competence to assess this qualification on record.")
    if standing.has_interest and not standing.is_learner:
        found.append("A personal interest between assessor and learner is declared.")
    if standing.is_tutor and not standing.tutor_may_assess:
        found.append("At this centre a learner’s tutor does not assess them.")
    return found


def carried(earlier: Iterable[tuple[int, str, str, Key]]) -> dict[str, tuple[int, Key]]:
    """The passes that carry into the next attempt: criterion → (attempt that earned it, key of that decision).

    `earlier` has (attempt, criterion, outcome, key) of released sheets, in any order. The highest attempt in which a
    criterion was decided counts; where that was a referral nothing carries.

    Source: R203, R241, G-01 (8585 and 8586 handbooks; resubmission is centre policy)
    """
    latest: dict[str, tuple[int, str, Key]] = {}
    for attempt, ref, outcome, key in earlier:
        if outcome in OUTCOMES and (ref not in latest or attempt > latest[ref][0]):
            latest[ref] = (attempt, outcome, key)
    return {ref: (attempt, key) for ref, (attempt, outcome, key) in latest.items() if outcome == PASS}


def due_on(received_on: date, working_days: int, holidays: Collection[date] = ()) -> date:
    """The day by which a submission received on `received_on` is to be assessed. Source: ADR 0001 (centre policy)"""
    return working_days_after(received_on, working_days, holidays)


def appeal_by(released_on: date, working_days: int, holidays: Collection[date] = ()) -> date:
    """The last day on which a learner can appeal a result released on `released_on`.

    Source: R037 (benchmark 7.5), G-01 (the handbooks give no time, so it is the centre's)
    """
    return working_days_after(released_on, working_days, holidays)


def shown_to_learner(state: str, outcome: str, assessor: str, due: str = "") -> Shown:
    """What the learner may know of a sheet in `state`: nothing of a decision before its release, not even that one is.

    `assessor` is a first name, `due` a day in words ("26 May") or "".

    Source: R207, R208, R222 (8585 and 8586 handbooks, decisions are informal until confirmed)
    """
    if state == "ratified":
        return Shown("confirmed", "Confirmed") if outcome == PASS else Shown("referral", "Referral")
    if state == "released_provisional":
        return Shown("pass_provisional", "Pass (provisional)") if outcome == PASS else Shown("referral", "Referral")
    if state == "overturned":
        return Shown("overturned", "Overturned")
    return Shown("with_assessor", f"With {assessor}, feedback due {due}" if due else f"With {assessor}")


def content(
    sheet: Mapping[str, object], decisions: Iterable[Decided], comments: Mapping[str, str]
) -> dict[str, object]:
    """The facts that a signature is bound to, in one order whatever order they came in.

    Source: R210, R247, R249 (8585 and 8586 handbooks, result sheets)
    """
    return {
        "sheet": dict(sheet),
        "criteria": [
            {
                "ref": d.ref,
                "outcome": d.outcome,
                "feedback": d.feedback,
                "reason_descriptor": d.reason_descriptor,
                "reason_text": d.reason_text,
                "carried": d.carried,
            }
            for d in sorted(decisions, key=lambda d: d.ref)
        ],
        "comments": dict(comments),
    }
