"""The main pages as the demo centre shows them; where TOUCHSTONE_PICTURES names a folder, each leaves its picture."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


def home_learner(one: Visitor) -> None:
    one.goes_to("/")
    expect(one.page.get_by_text("Your next step")).to_be_visible()


def unit(one: Visitor) -> None:
    one.goes_to("/units/")
    one.clicks("302 ")
    expect(one.page.get_by_text(re.compile("gaps left:"))).to_be_visible()


def portfolio(one: Visitor) -> None:
    one.goes_to("/portfolio/")
    expect(one.page.get_by_role("link", name="Wheel of the week")).to_be_visible()


def matrix(one: Visitor) -> None:
    one.goes_to("/portfolio/matrix/")
    one.page.get_by_role("navigation", name="Unit").get_by_role("link", name=re.compile("302")).click()
    expect(one.page.get_by_text(re.compile("nothing is linked to"))).to_be_visible()


def submit(one: Visitor) -> None:
    one.goes_to("/submit/")
    one.page.get_by_role("link", name=re.compile("Check before I submit.*302")).click()
    expect(one.page.get_by_text(re.compile("criteria have no evidence"))).to_be_visible()


def desk(one: Visitor) -> None:
    one.goes_to("/queue/")
    one.page.get_by_role("link", name=re.compile("Dan Whitlock, unit 300")).click()
    expect(one.page.get_by_text(re.compile(r"^4 of \d+ decided$"))).to_be_visible()
    one.page.get_by_role("radio", name="Pass").focus()


def result(one: Visitor) -> None:
    one.goes_to("/results/")
    one.clicks("Read feedback")
    expect(one.page.get_by_role("heading", name="Referral", level=2)).to_be_visible()


def check(one: Visitor) -> None:
    one.goes_to("/checks/")
    one.clicks("Esme Hart, unit 300")
    one.page.get_by_role("link", name=re.compile("^Open E")).first.click()
    expect(one.page.get_by_role("button", name="Agree: Pass")).to_be_visible()


def eqa_room(one: Visitor) -> None:
    one.goes_to("/eqa/")
    expect(one.page.get_by_role("heading", name=re.compile("^Activity of"), level=1)).to_be_visible()


def claim_gate(one: Visitor) -> None:
    one.goes_to("/claims/?show=all&q=Asha")
    one.clicks("Asha Rao")
    expect(one.page.get_by_role("heading", name=re.compile("^Claimable: no"), level=1)).to_be_visible()


def certificate_verify(one: Visitor) -> None:
    one.goes_to("/certificates/")
    one.page.get_by_role("table").get_by_role("link", name=re.compile("^TS-")).last.click()
    one.clicks("Public page")
    expect(one.page.get_by_role("heading", name="This certificate is genuine")).to_be_visible()


def decision_trace(one: Visitor) -> None:
    one.goes_to("/certificates/")
    one.page.get_by_role("table").get_by_role("link", name=re.compile("^TS-")).last.click()
    one.clicks("Decision trace")
    expect(one.page.get_by_role("heading", name=re.compile("hold this award"), level=1)).to_be_visible()


MAIN_PAGES: dict[str, tuple[str, Callable[[Visitor], None]]] = {
    "home-learner": ("learner", home_learner),
    "unit": ("learner", unit),
    "portfolio": ("learner", portfolio),
    "matrix": ("learner", matrix),
    "submit": ("learner", submit),
    "desk": ("assessor", desk),
    "result": ("farid", result),
    "check": ("iqa", check),
    "eqa-room": ("eqa", eqa_room),
    "claim-gate": ("administrator", claim_gate),
    "certificate-verify": ("manager", certificate_verify),
    "decision-trace": ("manager", decision_trace),
}


@pytest.mark.parametrize("name", MAIN_PAGES)
def test_each_main_page_shows_what_it_is_for(visitor, name):
    who, opens = MAIN_PAGES[name]
    one = visitor(f"{who}@demo.example", width=1440, height=960)
    opens(one)
    one.looks()
    one.takes_a_picture(name)
