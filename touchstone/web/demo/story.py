"""What happened at the demo centre, told by the same actions that its people use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from touchstone.access.actors import Actor, Role, system
from touchstone.admissions import actions as admissions
from touchstone.assessment import actions as assessment
from touchstone.assessment import queries as sheets
from touchstone.awards import actions as awards
from touchstone.catalogue import queries as catalogue
from touchstone.centres.founding import seat_someone
from touchstone.portfolio import actions as portfolio
from touchstone.portfolio import queries as portfolios
from touchstone.portfolio import rules
from touchstone.portfolio.content.intake import receive
from touchstone.quality import actions as quality
from touchstone.quality import queries as checks
from touchstone.web.demo import words
from touchstone.web.demo.centre import PASSWORD, Staff, address

OPENS_HOUR, CLOSES_HOUR = 9, 17
EVIDENCE = Path(__file__).resolve().parents[3] / "examples" / "evidence"
FILES = {
    "assignment.docx": ("Good practice in our warehouse team", "assignment"),
    "diary-client-1.docx": ("Diary with Client 1", "reflective_account"),
    "observation.pdf": ("Observation by my supervisor", "observation"),
    "wheel-of-the-week.png": ("Wheel of the week", "product"),
    "reflective-journal.txt": ("Reflective journal", "reflective_account"),
}


@dataclass
class Life:
    """One learner at the demo centre, and the day that their story has reached."""

    staff: Staff
    actor: Actor
    email: str
    at: datetime
    registration: Any = None

    def later(self, days: int = 1, hours: int = 0) -> datetime:
        """The next moment of the story: that much later, and within a working day."""
        self.at += timedelta(days=days, hours=hours)
        if self.at.hour < OPENS_HOUR:
            self.at = self.at.replace(hour=OPENS_HOUR)
        elif self.at.hour >= CLOSES_HOUR:
            self.at = self.at.replace(hour=OPENS_HOUR) + timedelta(days=1)
        return self.at

    @property
    def units(self) -> list[Any]:
        return list(self.registration.units.order_by("position"))


def tell(staff: Staff, now: datetime) -> None:
    """Ten learners, one at each stage; everyone finds work on their home page."""
    _asha(staff, now)
    _waiting_for_assessment(staff, now)
    _half_judged(staff, now)
    _in_the_sample(staff, now)
    _second_attempt(staff, now)
    _returned_by_the_iqa(staff, now)
    _ready_to_claim(staff, now)
    _claim_waits(staff, now)
    _certified(staff, now)
    _being_registered(staff, now)


def enrol(staff: Staff, at: datetime, key: str, name: str, number: str, born_on: date) -> Life:
    """A learner with an account and an active registration, Gwen as tutor and Ben as assessor."""
    life = _newcomer(staff, key, name, at)
    life.registration = _prepare(life, number, born_on)
    _check(life)
    life.registration = admissions.submit(by=staff.manager, registration=life.registration, at=life.later())
    life.registration = admissions.confirm(
        by=staff.administrator,
        registration=life.registration,
        enr=f"ENR{life.registration.pk.int % 1_000_000:06d}",
        confirmed_on=timezone.localdate(life.later()),
        at=life.at,
    )
    life.registration = admissions.assign(
        by=staff.administrator,
        registration=life.registration,
        tutor=staff.tutor.person,
        assessor=staff.assessor.person,
        at=life.at,
    )
    return life


def _newcomer(staff: Staff, key: str, name: str, at: datetime) -> Life:
    """Somebody with an account and a learner's seat, and no registration yet."""
    day = timezone.localdate(at)
    actor = seat_someone(
        by=system(staff.manager.centre),
        name=name,
        email=address(key),
        role=Role.LEARNER,
        password=PASSWORD,
        starts_on=day,
        at=at,
    )
    return Life(staff, actor, address(key), at)


def _prepare(life: Life, number: str, born_on: date) -> Any:
    offered = catalogue.qualifications_offered(life.staff.administrator)
    qualification = next(q for q in offered if q.number == number)
    given, _, family = life.actor.name.partition(" ")
    learner = admissions.Learner(life.email, given, family, born_on)
    units = [place.unit_id for place in qualification.places.all()]
    return admissions.prepare(
        by=life.staff.administrator, learner=learner, qualification=qualification, units=units, at=life.at
    )


def _check(life: Life) -> None:
    day = timezone.localdate(life.later())
    life.registration = admissions.check(
        by=life.staff.administrator,
        registration=life.registration,
        identity_kind="passport",
        identity_seen_on=day,
        privacy_notice_on=day,
        initial_assessment_on=day,
        at=life.at,
    )


def gather(life: Life, unit: Any, files: Iterable[str], leave_out: int = 0) -> None:
    """Evidence for `unit`: the named files, shared out over its criteria; the last `leave_out` criteria stay gaps."""
    criteria = catalogue.criteria_of([unit.pk])[unit.pk]
    pieces = [_add(life, name) for name in files]
    for place, criterion in enumerate(criteria[: len(criteria) - leave_out]):
        where = rules.Where(note=f"Under heading {place + 1}")
        portfolio.map_evidence(
            by=life.actor, evidence=pieces[place % len(pieces)], criterion=criterion, where=where, at=life.at
        )


def _add(life: Life, name: str) -> Any:
    title, kind = FILES[name]
    with (EVIDENCE / name).open("rb") as source:
        received = receive(source, name, centre=life.actor.centre, at=life.later(hours=2, days=0))
    return portfolio.add_file(
        by=life.actor, registration=life.registration, received=received, title=title, kind=kind, at=life.at
    )


def write(life: Life, title: str, body: str) -> Any:
    """A piece of evidence written in the page."""
    return portfolio.write_evidence(
        by=life.actor, registration=life.registration, title=title, body=body, at=life.later(0, 3)
    )


def submit(life: Life, unit: Any) -> Any:
    """The unit, declared and submitted; it is with the assessor from then on."""
    at = life.later(2)
    today = timezone.localdate(at)
    proposal = portfolios.proposal_for(life.actor, life.registration, unit, today=today)
    left = {criterion.pk for criterion in proposal.gap_criteria}
    if left:
        proposal = portfolios.proposal_for(life.actor, life.registration, unit, today=today, without=left)
    return portfolio.submit_unit(
        by=life.actor,
        registration=life.registration,
        unit=unit,
        password=PASSWORD,
        expected_sha256=proposal.sha256,
        without=left,
        at=at,
    )


def sheet_of(life: Life, unit: Any) -> Any:
    """The latest sheet of the unit, as its assessor sees it."""
    standing = sheets.unit_standings([life.registration.pk])[(life.registration.pk, unit.pk)]
    return sheets.sheet_for(life.staff.assessor, standing.sheet)


def judge(life: Life, unit: Any, *, refer: Iterable[str] = (), up_to: int | None = None) -> Any:
    """Ben decides the criteria of the latest sheet in order; those in `refer` are a referral, `up_to` stops earlier."""
    ben, sheet = life.staff.assessor, sheet_of(life, unit)
    assessment.open_desk(by=ben, sheet=sheet, at=life.later(1))
    refer = set(refer)
    for place, decision in enumerate(sheet.decisions.select_related("criterion").order_by("criterion__position")):
        if up_to is not None and place >= up_to:
            break
        if decision.carried_from_id:
            continue
        referred = decision.criterion.ref in refer
        assessment.decide(
            by=ben,
            sheet=sheet,
            criterion=decision.criterion.ref,
            outcome="referral" if referred else "pass",
            version=decision.version,
            feedback=words.FEEDBACK_REFERRAL if referred else words.FEEDBACK_PASS[place % len(words.FEEDBACK_PASS)],
            reason_text=words.REASON if referred else "",
            at=life.later(0, 0) + timedelta(minutes=4 * place),
        )
    return sheet


def sign(life: Life, unit: Any) -> Any:
    """Ben signs; the draw decides whether Carys checks it."""
    sheet = sheet_of(life, unit)
    return assessment.sign(by=life.staff.assessor, sheet=sheet, password=PASSWORD, at=life.later(0, 2))


def check(life: Life, unit: Any) -> None:
    """Carys agrees, where the sheet was drawn; the learner sees the result from then on."""
    carys, sheet = life.staff.iqa, sheet_of(life, unit)
    drawn = checks.checked_for([sheet.pk])[sheet.pk]
    if drawn.state == "not_sampled":
        return
    at = life.later(2)
    quality.begin_check(by=carys, check=drawn, at=at)
    for item in sheet.attempt.items.all()[:2]:
        quality.open_evidence(by=carys, sheet=sheet.pk, item=item.pk, at=at)
    quality.agree(
        by=carys,
        check=drawn,
        qa_outcome=sheet.outcome,
        password=PASSWORD,
        comment=words.IQA_COMMENT,
        at=life.later(0, 1),
    )


def release(life: Life, units: Iterable[Any]) -> None:
    """Eli releases the results of the units."""
    chosen = [sheet_of(life, unit).pk for unit in units]
    quality.release_units(
        by=life.staff.eqa, sheets=chosen, password=PASSWORD, comment=words.EQA_COMMENT, at=life.later(5)
    )


def complete(life: Life, unit: Any, files: Iterable[str]) -> None:
    """A unit from evidence to a provisional pass."""
    gather(life, unit, files)
    submit(life, unit)
    judge(life, unit)
    sign(life, unit)
    check(life, unit)


def _asha(staff: Staff, now: datetime) -> None:
    """Asha has one provisional pass, one unit in the making with gaps, and one not begun."""
    life = enrol(staff, now - timedelta(days=90), "learner", "Asha Rao", "8585-21", date(1994, 6, 3))
    first, second, _ = life.units
    complete(life, first, ["assignment.docx"])
    write(life, "After session 4", words.JOURNAL)
    gather(life, second, ["diary-client-1.docx", "observation.pdf", "wheel-of-the-week.png"], leave_out=3)


def _waiting_for_assessment(staff: Staff, now: datetime) -> None:
    life = enrol(staff, now - timedelta(days=40), "bola", "Bola Adeyemi", "8586-21", date(1988, 1, 20))
    gather(life, life.units[0], ["assignment.docx", "reflective-journal.txt"])
    life.at = now - timedelta(days=12)
    submit(life, life.units[0])
    life = enrol(staff, now - timedelta(days=30), "chloe", "Chloe Tan", "8585-11", date(1999, 11, 2))
    gather(life, life.units[0], ["assignment.docx"])
    life.at = now - timedelta(days=4)
    submit(life, life.units[0])


def _half_judged(staff: Staff, now: datetime) -> None:
    life = enrol(staff, now - timedelta(days=50), "dan", "Dan Whitlock", "8585-21", date(1979, 3, 14))
    gather(life, life.units[0], ["assignment.docx", "observation.pdf"])
    life.at = now - timedelta(days=8)
    submit(life, life.units[0])
    judge(life, life.units[0], up_to=4)


def _in_the_sample(staff: Staff, now: datetime) -> None:
    life = enrol(staff, now - timedelta(days=60), "esme", "Esme Hart", "8586-11", date(1991, 8, 30))
    gather(life, life.units[0], ["assignment.docx", "reflective-journal.txt"])
    life.at = now - timedelta(days=9)
    submit(life, life.units[0])
    judge(life, life.units[0])
    sign(life, life.units[0])


def _second_attempt(staff: Staff, now: datetime) -> None:
    """Farid was referred on one criterion, answered it, and submitted again."""
    life = enrol(staff, now - timedelta(days=80), "farid", "Farid Noor", "8585-11", date(1985, 12, 9))
    unit = life.units[0]
    gather(life, unit, ["assignment.docx"])
    submit(life, unit)
    refs = [c.ref for c in catalogue.criteria_of([unit.pk])[unit.pk]]
    judge(life, unit, refer=[refs[4]])
    sign(life, unit)
    check(life, unit)
    piece = write(life, "Why this model, and three tools", words.MODEL)
    criterion = catalogue.criteria_of([unit.pk])[unit.pk][4]
    portfolio.map_evidence(by=life.actor, evidence=piece, criterion=criterion, at=life.later(1))
    life.at = now - timedelta(days=5)
    submit(life, unit)


def _returned_by_the_iqa(staff: Staff, now: datetime) -> None:
    life = enrol(staff, now - timedelta(days=70), "grace", "Grace Lim", "8586-21", date(1990, 5, 17))
    unit = life.units[0]
    gather(life, unit, ["assignment.docx"])
    life.at = now - timedelta(days=14)
    submit(life, unit)
    judge(life, unit, refer=[catalogue.criteria_of([unit.pk])[unit.pk][2].ref])
    sheet = sign(life, unit)
    drawn = checks.checked_for([sheet.pk])[sheet.pk]
    if drawn.state == "not_sampled":
        return
    at = life.later(2)
    quality.begin_check(by=staff.iqa, check=drawn, at=at)
    quality.open_evidence(by=staff.iqa, sheet=sheet.pk, item=sheet.attempt.items.first().pk, at=at)
    quality.return_sheet(
        by=staff.iqa,
        check=drawn,
        reason=words.IQA_RETURN,
        action=words.IQA_ACTION,
        due_on=timezone.localdate(now) + timedelta(days=3),
        password=PASSWORD,
        at=life.later(0, 1),
    )


def _whole(staff: Staff, began_at: datetime, key: str, name: str, number: str, born_on: date) -> Life:
    """A learner all of whose units are confirmed."""
    life = enrol(staff, began_at, key, name, number, born_on)
    sets = (["assignment.docx"], ["diary-client-1.docx", "observation.pdf"], ["reflective-journal.txt"])
    for unit, files in zip(life.units, sets, strict=True):
        complete(life, unit, files)
    release(life, life.units)
    life.registration.refresh_from_db()
    return life


def _ready_to_claim(staff: Staff, now: datetime) -> None:
    _whole(staff, now - timedelta(days=120), "henry", "Henry Vaughan", "8585-11", date(1982, 7, 22))


def _claim_waits(staff: Staff, now: datetime) -> None:
    life = _whole(staff, now - timedelta(days=150), "imani", "Imani Cole", "8586-11", date(1996, 2, 29))
    awards.prepare(by=staff.administrator, registration=life.registration, at=life.later(1))


def _certified(staff: Staff, now: datetime) -> None:
    life = _whole(staff, now - timedelta(days=180), "jonas", "Jonas Weir", "8585-21", date(1975, 10, 5))
    claim = awards.prepare(by=staff.administrator, registration=life.registration, at=life.later(1))
    awards.approve(by=staff.manager, claim=claim, password=PASSWORD, at=life.later(1))


def _being_registered(staff: Staff, now: datetime) -> None:
    life = _newcomer(staff, "kemi", "Kemi Balogun", now - timedelta(days=2))
    life.registration = _prepare(life, "8586-21", date(2001, 4, 11))
    life = _newcomer(staff, "luca", "Luca Moretti", now - timedelta(days=3))
    life.registration = _prepare(life, "8585-11", date(1993, 9, 1))
    _check(life)
