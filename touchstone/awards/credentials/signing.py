"""Facts become signed credentials: Open Badges 3.0, as a Data Integrity document or as a JWT."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import jwt
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import (
    Achievement,
    Evidence,
    IdentityObject,
    Issuer,
    OB3LdpSigner,
    OpenBadgeCredential,
    status_entry,
)

from .facts import CredentialFacts, email_hash
from .keys import IssuerKey

REVOCATION = "revocation"


class SigningError(RuntimeError):
    """A credential could not be signed: the library's reason."""


def sign(facts: CredentialFacts, key: IssuerKey) -> dict[str, Any]:
    """The credential of `facts` as a JSON-LD document with an eddsa-rdfc-2022 proof.

    The same facts and key give the same proof. Raises SigningError when the proof could not cover every member of the
    document.
    """
    signer = OB3LdpSigner(key.pem, key.public.id_for(facts.issuer_id))
    try:
        return signer.sign(_credential(facts), created=_whole_seconds(facts.issued_at))
    except LibOpenBadgesException as error:
        raise SigningError(str(error)) from error


def sign_jwt(facts: CredentialFacts, key: IssuerKey) -> str:
    """The same credential as a compact JWT (EdDSA); its header names the key and carries its public half."""
    return encode(_credential(facts).to_jwt_payload(), key, key.public.id_for(facts.issuer_id))


def encode(payload: dict[str, Any], key: IssuerKey, key_id: str) -> str:
    """`payload` as a compact JWT signed by `key`."""
    return jwt.encode(payload, key.pem, algorithm="EdDSA", headers={"kid": key_id, "jwk": key.public.jwk})


@dataclass
class _Achievement(Achievement):
    """An achievement with its code, which the library does not write by itself."""

    code: str = ""

    def to_dict(self) -> dict[str, Any]:
        document = super().to_dict()
        return document | ({"humanCode": self.code} if self.code else {})


@dataclass
class _Credential(OpenBadgeCredential):
    """A credential with the certificate number and day of the award, which the library does not write by itself."""

    certificate_number: str = ""
    awarded_at: str = field(default="")

    def to_vc(self) -> dict[str, Any]:
        document = super().to_vc()
        if self.certificate_number:
            document["credentialSubject"]["licenseNumber"] = self.certificate_number
        return document | ({"awardedDate": self.awarded_at} if self.awarded_at else {})


def _credential(facts: CredentialFacts) -> OpenBadgeCredential:
    return _Credential(
        id=facts.id,
        name=facts.achievement_name,
        issuer=Issuer(id=facts.issuer_id, name=facts.issuer_name, url=facts.issuer_url),
        achievement=_Achievement(
            id=facts.achievement_id,
            name=facts.achievement_name,
            description=facts.achievement_description,
            criteria_narrative=facts.criteria_narrative,
            achievement_type="Certificate",
            credits_available=facts.credit,
            tags=[*([f"Level {facts.level.removeprefix('Level ')}"] if facts.level else []), *facts.tags],
            code=facts.achievement_code,
        ),
        recipient_id=None,
        identifiers=_identities(facts),
        credits_earned=facts.credit,
        evidence=_evidence(facts),
        issuance_date=_whole_seconds(facts.valid_from),
        expiration_date=_whole_seconds(facts.valid_until) if facts.valid_until else None,
        credential_status=_status(facts),
        certificate_number=facts.certificate_number,
        awarded_at=_whole_seconds(facts.issued_at).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _identities(facts: CredentialFacts) -> list[IdentityObject]:
    identities = []
    if facts.recipient_name:
        identities.append(IdentityObject(identity_hash=facts.recipient_name, identity_type="name", hashed=False))
    if facts.recipient_email:
        hashed = email_hash(facts.recipient_email, facts.recipient_salt)
        identities.append(IdentityObject(hashed, "emailAddress", hashed=True, salt=facts.recipient_salt))
    return identities


def _evidence(facts: CredentialFacts) -> list[Evidence]:
    if not (facts.evidence_url or facts.evidence_narrative):
        return []
    return [Evidence(id=facts.evidence_url or None, narrative=facts.evidence_narrative or None)]


def _status(facts: CredentialFacts) -> list[dict[str, Any]]:
    return [status_entry(facts.status.list_url, REVOCATION, facts.status.index)] if facts.status else []


def _whole_seconds(moment: datetime) -> datetime:
    """`moment` in UTC without fractions: the JWT form counts seconds, and both forms must say the same."""
    return moment.astimezone(UTC).replace(microsecond=0)
