"""With script switched off everything of the spine still works: plain pages, plain forms."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.conftest import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys"), pytest.mark.timeout(1200)]

UNIT = "303"


def test_a_unit_is_submitted_decided_and_signed_without_script(centre, visitor):
    office, manager = visitor("administrator@demo.example"), visitor("manager@demo.example")
    registration = steps.registers(office, "Rhys", "Quill", "rhys.quill@journey.example", "8585-11")
    steps.sends_in(manager, "Rhys Quill")
    steps.confirms(office, registration, "ENR770031")

    learner = visitor(script=False)
    steps.accepts_the_invitation(learner, centre, "rhys.quill@journey.example")
    learner.page.get_by_role("navigation", name="Places").get_by_role("link", name="Portfolio").first.click()
    learner.page.get_by_label("Drop files here").set_input_files(
        [steps.EVIDENCE / "assignment.docx", steps.EVIDENCE / "reflective-journal.txt"]
    )
    learner.presses("Add these files")
    expect(learner.page.get_by_text("2 files are in your portfolio.")).to_be_visible()
    steps.links(learner, "assignment", [UNIT])
    steps.submits(learner, UNIT)

    assessor = visitor(script=False)
    assessor.signs_in("assessor@demo.example")
    assessor.goes_to("/queue/")
    assessor.page.get_by_role("link", name=re.compile(f"Rhys Quill, unit {UNIT}")).click()
    while "/sign/" not in assessor.page.url:
        assessor.page.get_by_role("radio", name="Pass").check()
        before = assessor.page.url
        assessor.page.get_by_role("button", name=re.compile("^(Next|Read and sign)")).click()
        assessor.page.wait_for_url(lambda url, left=before: url != left)
    assessor.page.get_by_label(steps.TO_SIGN).fill(PASSWORD)
    assessor.presses("Sign the sheet")
    expect(assessor.page.get_by_text("Signed. The quality check comes next")).to_be_visible()

    learner.goes_to("/results/")
    assert "Pass" not in learner.says()
