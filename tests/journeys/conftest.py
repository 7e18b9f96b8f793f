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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PASSWORD = "touchstone-demo"
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
STARTS_WITHIN_SECONDS = 60


@dataclass(frozen=True)
class Running:
    """A served centre: its address, and the environment in which its command runs."""

    address: str
    environment: dict[str, str]

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
        yield Running(f"http://127.0.0.1:{port}", environment)
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

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.address = address
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.troubles: list[str] = []
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._hear)

    def _hear(self, message) -> None:
        if message.type == "error" and "favicon" not in message.text:
            self.troubles.append(message.text)

    def goes_to(self, path: str) -> Page:
        self.page.goto(f"{self.address}{path}")
        return self.page

    def signs_in(self, email: str, password: str = PASSWORD) -> Page:
        self.goes_to("/account/login/")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(lambda url: "/login" not in url)
        return self.page

    def looks(self) -> None:
        """Fail unless axe finds nothing on the page as it is now, and nothing scrolls sideways."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page)
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} scrolls sideways by {wide} px"
        assert self.troubles == [], f"{self.page.url}: {self.troubles}"

    def takes_a_picture(self, name: str) -> None:
        """Keep the page as docs/screenshots/<name>.png where TOUCHSTONE_PICTURES is set."""
        folder = os.environ.get("TOUCHSTONE_PICTURES")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"))


@pytest.fixture
def visitor(browser: Browser, centre: Running) -> Iterator:
    """Makes a person at a browser: `visitor(width=360)`; all of them leave at the end."""
    made: list[Visitor] = []

    def arrive(*, width: int = 1280, height: int = 900, scheme: str = "light") -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        made.append(Visitor(context, centre.address))
        return made[-1]

    yield arrive
    for one in made:
        one.context.close()
