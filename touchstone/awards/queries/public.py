"""What anybody may ask without an account: is this certificate or credential genuine?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from touchstone.awards import issuing
from touchstone.awards.credentials.keys import PublicKey, issuer_profile
from touchstone.awards.credentials.verification import Verification, verify
from touchstone.awards.models import Certificate, IssuerKey
from touchstone.awards.rules import is_family_name_of
from touchstone.centres import queries as centres
from touchstone.kernel.errors import Refused
from touchstone.plumbing.tenancy import everywhere, within

KEPT_SECONDS = 3600
TOLD_OF_A_NUMBER = ("qualification_number", "qualification_title", "level", "centre_name", "centre_number")


@dataclass(frozen=True)
class Shown:
    """What the public page tells of a certificate: its facts, its state, and both forms of its credential.

    Where it was asked for by its number alone, only the qualification, the centre and the state are told: `facts` has
    no name, and the code and the credential are empty.
    """

    number: str
    state: str
    facts: dict[str, Any]
    issued_at: datetime | None
    revoked_at: datetime | None
    public_code: str
    document: dict[str, Any]
    jwt: str

    @property
    def is_named(self) -> bool:
        return "learner_name" in self.facts


def certificate_coded(code: str) -> Shown | None:
    """The certificate whose holder gave its code, whole; None where there is none. One statement."""
    with everywhere():
        found = Certificate.objects.filter(public_code=code.lower()).first()
    return _shown(found) if found else None


def certificate_numbered(number: str, family_name: str = "") -> Shown | None:
    """The certificate of that number; None where there is none. One statement.

    Numbers can be counted up, so the holder's name and the credential are told only to who knows the family name.
    """
    with everywhere():
        found = Certificate.objects.filter(number__iexact=number).first()
    if found is None:
        return None
    if is_family_name_of(found.facts["learner_name"], family_name):
        return _shown(found)
    told = {name: found.facts[name] for name in TOLD_OF_A_NUMBER}
    return Shown(found.number, found.state, told, None, found.revoked_at, "", {}, "")


def achievement_document(qualification_number: str) -> dict[str, Any] | None:
    """The achievement as the newest credential of that qualification describes it; None before the first award."""
    with everywhere():
        found = Certificate.objects.filter(registration__qualification_number=qualification_number)
        newest = found.order_by("-issued_at", "-id").values_list("credential", flat=True).first()
    if newest is None:
        return None
    return {"@context": newest["@context"], **newest["credentialSubject"]["achievement"]}


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
    moment = at or timezone.now()
    return verify(
        document, resolve_key=_key_of, status_lookup=lambda address: status_document(address, moment), at=moment
    )


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


def status_document(address: str, at: datetime) -> dict[str, Any] | None:
    """The signed list of revoked credentials served at `address`; None where no centre of ours serves one there."""
    centre = _centre_at(address, issuing.status_url)
    return _status_list(centre, at) if centre else None


def served_status(centre_number: str, at: datetime) -> dict[str, Any] | None:
    """The signed list of the centre's revoked credentials; None for a centre that never issued any."""
    centre = centres.centre_numbered(centre_number)
    return _status_list(centre, at) if centre else None


def _status_list(centre: Any, at: datetime) -> dict[str, Any] | None:
    """The list, signed anew when a certificate was revoked or an hour begins; in between it is kept."""
    hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    with within(centre.pk):
        if not IssuerKey.objects.exists():
            return None
        revoked = Certificate.objects.filter(state="revoked").count()
        key = f"status-list:{centre.pk}:{revoked}:{hour:%Y%m%d%H}"
        kept = cache.get(key)
        if kept is None:
            kept = issuing.signed_status_list(centre, hour)
            cache.set(key, kept, KEPT_SECONDS)
    return kept


def _key_of(issuer_id: str, key_id: str) -> PublicKey | None:
    centre = _centre_at(issuer_id, issuing.issuer_id)
    if centre is None:
        return None
    with within(centre.pk):
        keys = [PublicKey.from_multibase(k.public_key) for k in IssuerKey.objects.all()]
    return next((key for key in keys if key.id_for(issuer_id) == key_id), None)


def _centre_at(address: str, address_of: Callable[[Any], str]) -> Any:
    """The centre of ours for which `address_of` gives exactly `address`, or None. One statement."""
    number = address.rstrip("/").rpartition("/")[2]
    centre = centres.centre_numbered(number) if number else None
    return centre if centre and address_of(centre) == address else None


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
