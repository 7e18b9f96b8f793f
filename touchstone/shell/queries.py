"""What the home page gathers from the rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format

from touchstone.access.actors import Actor, Role
from touchstone.admissions import queries as admissions
from touchstone.assessment import queries as assessment
from touchstone.awards import queries as awards
from touchstone.catalogue import queries as catalogue
from touchstone.centres import queries as centres
from touchstone.kernel.steps import NextStep, in_order
from touchstone.portfolio import queries as portfolio
from touchstone.quality import queries as quality

if TYPE_CHECKING:
    from touchstone.admissions.models import Registration

ROOMS = (assessment, quality, awards, admissions, catalogue, centres)
SHOWN = 30


@dataclass(frozen=True)
class Assay:
    """How far a learner has come, in criteria: linked to evidence, assessed and released, confirmed."""

    total: int
    mapped: int
    assessed: int
    assured: int


@dataclass(frozen=True)
class UnitLine:
    """A unit on a learner's home page: its address, its status by its true name, and a sentence."""

    title: str
    url: str
    status: str
    says: str


@dataclass(frozen=True)
class Side:
    """What stands beside the work list; each part may be empty."""

    title: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    note: str = ""
    units: tuple[UnitLine, ...] = ()
    assay: Assay | None = None


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


@dataclass(frozen=True)
class Home:
    """Everything on a home page."""

    agenda: Agenda
    side: Side


def home(actor: Actor, today: date) -> Home:
    """The work list of `actor` and what stands beside it. At most twelve statements, at any size of the centre."""
    own = portfolio.own_work(actor, today)
    steps = [*own.steps, *(step for room in ROOMS for step in room.next_steps(actor, today))]
    return Home(agenda(steps, today), side(actor, own))


def agenda(found: list[NextStep], today: date) -> Agenda:
    """The steps in order: overdue, today, the next seven days, the rest; no empty groups, at most thirty in all."""
    steps = in_order(found, today)[:SHOWN]
    rows = [Row(s, reverse(s.url_name, args=s.url_args), bool(s.due_on and s.due_on < today)) for s in steps]
    week = today + timedelta(days=7)
    headings: dict[str, list[Row]] = {
        "Overdue": [],
        "Today": [],
        "Next seven days": [],
        "Later, or whenever it suits": [],
    }
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


def side(actor: Actor, own: portfolio.OwnWork) -> Side:
    """A learner's units and dates; for staff whom they act for. One statement for a learner, none for others."""
    if actor.role is not Role.LEARNER:
        return Side("Your seat", (("Centre", actor.centre_name), ("Role", actor.role_label)))
    registration, units = own.registration, own.units
    if registration is None:
        return Side()
    standings = assessment.unit_standings([registration.pk])
    lines, assessed, assured = [], 0, 0
    for unit in units:
        standing = standings.get((registration.pk, unit.unit.pk))
        assessed += unit.total if standing and standing.is_passed else unit.carried
        assured += unit.total if standing and standing.is_confirmed else 0
        lines.append(_line(unit, standing))
    whole = Assay(sum(u.total for u in units), sum(u.total - len(u.gaps) for u in units), assessed, assured)
    credit = registration.qualification.credit
    return Side(
        title="Time",
        facts=_times(registration),
        note=f"{credit} credits" if credit else "",
        units=tuple(lines),
        assay=whole,
    )


def _line(unit: portfolio.UnitProgress, standing: assessment.UnitStanding | None) -> UnitLine:
    current = standing is not None and unit.attempt is not None and standing.attempt == unit.attempt.number
    state = standing.shown.state if standing and current else unit.state
    says = f"{unit.total - len(unit.gaps)} of {unit.total} criteria have evidence."
    if standing and current and standing.shown.state == "with_assessor":
        says = f"{standing.shown.words}."
    return UnitLine(f"{unit.unit.number} {unit.unit.title}", reverse("unit", args=[unit.unit.pk]), state, says)


def _times(registration: Registration) -> tuple[tuple[str, str], ...]:
    rows = [
        ("Target", _day(registration.target_on)),
        ("Registered until", _day(registration.expires_on)),
        ("Tutor", registration.tutor.name if registration.tutor else ""),
        ("Assessor", registration.assessor.name if registration.assessor else ""),
    ]
    return tuple(row for row in rows if row[1])


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
