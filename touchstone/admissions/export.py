"""Registrations as comma-separated values, a row at a time."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import islice
from uuid import UUID

from django.db.models import QuerySet

from touchstone.admissions.models import Registration
from touchstone.admissions.rules import standing
from touchstone.plumbing.tenancy import within

HEAD = [
    "Family name", "Given name", "Born on", "Email", "ULN", "ENR", "Qualification", "Units", "State", "Funded",
    "Identity", "Identity seen on", "Confirmed on", "Expires on", "Tutor", "Assessor",
]  # fmt: skip
# Only what a line says is read: the whole of a registration with its people takes five times as long.
READ = (
    "family_name", "given_name", "born_on", "person__email", "uln", "enr", "qualification_number", "state",
    "is_funded", "identity_kind", "identity_seen_on", "confirmed_on", "expires_on", "tutor__name", "assessor__name",
)  # fmt: skip
BATCH = 500
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
        read = found.select_related(None).select_related("person", "tutor", "assessor").only(*READ)
        rows = read.iterator(chunk_size=BATCH)
        while batch := list(islice(rows, BATCH)):
            units = _unit_numbers(batch)
            for r in batch:
                yield writer.writerow([_safe(value) for value in _row(r, units[r.pk], today)])


def _unit_numbers(registrations: list[Registration]) -> dict[UUID, list[str]]:
    """The numbers of each registration's units, in the handbook's order. One statement."""
    found: dict[UUID, list[str]] = defaultdict(list)
    chosen = Registration.units.through.objects.filter(registration__in=registrations).order_by("unit__position")
    for registration, number in chosen.values_list("registration_id", "unit__number"):
        found[registration].append(number)
    return found


def _row(r: Registration, units: list[str], today: date) -> list[object]:
    return [
        r.family_name,
        r.given_name,
        r.born_on.isoformat(),
        r.person.email,
        r.uln,
        r.enr,
        r.qualification_number,
        " ".join(units),
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
