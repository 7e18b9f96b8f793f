"""A centre with many learners, written in bulk: the rows are what the actions leave behind, the speed is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from django.utils import timezone

from touchstone.access.actors import Role
from touchstone.admissions.models import Registration
from touchstone.assessment.models import Decision, Sheet
from touchstone.catalogue import actions as catalogue
from touchstone.catalogue.models import Qualification
from touchstone.centres.models import Centre, Person, Seat
from touchstone.plumbing.storage import keep
from touchstone.plumbing.tenancy import within
from touchstone.portfolio.models import Attempt, Evidence, FrozenItem, FrozenMapping, Mapping
from touchstone.quality.models import Check
from touchstone.web.demo import centre as demo

PIECES, ATTEMPTS_OF_UNIT = 30, (4, 3, 3)
BATCH = 2000
STAGES = ("open", "in_iqa", "released_provisional", "released_provisional")


@dataclass(frozen=True)
class Filled:
    """The centre that was filled, and somebody to look at it in each role."""

    centre: Centre
    staff: demo.Staff
    learners: list[Person]


def fill(count: int) -> Filled:
    """A fresh centre with `count` learners, each with 30 pieces of evidence and 10 attempts, half of them decided."""
    now = timezone.now()
    with transaction.atomic():
        staff = demo.set_up(now - timedelta(days=demo.LED_IN_DAYS))
        with within(staff.manager.centre):
            centre = Centre.objects.get(pk=staff.manager.centre)
            learners = _people(centre, count, now.date())
            _fill_centre(centre, staff, learners, now)
    return Filled(centre, staff, learners)


def _people(centre: Centre, count: int, day: date) -> list[Person]:
    password = make_password(demo.PASSWORD)
    people = [
        Person(email=f"learner{n:05d}@bench.example", name=f"Learner Number{n:05d}", password=password)
        for n in range(count)
    ]
    _store(Person, people)
    _store(Seat, (Seat(centre=centre, person=p, role=Role.LEARNER, starts_on=day) for p in people))
    return people


def _fill_centre(centre: Centre, staff: demo.Staff, learners: list[Person], now: datetime) -> None:
    if not Qualification.objects.filter(number="8585-21").exists():
        catalogue.start_from_facts(by=staff.manager, family="8585", at=now)
    qualification = Qualification.objects.get(number="8585-21")
    units = [place.unit for place in qualification.places.select_related("unit").order_by("position")]
    criteria = {unit.pk: list(unit.criteria.order_by("position")) for unit in units}
    blob = keep(b"What I did, and what came of it. " * 60, centre=centre.pk, at=now)
    registrations = [_registration(centre, staff, qualification, p, now) for p in learners]
    _store(Registration, registrations)
    through = Registration.units.through
    _store(through, (through(registration_id=r.pk, unit_id=u.pk) for r in registrations for u in units))
    for part in _batched(registrations, 100):
        _fill_portfolios(centre, staff, part, units, criteria, blob, now)


def _batched(rows: list, size: int) -> Iterator[list]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _registration(centre: Centre, staff: demo.Staff, qualification: Any, person: Person, now: datetime) -> Registration:
    given, _, family = person.name.partition(" ")
    return Registration(
        centre=centre,
        person=person,
        qualification=qualification,
        qualification_number=qualification.number,
        state="active",
        given_name=given,
        family_name=family,
        born_on=date(1990, 1, 1),
        enr=f"E{person.pk.int % 10**8:08d}",
        identity_kind="passport",
        identity_seen_on=now.date() - timedelta(days=100),
        prepared_by_id=staff.administrator.person,
        prepared_at=now - timedelta(days=100),
        submitted_by_id=staff.manager.person,
        submitted_at=now - timedelta(days=99),
        confirmed_on=now.date() - timedelta(days=98),
        expires_on=now.date() + timedelta(days=900),
        tutor_id=staff.tutor.person,
        assessor_id=staff.assessor.person,
    )


def _fill_portfolios(
    centre: Centre, staff: demo.Staff, registrations: list, units: list, criteria: dict, blob: Any, now: datetime
) -> None:
    every = [c for unit in units for c in criteria[unit.pk]]
    pieces = [_piece(centre, r, n, blob, now) for r in registrations for n in range(1, PIECES + 1)]
    _store(Evidence, pieces)
    _store(
        Mapping,
        (
            Mapping(
                centre=centre, evidence=e, criterion=every[i % len(every)], mapped_by_id=e.added_by_id, mapped_at=now
            )
            for i, e in enumerate(pieces)
        ),
    )
    own = {r.pk: [e for e in pieces if e.registration_id == r.pk][:2] for r in registrations}
    attempts = [
        _attempt(centre, r, unit, number, number == total, now)
        for r in registrations
        for unit, total in zip(units, ATTEMPTS_OF_UNIT, strict=True)
        for number in range(1, total + 1)
    ]
    _store(Attempt, attempts)
    items = [_item(centre, a, e, blob, place) for a in attempts for place, e in enumerate(own[a.registration_id], 1)]
    _store(FrozenItem, items)
    _store(
        FrozenMapping,
        (
            FrozenMapping(centre=centre, attempt_id=i.attempt_id, item=i, criterion=criteria[a.unit_id][0])
            for i, a in zip(items, [a for a in attempts for _ in range(2)], strict=True)
        ),
    )
    for number, then in {(a.number, a.then) for a in attempts}:
        alike = [a for a in attempts if (a.number, a.then) == (number, then)]
        for part in _batched([a.pk for a in alike], 500):
            Attempt.objects.filter(pk__in=part).update(submitted_at=alike[0].sent_at, state=then)
    _fill_sheets(centre, staff, attempts, criteria, now)


def _piece(centre: Centre, registration: Any, number: int, blob: Any, now: datetime) -> Evidence:
    return Evidence(
        centre=centre,
        registration=registration,
        number=number,
        title=f"Session {number} with Client {number % 2 + 1}",
        kind="reflective_account",
        blob=blob,
        file_name=f"session-{number}.txt",
        media_type="text/plain",
        size_bytes=blob.size_bytes,
        text="What I did, and what came of it.",
        word_count=480,
        added_by_id=registration.person_id,
        added_at=now,
        changed_at=now,
        read_at=now,
    )


def _attempt(centre: Centre, registration: Any, unit: Any, number: int, is_last: bool, now: datetime) -> Attempt:
    at = now - timedelta(days=60 - 10 * number)
    attempt = Attempt(
        centre=centre,
        registration=registration,
        unit=unit,
        number=number,
        state="withdrawn",
        manifest={"items": [], "lines": []},
        manifest_sha256="0" * 64,
        statement="Mine.",
        declared_by_id=registration.person_id,
        declared_at=at,
        receipt=f"{unit.number}-{number}",
    )
    attempt.is_last, attempt.sent_at = is_last, at
    attempt.then = "in_assessment" if is_last and _stage(registration, unit) == "open" else "closed"
    return attempt


def _stage(registration: Any, unit: Any) -> str:
    return STAGES[(registration.pk.int + unit.position) % len(STAGES)]


def _item(centre: Centre, attempt: Attempt, evidence: Evidence, blob: Any, position: int) -> FrozenItem:
    return FrozenItem(
        centre=centre,
        attempt=attempt,
        evidence=evidence,
        label=evidence.label,
        title=evidence.title,
        kind=evidence.kind,
        blob=blob,
        sha256=blob.sha256,
        file_name=evidence.file_name,
        media_type=evidence.media_type,
        text=evidence.text,
        position=position,
    )


def _fill_sheets(centre: Centre, staff: demo.Staff, attempts: list, criteria: dict, now: datetime) -> None:
    sheets, decisions, checks = [], [], []
    for attempt in attempts:
        is_last = attempt.is_last
        stage = _stage(attempt.registration, attempt.unit) if is_last else "released_provisional"
        sheet = Sheet(
            centre=centre,
            attempt=attempt,
            registration=attempt.registration,
            unit=attempt.unit,
            learner_id=attempt.registration.person_id,
            state="drafting",
            assessor_id=staff.assessor.person,
            allocated_at=attempt.sent_at,
            due_on=(attempt.sent_at + timedelta(days=14)).date(),
        )
        sheet.stage = stage
        sheets.append(sheet)
        decisions += [
            Decision(
                centre=centre,
                sheet=sheet,
                criterion=criterion,
                outcome="" if stage == "open" else "pass" if is_last or place else "referral",
                feedback="" if stage == "open" else "Seen in session 4.",
            )
            for place, criterion in enumerate(criteria[attempt.unit_id])
        ]
        if stage != "open":
            checks.append(_check(centre, staff, sheet, stage, now))
    _store(Sheet, sheets)
    _store(Decision, decisions)
    for stage in ("in_iqa", "released_provisional"):
        keys = [s.pk for s in sheets if s.stage == stage]
        released = {"released_at": now - timedelta(days=1)} if stage == "released_provisional" else {}
        for part in _batched(keys, 500):
            Sheet.objects.filter(pk__in=part).update(
                state=stage,
                outcome="pass",
                signed_by_id=staff.assessor.person,
                signed_at=now - timedelta(days=2),
                content_sha256="0" * 64,
                **released,
            )
    _store(Check, checks)


def _check(centre: Centre, staff: demo.Staff, sheet: Sheet, stage: str, now: datetime) -> Check:
    waits = stage == "in_iqa"
    return Check(
        centre=centre,
        sheet=sheet,
        assessor_id=staff.assessor.person,
        learner_id=sheet.learner_id,
        state="selected" if waits else "not_sampled",
        why={
            "selected": waits,
            "reasons": ["Drawn."],
            "percent": 25,
            "seed": "0",
            "ticket": 1,
            "band": "low",
            "score": 0,
        },
        due_on=now.date() + timedelta(days=5) if waits else None,
        selected_at=now - timedelta(days=2),
        provisional_since=now - timedelta(days=1) if sheet.state == "released_provisional" else None,
    )


def _store(kind: type[models.Model], rows: Iterable[Any]) -> None:
    manager = kind._base_manager
    for part in _batched(list(rows), BATCH):
        manager.bulk_create(part, batch_size=BATCH)
