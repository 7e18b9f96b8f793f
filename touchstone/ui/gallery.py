"""The gallery: every example file in `templates/ui/examples`, in groups, with the values they are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import forms

from touchstone.ui import charts, heatmap
from touchstone.ui.statuses import LOOKS, STATUSES

HERE = Path(__file__).parent / "templates" / "ui" / "examples"
ORDER = (
    "Page",
    "Status and proof",
    "Buttons and keys",
    "Lists",
    "Forms",
    "Files",
    "Judging",
    "Charts",
    "Words to people",
)


@dataclass(frozen=True)
class Example:
    """One example: `template` draws it, `source` is what to copy."""

    name: str
    group: str
    title: str
    template: str
    source: str


@lru_cache(maxsize=1)
def every() -> tuple[Example, ...]:
    """All examples, in the order of their file names. The first line of each file is "{# group · title #}"."""
    found = []
    for file in sorted(HERE.glob("*.html")):
        first, _, rest = file.read_text(encoding="utf-8").partition("\n")
        group, _, title = first.strip("{#} ").partition(" · ")
        found.append(Example(file.stem.replace("_", "-"), group, title, f"ui/examples/{file.name}", rest.strip()))
    return tuple(found)


def groups() -> list[tuple[str, list[Example]]]:
    """The examples by group, in the order of `ORDER`; an unknown group comes last."""
    named = list(ORDER) + sorted({e.group for e in every()} - set(ORDER))
    return [(group, rows) for group in named if (rows := [e for e in every() if e.group == group])]


def one(name: str) -> Example | None:
    """The example of that name, or None."""
    return next((e for e in every() if e.name == name), None)


class LongForm(forms.Form):
    """One long text, as most forms that save themselves have."""

    reflection = forms.CharField(label="Reflection", help_text="What would you do differently?", widget=forms.Textarea)


class ExampleForm(forms.Form):
    """Every kind of field once."""

    on = forms.DateField(label="Date", help_text="The day you met.")
    minutes = forms.IntegerField(label="Minutes", min_value=1)
    where = forms.ChoiceField(
        label="Where",
        widget=forms.RadioSelect,
        choices=[("room", "In person"), ("online", "Online"), ("phone", "By phone")],
    )
    model = forms.ChoiceField(label="Model", choices=[("grow", "GROW"), ("oscar", "OSCAR"), ("other", "Another model")])
    goal = forms.CharField(
        label="Goal", help_text="What did they want from this hour?", widget=forms.Textarea, required=False
    )
    skills = forms.MultipleChoiceField(
        label="Skills you used",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("q", "Questioning"), ("l", "Listening"), ("s", "Summing up")],
    )
    ask = forms.BooleanField(label="Ask Client 2 to confirm the time", required=False)
    work = forms.FileField(label="Notes", help_text="Word, PDF or a picture, up to 2 GB", required=False)


def values() -> dict[str, Any]:
    """What the examples are drawn from: invented people, fixed figures."""
    heat_rows = [
        heatmap.HeatRow(
            "E1 Plan of sessions",
            (
                heatmap.HeatCell("3", "gold", "E1 for 1.1: 3 pinpoints, relied on", "#e1"),
                heatmap.HeatCell("1", "1", "E1 for 1.2: 1 pinpoint", "#e1"),
                heatmap.HeatCell(),
                heatmap.HeatCell(),
            ),
        ),
        heatmap.HeatRow(
            "E4 Coaching diary",
            (
                heatmap.HeatCell(),
                heatmap.HeatCell("3", "2", "E4 for 1.2: 3 pinpoints", "#e4"),
                heatmap.HeatCell("7", "3", "E4 for 2.1: 7 pinpoints", "#e4"),
                heatmap.HeatCell("–", "link", "E4 for 2.2: linked, no pinpoint", "#e4"),
            ),
        ),
    ]
    gaps = heatmap.HeatRow(
        "Still to find",
        (
            heatmap.HeatCell("✓", "ok", "enough"),
            heatmap.HeatCell("✓", "ok", "enough"),
            heatmap.HeatCell("1", "gap", "1 more"),
            heatmap.HeatCell("2", "gap", "2 more"),
        ),
    )
    return {
        "form": ExampleForm(
            initial={"minutes": 60, "where": "room", "goal": "To hand two jobs to the deputy before June."}
        ),
        "kept": LongForm(),
        "wrong": ExampleForm({"minutes": "0", "where": "room", "model": "grow", "on": ""}),
        "statuses": [(look, [s for s in STATUSES.values() if s.look == look]) for look in LOOKS],
        "chart_bar": charts.bar("Hours with each client", [("Client 1", 6.5), ("Client 2", 3)], unit="hours", target=6),
        "chart_stacked": charts.stacked(
            "Where the criteria stand",
            ["Pass", "Referral", "Not yet assessed"],
            [("Unit 300", [12, 0, 0]), ("Unit 302", [3, 1, 7])],
        ),
        "chart_spark": charts.spark("Mean mark, last six sessions", [6.5, 7, 7.2, 8, 8.1, 8.6]),
        "chart_trend": charts.trend(
            "Referrals in each hundred decisions",
            ["Jan", "Feb", "Mar", "Apr", "May"],
            [("Centre", [12, 9, 14, 10, 8]), ("Last year", [15, 14, 13, 13, 12])],
        ),
        "chart_donut": charts.donut(
            "Kinds of evidence", [("Product", 7), ("Observation", 2), ("Discussion", 3)], middle="12"
        ),
        "chart_radar": charts.radar(
            "Client marks",
            ["Ease", "Listening", "Questions", "Structure", "Trust"],
            [("Session 5", [8, 9, 7, 8, 9]), ("Session 1", [6, 7, 6, 5, 8])],
        ),
        "chart_curve": charts.curve(
            "Chance that the sample finds the fault",
            [
                ("1 wrong in 5", [(n, 100 - 100 * 0.8**n) for n in range(0, 31, 2)]),
                ("1 wrong in 10", [(n, 100 - 100 * 0.9**n) for n in range(0, 31, 2)]),
            ],
            chosen=(14, "14 chosen"),
            across="decisions checked",
        ),
        "cells": [
            ["on", "on", "on", "part", "on", "on", "on", "on", "part", "on", "part"],
            ["on", "on", "on", "", "referred", "", "", "", "", "", ""],
            ["on", "", "", "", "", "", "", "", "", "", ""],
        ],
        "chart_sample": heatmap.heat(
            "Sampling grid",
            ["300", "302"],
            [
                heatmap.HeatRow("Ben Okafor", group=True, note="low risk, 10 %"),
                heatmap.HeatRow(
                    "Asha Rao",
                    (
                        heatmap.HeatCell("R", "3 done", "Random, checked", "#r"),
                        heatmap.HeatCell("–", "out", "Not in the sample"),
                    ),
                ),
            ],
            corner="Learner",
            sample=True,
        ),
        "chart_heat": heatmap.heat(
            "Pinpoints of each item for each criterion",
            ["1.1", "1.2", "2.1", "2.2"],
            heat_rows,
            foot=gaps,
            groups=[("Unit 302", 2), ("Unit 303", 2)],
        ),
    }
