"""Every place of every role, and one page of each kind behind it: wide and narrow, light and dark."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys"), pytest.mark.timeout(1200)]

PEOPLE = ("learner", "tutor", "assessor", "iqa", "eqa", "manager", "administrator", "stranger")
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32}|/\d+(\.\d+)?(?=/)")
NO_PAGE = re.compile(r"\.(pdf|docx|csv|json|jwt)$|/file/$|/logout/|/static/|/start/$")
DEEPER_AT_MOST = 14


@pytest.mark.parametrize("who", PEOPLE)
def test_every_place_is_readable_at_any_width_and_in_the_dark(visitor, who):
    one = visitor(f"{who}@demo.example")
    one.goes_to("/")
    rail = one.page.get_by_role("navigation", name="Places")
    places = [link.get_attribute("href") for link in rail.get_by_role("link").all()]
    waiting, kinds, deeper = list(dict.fromkeys(places)), set(), 0
    assert len(waiting) >= 4
    while waiting:
        path = waiting.pop(0)
        answer = one.page.goto(f"{one.address}{path}")
        assert answer.status == 200, f"{path} answers {answer.status}"
        one.looks_everywhere()
        for found in links_of(one):
            kind = KEY.sub("*", found.partition("?")[0])
            if kind not in kinds and kind not in places and deeper < DEEPER_AT_MOST:
                kinds.add(kind)
                waiting.append(found)
                deeper += 1


def links_of(one: Visitor) -> list[str]:
    """The addresses on this page, in its order, that lead to other pages of ours."""
    found = (
        one.page.get_by_role("main")
        .locator("a[href^='/']")
        .evaluate_all("them => them.map(a => a.getAttribute('href'))")
    )
    return [path.partition("#")[0] for path in found if not NO_PAGE.search(path.partition("?")[0].partition("#")[0])]


@pytest.mark.parametrize(
    "path",
    ["/account/login/", "/account/password/reset/", "/verify/", "/invitation/none/", "/nowhere/", "/ui/appearance/"],
)
def test_what_anybody_sees_is_readable_at_any_width_and_in_the_dark(visitor, path):
    anybody = visitor()
    anybody.goes_to(path)
    anybody.troubles.clear()  # the browser reports an answer of 404 itself
    anybody.looks_everywhere()
