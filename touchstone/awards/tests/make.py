"""Scenes with claims and certificates: lower rooms as rows, claims and certificates by the actions themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from touchstone.access.actors import system
from touchstone.admissions.tests.make import make_registration
from touchstone.awards import actions
from touchstone.awards.models import Certificate, Claim
from touchstone.centres.tests.make import Cast
from touchstone.quality.tests.make import make_activity, make_check, make_release

PASSWORD = "a long enough secret"
CLAIMED = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
EARLIER = datetime(2026, 1, 20, 9, 0, tzinfo=UTC)  # for what is verified as of today, whatever day the tests run on
SIGNERS = ("hana", "dev", "carys", "ben", "eli")


def let_sign(cast: Cast) -> Cast:
    """The cast, whose staff can sign with `PASSWORD`."""
    for name in SIGNERS:
        person = getattr(cast, name).person
        if not person.has_usable_password():
            person.set_password(PASSWORD)
            person.save()
    return cast


def make_claim_ready(cast: Cast, number: str = "8585-11", **facts: Any) -> Any:
    """A registration (Asha's) whose every unit is submitted, passed, checked by Carys and released by Eli."""
    registration = make_registration(cast, number, **facts)
    activity = make_activity(cast)
    for unit in registration.units.order_by("position"):
        check = make_check(cast, registration, unit, state="agreed", sheet_state="ratified")
        make_release(cast, check.sheet, activity=activity)
    return registration


def make_claim(cast: Cast, registration: Any = None, at: datetime = CLAIMED) -> Claim:
    """A claim that Hana prepared, which waits for a second person."""
    return actions.prepare(by=cast.hana.actor, registration=registration or make_claim_ready(cast), at=at)


def make_certificate(cast: Cast, registration: Any = None, at: datetime = CLAIMED) -> Certificate:
    """A certificate of a claim that Hana prepared and Dev approved."""
    let_sign(cast)
    claim = make_claim(cast, registration, at)
    claim = actions.approve(by=cast.dev.actor, claim=claim, password=PASSWORD, at=at + timedelta(minutes=5))
    return actions.issue(by=system(cast.centre.pk), claim=claim, at=at + timedelta(minutes=6))


def make_revoked(cast: Cast, certificate: Certificate | None = None, at: datetime = CLAIMED) -> Certificate:
    """A certificate whose revocation Hana asked for and Dev decided."""
    certificate = certificate or make_certificate(cast)
    reason = "The awarding organisation voided the result, reference 7."
    actions.ask_revocation(by=cast.hana.actor, certificate=certificate, reason=reason, at=at + timedelta(hours=1))
    return actions.revoke(by=cast.dev.actor, certificate=certificate, password=PASSWORD, at=at + timedelta(hours=2))
