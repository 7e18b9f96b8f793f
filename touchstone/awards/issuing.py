"""Making a certificate: its facts, its paper, its digital credential, and the list that says which were revoked."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from touchstone.awards.credentials.facts import CredentialFacts, StatusPlace
from touchstone.awards.credentials.keys import IssuerKey as SigningKey
from touchstone.awards.credentials.signing import sign, sign_jwt
from touchstone.awards.credentials.status import PLACES, status_list
from touchstone.awards.models import Certificate, Claim, IssuerKey
from touchstone.awards.rules import certificate_number
from touchstone.centres.queries import hold_centre
from touchstone.documents import facts as papers_facts
from touchstone.documents.papers import certificate_pdf
from touchstone.plumbing.storage import keep

if TYPE_CHECKING:
    from touchstone.centres.models import Centre

STATUS_VALID = timedelta(days=1)


def make_certificate(claim: Claim, at: datetime) -> Certificate:
    """The new certificate of an approved claim, with its PDF stored and its credential signed in both forms."""
    registration = claim.registration
    centre = hold_centre(claim.centre_id)
    count = Certificate.objects.count() + 1
    certificate = Certificate(
        centre=centre,
        claim=claim,
        registration=registration,
        number=certificate_number(centre.number, timezone.localdate(at).year, count),
        public_code=secrets.token_hex(16),
        awarded_on=timezone.localdate(at),
        issued_at=at,
        status_index=_free_place(),
        issuer_key=_current_key(centre, at),
    )
    certificate.facts = _facts(claim, centre, certificate)
    pdf = certificate_pdf(_paper(certificate, centre))
    certificate.pdf = keep(bytes(pdf), centre=centre.pk, at=at)
    key = SigningKey.unseal(bytes(certificate.issuer_key.sealed_private_key), settings.TOUCHSTONE_FILE_SECRET)
    says = credential_facts(certificate, centre)
    certificate.credential, certificate.credential_jwt = sign(says, key), sign_jwt(says, key)
    certificate.save()
    return certificate


def _facts(claim: Claim, centre: Centre, certificate: Certificate) -> dict[str, Any]:
    """The facts as awarded: they stay when names, units or the centre change later."""
    registration, qualification = claim.registration, claim.registration.qualification
    return {
        "number": certificate.number,
        "learner_name": registration.learner_name,
        "qualification_number": qualification.number,
        "qualification_title": qualification.title,
        "level": qualification.level,
        "credit": qualification.credit,
        "centre_name": centre.name,
        "centre_number": centre.number,
        "enrolment_number": registration.enr,
        "awarded_on": certificate.awarded_on.isoformat(),
        "units": [
            {"number": u.number, "title": u.title, "level": u.level, "credit": u.credit}
            for u in registration.units.order_by("position")
        ],
    }


def _paper(certificate: Certificate, centre: Centre) -> papers_facts.Certificate:
    facts = certificate.facts
    return papers_facts.Certificate(
        learner_name=facts["learner_name"],
        qualification_title=facts["qualification_title"],
        qualification_number=facts["qualification_number"],
        level=f"Level {facts['level']}" if facts["level"] else "",
        credit=facts["credit"],
        units=tuple(
            papers_facts.CertificateUnit(
                number=u["number"], title=u["title"], level=str(u["level"] or ""), credit=u["credit"]
            )
            for u in facts["units"]
        ),
        centre_name=centre.name,
        centre_number=centre.number,
        issuer_name=centre.name,
        learner_registration_number=facts["enrolment_number"],
        certificate_number=certificate.number,
        awarded_on=certificate.awarded_on,
        issued_on=certificate.awarded_on,
        verification_url=public_url(certificate),
        statement="Every assessment criterion of these units was met and quality assured.",
    )


def public_url(certificate: Certificate) -> str:
    """The address of the certificate's public page."""
    return f"{settings.TOUCHSTONE_URL}/credentials/{certificate.public_code}/"


def issuer_id(centre: Centre) -> str:
    """The address that names the centre as an issuer, and where its keys are published."""
    return f"{settings.TOUCHSTONE_URL}/credentials/issuers/{centre.number}/"


def status_url(centre: Centre) -> str:
    """The address of the centre's list of revoked credentials."""
    return f"{settings.TOUCHSTONE_URL}/credentials/status/{centre.number}/"


def credential_facts(certificate: Certificate, centre: Centre) -> CredentialFacts:
    """What the digital credential says: the facts of the certificate and nothing about the learner's work."""
    facts = certificate.facts
    titles = ", ".join(f"{u['number']} {u['title']}" for u in facts["units"])
    return CredentialFacts(
        id=public_url(certificate),
        issuer_id=issuer_id(centre),
        issuer_name=centre.name,
        issuer_url=settings.TOUCHSTONE_URL,
        achievement_id=f"{settings.TOUCHSTONE_URL}/credentials/achievements/{facts['qualification_number']}/",
        achievement_name=facts["qualification_title"],
        achievement_description=f"{facts['qualification_title']}, {facts['credit']} credits.",
        achievement_code=facts["qualification_number"],
        criteria_narrative=f"Every assessment criterion of these units was met and quality assured: {titles}.",
        level=f"Level {facts['level']}" if facts["level"] else "",
        credit=facts["credit"],
        issued_at=certificate.issued_at,
        valid_from=certificate.issued_at,
        recipient_name=facts["learner_name"],
        recipient_email=certificate.registration.person.email,
        recipient_salt=secrets.token_hex(16),
        certificate_number=certificate.number,
        status=StatusPlace(list_url=status_url(centre), index=certificate.status_index),
    )


def signed_status_list(centre: Centre, at: datetime) -> dict[str, Any]:
    """The centre's signed list of revoked places as of `at`, good for a day. The caller has the centre in scope."""
    row = _current_key(centre, at)
    revoked = Certificate.objects.filter(state="revoked").values_list("status_index", flat=True)
    return status_list(
        issuer_id=issuer_id(centre),
        list_url=status_url(centre),
        revoked=list(revoked),
        issued_at=at,
        valid_until=at + STATUS_VALID,
        key=SigningKey.unseal(bytes(row.sealed_private_key), settings.TOUCHSTONE_FILE_SECRET),
    )


def _current_key(centre: Centre, at: datetime) -> IssuerKey:
    """The centre's signing key; the first certificate of a centre makes it."""
    known = IssuerKey.objects.filter(retired_at=None).order_by("-made_at").first()
    if known:
        return known
    made = SigningKey.generate()
    return IssuerKey.objects.create(
        centre=centre,
        public_key=made.public.multibase,
        sealed_private_key=made.seal(settings.TOUCHSTONE_FILE_SECRET),
        made_at=at,
    )


def _free_place() -> int:
    """A random free place on the status list, so that a place tells nothing about when it was given."""
    while True:
        place = secrets.randbelow(PLACES)
        if not Certificate.objects.filter(status_index=place).exists():
            return place


def home_url() -> str:
    """The public address of this installation."""
    return str(settings.TOUCHSTONE_URL)
