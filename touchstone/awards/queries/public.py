"""What anybody may ask without an account: is this certificate or credential genuine?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from touchstone.awards import issuing
from touchstone.awards.credentials.keys import PublicKey, issuer_profile
from touchstone.awards.credentials.verification import Verification, verify
from touchstone.awards.models import Certificate, IssuerKey
from touchstone.centres import queries as centres
from touchstone.kernel.errors import Refused
from touchstone.plumbing.tenancy import everywhere, within


@dataclass(frozen=True)
class Shown:
    """What the public page tells of a certificate: its facts, its state, and both forms of its credential."""

    number: str
    state: str
    facts: dict[str, Any]
    issued_at: datetime
    revoked_at: datetime | None
    public_code: str
    document: dict[str, Any]
    jwt: str


def public_certificate(code_or_number: str) -> Shown | None:
    """The certificate with that code or number at any centre; None where there is none. One statement."""
    with everywhere():
        found = Certificate.objects.filter(public_code=code_or_number).first()
        found = found or Certificate.objects.filter(number__iexact=code_or_number).first()
    return _shown(found) if found else None


def credential_document(number: str | None) -> Shown:
    """The credential of the certificate `number`, or of the newest one for None. Raises Refused where there is none."""
    with everywhere():
        found = Certificate.objects.order_by("-issued_at", "-id")
        certificate = found.filter(number__iexact=number).first() if number else found.first()
    if certificate is None:
        raise Refused(f"There is no certificate {number}." if number else "No certificate has been issued yet.")
    return _shown(certificate)


def verify_document(document: dict[str, Any] | str | bytes, at: datetime | None = None) -> Verification:
    """What is true of a credential that somebody holds, asked of our own issuers; nothing is fetched."""
    return verify(document, resolve_key=_key_of, status_lookup=status_document, at=at or timezone.now())


def issuer_document(centre_number: str) -> dict[str, Any] | None:
    """The profile of the centre as an issuer, with its public keys, retired ones included; None without a key."""
    centre = centres.centre_numbered(centre_number)
    if centre is None:
        return None
    with within(centre.pk):
        keys = [PublicKey.from_multibase(k.public_key) for k in IssuerKey.objects.order_by("-made_at")]
    if not keys:
        return None
    return issuer_profile(keys, issuer_id=issuing.issuer_id(centre), name=centre.name, url=issuing.home_url())


def status_document(address: str) -> dict[str, Any] | None:
    """The signed list of revoked credentials served at `address`; None where no centre of ours serves one there."""
    for centre in centres.every_centre():
        if issuing.status_url(centre) == address:
            with within(centre.pk):
                if IssuerKey.objects.exists():
                    return issuing.signed_status_list(centre, timezone.now())
    return None


def _key_of(issuer_id: str, key_id: str) -> PublicKey | None:
    for centre in centres.every_centre():
        if issuing.issuer_id(centre) == issuer_id:
            with within(centre.pk):
                keys = [PublicKey.from_multibase(k.public_key) for k in IssuerKey.objects.all()]
            return next((key for key in keys if key.id_for(issuer_id) == key_id), None)
    return None


def _shown(certificate: Certificate) -> Shown:
    return Shown(
        number=certificate.number,
        state=certificate.state,
        facts=certificate.facts,
        issued_at=certificate.issued_at,
        revoked_at=certificate.revoked_at,
        public_code=certificate.public_code,
        document=certificate.credential,
        jwt=certificate.credential_jwt,
    )
