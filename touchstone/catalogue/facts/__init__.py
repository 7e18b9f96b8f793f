"""What is known of qualifications without their handbook: codes, titles, sizes and hours, and labels of our own.

One TOML file a family, beside this module. A value that the sources do not state is absent there and null here: nothing
is inferred. No sentence of an awarding body is in these files; a criterion has number, verb and a label of ours.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Table = dict[str, Any]
PRACTICE = ("minimum_hours", "minimum_clients", "maximum_clients", "supervision_hours", "supervision_sessions")


@dataclass(frozen=True)
class Family:
    """A family of qualifications that share units, such as "8585"; the tables are those of its TOML file."""

    code: str
    title: str
    awarding_body: str
    known_from: str
    qualifications: tuple[Table, ...]
    units: tuple[Table, ...]

    @property
    def criteria_count(self) -> int:
        """How many criteria its units have in all."""
        return sum(len(outcome["criteria"]) for unit in self.units for outcome in unit["outcomes"])


@cache
def families() -> tuple[Family, ...]:
    """Every family shipped with the program, by code."""
    found = sorted((f for f in files(__name__).iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(_family(tomllib.loads(f.read_text(encoding="utf-8"))) for f in found)


def family(code: str) -> Family | None:
    """The family called `code`, or None."""
    return next((known for known in families() if known.code == code), None)


def as_content(known: Family) -> Table:
    """The family in the shape that a handbook has after reading, so that both become a specification the same way.

    Criteria carry the label; depth, guidance and descriptors are empty.
    """
    return {
        "source": {"file": None, "sha256": None},
        "family": known.code,
        "title": known.title,
        "awarding_body": known.awarding_body,
        "qualifications": [_qualification(table, known) for table in known.qualifications],
        "units": [_unit(table) for table in known.units],
        "warnings": [],
    }


def _family(table: Table) -> Family:
    return Family(
        code=table["family"],
        title=table["title"],
        awarding_body=table.get("awarding_body", ""),
        known_from=table["known_from"],
        qualifications=tuple(table["qualifications"]),
        units=tuple(table["units"]),
    )


def _qualification(table: Table, known: Family) -> Table:
    groups = table.get("one_of_groups", [])
    mandatory = table["all_of"]
    credit = {unit["ref"]: unit["credit"] for unit in known.units}
    names = ("number", "title", "level", "size", "credit", "guided_hours", "tqt_hours", "minimum_age", "validity_years")
    return {name: table.get(name) for name in names} | {
        "units": [{"ref": ref, "status": "mandatory", "group": None} for ref in mandatory]
        + [
            {"ref": ref, "status": "optional", "group": str(which)}
            for which, group in enumerate(groups, start=1)
            for ref in group
        ],
        "rule_of_combination": {
            "text": None,
            "minimum_credit": table["credit"],
            "minimum_units": None,
            "mandatory": mandatory,
            "groups": [
                {
                    "group": str(which),
                    "units": group,
                    "minimum_credit": sum(credit[ref] for ref in group),
                    "minimum_units": None,
                }
                for which, group in enumerate(groups, start=1)
            ],
            "groups_needed": 1 if groups else 0,
        },
    }


def _unit(table: Table) -> Table:
    practice = table.get("practice", {})
    return {
        "ref": table["ref"],
        "number": table["number"],
        "aliases": table.get("aliases", []),
        "uan": table.get("uan"),
        "title": table["title"],
        "level": table["level"],
        "credit": table["credit"],
        "guided_hours": table["guided_hours"],
        "aim": None,
        "assessment_method": table.get("assessment_method"),
        "practice": {name: practice.get(name) for name in PRACTICE} | practice,
        "word_count": {"minimum": table.get("words_minimum"), "maximum": table.get("words_maximum")},
        "outcomes": [
            {
                "number": outcome["number"],
                "text": outcome["label"],
                "criteria": [
                    {
                        "ref": criterion["ref"],
                        "text": criterion["label"],
                        "verb": criterion["verb"],
                        "depth": [],
                        "guidance": None,
                        "referral_descriptors": [],
                        "pass_descriptors": [],
                        "evidence_examples": [],
                    }
                    for criterion in outcome["criteria"]
                ],
            }
            for outcome in table["outcomes"]
        ],
    }
