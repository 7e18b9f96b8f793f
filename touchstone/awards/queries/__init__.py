"""Every read about awards."""

from touchstone.awards.queries.claims import (
    ClaimPage,
    assessors_of,
    certificate_for,
    certificates,
    claim_facts,
    claim_for,
    claim_page,
    claimable,
    claims,
    next_steps,
)
from touchstone.awards.queries.public import (
    Shown,
    credential_document,
    issuer_document,
    public_certificate,
    status_document,
    verify_document,
)
from touchstone.awards.queries.tracing import Trace, TraceStep, trace

__all__ = [
    "ClaimPage",
    "Shown",
    "Trace",
    "TraceStep",
    "assessors_of",
    "certificate_for",
    "certificates",
    "claim_facts",
    "claim_for",
    "claim_page",
    "claimable",
    "claims",
    "credential_document",
    "issuer_document",
    "next_steps",
    "public_certificate",
    "status_document",
    "trace",
    "verify_document",
]
