"""Promises that every template, style and script of the whole tree keeps."""

from __future__ import annotations

import re
from pathlib import Path

from touchstone.ui import icons
from touchstone.ui.statuses import STATUSES

ROOMS = Path(__file__).parents[2]
UI = Path(__file__).parents[1]
TEMPLATES = sorted(ROOMS.glob("*/templates/**/*.html"))
STYLES = sorted(UI.glob("static/ui/css/*.css"))
SCRIPTS = sorted(UI.glob("static/ui/js/*.js"))


# What the policy refuses, or what would be script in a page; each with the word that the failure shows.
REFUSED = {
    "style=": re.compile(r"\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "an inline handler": re.compile(r"<[^>{]*\son[a-z]+\s*=\s*[\"']"),
    "hx-on, which is an inline handler": re.compile(r"\bhx-on[:-]"),
    "javascript:": re.compile(r"javascript:"),
}


def texts_of(paths: list[Path]) -> list[tuple[str, str]]:
    """The name and the text of each file; a rule reads them all in one test, and names the files that break it."""
    return [(str(path.relative_to(ROOMS)), path.read_text(encoding="utf-8")) for path in paths]


def test_there_are_templates_styles_and_scripts_to_read():
    assert len(TEMPLATES) > 100
    assert STYLES
    assert SCRIPTS


def test_templates_keep_the_content_security_policy():
    assert [
        (name, what) for name, text in texts_of(TEMPLATES) for what, found in REFUSED.items() if found.search(text)
    ] == []


def test_templates_have_no_inline_script():
    assert [
        (name, script)
        for name, text in texts_of(TEMPLATES)
        for script in re.findall(r"<script\b[^>]*>", text)
        if "src=" not in script and 'type="application/json"' not in script
    ] == []


def test_templates_name_only_icons_that_exist():
    missing = []
    for name, text in texts_of(TEMPLATES):
        named = re.findall(r'{% icon "([a-z0-9-]+)"', text)
        named += re.findall(r'<c-[^>]*?\sicon(?:_end)?="([a-z0-9-]+)"', text)
        missing += [(name, icon) for icon in named if not icons.exists(icon)]
    assert missing == []


def test_templates_use_only_components_that_exist():
    there = {
        str(path).partition("/templates/cotton/")[2].removesuffix(".html")
        for path in ROOMS.glob("*/templates/cotton/**/*.html")
    } | {"vars", "slot"}
    missing = []
    for name, text in texts_of(TEMPLATES):
        text = re.sub(r"{% comment %}.*?{% endcomment %}", "", text, flags=re.S)
        used = set(re.findall(r"<c-([a-z][a-z0-9.-]*)", text))
        missing += [(name, used_one) for used_one in used if used_one.replace(".", "/").replace("-", "_") not in there]
    assert missing == []


def test_templates_name_only_statuses_that_exist():
    named = re.compile(r'<c-(?:status|trace-step|file)\b[^>]*?\sstate="([a-z_-]+)"')
    assert [
        (name, state)
        for name, text in texts_of(TEMPLATES)
        for state in named.findall(text)
        if state.replace("-", "_") not in STATUSES
    ] == []


def test_styles_ask_nobody_outside():
    asked = []
    for name, text in texts_of(STYLES):
        urls = re.findall(r"url\(\s*[\"']?([^\"')]+)", text)
        asked += [(name, url) for url in urls if not url.startswith(("#", "fonts/"))]
        code = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        asked += [(name, word) for word in ("@import", "//") if word in code]
    assert asked == []


def test_what_styles_ask_for_is_here():
    missing = []
    for path in STYLES:
        fonts = re.findall(r"url\(\s*[\"']?(fonts/[^\"')]+)", path.read_text(encoding="utf-8"))
        missing += [(path.name, font) for font in fonts if not (path.parent / font).is_file()]
    assert missing == []


def test_scripts_evaluate_nothing_and_ask_nobody_outside():
    refused = re.compile(r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write|https?://")
    assert [(name, found) for name, text in texts_of(SCRIPTS) for found in refused.findall(text)] == []


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
