"""Scenes with checks, activities and releases, as rows: no action is run, so that a test can start anywhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from touchstone.admissions.tests.make import make_registration
from touchstone.assessment.tests.make import make_sheet
from touchstone.centres.tests.make import Cast, Someone, make_competence, make_someone
from touchstone.quality.models import Activity, Check, EqaTest, EvidenceSeen, Release

SELECTED = datetime(2026, 5, 8, 9, 30, tzinfo=UTC)
CHECKED = SELECTED + timedelta(days=2)
SHEET_STATES = {
    "selected": "in_iqa",
    "in_review": "in_iqa",
    "agreed": "released_provisional",
    "agreed_with_advice": "released_provisional",
    "not_sampled": "released_provisional",
    "returned": "iqa_returned",
}
WHY = {
    "selected": True,
    "reasons": ["Decision 1 of this assessor in this unit: the first 5 are all checked."],
    "percent": 100,
    "seed": "0123456789abcdef",
    "ticket": 4217,
    "band": "new",
    "score": 30,
    "risk": ["decision 1 of this assessor in this unit (+30)"],
}


def make_check(
    cast: Cast,
    registration: Any = None,
    unit: Any = None,
    *,
    state: str = "selected",
    outcome: str = "pass",
    sheet: Any = None,
    iqa: Someone | None = None,
    opened: bool = False,
    at: datetime = SELECTED,
    **facts: Any,
) -> Check:
    """A check of a signed sheet of Ben's, in Carys's hands once it is begun, with the sheet in the state that fits.

    The registration (Asha, 8585-11) and unit (its first) are made where none are given. `sheet` gives a sheet;
    otherwise `sheet_state` among the facts overrides its state. `opened` notes that the IQA saw the first item.
    """
    sheet_state = facts.pop("sheet_state", SHEET_STATES[state])
    if sheet is None:
        registration = registration or make_registration(cast)
        unit = unit or registration.units.order_by("position").first()
        sheet = make_sheet(cast, registration, unit, outcome, state=sheet_state)
    done = state not in ("selected", "not_sampled")
    is_agreed = state.startswith("agreed")
    fields = {
        "assessor_id": sheet.assessor_id,
        "learner_id": sheet.learner_id,
        "state": state,
        "why": WHY | {"selected": state != "not_sampled"},
        "due_on": None if state == "not_sampled" else date(2026, 5, 15),
        "iqa": (iqa or cast.carys).person if done else None,
        "qa_outcome": sheet.outcome if is_agreed else "",
        "comment": "Criterion 1.2 rests on one session." if state == "returned" else "",
        "action": "Look at session 3 again." if state == "returned" else "",
        "action_due_on": date(2026, 5, 20) if state == "returned" else None,
        "selected_at": at,
        "provisional_since": CHECKED if sheet.state == "released_provisional" else None,
        "checked_at": at + timedelta(days=2) if is_agreed or state == "returned" else None,
    } | facts
    check = Check.objects.create(centre=cast.centre, sheet=sheet, **fields)
    if opened:
        make_seen(cast, check, iqa or cast.carys)
    return check


def make_seen(cast: Cast, check: Check, someone: Someone) -> EvidenceSeen:
    """That `someone` opened the first item of the check's attempt."""
    item = check.sheet.attempt.items.order_by("position").first()
    return EvidenceSeen.objects.create(
        centre=cast.centre, sheet=check.sheet, item=item, seen_by=someone.person, seen_at=CHECKED
    )


def make_activity(
    cast: Cast, opens_on: date = date(2026, 5, 11), closes_on: date = date(2026, 5, 22), **facts: Any
) -> Activity:
    """An activity of Eli's that is open on the day on which tests act."""
    fields = {"eqa": cast.eli.person, "kind": "remote", "state": "in_progress"} | facts
    return Activity.objects.create(centre=cast.centre, opens_on=opens_on, closes_on=closes_on, **fields)


def make_release(cast: Cast, sheet: Any, verdict: str = "released", activity: Activity | None = None) -> Release:
    """Eli's word on the sheet, or the word of direct claims."""
    is_direct = verdict == "direct"
    return Release.objects.create(
        centre=cast.centre,
        activity=None if is_direct else activity or make_activity(cast),
        sheet=sheet,
        verdict=verdict,
        comment="The log does not name the second session." if verdict == "refused" else "",
        released_by=None if is_direct else cast.eli.person,
        released_at=CHECKED + timedelta(days=1),
    )


def make_test(cast: Cast, activity: Activity, sheet: Any, verdict: str = "agree") -> EqaTest:
    return EqaTest.objects.create(
        centre=cast.centre, activity=activity, sheet=sheet, verdict=verdict, tested_by=cast.eli.person,
        tested_at=CHECKED,
    )  # fmt: skip


def make_many(cast: Cast, count: int, *, state: str = "selected", number: str = "8585-11", **facts: Any) -> list[Check]:
    """A check each for `count` further learners, of the first unit of the qualification."""
    found = []
    for which in range(count):
        n = Check.objects.count()
        learner = make_someone(cast.centre, f"Lena Number{n}", cast.asha.actor.role, email=f"lena{n}@learners.example")
        registration = make_registration(cast, number, learner=learner)
        found.append(make_check(cast, registration, state=state, at=SELECTED - timedelta(minutes=which), **facts))
    return found


def make_second_iqa(cast: Cast, name: str = "Rhian Moss", number: str = "8585-11") -> Someone:
    """A further IQA of the centre, competent for the qualification."""
    someone = make_someone(cast.centre, name, cast.carys.actor.role)
    make_competence(cast, someone, number)
    return someone
