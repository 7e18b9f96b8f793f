"""Promises that every template, style and script of the whole tree keeps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from touchstone.ui import icons
from touchstone.ui.statuses import STATUSES

ROOMS = Path(__file__).parents[2]
UI = Path(__file__).parents[1]
TEMPLATES = sorted(ROOMS.glob("*/templates/**/*.html"))
STYLES = sorted(UI.glob("static/ui/css/*.css"))
SCRIPTS = sorted(UI.glob("static/ui/js/*.js"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOMS))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_keeps_the_content_security_policy(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text), "style= is refused by the policy"
    assert not re.search(r"<style\b", text), "no style element"
    assert not re.search(r"<[^>{]*\son[a-z]+\s*=\s*[\"']", text), "no inline handler"
    assert not re.search(r"\bhx-on[:-]", text), "hx-on is an inline handler"
    assert not re.search(r"javascript:", text)
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script or 'type="application/json"' in script, "no inline script"


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_names_only_icons_that_exist(path):
    text = path.read_text(encoding="utf-8")
    named = re.findall(r'{% icon "([a-z0-9-]+)"', text)
    named += re.findall(r'<c-[^>]*?\sicon(?:_end)?="([a-z0-9-]+)"', text)
    assert [n for n in named if not icons.exists(n)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_uses_only_components_that_exist(path):
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.S)
    used = set(re.findall(r"<c-([a-z][a-z0-9.-]*)", text)) - {"vars", "slot"}
    missing = [
        n for n in used if not list(ROOMS.glob(f"*/templates/cotton/{n.replace('.', '/').replace('-', '_')}.html"))
    ]
    assert missing == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_names_only_statuses_that_exist(path):
    named = re.findall(r'<c-(?:status|trace-step|file)\b[^>]*?\sstate="([a-z_-]+)"', path.read_text(encoding="utf-8"))
    assert [n for n in named if n.replace("-", "_") not in STATUSES] == []


@pytest.mark.parametrize("path", STYLES, ids=name_of)
def test_a_style_asks_nobody_outside(path):
    text = path.read_text(encoding="utf-8")
    for url in re.findall(r"url\(\s*[\"']?([^\"')]+)", text):
        assert url.startswith(("#", "fonts/")), url
    assert "@import" not in text
    assert "//" not in re.sub(r"/\*.*?\*/", "", text, flags=re.S)


@pytest.mark.parametrize("path", STYLES, ids=name_of)
def test_what_a_style_asks_for_is_here(path):
    for url in re.findall(r"url\(\s*[\"']?(fonts/[^\"')]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / url).is_file()


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_a_script_evaluates_nothing_and_asks_nobody_outside(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write", text)
    assert not re.search(r"https?://", text)


def test_all_script_together_is_small():
    total = sum(p.stat().st_size for p in [*SCRIPTS, UI / "static/ui/vendor/htmx.min.js"])
    assert total < 150_000


def test_a_licence_lies_beside_what_is_not_ours():
    assert "OFL" in (UI / "static/ui/css/fonts/LICENSE-atkinson.txt").read_text(
        encoding="utf-8"
    ) or "Open Font License" in (UI / "static/ui/css/fonts/LICENSE-atkinson.txt").read_text(encoding="utf-8")
    assert (UI / "static/ui/vendor/htmx-LICENSE.txt").is_file()


def test_every_script_of_the_page_is_here():
    text = (UI / "templates/ui/document.html").read_text(encoding="utf-8")
    for asked in re.findall(r"{% static '([^']+)' %}", text):
        assert (UI / "static" / asked).is_file(), asked
