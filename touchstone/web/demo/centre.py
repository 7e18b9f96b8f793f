"""The demo centre's people and specifications, and the words that greet somebody who starts it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from touchstone.access.actors import Actor, Role, system
from touchstone.catalogue import actions as catalogue
from touchstone.centres import actions as centres
from touchstone.centres.founding import found_centre, seat_someone
from touchstone.centres.queries import centre_numbered, person_of
from touchstone.plumbing.events import deliver_waiting
from touchstone.plumbing.tenancy import within
from touchstone.quality import actions as quality

PASSWORD = "touchstone-demo"  # noqa: S105 - printed on purpose, for an invented centre
NUMBER, OTHER_NUMBER = "012345", "067890"
FAMILIES = ("8585", "8586")
LED_IN_DAYS = 200

PEOPLE = {
    "learner": ("Asha Rao", Role.LEARNER),
    "tutor": ("Gwen Harries", Role.TUTOR),
    "assessor": ("Ben Okafor", Role.ASSESSOR),
    "iqa": ("Carys Llewellyn", Role.IQA),
    "eqa": ("Eli Brandt", Role.EQA),
    "administrator": ("Hana Sato", Role.ADMINISTRATOR),
}


@dataclass(frozen=True)
class Staff:
    """The people of Northgate Learning, as actors; `began_at` is when the centre was set up."""

    manager: Actor
    learner: Actor
    tutor: Actor
    assessor: Actor
    iqa: Actor
    eqa: Actor
    administrator: Actor
    began_at: datetime


def address(name: str) -> str:
    return f"{name}@demo.example"


def load() -> None:
    """The demo centre in the database: set up where it is missing, left alone where it is there."""
    from touchstone.web.demo import story

    if centre_numbered(NUMBER) is not None:
        return
    now = timezone.now()
    with transaction.atomic():
        staff = set_up(now - timedelta(days=LED_IN_DAYS))
        _other_centre(now - timedelta(days=LED_IN_DAYS))
    with within(staff.manager.centre):
        story.tell(staff, now)
    deliver_waiting()


def set_up(at: datetime) -> Staff:
    manager = found_centre(
        name="Northgate Learning",
        number=NUMBER,
        manager="Dev Malik",
        email=address("manager"),
        password=PASSWORD,
        at=at,
        is_production=False,
    )
    day = timezone.localdate(at)
    with within(manager.centre):
        program = system(manager.centre)
        seated = {
            key: seat_someone(
                by=program, name=name, email=address(key), role=role, password=PASSWORD, starts_on=day, at=at
            )
            for key, (name, role) in PEOPLE.items()
        }
        staff = Staff(manager=manager, began_at=at, **seated)
        for family in FAMILIES:
            catalogue.start_from_facts(by=manager, family=family, at=at)
        for number in (f"{family}-{size}" for family in FAMILIES for size in ("11", "21")):
            _approve(staff, number, day, at)
        quality.open_activity(
            by=manager,
            eqa=staff.eqa.person,
            kind="remote",
            opens_on=day,
            closes_on=day + timedelta(days=LED_IN_DAYS + 60),
            at=at,
        )
    return staff


def _approve(staff: Staff, number: str, day: date, at: datetime) -> None:
    centres.record_approval(
        by=staff.manager,
        qualification_number=number,
        approved_on=day,
        last_registration_on=None,
        withdrawn_on=None,
        quality_rating="02",
        direct_claims="none",
        reason="Approval letter",
        at=at,
    )
    for actor in (staff.tutor, staff.assessor, staff.iqa):
        centres.approve_competence(
            by=staff.manager,
            person=person_of(actor.person),
            role=actor.role,
            qualification_number=number,
            basis="Ten years of practice, a Level 5 qualification in the subject, and this year's development log.",
            from_on=day,
            until_on=None,
            at=at,
        )


def _other_centre(at: datetime) -> None:
    """Harbour Skills: the second centre, whose manager sees nothing of the first."""
    fox = found_centre(
        name="Harbour Skills",
        number=OTHER_NUMBER,
        manager="Fox Marlowe",
        email=address("stranger"),
        password=PASSWORD,
        at=at,
        is_production=False,
    )
    with within(fox.centre):
        catalogue.start_from_facts(by=fox, family="8585", at=at)


def welcome(port: int) -> str:
    """What the terminal says when the demo is up."""
    rows = [f"  {address(key):<30} {name}, {role.label}" for key, (name, role) in PEOPLE.items()]
    rows.append(f"  {address('manager'):<30} Dev Malik, Centre manager")
    rows.append(f"  {address('stranger'):<30} Fox Marlowe, manager of another centre")
    lines = [f"Touchstone: http://127.0.0.1:{port}", "", f"Sign in with the password {PASSWORD} as", *rows, ""]
    return "\n".join([*lines, "Ctrl-C stops the server and the worker."])
