"""What this room tells the others."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from touchstone.plumbing.events import Event


@dataclass(frozen=True)
class ClaimApproved(Event):
    """A second person approved a claim: its certificate can be issued."""

    claim: UUID


@dataclass(frozen=True)
class CertificateIssued(Event):
    """A certificate and its digital credential exist."""

    certificate: UUID


@dataclass(frozen=True)
class CertificateRevoked(Event):
    """A certificate no longer holds; its credential says so."""

    certificate: UUID
