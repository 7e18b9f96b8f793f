"""Registrations as comma-separated values, a row at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from touchstone.admissions.models import Registration
from touchstone.admissions.rules import standing
from touchstone.plumbing.tenancy import within

HEAD = [
    "Family name", "Given name", "Born on", "Email", "ULN", "ENR", "Qualification", "Units", "State", "Funded",
    "Identity", "Identity seen on", "Confirmed on", "Expires on", "Tutor", "Assessor",
]  # fmt: skip
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def lines(centre: UUID, found: QuerySet[Registration], today: date) -> Iterator[str]:
    """The head and a line for each registration, read in batches inside the centre's scope."""
    writer = csv.writer(_Echo())
    # Spreadsheets take a file without this mark for the local code page.
    yield "\ufeff" + writer.writerow(HEAD)
    with within(centre):
        for r in found.prefetch_related("units").iterator(chunk_size=500):
            yield writer.writerow([_safe(value) for value in _row(r, today)])


def _row(r: Registration, today: date) -> list[object]:
    return [
        r.family_name,
        r.given_name,
        r.born_on.isoformat(),
        r.person.email,
        r.uln,
        r.enr,
        r.qualification_number,
        " ".join(unit.number for unit in r.units.all()),
        standing(r.state, r.expires_on, today),
        "yes" if r.is_funded else "no",
        r.identity_kind,
        r.identity_seen_on or "",
        r.confirmed_on or "",
        r.expires_on or "",
        r.tutor.name if r.tutor else "",
        r.assessor.name if r.assessor else "",
    ]


def _safe(value: object) -> str:
    """The value as text that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text
