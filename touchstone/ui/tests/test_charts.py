"""Charts escape what they are given, say what they show, and bear odd numbers."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.ui import charts

ATTACK = '<script>"x"</script>'

DRAWN = {
    "bar": lambda w: charts.bar(w, [(w, 3), ("b", 0)], target=2),
    "stacked": lambda w: charts.stacked(w, [w, "b"], [(w, [1, 2]), ("r", [0, 0])]),
    "spark": lambda w: charts.spark(w, [1, 2, 2]),
    "trend": lambda w: charts.trend(w, [w, "Feb"], [(w, [1, 2]), ("y", [2])]),
    "donut": lambda w: charts.donut(w, [(w, 1), ("b", 2)], middle=w),
    "curve": lambda w: charts.curve(w, [(w, [(0, 0), (10, 90)])], chosen=(10, w), across=w),
    "radar": lambda w: charts.radar(w, [w, "b", "c"], [(w, [1, 2, 3])]),
}


def picture(html: str) -> ElementTree.Element:
    svg = re.search(r"<svg.*?</svg>", html, re.S).group(0)
    return ElementTree.fromstring(svg)  # noqa: S314  # our own drawing


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_has_a_title_and_a_description(name):
    svg = picture(DRAWN[name]("Hours"))
    assert svg.find("title").text == "Hours"
    assert svg.find("desc").text
    assert svg.get("aria-labelledby").split() == [svg.find("title").get("id"), svg.find("desc").get("id")]


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_escapes_every_word(name):
    html = DRAWN[name](ATTACK)
    assert "<script>" not in html
    picture(html)


@pytest.mark.parametrize("name", [n for n in DRAWN if n != "spark"])
def test_a_chart_is_also_a_table(name):
    html = DRAWN[name]("Hours")
    assert "The same as a table" in html
    assert "<table" in html
    assert "<caption" in html


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_uses_no_style(name):
    assert "style=" not in DRAWN[name]("Hours")


def test_charts_bear_nothing():
    for html in (
        charts.bar("t", []),
        charts.stacked("t", [], []),
        charts.spark("t", []),
        charts.trend("t", [], []),
        charts.donut("t", []),
        charts.radar("t", [], []),
    ):
        assert picture(html).find("desc").text == "Nothing yet"


def test_two_axes_are_bars_because_a_web_needs_three():
    assert "<polygon" not in charts.radar("t", ["a", "b"], [("s", [1, 2])])


def test_long_axes_are_numbered_and_named_in_the_table():
    html = charts.radar("t", ["Puts me at ease", "Listens", "Asks"], [("s", [1, 2, 3])])
    assert "1 Puts me at ease" in html


@given(total=st.integers(0, 200), filled=st.integers(0, 200), referred=st.integers(0, 20), layer=st.integers(1, 3))
def test_a_streak_never_shows_more_cells_than_criteria(total, filled, referred, layer):
    html = charts.streak(total, filled, layer, referred)
    cells = re.findall(r'class="(a-[\w]+)"', html)
    assert len(cells) == min(max(total, 1), 60)
    assert cells == sorted(cells, key=[f"a-{layer}", "a-r", "a-h", "a-off"].index)


def test_a_streak_of_few_cells_is_exact():
    cells = re.findall(r'class="(a-[\w]+)"', charts.streak(11, 6, 2, 1))
    assert cells == ["a-2"] * 6 + ["a-r"] + ["a-off"] * 4


@given(value=st.floats(0, 1e6), target=st.floats(0, 1e6), held=st.floats(0, 1e6))
def test_a_meter_never_goes_past_its_end(value, target, held):
    widths = [
        float(w)
        for w in re.findall(r'class="(?:fill|done|held)"[^>]* width="([\d.]+)%', charts.meter(value, target, held))
    ]
    assert sum(widths) <= 100.2


def test_a_streak_can_keep_the_order_of_the_criteria():
    cells = re.findall(r'class="(a-[\w]+)"', charts.streak_of(["on", "", "referred", "part"], 2))
    assert cells == ["a-2", "a-off", "a-r", "a-h"]


def test_a_meter_turns_green_only_at_its_target():
    assert 'class="fill"' in charts.meter(11.9, 12)
    assert 'class="done"' in charts.meter(12, 12)


def test_a_heat_cell_says_its_meaning_and_links():
    row = charts.HeatRow("E1", (charts.HeatCell("3", charts.shade(3), "E1 for 1.1: 3 pinpoints", "/e1"),))
    html = charts.heat("Map", ["1.1"], [row])
    assert 'aria-label="E1 for 1.1: 3 pinpoints"' in html
    assert 'class="h-2"' in html


def test_a_heat_map_escapes():
    html = charts.heat(
        ATTACK, [ATTACK], [charts.HeatRow(ATTACK, (charts.HeatCell(ATTACK, "", ATTACK, ATTACK),), note=ATTACK)]
    )
    assert "<script>" not in html


def test_column_groups_are_set_apart():
    row = charts.HeatRow("E1", tuple(charts.HeatCell(str(i)) for i in range(3)))
    html = charts.heat("Map", ["1.1", "1.2", "1.1"], [row], groups=[("Unit 302", 2), ("Unit 303", 1)])
    assert html.count('scope="colgroup"') == 2
    assert '<td class="sep">2</td>' in html
    assert '<td class="sep">1</td>' not in html


def test_a_checked_sample_item_keeps_its_shade_and_gets_its_foot():
    html = charts.heat("Grid", ["300"], [charts.HeatRow("Asha Rao", (charts.HeatCell("R", "3 done"),))], sample=True)
    assert 'class="h-3 done"' in html
