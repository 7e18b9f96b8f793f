"""What a digital credential says, as plain values."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit


class CredentialFactsError(ValueError):
    """Facts that no credential can be made of: what is wrong with them, in words."""


@dataclass(frozen=True, kw_only=True)
class StatusPlace:
    """Where a credential's revocation is looked up: the address of the list, and the place in it."""

    list_url: str
    index: int


@dataclass(frozen=True, kw_only=True)
class CredentialFacts:
    """One award to one person.

    Ids are absolute addresses (https, http for a local trial, urn or did). Moments are aware. The person is named by
    `recipient_name` and by a salted hash of `recipient_email`, which itself never enters the credential; one of the two
    must be there. `recipient_salt` must be random and of this credential alone.
    """

    id: str
    issuer_id: str
    issuer_name: str
    issuer_url: str
    achievement_id: str
    achievement_name: str
    achievement_description: str
    criteria_narrative: str
    issued_at: datetime
    valid_from: datetime
    valid_until: datetime | None = None
    achievement_code: str = ""
    level: str = ""
    credit: float | None = None
    recipient_name: str = ""
    recipient_email: str = ""
    recipient_salt: str = ""
    certificate_number: str = ""
    evidence_url: str = ""
    evidence_narrative: str = ""
    status: StatusPlace | None = None
    tags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("id", "issuer_id", "issuer_url", "achievement_id"):
            _must_be_an_address(name, getattr(self, name))
        for name in ("issuer_name", "achievement_name", "achievement_description", "criteria_narrative"):
            if not getattr(self, name).strip():
                raise CredentialFactsError(f"A credential needs {name.replace('_', ' ')}.")
        self._must_have_its_time()
        self._must_have_its_person()
        if self.status is not None:
            _must_be_an_address("status list", self.status.list_url)
            if self.status.index < 0:
                raise CredentialFactsError("A place on a status list is not negative.")

    def _must_have_its_time(self) -> None:
        for name in ("issued_at", "valid_from", "valid_until"):
            moment = getattr(self, name)
            if moment is not None and moment.tzinfo is None:
                raise CredentialFactsError(f"{name} needs its zone.")
        if self.valid_until is not None and self.valid_until <= self.valid_from:
            raise CredentialFactsError("A credential cannot end before it begins.")

    def _must_have_its_person(self) -> None:
        if not (self.recipient_name or self.recipient_email):
            raise CredentialFactsError("A credential needs the person's name or e-mail address.")
        if self.recipient_email and not self.recipient_salt:
            raise CredentialFactsError("A hash of an e-mail address needs a salt, or it can be guessed.")


def email_hash(email: str, salt: str) -> str:
    """The Open Badges identity hash of `email`: "sha256$" and 64 hexadecimal digits; case and spaces do not matter."""
    return "sha256$" + hashlib.sha256((email.strip().lower() + salt).encode()).hexdigest()


def _must_be_an_address(name: str, value: str) -> None:
    parts = urlsplit(value)
    good = (parts.scheme in ("https", "http") and parts.netloc) or (parts.scheme in ("urn", "did") and parts.path)
    if not good or any(each.isspace() for each in value):
        raise CredentialFactsError(f"{name} must be an absolute address, not {value!r}.")
