"""The signed list that says which credentials of an issuer are revoked."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import add_data_integrity_proof, build_status_list_credential, decode_encoded_list

from .keys import IssuerKey
from .signing import REVOCATION, SigningError, encode

# The least that the standard allows, so that one credential hides among many.
PLACES = 131_072


def status_list(
    *,
    issuer_id: str,
    list_url: str,
    revoked: Iterable[int],
    issued_at: datetime,
    valid_until: datetime,
    key: IssuerKey,
) -> dict[str, Any]:
    """The BitstringStatusListCredential to serve at `list_url`, with an eddsa-rdfc-2022 proof.

    `revoked` are the places whose credentials no longer hold. After `valid_until` no verifier may rely on it, so that
    an old copy cannot bring a revoked credential back. Raises SigningError on a place that the list does not have.
    """
    document = _unsigned(issuer_id, list_url, revoked, issued_at, valid_until)
    try:
        return add_data_integrity_proof(document, key.pem, key.public.id_for(issuer_id), created=issued_at)
    except LibOpenBadgesException as error:
        raise SigningError(str(error)) from error


def status_list_jwt(
    *,
    issuer_id: str,
    list_url: str,
    revoked: Iterable[int],
    issued_at: datetime,
    valid_until: datetime,
    key: IssuerKey,
) -> str:
    """The same list as a compact JWT, which some verifiers ask for."""
    document = _unsigned(issuer_id, list_url, revoked, issued_at, valid_until)
    claims = {
        "iss": issuer_id,
        "jti": list_url,
        "nbf": int(issued_at.timestamp()),
        "exp": int(valid_until.timestamp()),
    }
    return encode(document | claims, key, key.public.id_for(issuer_id))


def _unsigned(
    issuer_id: str, list_url: str, revoked: Iterable[int], issued_at: datetime, valid_until: datetime
) -> dict[str, Any]:
    if issued_at.tzinfo is None or valid_until.tzinfo is None or valid_until <= issued_at:
        raise SigningError("A status list needs a beginning and a later end, both with their zone.")
    issued_at, valid_until = issued_at.replace(microsecond=0), valid_until.replace(microsecond=0)
    try:
        document: dict[str, Any] = build_status_list_credential(
            issuer_id, list_url, REVOCATION, sorted(set(revoked)), PLACES, issued=issued_at, valid_until=valid_until
        )
    except ValueError as error:
        raise SigningError(str(error)) from error
    subject = document["credentialSubject"]
    subject["encodedList"] = _without_the_clock(subject["encodedList"])
    return document


def _without_the_clock(encoded: str) -> str:
    """`encoded` with no time in its gzip header: the library stamps now, and the same list must have the same bytes."""
    packed = gzip.compress(decode_encoded_list(encoded), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")
