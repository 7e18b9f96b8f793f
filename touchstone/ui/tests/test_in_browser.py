"""The look in a real browser: no accessibility finding, no sideways scroll, and what script adds."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
FORM = "/ui/gallery/form-autosave/"

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("look-in-browser")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def look() -> Iterator[str]:
    """The address of a server that draws the gallery; it needs no rows."""
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    yield opened
    context.close()


def answering(page: Page, status: int, body: dict | None = None) -> list[str]:
    """Let every autosave of the page be answered so; gives back what was posted."""
    posted: list[str] = []

    def answer(route):
        if route.request.method != "POST":
            route.continue_()
            return
        posted.append(route.request.post_data or "")
        route.fulfill(status=status, content_type="application/json", body=json.dumps(body or {}))

    page.unroute("**" + FORM)
    page.route("**" + FORM, answer)
    return posted


def findings(page: Page) -> list[tuple[str, list]]:
    """What the accessibility engine finds on the page, with the elements it found it in."""
    return [(v["id"], [n["target"] for n in v["nodes"]]) for v in Axe().run(page).response["violations"]]


@pytest.mark.parametrize("theme", ["light", "dark", "cream"])
def test_the_gallery_has_no_finding_and_no_sideways_scroll(page, look, theme):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.context.add_cookies([{"name": "theme", "value": theme, "url": look}])
    page.goto(f"{look}/ui/gallery/")
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    assert findings(page) == []
    for width in (1280, 360, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width
    assert said == []


def test_the_gallery_has_no_finding_on_the_narrowest_phone(page, look):
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(f"{look}/ui/gallery/")
    assert findings(page) == []


def test_large_words_reach_every_page_without_sideways_scroll(page, look):
    page.context.add_cookies([{"name": "text", "value": "largest", "url": look}])
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{look}/ui/gallery/")
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 22
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_single_keys_decide_and_rest_while_somebody_writes(page, look):
    page.goto(f"{look}/ui/gallery/decide/")
    page.keyboard.press("p")
    assert page.locator("[value=pass]").is_checked()
    page.locator("textarea").focus()
    page.keyboard.press("r")
    assert page.locator("[value=pass]").is_checked()
    assert page.input_value("textarea") == "r"
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    assert page.locator("[value=referral]").is_checked()


def test_single_keys_can_be_switched_off(page, look):
    page.context.add_cookies([{"name": "keys", "value": "off", "url": look}])
    page.goto(f"{look}/ui/gallery/decide/")
    page.keyboard.press("p")
    assert not page.locator("[value=pass]").is_checked()


def test_a_question_mark_lists_the_keys_of_the_page(page, look):
    page.goto(f"{look}/ui/gallery/decide/")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys on this page")
    assert "Referral" in sheet.inner_text()
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0


def test_the_handle_moves_by_arrows_and_keeps_its_limits(page, look):
    page.goto(f"{look}/ui/gallery/split/")
    handle = page.get_by_role("separator")
    handle.focus()
    before = int(handle.get_attribute("aria-valuenow"))
    page.keyboard.press("ArrowLeft")
    assert int(handle.get_attribute("aria-valuenow")) == before - 2
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    assert handle.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuemax")
    page.reload()
    assert page.get_by_role("separator").get_attribute("aria-valuenow") == "70"


def test_a_kept_text_leaves_no_draft_on_the_device(page, look):
    page.goto(look + FORM)
    posted = answering(page, 200, {"saved": "09:41:07"})
    page.fill("textarea", "I would ask sooner.")
    page.get_by_text("Saved 09:41:07").wait_for()
    assert "I would ask sooner." in posted[-1]
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('draft:')).length") == 0


def test_a_lapsed_session_loses_nothing(page, look):
    page.goto(look + FORM)
    answering(page, 401)
    page.fill("textarea", "Written after the session ended.")
    page.get_by_text("You were signed out.").first.wait_for()
    page.goto(look + FORM)
    assert page.input_value("textarea") == ""
    page.get_by_role("button", name="Put them back").click()
    assert page.input_value("textarea") == "Written after the session ended."


def test_two_texts_are_both_shown_and_can_both_be_kept(page, look):
    page.goto(look + FORM)
    answering(page, 409, {"theirs": {"reflection": "Theirs."}, "version": 4})
    page.fill("textarea", "Mine.")
    page.get_by_text("Theirs.").wait_for()
    posted = answering(page, 200, {"saved": "09:42:00"})
    page.get_by_role("button", name="Keep both").click()
    page.get_by_text("Saved 09:42:00").wait_for()
    assert "Mine." in posted[-1]
    assert "Theirs." in posted[-1]


def test_a_dialog_takes_the_focus_and_gives_it_back(page, look):
    page.goto(f"{look}/ui/gallery/dialog/")
    page.get_by_role("link", name="Sign the sheet").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Sign the sheet"


def test_the_skip_link_is_first_and_leads_to_the_page(page, look):
    page.goto(f"{look}/ui/appearance/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
