"""The keys that credentials are signed with: Ed25519, sealed at rest, published as a profile of the issuer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
    load_pem_public_key,
)
from jwt.algorithms import OKPAlgorithm
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3 import did_web_from_url, multikey_from_pem
from openbadgeslib.ob3.did import resolve_did


class KeyTrouble(ValueError):
    """A key that cannot be read: sealed with another secret, damaged, or of another kind."""


@dataclass(frozen=True)
class PublicKey:
    """The half of a key that anybody may have; `multibase` ("z6Mk…") is how it is stored and published."""

    multibase: str

    @classmethod
    def from_multibase(cls, multibase: str) -> PublicKey:
        """The key that `multibase` spells. Raises KeyTrouble when it spells none, or one that is not Ed25519."""
        key = cls(multibase)
        _ed25519(key.pem)
        return key

    @property
    def pem(self) -> bytes:
        """The key as SubjectPublicKeyInfo PEM."""
        try:
            return resolve_did(f"did:key:{self.multibase}")
        except LibOpenBadgesException as error:
            raise KeyTrouble(f"This is not a public key: {error}") from error

    @property
    def jwk(self) -> dict[str, Any]:
        """The key as a JSON Web Key."""
        return OKPAlgorithm.to_jwk(_ed25519(self.pem), as_dict=True)

    def id_for(self, issuer_id: str) -> str:
        """The address of this key in the profile of `issuer_id`: what a proof names."""
        return f"{issuer_id}#{self.multibase}"


@dataclass(frozen=True)
class IssuerKey:
    """A signing key, in memory only; `seal` is the one way to keep it."""

    _private: Ed25519PrivateKey = field(repr=False, compare=False)
    public: PublicKey

    @classmethod
    def generate(cls) -> IssuerKey:
        """A new random key."""
        return cls._of(Ed25519PrivateKey.generate())

    @classmethod
    def unseal(cls, sealed: bytes, secret: str) -> IssuerKey:
        """The key that `seal` kept. Raises KeyTrouble when `secret` is not the one it was sealed with."""
        try:
            private = load_der_private_key(bytes(sealed), password=_secret(secret))
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise KeyTrouble("The signing key does not open with this secret.") from error
        if not isinstance(private, Ed25519PrivateKey):
            raise KeyTrouble("Credentials are signed with Ed25519 keys; this is another kind.")
        return cls._of(private)

    @classmethod
    def _of(cls, private: Ed25519PrivateKey) -> IssuerKey:
        pem = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return cls(private, PublicKey(multikey_from_pem(pem)))

    def seal(self, secret: str) -> bytes:
        """The private key encrypted with `secret` (PKCS #8, DER); each call gives other bytes for the same key.

        Raises KeyTrouble on an empty secret.
        """
        return self._private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, BestAvailableEncryption(_secret(secret)))

    @property
    def pem(self) -> bytes:
        """The private key in clear, as the signing library takes it. Never store or print it."""
        return self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def issuer_profile(
    keys: Iterable[PublicKey], *, issuer_id: str, name: str, url: str, email: str = ""
) -> dict[str, Any]:
    """The document that `issuer_id` serves: who signs, and with which keys, retired ones included.

    Serve it as JSON at the address that `issuer_id` is (an https id), or at the `did.json` that a did:web id means.
    Raises KeyTrouble when there is no key.
    """
    # The first context is that of DID documents for https ids too: its terms are the same, and verifiers have it.
    methods = [
        {"id": key.id_for(issuer_id), "type": "Multikey", "controller": issuer_id, "publicKeyMultibase": key.multibase}
        for key in keys
    ]
    if not methods:
        raise KeyTrouble("A profile needs at least one key.")
    profile: dict[str, Any] = {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": issuer_id,
        "type": ["Profile"],
        "name": name,
        "url": url,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }
    return profile | ({"email": email} if email else {})


def did_web(address: str) -> str:
    """The did:web id whose document lies under `address`. Raises KeyTrouble unless it is an https address."""
    try:
        return did_web_from_url(address)
    except ValueError as error:
        raise KeyTrouble(str(error)) from error


def _ed25519(pem: bytes) -> Ed25519PublicKey:
    key = load_pem_public_key(pem)
    if not isinstance(key, Ed25519PublicKey):
        raise KeyTrouble("Credentials are signed with Ed25519 keys; this is another kind.")
    return key


def _secret(secret: str) -> bytes:
    if not secret:
        raise KeyTrouble("A signing key is sealed with a secret; none was given.")
    return secret.encode()
