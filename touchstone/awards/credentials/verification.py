"""Is this credential genuine? Each question has its own answer, in words."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import (
    OB3LdpVerifier,
    OB3Verifier,
    decode_encoded_list,
    verify_data_integrity_proof,
)

from .keys import PublicKey

ResolveKey = Callable[[str, str], PublicKey | None]
StatusLookup = Callable[[str], dict[str, Any] | str | None]

WELL_FORMED = "well_formed"
ISSUER_KNOWN = "issuer_known"
SIGNATURE = "signature"
IN_TIME = "in_time"
NOT_REVOKED = "not_revoked"

LARGEST_BYTES = 256 * 1024
# The proof of a list signs what the JSON means; with these members and this context alone, that is what it says.
_LIST_CONTEXT = ["https://www.w3.org/ns/credentials/v2"]
_LIST_MEMBERS = frozenset(
    {
        "@context",
        "id",
        "type",
        "issuer",
        "validFrom",
        "validUntil",
        "credentialSubject",
        "proof",
        "iss",
        "jti",
        "nbf",
        "exp",
    }
)
_LIST_SUBJECT_MEMBERS = frozenset({"id", "type", "statusPurpose", "encodedList", "ttl"})
_LEEWAY = timedelta(seconds=60)
_NOT_REACHED = "Not checked, because an earlier check failed."

# The library looks at the dates last, so these errors mean that everything before held; any other wording fails closed.
_ONLY_THE_DATES = ("Credential has expired", "Credential is not yet valid", "The token is not yet valid")


@dataclass(frozen=True)
class Check:
    """One question and its answer; `passed` is None when it could not be asked."""

    name: str
    passed: bool | None
    words: str


@dataclass(frozen=True)
class Verification:
    """Every check in order, and what the credential says; believe the latter only when `genuine`."""

    checks: tuple[Check, ...]
    form: str = ""
    credential: dict[str, Any] | None = None

    @property
    def genuine(self) -> bool:
        """Whether every check passed."""
        return all(check.passed for check in self.checks)

    @property
    def revoked(self) -> bool:
        """Whether the issuer's own list says that it no longer holds."""
        return self.check(NOT_REVOKED).passed is False

    @property
    def verdict(self) -> str:
        """The answer in few words: Genuine, Revoked, Out of date, Not genuine, Not a credential, or Cannot tell."""
        if self.genuine:
            return "Genuine"
        answers = {
            WELL_FORMED: "Not a credential",
            SIGNATURE: "Not genuine",
            NOT_REVOKED: "Revoked",
            IN_TIME: "Out of date",
        }
        return next((words for name, words in answers.items() if self.check(name).passed is False), "Cannot tell")

    @property
    def failures(self) -> tuple[str, ...]:
        """The words of each check that failed or could not be answered, in order."""
        return tuple(check.words for check in self.checks if not check.passed)

    def check(self, name: str) -> Check:
        """The check called `name`. Raises KeyError for a name there is none of."""
        return {check.name: check for check in self.checks}[name]


@dataclass(frozen=True)
class _Read:
    """A document before anything in it is believed."""

    form: str
    raw: Any
    body: dict[str, Any]
    issuer_id: str
    key_id: str


class _Malformed(ValueError):
    """Why a document cannot be a credential, in words."""


def verify(
    document: dict[str, Any] | str | bytes, *, resolve_key: ResolveKey, status_lookup: StatusLookup, at: datetime
) -> Verification:
    """What is true of `document` (JSON-LD with a proof, or a compact JWT) at the moment `at`.

    `resolve_key(issuer_id, key_id)` gives the key of an issuer that the caller trusts, or None; `status_lookup(url)`
    gives the signed status list served there, or None. Nothing is fetched, and no content makes it raise. A credential
    without a status is not revocable and passes that check; one whose list cannot be had, read or believed is not
    genuine until it can.
    """
    try:
        read = _read(document)
    except _Malformed as error:
        return Verification(_from([Check(WELL_FORMED, False, str(error))]))
    checks = [Check(WELL_FORMED, True, "It is an Open Badges 3.0 credential.")]
    key = resolve_key(read.issuer_id, read.key_id)
    if key is None:
        checks.append(Check(ISSUER_KNOWN, False, f"The issuer {read.issuer_id} or its key is not known here."))
        return Verification(_from(checks), read.form, read.body)
    checks.append(Check(ISSUER_KNOWN, True, f"The issuer {read.issuer_id} is known, and so is its key."))
    fault = _signature_fault(read, key)
    if fault:
        checks.append(Check(SIGNATURE, False, f"The signature does not match: {fault}"))
        return Verification(_from(checks), read.form, read.body)
    checks.append(Check(SIGNATURE, True, "The signature matches: nothing was changed since it was signed."))
    checks.append(_in_time(read.body, at))
    checks.append(_not_revoked(read, resolve_key, status_lookup, at))
    return Verification(tuple(checks), read.form, read.body)


def _from(checks: list[Check]) -> tuple[Check, ...]:
    asked = {check.name for check in checks}
    rest = (WELL_FORMED, ISSUER_KNOWN, SIGNATURE, IN_TIME, NOT_REVOKED)
    return (*checks, *(Check(name, None, _NOT_REACHED) for name in rest if name not in asked))


def _read(document: dict[str, Any] | str | bytes, *, kind: str = "OpenBadgeCredential") -> _Read:
    if isinstance(document, bytes):
        try:
            document = document.decode()
        except UnicodeDecodeError as error:
            raise _Malformed("It is not text, so it is no credential.") from error
    if isinstance(document, str):
        if len(document) > LARGEST_BYTES:
            raise _Malformed(f"It is longer than {LARGEST_BYTES} characters, so it is no credential.")
        document = document.strip()
    looks_like_jwt = isinstance(document, str) and not document.startswith("{") and document.count(".") == 2
    read = _read_jwt(str(document)) if looks_like_jwt else _read_json(document)
    types = read.body.get("type")
    if not isinstance(types, list) or "VerifiableCredential" not in types or kind not in types:
        raise _Malformed(f"It does not say that it is a {kind}.")
    if not read.issuer_id:
        raise _Malformed("It does not name its issuer.")
    if read.key_id.partition("#")[0] != read.issuer_id or "#" not in read.key_id:
        raise _Malformed("Its signature names a key that is not its issuer's.")
    return read


def _read_json(document: dict[str, Any] | str) -> _Read:
    if isinstance(document, str):
        try:
            document = json.loads(document, object_pairs_hook=_no_twice, parse_constant=_no_constant)
        except _Malformed:
            raise
        except (ValueError, RecursionError) as error:
            raise _Malformed("It is neither JSON nor a signed token.") from error
    if not isinstance(document, dict):
        raise _Malformed("It is JSON, but not an object.")
    proof = document.get("proof")
    if not isinstance(proof, dict) or proof.get("cryptosuite") != "eddsa-rdfc-2022":
        raise _Malformed("It carries no proof of the kind eddsa-rdfc-2022.")
    return _Read(
        "data-integrity", document, document, _id_of(document.get("issuer")), _text(proof.get("verificationMethod"))
    )


def _read_jwt(token: str) -> _Read:
    try:
        for part in token.split("."):
            _strict_base64url(part)
        header = jwt.get_unverified_header(token)
        body = jwt.decode(token, options={"verify_signature": False})
    except (jwt.InvalidTokenError, ValueError, RecursionError) as error:
        raise _Malformed("It is neither JSON nor a signed token.") from error
    if header.get("alg") != "EdDSA":
        raise _Malformed("It is not signed with Ed25519.")
    issuer_id = _id_of(body.get("issuer"))
    if body.get("iss") != issuer_id or body.get("jti") != body.get("id"):
        raise _Malformed("What the token says of its issuer and number differs from what the credential says.")
    return _Read("jwt", token, body, issuer_id, _text(header.get("kid")))


def _signature_fault(read: _Read, key: PublicKey) -> str:
    """Why the signature does not hold, or "" when it does; the dates are asked elsewhere, at the caller's moment."""
    try:
        if read.form == "jwt":
            OB3Verifier(key.pem).verify(read.raw, check_status=False)
        else:
            OB3LdpVerifier(key.pem).verify(read.raw, check_status=False)
    except LibOpenBadgesException as error:
        reason = str(error)
        return "" if reason.startswith(_ONLY_THE_DATES) else reason
    except (TypeError, ValueError, AttributeError, KeyError, RecursionError) as error:
        return f"it cannot be read ({type(error).__name__})."
    return ""


def _in_time(body: dict[str, Any], at: datetime) -> Check:
    try:
        begins = _moment(body.get("validFrom"))
        ends = _moment(body.get("validUntil"))
    except ValueError:
        return Check(IN_TIME, False, "Its dates cannot be read.")
    if begins is None:
        return Check(IN_TIME, False, "It does not say when it begins.")
    if at < begins - _LEEWAY:
        return Check(IN_TIME, False, f"It is not valid before {begins.date().isoformat()}.")
    if ends is not None and at > ends + _LEEWAY:
        return Check(IN_TIME, False, f"It expired on {ends.date().isoformat()}.")
    return Check(IN_TIME, True, "It is valid today." if ends else "It is valid and does not expire.")


def _not_revoked(read: _Read, resolve_key: ResolveKey, status_lookup: StatusLookup, at: datetime) -> Check:
    entries = read.body.get("credentialStatus") or []
    for entry in entries if isinstance(entries, list) else [entries]:
        try:
            if _listed(entry, read.issuer_id, resolve_key, status_lookup, at):
                return Check(NOT_REVOKED, False, "The issuer has revoked it.")
        except _Malformed as error:
            return Check(NOT_REVOKED, None, f"Whether it was revoked cannot be told: {error}")
    words = "The issuer has not revoked it." if entries else "It names no revocation list, so it cannot be revoked."
    return Check(NOT_REVOKED, True, words)


def _listed(entry: Any, issuer_id: str, resolve_key: ResolveKey, status_lookup: StatusLookup, at: datetime) -> bool:
    """Whether the place that `entry` names is marked on the issuer's own signed list."""
    if not isinstance(entry, dict) or entry.get("type") != "BitstringStatusListEntry":
        raise _Malformed("it names a kind of list that is not known here.")
    if entry.get("statusPurpose") not in ("revocation", "suspension") or entry.get("statusSize", 1) not in (1, "1"):
        raise _Malformed("it names a list for another purpose.")
    url, index = _text(entry.get("statusListCredential")), _text(entry.get("statusListIndex"))
    served = status_lookup(url)
    if served is None:
        raise _Malformed("the list is not to be had.")
    listed = _believed_list(served, url, issuer_id, resolve_key, at)
    subject = listed["credentialSubject"]
    if subject.get("statusPurpose") != entry["statusPurpose"]:
        raise _Malformed("the list has another purpose.")
    try:
        bits = decode_encoded_list(subject.get("encodedList", ""))
    except (ValueError, LibOpenBadgesException) as error:
        raise _Malformed("the list cannot be read.") from error
    if not (index.isascii() and index.isdigit() and int(index) < len(bits) * 8):
        raise _Malformed("its place is not on the list.")
    place = int(index)
    return bool(bits[place // 8] & (0x80 >> place % 8))


def _believed_list(
    served: dict[str, Any] | str, url: str, issuer_id: str, resolve_key: ResolveKey, at: datetime
) -> dict[str, Any]:
    read = _read(served, kind="BitstringStatusListCredential")
    if read.issuer_id != issuer_id:
        raise _Malformed("the list is another issuer's.")
    if read.body.get("id") != url:
        raise _Malformed("the list is another one.")
    subject = read.body.get("credentialSubject")
    if read.body.get("@context") != _LIST_CONTEXT or not set(read.body) <= _LIST_MEMBERS:
        raise _Malformed("the list is not of the shape that is known here.")
    if not isinstance(subject, dict) or not set(subject) <= _LIST_SUBJECT_MEMBERS:
        raise _Malformed("the list is not of the shape that is known here.")
    key = resolve_key(read.issuer_id, read.key_id)
    if key is None:
        raise _Malformed("the key of the list is not known here.")
    try:
        if read.form == "jwt":
            no_dates = {"verify_aud": False, "verify_exp": False, "verify_nbf": False}
            jwt.decode(read.raw, key.pem, algorithms=["EdDSA"], options=no_dates)  # type: ignore[arg-type]
        else:
            verify_data_integrity_proof(read.raw, key.pem)
    except (jwt.InvalidTokenError, LibOpenBadgesException) as error:
        raise _Malformed("the signature of the list does not match.") from error
    if not _in_time(read.body, at).passed:
        raise _Malformed("the list is out of date.")
    return read.body


def _id_of(value: Any) -> str:
    return _text(value.get("id") if isinstance(value, dict) else value)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _moment(value: Any) -> datetime | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError("not a moment")
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("no zone")
    return moment


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are each there once: readers disagree on which of two counts."""
    if len({name for name, _ in pairs}) != len(pairs):
        raise _Malformed("It says the same thing twice, so readers could disagree on what it says.")
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise _Malformed(f"{name} is not a number of JSON.")


def _strict_base64url(part: str) -> bytes:
    """The bytes of `part`, refusing spellings that decode to the same bytes as another one."""
    decoded = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    if base64.urlsafe_b64encode(decoded).decode("ascii").rstrip("=") != part:
        raise binascii.Error("not the one spelling")
    return decoded
