"""A real centre in a folder of its own, a real server, a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect, sync_playwright

PASSWORD = "touchstone-demo"
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
STARTS_WITHIN_SECONDS = 60
WAITS_AT_MOST_MS = 20_000
PICTURE_BYTES = 150_000
# What axe judges by: elements, their attributes and the widths, without words, keys and numbers.
SHAPE = """() => [innerWidth, matchMedia("(prefers-color-scheme: dark)").matches]
  .concat([...document.querySelectorAll("*")].map((one) => one.tagName + !one.textContent.trim() + [...one.attributes]
    .filter((each) => !/^(href|value|src|action|d|data-.*|hx-.*)$/.test(each.name))
    .map((each) => each.name + each.value.replace(/[0-9a-f-]{20,}|[0-9]+/g, "")).join(" ")))
  .join("|")"""
expect.set_options(timeout=WAITS_AT_MOST_MS)


@dataclass(frozen=True)
class Running:
    """A served centre: its address, and the environment in which its command runs."""

    address: str
    environment: dict[str, str]
    log: Path

    def letters_to(self, email: str) -> str:
        """Everything that was mailed to this address: the demo centre's mail goes to the server's log."""
        letters = self.log.read_text().split("Content-Type: text/plain")
        return "\n".join(letter for letter in letters if f"To: {email}" in letter)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What `touchstone` with these arguments says, run beside the server."""
        return touchstone(self.environment, *arguments)


def touchstone(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "touchstone.web.command", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=240)


@pytest.fixture(scope="session")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The demo centre, loaded and served; on PostgreSQL in a database of its own."""
    port = free_port()
    data = tmp_path_factory.mktemp("centre")
    environment = {
        **os.environ,
        "TOUCHSTONE_DATA": str(data),
        "TOUCHSTONE_URL": f"http://127.0.0.1:{port}",
        "TOUCHSTONE_WORKER": "0",
        "PYTHONUNBUFFERED": "1",
    }
    environment.pop("TOUCHSTONE_ANCHORS", None)
    database = own_database(environment)
    loaded = touchstone(environment, "demo", "--load-only")
    assert loaded.returncode == 0, loaded.stderr[-4000:]
    log = (data / "server.log").open("w")
    command = [sys.executable, "-m", "touchstone.web.command", "serve", "--port", str(port), "--workers", "1"]
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/health/", server, data / "server.log")
        yield Running(f"http://127.0.0.1:{port}", environment, data / "server.log")
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()
        if database:
            drop_database(database)
        shutil.rmtree(data, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def own_database(environment: dict[str, str]) -> str:
    """The name of a fresh PostgreSQL database that `environment` now points to; "" on SQLite."""
    address = environment.get("TOUCHSTONE_DATABASE", "")
    if not address.startswith("postgres"):
        return ""
    import psycopg

    name = f"touchstone_journey_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    base, _, query = address.partition("?")
    environment["TOUCHSTONE_DATABASE"] = f"{base.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
    return name


def drop_database(name: str) -> None:
    import psycopg

    with psycopg.connect(os.environ["TOUCHSTONE_DATABASE"], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def wait_until_it_answers(address: str, server: subprocess.Popen, log: Path) -> None:
    """Return as soon as the server answers; fail with its log when it ends, or never answers."""
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"the server ended: {log.read_text()[-4000:]}")
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 - our own server
            return
        except (urllib.error.URLError, OSError):
            continue
    pytest.fail(f"the server did not answer: {log.read_text()[-4000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the machine has it: TOUCHSTONE_CHROMIUM, else the one on the path. Missing is a failure."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("TOUCHSTONE_CHROMIUM") or next((p for p in map(shutil.which, names) if p), None)
    if not found:
        pytest.fail("The journeys need Chromium: install it, or set TOUCHSTONE_CHROMIUM.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield chromium
        chromium.close()


class Visitor:
    """A person at a browser of their own, who looks at each page with axe before they go on."""

    looked_at: set[int] = set()

    def __init__(self, context: BrowserContext, address: str, *, script: bool = True) -> None:
        self.context = context
        self.script = script
        self.address = address
        self.seen: list[str] = []
        self.troubles: list[str] = []
        self.turn_to(context.new_page())

    def turn_to(self, page: Page) -> Page:
        """From now on this person uses `page`."""
        self.page = page
        page.set_default_timeout(WAITS_AT_MOST_MS)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", self._hear)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "favicon" not in message.text:
            self.troubles.append(message.text)

    def goes_to(self, path: str) -> Page:
        self.page.goto(path if path.startswith("http") else f"{self.address}{path}")
        return self.page

    def signs_in(self, email: str, password: str = PASSWORD) -> Page:
        self.goes_to("/account/login/")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(lambda url: "/login" not in url)
        return self.page

    def clicks(self, name: str, role: str = "link", within: Locator | None = None) -> None:
        """Click the one link (or what `role` says) of this name, as a person would."""
        (within or self.page).get_by_role(role, name=name, exact=False).first.click()

    def presses(self, name: str) -> None:
        """Press the button of exactly this name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def opens_place(self, name: str) -> None:
        """Open a place of the rail by its name."""
        self.page.get_by_role("navigation", name="Places").get_by_role("link", name=name).first.click()

    def says(self) -> str:
        """The words of the page as they are shown."""
        return self.page.get_by_role("main").inner_text()

    def looks(self, only: str = "") -> None:
        """Fail unless axe finds nothing on the page as it is now, the console is quiet, and nothing scrolls sideways.

        Axe is a script itself, so where script is off the page is only remembered. It judges a page of the very same
        shape once.
        """
        from axe_playwright_python.sync_playwright import Axe

        if self.page.url not in self.seen:
            self.seen.append(self.page.url)
        if not self.script:
            return
        shape = hash((only, self.page.evaluate(SHAPE)))
        if shape not in self.looked_at:
            found = Axe().run(self.page, options={"runOnly": [only]} if only else None)
            assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
            self.looked_at.add(shape)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} scrolls sideways by {wide} px"
        assert self.troubles == [], f"{self.page.url}: {self.troubles}"

    def looks_everywhere(self) -> None:
        """Look at the page wide and light, dark, narrow and dark, and narrow and light."""
        self.looks()
        for width, scheme in ((1280, "dark"), (320, "dark"), (320, "light")):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme)
            self.looks(only="color-contrast" if (width, scheme) != (320, "dark") else "")
        self.page.set_viewport_size({"width": 1280, "height": 900})

    def takes_a_picture(self, name: str) -> None:
        """Keep the page as docs/screenshots/<name>.png where TOUCHSTONE_PICTURES is set, in at most 150 kB."""
        folder = os.environ.get("TOUCHSTONE_PICTURES")
        if not folder:
            return
        Path(folder).mkdir(parents=True, exist_ok=True)
        self.page.evaluate("document.fonts.ready.then(() => window.scrollTo(0, 0))")
        keep_small(self.page.screenshot(animations="disabled", caret="hide"), Path(folder) / f"{name}.png")


def keep_small(picture: bytes, file: Path) -> None:
    """The picture as it is where that fits into 150 kB, else in as many colours as fit."""
    from io import BytesIO

    from PIL import Image

    whole = Image.open(BytesIO(picture)).convert("RGB")
    for colours in (0, 256, 128, 64, 32):
        kept = whole.quantize(colours, kmeans=1, dither=Image.Dither.NONE) if colours else whole
        kept.save(file, optimize=True)
        if file.stat().st_size <= PICTURE_BYTES:
            return


@pytest.fixture(scope="session")
def signed_in(browser: Browser, centre: Running) -> Callable[[str], Any]:
    """What a browser keeps of somebody who has signed in; each person signs in once a run."""
    kept: dict[str, Any] = {}

    def state_of(email: str) -> Any:
        if email not in kept:
            context = browser.new_context(locale="en-GB", timezone_id="Europe/London")
            Visitor(context, centre.address).signs_in(email)
            kept[email] = context.storage_state()
            context.close()
        return kept[email]

    return state_of


@pytest.fixture
def visitor(browser: Browser, centre: Running, signed_in: Callable[[str], Any]) -> Iterator[Callable[..., Visitor]]:
    """Makes a person at a browser: `visitor("iqa@demo.example", width=360)`; all of them leave at the end."""
    made: list[Visitor] = []

    def arrive(
        email: str = "", *, width: int = 1280, height: int = 900, scheme: str = "light", script: bool = True
    ) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale="en-GB",
            timezone_id="Europe/London",
            java_script_enabled=script,
            reduced_motion="reduce",
            storage_state=signed_in(email) if email else None,
        )
        made.append(Visitor(context, centre.address, script=script))
        return made[-1]

    yield arrive
    for one in made:
        one.context.close()
