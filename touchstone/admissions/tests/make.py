"""Registrations for the tests of every room."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from touchstone.admissions.models import Registration
from touchstone.catalogue.models import Qualification
from touchstone.centres.tests.make import Cast, Someone


def make_registration(
    cast: Cast, number: str = "8585-11", learner: Someone | None = None, **facts: Any
) -> Registration:
    """An active registration of `learner` (Asha by default) at Northgate, with Ben to assess and Gwen to tutor.

    It stands on the newest version of qualification `number` that is loaded, and on the units named in `units`
    (default: all its mandatory places, else all its places). Without a loaded specification, one is made.
    Confirmed on 12 January 2026; other `facts` override fields.
    """
    learner = learner or cast.asha
    qualification = facts.pop("qualification", None) or _qualification(cast, number)
    units = facts.pop("units", None)
    given, _, family = learner.person.name.partition(" ")
    fields = {
        "state": "active",
        "given_name": given,
        "family_name": family,
        "born_on": date(1990, 3, 14),
        "enr": "ABC1234",
        "identity_kind": "passport",
        "identity_seen_on": date(2026, 1, 8),
        "identity_seen_by": cast.hana.person,
        "privacy_notice_on": date(2026, 1, 8),
        "initial_assessment_on": date(2026, 1, 7),
        "prepared_by": cast.hana.person,
        "prepared_at": datetime(2026, 1, 8, 10, tzinfo=UTC),
        "submitted_by": cast.dev.person,
        "submitted_at": datetime(2026, 1, 9, 10, tzinfo=UTC),
        "confirmed_on": date(2026, 1, 12),
        "expires_on": date(2029, 1, 12),
        "tutor": cast.gwen.person,
        "assessor": cast.ben.person,
    } | facts
    registration = Registration.objects.create(
        centre=cast.centre,
        person=learner.person,
        qualification=qualification,
        qualification_number=qualification.number,
        **fields,
    )
    registration.units.set(_units(qualification) if units is None else units)
    return registration


def _qualification(cast: Cast, number: str) -> Qualification:
    newest = Qualification.objects.filter(centre=cast.centre, number=number).order_by("-specification__version")
    if not newest.exists():
        from touchstone.catalogue.tests.make import make_specification

        make_specification(cast, family=number.split("-")[0])
    return newest.all()[0]


def _units(qualification: Qualification) -> list:
    places = list(qualification.places.select_related("unit"))
    return [p.unit for p in places if p.status == "mandatory"] or [p.unit for p in places]
