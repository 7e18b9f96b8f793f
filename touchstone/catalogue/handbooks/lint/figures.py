"""Numbers that do not agree: credits, hours, counts of sessions and of units."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..classify import NUMBER, count_of
from ..model import Handbook, Qualification, Warning
from ..reading import Reading

HOURS_PER_CREDIT = 10
_NOUN = (
    r"(?:sessions?|meetings?|examples?|methods?|tools?|techniques?|barriers?|individuals?|clients?|hours?|months?"
    r"|reviews?|records?)"
)
_COUNT = re.compile(rf"\b({NUMBER})\s+(?:(?!or\b|and\b|of\b)[a-z-]+\s+){{0,2}}?({_NOUN})\b", re.I)
_ONE_MEETING = re.compile(rf"\ba(?:n)? ({NUMBER})[ -]hours? (?:\w+ )?meeting\b", re.I)


def _counts(text: str) -> dict[str, int]:
    """Each thing that `text` counts, in the singular, with the first number it gives it."""
    found: dict[str, int] = {}
    for number, noun in _COUNT.findall(text):
        count = count_of(number)
        if count is not None:
            found.setdefault(noun.lower().rstrip("s"), count)
    return found


def count_differs_in_sheet(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """A criterion asks for two sessions and its result sheet for one: the criterion wins."""
    for unit, entries in reading.sheets:
        for entry in entries:
            criterion = unit.criterion(entry.ref)
            if criterion is None:
                continue
            asked = _counts(criterion.text)
            printed = {
                "the wording says": [entry.text],
                "referral says": criterion.referral,
                "pass says": criterion.passing,
            }
            for noun, count in asked.items():
                for place, texts in printed.items():
                    other = next((own[noun] for own in map(_counts, texts) if noun in own), count)
                    if other != count:
                        yield Warning(
                            "count-differs-in-sheet",
                            f"Unit {unit.ref}, criterion {entry.ref} asks for {count} "
                            f"{noun}{'s' if count > 1 else ''}; on the result sheet "
                            f"{place} {other}. The criterion wins.",
                            entry.line,
                        )


def meeting_or_sessions(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """The aim names one meeting, a criterion asks for several sessions: both are to be met."""
    for unit in handbook.units:
        meeting = _ONE_MEETING.search(unit.aim or "")
        sessions = unit.practice.supervision_sessions
        if meeting and sessions and sessions > 1:
            yield Warning(
                "meeting-or-sessions",
                f"Unit {unit.ref}: the aim names one meeting of {meeting[1]} hours, a criterion asks for "
                f"{sessions} sessions. "
                f"Both are kept: {meeting[1]} hours in all, in {sessions} sessions or more.",
                reading.draft(unit.ref).aim_line,
            )


def tqt_not_ten_per_credit(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """A credit stands for ten hours; a total time that is something else is kept as printed."""
    for qualification in handbook.qualifications:
        credit, tqt = qualification.credit, qualification.tqt_hours
        if credit and tqt and tqt != credit * HOURS_PER_CREDIT:
            yield Warning(
                "tqt-not-ten-per-credit",
                f"{qualification.title}: total qualification time is {tqt} hours, but {credit} credits make "
                f"{credit * HOURS_PER_CREDIT}. "
                "The printed time is kept.",
                _line(reading, qualification),
            )


def hours_beyond_guided(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """Practice and supervision longer than the guided hours: they are counted apart."""
    for unit in handbook.units:
        practice = unit.practice.minimum_hours
        together = (practice or 0) + (unit.practice.supervision_hours or 0)
        if practice and unit.guided_hours and together > unit.guided_hours:
            yield Warning(
                "practice-exceeds-guided-hours",
                f"Unit {unit.ref}: {together} hours of practice and supervision against {unit.guided_hours} guided "
                f"learning hours. "
                "They are counted apart.",
                reading.draft(unit.ref).line,
            )


def sums_differ(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """The credits or guided hours of mandatory units do not add up to the qualification's: its own figure is kept."""
    for qualification in handbook.qualifications:
        units = [handbook.unit(chosen.ref) for chosen in qualification.units]
        if not units or any(chosen.status == "optional" for chosen in qualification.units):
            continue
        for code, name, printed, parts in (
            ("credit-sum-differs", "credits", qualification.credit, [unit.credit for unit in units if unit]),
            (
                "guided-hours-sum-differs",
                "guided learning hours",
                qualification.guided_hours,
                [unit.guided_hours for unit in units if unit],
            ),
        ):
            if printed is not None and None not in parts and sum(part for part in parts if part is not None) != printed:
                total = sum(part for part in parts if part is not None)
                yield Warning(
                    code,
                    f"{qualification.title}: its units make {total} {name}, printed are {printed}. The printed "
                    f"figure is kept.",
                    _line(reading, qualification),
                )


def unit_facts_differ(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """A table gives a unit another level, credit, time or number than its own section: the section wins."""
    names = {"level": "level", "credit": "credit", "guided_hours": "guided learning hours", "uan": "UAN"}
    for unit, row in reading.listed:
        for field, name in names.items():
            own, listed = getattr(unit, field), getattr(row, field)
            if own is not None and listed is not None and own != listed:
                yield Warning(
                    "unit-facts-differ",
                    f"Unit {unit.ref}: a table says {name} {listed}, the unit itself (or an earlier table) {own}, "
                    f"which is kept.",
                    row.line,
                )


def unit_count_differs(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """The rule counts its mandatory units and the table has another number of them."""
    for qualification in handbook.qualifications:
        rule = qualification.rule_of_combination
        if rule and rule.minimum_units and rule.mandatory and len(rule.mandatory) != rule.minimum_units:
            yield Warning(
                "unit-count-differs",
                f"{qualification.title}: the rule asks for {rule.minimum_units} mandatory units, the document "
                f"lists {len(rule.mandatory)}.",
                _line(reading, qualification),
            )


def _line(reading: Reading, qualification: Qualification) -> int | None:
    key = (qualification.level, qualification.size)
    for section in reading.structure.sections:
        if (section.title.level, section.title.size) == key and section.title.text.endswith(qualification.title):
            return section.line
    return None


RULES = (
    count_differs_in_sheet,
    meeting_or_sessions,
    tqt_not_ten_per_credit,
    hours_beyond_guided,
    sums_differ,
    unit_facts_differ,
    unit_count_differs,
)
