"""The whole way of one result through this room, with the actions of the rooms below it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from touchstone.admissions.tests.make import make_registration
from touchstone.assessment import actions as assessment
from touchstone.assessment import queries as results
from touchstone.assessment.tests.make import make_sheet
from touchstone.audit.queries import check as check_ledger
from touchstone.quality import actions
from touchstone.quality.models import Check
from touchstone.quality.tests.make import make_activity

PASSWORD = "a long enough secret"


@pytest.fixture
def scene(northgate):
    for someone in (northgate.ben, northgate.carys, northgate.eli):
        someone.person.set_password(PASSWORD)
        someone.person.save()
    return northgate


def sign(cast, sheet, at, commits):
    with commits():
        return assessment.sign(by=cast.ben.actor, sheet=sheet, password=PASSWORD, at=at)


def seen_by_learner(cast, sheet):
    try:
        return results.sheet_for(cast.asha.actor, sheet.pk).state
    except type(sheet).DoesNotExist:
        return None


def test_a_result_is_signed_returned_signed_again_agreed_and_released(scene, at, commits):
    registration = make_registration(scene)
    sheet = make_sheet(scene, registration, registration.units.order_by("position").first(), "pass", state="drafting")
    carys, later = scene.carys.actor, at + timedelta(hours=1)
    sign(scene, sheet, at, commits)
    first = Check.objects.get(sheet=sheet)
    assert first.state == "selected"

    actions.return_sheet(
        by=carys, check=first, reason="1.2 rests on one session.", action="Look at session 3.", due_on=later.date(),
        password=PASSWORD, at=later,
    )  # fmt: skip
    again = sheet.attempt.sheets.get(version=2)
    assert seen_by_learner(scene, sheet) is None
    assert seen_by_learner(scene, again) is None

    sign(scene, again, later, commits)
    second = Check.objects.get(sheet=again)
    assert "returned the version before" in " ".join(second.why["reasons"])
    item = again.attempt.items.first()
    actions.open_evidence(by=carys, sheet=again.pk, item=item.pk, at=later)
    actions.agree(by=carys, check=second, qa_outcome="pass", password=PASSWORD, at=later)
    assert seen_by_learner(scene, again) == "released_provisional"
    assert seen_by_learner(scene, sheet) is None

    make_activity(scene)
    with commits():
        actions.release_units(by=scene.eli.actor, sheets=[again.pk], password=PASSWORD, at=later)
    assert seen_by_learner(scene, again) == "ratified"
    assert check_ledger(scene.centre.pk) == []
