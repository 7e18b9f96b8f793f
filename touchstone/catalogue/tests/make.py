"""Scenes for tests: a small coaching or mentoring specification, in our own words."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from touchstone.catalogue import rules
from touchstone.catalogue.models import Criterion, Outcome, Place, Qualification, Specification, Unit, Upload
from touchstone.kernel.canonical import fingerprint
from touchstone.plumbing.storage import keep

HANDBOOK = b"""\
Structure
To achieve the Level 3 Award in Good Examples the learner must achieve two mandatory units.
\tLevel 3 Award in Good Examples

\tUAN
\tUnit number
\tUnit title
\tLevel
\tCredit Value
\tGLH

\tA/900/0001
\t9000-101
\tKnowing a Good Example
\t3
\t2
\t6

\tB/900/0002
\t9000-102
\tGiving a Good Example
\t3
\t1
\t5


\tTitle and level
\tGLH
\tTQT
\tCredit

\tLevel 3 Award in Good Examples (9000-11)
\t11
\t31
\t3


Unit 101\tKnowing a Good Example
\tUAN:
\tA/900/0001

\tUnit Level:
\t3

\tCredit value:
\t2

\tGLH:
\t6

\tUnit aim:
\tThis unit is about telling a good example from a poor one.

Learning outcome (LO 1)
The learner will:
1\tKnow what makes an example good
Assessment criteria
The learner can:
1.1\tDescribe what an example is for
1.2\tExplain why one example serves better than another

Learning outcome (LO 2)
The learner will:
2\tKnow where examples come from
Assessment criteria
The learner can:
2.1\tIdentify two places where examples are found


Unit 102\tGiving a Good Example
\tUAN:
\tB/900/0002

\tUnit Level:
\t3

\tCredit value:
\t1

\tGLH:
\t5

\tUnit aim:
\tThis unit is about giving examples that help.

Learning outcome (LO 1)
The learner will:
1\tBe able to give an example
Assessment criteria
The learner can:
1.1\tPlan an example for one listener
1.2\tDemonstrate it
"""
ACCEPTED_AT = datetime(2026, 1, 10, 9, tzinfo=UTC)

# ref: title, credit, guided hours, method, practice, {outcome: [(criterion, verb), …]}
UNITS: dict[str, tuple[str, int, int, str, dict[str, int], dict[str, list[tuple[str, str]]]]] = {
    "300": (
        "Knowing what good {practice} is",
        3,
        9,
        "Assignment",
        {},
        {
            "Know what {practice} is for": [
                ("Say what {practice} is for at work", "Describe"),
                ("Make clear what the {person} answers for", "Explain"),
            ],
            "Know how {practice} is arranged": [
                ("Name two ways to begin well", "Identify"),
                ("Give the grounds for supervision", "Justify"),
            ],
        },
    ),
    "301": (
        "Doing {practice}",
        4,
        12,
        "Portfolio",
        {"minimum_hours": 6, "maximum_clients": 2, "supervision_hours": 1, "supervision_sessions": 1},
        {
            "Plan {practice}": [
                ("Set out a plan for six hours", "Produce"),
                ("Make an agreement with everybody concerned", "Agree"),
            ],
            "Do {practice} and record it": [
                ("Work with a known model", "Use"),
                ("Keep a record from first meeting to last", "Record"),
            ],
            "Look back at {practice}": [
                ("Look back at each session", "Reflect"),
                ("Sum up one supervision session", "Summarise"),
            ],
        },
    ),
    "302": (
        "Doing {practice} for longer",
        7,
        14,
        "Portfolio",
        {"minimum_hours": 12, "maximum_clients": 2, "supervision_hours": 2, "supervision_sessions": 2},
        {
            "Plan {practice}": [
                ("Set out a plan for twelve hours", "Produce"),
                ("Make an agreement with everybody concerned", "Agree"),
            ],
            "Do {practice} and record it": [
                ("Work with a known model", "Use"),
                ("Keep a record from first meeting to last", "Record"),
            ],
            "Look back at {practice}": [
                ("Look back at each session", "Reflect"),
                ("Sum up two supervision sessions", "Summarise"),
            ],
        },
    ),
    "303": (
        "Thinking about {practice}",
        3,
        8,
        "Reflective journal",
        {},
        {
            "Know how well it went": [
                ("Look closely at how well it went", "Examine"),
                ("Name strengths and gaps", "Identify"),
            ],
            "Plan what comes next": [
                ("Look back to find what to learn next", "Review"),
                ("Write a plan for six months", "Produce"),
            ],
        },
    ),
}
PRACTICE = {"8585": ("coaching", "coach"), "8586": ("mentoring", "mentor")}


def make_specification(cast: Any, family: str = "8585") -> Specification:
    """The next version of the specification of `family` at `cast.centre`: an Award (-11) and a Certificate (-21).

    Units 300, 301 or 302, and 303, refs such as "8585-300"; 4 or 6 criteria each, with descriptors in our own words.
    """
    version = Specification.objects.filter(family=family).count() + 1
    practice, person = PRACTICE.get(family, ("practice", "practitioner"))
    specification = Specification.objects.create(
        centre=cast.centre,
        family=family,
        version=version,
        title=f"Effective {practice.capitalize()}, Level 3",
        awarding_body="Example Awards",
        source_sha256=fingerprint([family, "source", version]),
        content_sha256=fingerprint([family, "content", version]),
        accepted_by=cast.dev.person,
        accepted_at=ACCEPTED_AT,
    )
    units = {
        number: make_unit(specification, number, position, practice, person)
        for position, number in enumerate(UNITS, start=1)
    }
    make_qualification(specification, "11", "Award", units, ["300", "301", "303"], guided_hours=29, tqt_hours=97)
    make_qualification(specification, "21", "Certificate", units, ["300", "302", "303"], guided_hours=31, tqt_hours=130)
    return specification


def make_unit(specification: Specification, number: str, position: int, practice: str, person: str) -> Unit:
    """Unit `number` of the small specification, with its outcomes and criteria."""
    title, credit, guided_hours, method, needs, outcomes = UNITS[number]

    def ours(text: str) -> str:
        return text.format(practice=practice, person=person)

    unit = Unit.objects.create(
        centre_id=specification.centre_id,
        specification=specification,
        ref=f"{specification.family}-{number}",
        number=number,
        title=ours(title),
        level=3,
        credit=credit,
        guided_hours=guided_hours,
        assessment_method=method,
        practice=needs,
        words_minimum=2500 if method == "Assignment" else None,
        words_maximum=3500 if method == "Assignment" else None,
        position=position,
    )
    place = 0
    for which, (text, criteria) in enumerate(outcomes.items(), start=1):
        outcome = Outcome.objects.create(
            centre_id=unit.centre_id, unit=unit, number=str(which), text=ours(text), position=which
        )
        for nth, (wanted, verb) in enumerate(criteria, start=1):
            place += 1
            Criterion.objects.create(
                centre_id=unit.centre_id,
                unit=unit,
                outcome=outcome,
                ref=f"{which}.{nth}",
                text=ours(wanted),
                verb=verb,
                depth=[f"What belongs to it: {ours(wanted).lower()}"],
                guidance=f"Show it with your own {practice}.",
                referral_descriptors=["It is said, and nothing shows it", "It is about somebody else's work"],
                pass_descriptors=["It is shown with an example of the learner's own"],
                evidence_examples=["Session record"],
                position=place,
            )
    return unit


def make_qualification(
    specification: Specification, suffix: str, size: str, units: dict[str, Unit], chosen: list[str], **facts: Any
) -> Qualification:
    """A qualification of the chosen units, all mandatory."""
    refs = [units[number].ref for number in chosen]
    credits = {units[number].ref: units[number].credit for number in chosen}
    qualification = Qualification.objects.create(
        centre_id=specification.centre_id,
        specification=specification,
        number=f"{specification.family}-{suffix}",
        title=f"Level 3 {size} in {specification.title.split(',')[0]}",
        level=3,
        size=size,
        credit=sum(credits.values()),
        minimum_age=16,
        validity_years=3,
        combination={
            "text": "Three mandatory units.",
            "all_of": refs,
            "one_of_groups": [],
            "minimum_credit": sum(credits.values()),
            "credits": credits,
        },
        position=1 if suffix == "11" else 2,
        **facts,
    )
    for position, number in enumerate(chosen, start=1):
        Place.objects.create(
            centre_id=specification.centre_id,
            qualification=qualification,
            unit=units[number],
            status="mandatory",
            position=position,
        )
    return qualification


@cache
def handbook_content() -> dict[str, Any]:
    """What the reader finds in `HANDBOOK`, with the names that a person would give it."""
    from touchstone.catalogue.handbooks import read

    content = read(HANDBOOK, "handbook.txt").as_json()
    content["qualifications"][0]["number"] = content["qualifications"][0]["number"] or "9000-11"
    return {"family": rules.family_of(content), "title": "Good Examples", "awarding_body": "Example Awards", **content}


def make_upload(cast: Any, change: Callable[[dict[str, Any]], object] | None = None) -> Upload:
    """A handbook of two units and five criteria, read and waiting, with `change` made in its content."""
    content = copy.deepcopy(handbook_content())
    warnings = [{**warning, "text": ""} for warning in content.pop("warnings")]
    if change:
        change(content)
    return Upload.objects.create(
        centre=cast.centre,
        file_name="handbook.txt",
        blob=keep(HANDBOOK, centre=cast.centre.pk, at=ACCEPTED_AT),
        content=content,
        warnings=warnings,
        read_by=cast.dev.person,
        read_at=ACCEPTED_AT,
    )
