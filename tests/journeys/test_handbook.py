"""A handbook goes in: read, looked over, mended, accepted; the next edition is told apart from it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys"), pytest.mark.timeout(1200)]

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
MENDED = "Explain why weather, ground and group size belong in every plan"


def test_a_handbook_becomes_a_version_that_nothing_changes(visitor):
    manager = visitor("manager@demo.example")
    loads(manager, "handbook.docx")
    mends_a_criterion(manager)
    first = accepts(manager)
    expect(manager.page.get_by_text("Nothing changes it any more")).to_be_visible()
    opens_the_first_unit(manager)
    expect(manager.page.get_by_text("weather, ground and group size belong in every plan")).to_be_visible()

    loads(manager, "handbook.txt")
    manager.clicks(f"What differs from version {first}")
    expect(manager.page.get_by_role("heading", name=re.compile(r"^\d+ differences?$"))).to_be_visible()
    expect(manager.page.get_by_role("deletion").first).to_be_visible()
    manager.looks()
    manager.clicks("Back to the handbook")
    assert accepts(manager) == first + 1
    manager.page.get_by_role("link", name=f"Version {first}", exact=True).click()
    expect(
        manager.page.get_by_text("There is a later version. Learners registered on this one stay on it.")
    ).to_be_visible()
    opens_the_first_unit(manager)
    expect(manager.page.get_by_text("weather, ground and group size belong in every plan")).to_be_visible()

    loads(manager, "handbook.txt")
    manager.presses(f"Accept as version {first + 2}")
    expect(manager.page.get_by_text(f"This says exactly what version {first + 1} says")).to_be_visible()
    manager.troubles.clear()  # the browser reports the answer 422 itself
    manager.looks()


def test_a_file_that_is_no_handbook_is_refused_beside_its_field(visitor):
    manager = visitor("manager@demo.example")
    manager.goes_to("/handbooks/load/")
    with manager.page.expect_navigation():
        manager.page.get_by_label(re.compile("Drop the handbook here")).set_input_files(
            EXAMPLES / "evidence" / "wheel-of-the-week.png"
        )
        manager.presses("Read it")
    expect(manager.page.get_by_role("heading", name="Load a handbook", level=1)).to_be_visible()
    assert manager.page.get_by_label(re.compile("Drop the handbook here")).get_attribute("aria-describedby")
    manager.troubles.clear()  # the browser reports the answer 422 itself
    manager.looks()


def loads(manager: Visitor, name: str) -> None:
    manager.goes_to("/")
    manager.opens_place("Handbooks")
    manager.looks()
    manager.clicks("Load a handbook")
    manager.looks()
    manager.page.get_by_label(re.compile("Drop the handbook here")).set_input_files(EXAMPLES / name)
    manager.presses("Read it")
    expect(manager.page.get_by_text("Nothing is in force yet.")).to_be_visible()
    manager.looks()


def mends_a_criterion(manager: Visitor) -> None:
    manager.page.locator("summary", has_text="9401-301").click()
    expect(manager.page.get_by_role("link", name=re.compile(r"^Mend\s+1\.1$")).first).to_be_visible()
    manager.looks()
    manager.page.get_by_role("link", name=re.compile(r"^Mend\s+1\.1$")).first.click()
    manager.looks()
    manager.page.get_by_label("Criterion", exact=True).fill(MENDED)
    manager.presses("Keep it")
    expect(manager.page.get_by_text("weather, ground and group size belong in every plan")).to_be_visible()
    manager.looks()
    manager.clicks("Back to the handbook")
    expect(manager.page.get_by_text("Last mended")).to_be_visible()


def accepts(manager: Visitor) -> int:
    """Accept what is shown; the number of the version that it became."""
    button = manager.page.get_by_role("button", name=re.compile(r"^Accept as version \d+$"))
    version = int(button.inner_text().split()[-1])
    button.click()
    expect(manager.page.get_by_text(f"Version {version} of 9401 is accepted.")).to_be_visible()
    manager.looks()
    return version


def opens_the_first_unit(manager: Visitor) -> None:
    manager.page.locator("summary", has_text="9401-301").click()
