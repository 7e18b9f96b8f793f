"""Every write about awards: holds, claims, certificates and their revocation."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from touchstone.access.actors import Actor
from touchstone.admissions import actions as admissions
from touchstone.audit.actions import record
from touchstone.awards import issuing, queries
from touchstone.awards.events import CertificateIssued, CertificateRevoked, ClaimApproved
from touchstone.awards.models import Certificate, Claim, Hold
from touchstone.awards.permissions import GUARD, Permission
from touchstone.awards.rules import Answer, gate
from touchstone.centres.actions import confirm_identity
from touchstone.kernel.errors import Reason, Refused
from touchstone.plumbing.actions import action, hold, nothing_changed
from touchstone.plumbing.events import publish

if TYPE_CHECKING:
    from touchstone.admissions.models import Registration


@action
def place_hold(*, by: Actor, registration: Registration, kind: str, reason: str, at: datetime) -> Hold:
    """A hold that bars every claim for the registration until it is lifted. Raises Refused without a reason or kind."""
    registration = hold(registration)
    GUARD.require(by, Permission.HOLD, registration)
    if not kind.strip():
        raise Refused("Say what kind of hold it is.", field="kind")
    if not reason.strip():
        raise Refused("Say why the award is held.", field="reason")
    placed = Hold.objects.create(
        centre_id=by.centre, registration=registration, kind=kind, reason=reason, placed_by=by.person, placed_at=at
    )
    record(by, "hold.placed", placed, at=at, reason=reason, facts={"registration": str(registration.pk), "kind": kind})
    return placed


@action
def lift_hold(*, by: Actor, placed: Hold, reason: str, at: datetime) -> Hold:
    """The hold, lifted; lifting it again changes nothing. Raises Refused without a reason."""
    placed = hold(placed)
    GUARD.require(by, Permission.HOLD, placed)
    if not reason.strip():
        raise Refused("Say why the hold is lifted.", field="reason")
    if placed.lifted_at:
        nothing_changed()
        return placed
    placed.lifted_by, placed.lifted_at = by.person, at
    placed.save(update_fields=["lifted_by", "lifted_at"])
    record(by, "hold.lifted", placed, at=at, reason=reason, facts={"registration": str(placed.registration_id)})
    return placed


@action
def prepare(*, by: Actor, registration: Registration, at: datetime) -> Claim:
    """A claim for the registration, ready for a second person.

    Raises Refused with a reason for every rule of the gate that does not hold.
    """
    registration = hold(registration)
    GUARD.require(by, Permission.PREPARE, registration)
    answers = _pass_gate(by, registration, at)
    claim = Claim.objects.create(
        centre_id=by.centre,
        registration=registration,
        state="prepared",
        gate=[asdict(answer) for answer in answers],
        prepared_by_id=by.person,
        prepared_at=at,
    )
    record(by, "claim.prepared", claim, at=at, facts=_told(claim, answers))
    return claim


@action
def approve(*, by: Actor, claim: Claim, password: str, at: datetime) -> Claim:
    """The claim, approved by a second person; its certificate is issued right after.

    Raises Denied for the person who prepared it, Refused on a wrong password, when the approver assessed any unit of
    it, or when a rule of the gate has ceased to hold.
    """
    claim = hold(claim)
    GUARD.require(by, Permission.APPROVE, claim)
    confirm_identity(by.person, password, at)
    if claim.state != "prepared":
        raise Refused("This claim does not wait for approval.")
    if by.person in queries.assessors_of(claim.registration_id):
        raise Refused("You assessed a unit of this claim, so somebody else approves it.")
    answers = _pass_gate(by, claim.registration, at, leaving_out="single")
    claim.state, claim.approved_by_id, claim.approved_at = "approved", by.person, at
    claim.gate = [asdict(answer) for answer in answers]
    claim.save(update_fields=["state", "approved_by", "approved_at", "gate"])
    record(by, "claim.approved", claim, at=at, facts=_told(claim, answers))
    publish(ClaimApproved(by.centre, at, claim.pk))
    return claim


@action
def withdraw(*, by: Actor, claim: Claim, reason: str, at: datetime) -> Claim:
    """The claim, withdrawn before it was approved. Raises Refused without a reason, or when it is too late."""
    claim = hold(claim)
    GUARD.require(by, Permission.WITHDRAW, claim)
    if claim.state != "prepared":
        raise Refused("Only a claim that waits for approval can be withdrawn.")
    if not reason.strip():
        raise Refused("Say why the claim is withdrawn.", field="reason")
    claim.state, claim.withdrawn_at, claim.withdrawn_reason = "withdrawn", at, reason
    claim.save(update_fields=["state", "withdrawn_at", "withdrawn_reason"])
    record(by, "claim.withdrawn", claim, at=at, reason=reason)
    return claim


@action
def issue(*, by: Actor, claim: Claim, at: datetime) -> Certificate:
    """The certificate and credential of an approved claim, whose registration is complete; twice changes nothing."""
    claim = hold(claim)
    GUARD.require(by, Permission.ISSUE, claim)
    issued = Certificate.objects.filter(claim=claim).first()
    if issued:
        nothing_changed()
        return issued
    if claim.state != "approved":
        raise Refused("Only an approved claim is issued.")
    certificate = issuing.make_certificate(claim, at)
    claim.state = "accepted"
    claim.save(update_fields=["state"])
    facts = {"number": certificate.number, "claim": str(claim.pk), "pdf_sha256": certificate.pdf.sha256}  # type: ignore[union-attr]
    record(by, "certificate.issued", certificate, at=at, facts=facts)
    admissions.complete(by=by, registration=claim.registration, at=at)
    publish(CertificateIssued(by.centre, at, certificate.pk))
    return certificate


@action
def ask_revocation(*, by: Actor, certificate: Certificate, reason: str, at: datetime) -> Certificate:
    """The certificate with a request to revoke it, which a second person decides. Raises Refused without a reason."""
    certificate = hold(certificate)
    GUARD.require(by, Permission.ASK_REVOCATION, certificate)
    if certificate.state == "revoked":
        raise Refused("This certificate is revoked already.")
    if certificate.revocation_asked_by_id:
        raise Refused("A revocation was asked for already, and waits for a second person.")
    if not reason.strip():
        raise Refused("Say why it has to be revoked, with the awarding organisation's reference.", field="reason")
    certificate.revocation_asked_by_id, certificate.revocation_reason = by.person, reason
    certificate.save(update_fields=["revocation_asked_by", "revocation_reason"])
    record(by, "certificate.revocation_asked", certificate, at=at, reason=reason)
    return certificate


@action
def revoke(*, by: Actor, certificate: Certificate, password: str, at: datetime) -> Certificate:
    """The certificate, revoked; from now on its credential is listed as such. It is marked and never removed.

    Raises Denied for the person who asked, Refused on a wrong password or when nobody asked.
    """
    certificate = hold(certificate)
    GUARD.require(by, Permission.REVOKE, certificate)
    confirm_identity(by.person, password, at)
    if not certificate.revocation_asked_by_id:
        raise Refused("Nobody has asked for this revocation yet.")
    if certificate.state == "revoked":
        nothing_changed()
        return certificate
    certificate.state, certificate.revoked_by_id, certificate.revoked_at = "revoked", by.person, at
    certificate.save(update_fields=["state", "revoked_by", "revoked_at"])
    record(by, "certificate.revoked", certificate, at=at, reason=certificate.revocation_reason)
    publish(CertificateRevoked(by.centre, at, certificate.pk))
    return certificate


@action
def drop_revocation(*, by: Actor, certificate: Certificate, reason: str, at: datetime) -> Certificate:
    """The certificate without the request to revoke it: taken back by who asked, or declined by a manager.

    Raises Refused without a reason, or when it is revoked already. Where nobody asked, nothing changes.
    """
    certificate = hold(certificate)
    GUARD.require(by, Permission.DROP_REVOCATION, certificate)
    if certificate.state == "revoked":
        raise Refused("This certificate is revoked already.")
    if not certificate.revocation_asked_by_id:
        nothing_changed()
        return certificate
    if not reason.strip():
        raise Refused("Say why it is not revoked.", field="reason")
    certificate.revocation_asked_by, certificate.revocation_reason = None, ""
    certificate.save(update_fields=["revocation_asked_by", "revocation_reason"])
    record(by, "certificate.revocation_dropped", certificate, at=at, reason=reason)
    return certificate


def _pass_gate(by: Actor, registration: Registration, at: datetime, leaving_out: str = "") -> list[Answer]:
    facts = queries.claim_facts(by, registration, timezone.localdate(at))
    answers = [answer for answer in gate(facts) if answer.code != leaving_out]
    stops = [answer for answer in answers if not answer.holds]
    if stops:
        raise Refused(
            Reason(f"{a.title}: {a.why}", code=a.code, url_name=a.url_name, url_args=a.url_args, source=a.source)
            for a in stops
        )
    return answers


def _told(claim: Claim, answers: list[Answer]) -> dict:
    return {"registration": str(claim.registration_id), "rules": {answer.code: answer.holds for answer in answers}}
