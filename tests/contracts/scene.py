"""One scene with a row of every kind, seen by everybody: what the access table is tested on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from touchstone.access.actors import Role
from touchstone.admissions.tests.make import make_registration
from touchstone.assessment.tests.make import make_sheet
from touchstone.awards import actions as awards
from touchstone.awards.tests.make import make_certificate, make_claim, make_claim_ready
from touchstone.catalogue.tests.make import make_specification, make_upload
from touchstone.centres.models import Competence, Interest, Invitation
from touchstone.centres.queries import approval_for
from touchstone.centres.tests.make import Cast, Someone, make_competence, make_someone
from touchstone.portfolio.models import FrozenItem
from touchstone.portfolio.tests.make import make_evidence
from touchstone.quality.tests.make import make_activity, make_check

CANARY = "Zephyrine"


@dataclass(frozen=True)
class Scene:
    """The people by the letter of the access table, and for each kind of object the arguments of its routes."""

    people: dict[str, Someone]
    arguments: dict[str, dict[str, Any]]


def make_scene(cast: Cast) -> Scene:
    """Rows of every kind at Northgate Learning, all about one learner whose name is the canary."""
    today = timezone.localdate()
    learner = make_someone(cast.centre, f"{CANARY} Quill", Role.LEARNER, "quill@learners.example")
    other = make_someone(cast.centre, "Ivo Lang", Role.ASSESSOR)
    make_competence(cast, other, "8586-11")
    newest = make_specification(cast, "8585")
    registration = make_registration(cast, "8585-11", learner=learner, expires_on=today + timedelta(days=700))
    units = list(registration.units.order_by("position"))
    other_learner = make_someone(cast.centre, f"{CANARY} Hale", Role.LEARNER, "hale@learners.example")
    evidence = make_evidence(cast, registration, f"{CANARY} plan", criteria=units[1].criteria.all())
    sheet = make_sheet(cast, registration, units[0])
    checked = make_check(cast, registration, units[1], state="selected")
    released = make_sheet(cast, registration, units[2], outcome="pass", state="released_provisional")
    provisional = make_check(cast, make_registration(cast, "8586-21", learner=other_learner), state="agreed")
    activity = make_activity(cast, opens_on=today - timedelta(days=5), closes_on=today + timedelta(days=30))
    graduate = make_someone(cast.centre, f"{CANARY} Penn", Role.LEARNER, "penn@learners.example")
    certificate = make_certificate(cast, make_claim_ready(cast, "8585-21", learner=graduate))
    ready = make_claim_ready(
        cast, "8586-11", learner=make_someone(cast.centre, f"{CANARY} Rook", Role.LEARNER, "rook@learners.example")
    )
    waiting = make_claim_ready(
        cast, "8586-21", learner=make_someone(cast.centre, f"{CANARY} Vale", Role.LEARNER, "vale@learners.example")
    )
    claim = make_claim(cast, waiting)
    placed = awards.place_hold(
        by=cast.dev.actor, registration=ready, kind="appeal", reason="An appeal is open.", at=timezone.now()
    )
    upload = make_upload(cast)
    invitation = Invitation.objects.create(
        centre=cast.centre,
        email="new@learners.example",
        name=f"{CANARY} New",
        role=Role.TUTOR,
        token_sha256="0" * 64,
        invited_by=cast.dev.person,
        invited_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=7),
    )
    interest = Interest.objects.create(
        centre=cast.centre, person=other.person, other=cast.asha.person, nature="Cousins", declared_at=timezone.now()
    )
    people = {
        "L": learner,
        "l": cast.asha,
        "G": graduate,
        "T": cast.gwen,
        "A": cast.ben,
        "a": other,
        "I": cast.carys,
        "E": cast.eli,
        "M": cast.dev,
        "H": cast.hana,
    }
    pk = {
        "-": {},
        "person": {"pk": cast.gwen.person.pk},
        "seat": {"pk": cast.gwen.seat.pk},
        "competence": {"pk": Competence.objects.filter(person=cast.ben.person).first().pk},
        "interest": {"pk": interest.pk},
        "invitation": {"pk": invitation.pk},
        "approval": {"pk": approval_for("8585-11").pk},
        "upload": {"pk": upload.pk},
        "upload_unit": {"pk": upload.pk, "index": 0},
        "family": {"family": "8580"},
        "specification": {"pk": newest.pk},
        "specification_unit": {"pk": units[0].pk},
        "registration": {"pk": registration.pk},
        "step": {"pk": registration.pk, "slug": "suspend"},
        "criterion": {"pk": units[0].pk, "criterion": units[0].criteria.order_by("position")[0].pk},
        "matrix_unit": {"unit": units[0].pk},
        "evidence": {"pk": evidence.pk},
        "frozen": {"pk": FrozenItem.objects.filter(attempt=sheet.attempt).first().pk},
        "unit": {"pk": units[0].pk},
        "submit": {"unit": units[2].pk},
        "attempt": {"pk": sheet.attempt_id},
        "sheet": {"pk": sheet.pk},
        "sheet_ref": {"pk": sheet.pk, "ref": units[0].criteria.order_by("position")[0].ref},
        "sheet_outcome": {"pk": sheet.pk, "number": "1"},
        "released": {"pk": released.pk},
        "check": {"pk": checked.pk},
        "result": {"pk": provisional.sheet_id},
        "activity": {"pk": activity.pk},
        "claim": {"pk": ready.pk},
        "claim_row": {"pk": claim.registration_id},
        "claim_unit": {"pk": ready.pk, "unit": ready.units.first().pk},
        "hold": {"pk": placed.pk},
        "token": {"token": "no-such-token"},
        "centre": {"number": cast.centre.number},
        "achievement": {"number": "8585-21"},
        "code": {"code": certificate.public_code},
        "example": {"name": "assay"},
        "certificate": {"pk": certificate.pk},
        "trace": {"pk": certificate.registration_id},
    }
    return Scene(people, pk)


def make_strangers(cast: Cast) -> dict[Role, Someone]:
    """Somebody of each role at the other centre."""
    roles = [role for role in Role if role is not Role.SYSTEM]
    return {role: make_someone(cast.other, f"Fox {role.label}", role, email=f"fox.{role}@x.example") for role in roles}
