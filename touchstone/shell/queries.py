"""What the home page gathers from the rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from touchstone.access.actors import Actor
from touchstone.admissions import queries as admissions
from touchstone.assessment import queries as assessment
from touchstone.awards import queries as awards
from touchstone.catalogue import queries as catalogue
from touchstone.centres import queries as centres
from touchstone.kernel.steps import NextStep, in_order
from touchstone.portfolio import queries as portfolio
from touchstone.quality import queries as quality

ROOMS = (portfolio, assessment, quality, awards, admissions, catalogue, centres)
SHOWN = 30


@dataclass(frozen=True)
class Row:
    """A step with the address of the page where it is done."""

    step: NextStep
    url: str
    late: bool


@dataclass(frozen=True)
class Agenda:
    """The next step, and every other step under the heading it belongs to: (title, rows)."""

    first: Row | None
    groups: list[tuple[str, list[Row]]]


def agenda(actor: Actor, today: date) -> Agenda:
    """What waits for `actor`, from every room: overdue, today, the next seven days, then the rest; empty groups left out."""
    steps = in_order([step for room in ROOMS for step in room.next_steps(actor, today)], today)[:SHOWN]
    rows = [Row(s, reverse(s.url_name, args=s.url_args), bool(s.due_on and s.due_on < today)) for s in steps]
    week = today + timedelta(days=7)
    headings: dict[str, list[Row]] = {"Overdue": [], "Today": [], "Next seven days": [], "Later, or whenever it suits": []}
    for row in rows[1:]:
        headings[_heading(row, today, week)].append(row)
    return Agenda(rows[0] if rows else None, [(title, found) for title, found in headings.items() if found])


def _heading(row: Row, today: date, week: date) -> str:
    due_on = row.step.due_on
    if row.late:
        return "Overdue"
    if due_on is None or due_on > week:
        return "Later, or whenever it suits"
    return "Today" if due_on == today else "Next seven days"
