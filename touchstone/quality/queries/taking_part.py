"""Who took part in a result, and so may not judge it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F

from touchstone.access.actors import Actor, Role
from touchstone.centres.queries import has_interest, is_competent
from touchstone.quality.models import Check
from touchstone.quality.rules import checking


def took_part(sheets: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """For each sheet, everyone who was allocated any sheet of that unit for that learner, or saved a decision on one.

    Versions of the unit count as one, and so do registrations of the learner. One statement, however many sheets.
    """
    found: dict[UUID, set[UUID]] = defaultdict(set)
    pairs = (
        Check.objects.filter(
            sheet__in=list(sheets),
            learner__registrations__centre=F("centre"),
            learner__registrations__attempts__unit__ref=F("sheet__unit__ref"),
        )
        .order_by()
        .values_list(
            "sheet_id",
            "learner__registrations__attempts__sheets__assessor",
            "learner__registrations__attempts__sheets__decisions__saved_by",
        )
        .distinct()
    )
    for sheet, assessor, saved_by in pairs:
        found[sheet] |= {person for person in (assessor, saved_by) if person is not None}
    return defaultdict(frozenset, {sheet: frozenset(people) for sheet, people in found.items()})


def tutors_of(registration: Any) -> frozenset[UUID]:
    """The tutor of the registration, or nobody."""
    return frozenset({registration.tutor_id}) if registration.tutor_id else frozenset()


def bars_for(actor: Actor, check: Check, today: date) -> list[str]:
    """Why `actor` may not check this result; empty when they may. Three statements, and its registration's."""
    registration = check.sheet.registration
    standing = checking.Standing(
        checker=actor.person,
        learner=check.learner_id,
        took_part=took_part([check.sheet_id])[check.sheet_id],
        tutors=tutors_of(registration),
        has_interest=actor.person != check.learner_id and has_interest(actor.person, check.learner_id),
        is_competent=is_competent(actor.person, Role.IQA, registration.qualification_number, today),
    )
    return checking.bars(standing)


def bars_of(actor: Actor, checks: list[Check]) -> dict[UUID, list[str]]:
    """By check, why `actor` may not check it: their part and their tutoring only, as a list shows it. One statement.

    Competence and interests are asked for when the check is opened.
    """
    part = took_part([check.sheet_id for check in checks])
    return {
        check.pk: checking.bars(
            checking.Standing(
                checker=actor.person,
                learner=check.learner_id,
                took_part=part[check.sheet_id],
                tutors=tutors_of(check.sheet.registration),
            )
        )
        for check in checks
    }
