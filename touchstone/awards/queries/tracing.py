"""The decision trace: from the certificate back to the evidence, each step with who, when and its hash."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from touchstone.access.actors import STAFF, Actor, Role
from touchstone.admissions import queries as admissions
from touchstone.assessment import queries as assessment
from touchstone.audit import queries as ledger
from touchstone.awards.models import Certificate, Claim
from touchstone.awards.permissions import GUARD, Permission
from touchstone.portfolio import queries as portfolio
from touchstone.quality import queries as quality

if TYPE_CHECKING:
    from touchstone.admissions.models import Registration

READS_LEDGER = STAFF | {Role.EQA}


@dataclass(frozen=True)
class TraceStep:
    """One step: what happened, by whom, when; `state` is a row of the table of statuses; `facts` are read beneath it.

    `subject` is the row it is about, by which its ledger entries are found. `is_open` marks what has not happened yet.
    """

    kind: str
    title: str
    icon: str
    state: str
    who: str
    at: datetime | None
    says: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    subject: UUID | None = None
    url_name: str = ""
    url_args: tuple = ()
    is_open: bool = False


@dataclass(frozen=True)
class UnitTrace:
    """The steps of one unit, from its confirmation back to its evidence, all attempts included."""

    number: str
    title: str
    steps: list[TraceStep]


@dataclass(frozen=True)
class Trace:
    """How an award was, or is being, reached. `entries` are the ledger's, by subject; empty for a learner."""

    registration: Registration
    certificate: Certificate | None
    award: list[TraceStep]
    units: list[UnitTrace]
    entries: dict[UUID, list[Any]] = field(default_factory=dict)


def trace(actor: Actor, registration_pk: UUID) -> Trace:
    """The trace of one registration. Twelve statements, whatever the number of attempts.

    A learner reads their own, and of decisions only what was released. Raises Denied for other roles,
    Registration.DoesNotExist for what `actor` may not see.
    """
    registration = admissions.registration_for(actor, registration_pk)
    certificate = (
        Certificate.objects.filter(registration=registration).order_by("-issued_at").select_related("pdf").first()
    )
    GUARD.require(actor, Permission.TRACE, certificate)
    sheets = assessment.sheets_of(actor, registration.pk)
    ids = [sheet.pk for sheet in sheets]
    checks, confirmed = quality.checked_for(ids), quality.confirmations(ids)
    attempts = portfolio.attempts_of(actor, registration)
    frozen = portfolio.items_by_attempt(actor, registration)
    units = [
        UnitTrace(
            unit.number,
            unit.title,
            _unit_steps(
                [s for s in sheets if s.unit_id == unit.pk],
                [a for a in attempts if a.unit_id == unit.pk],
                checks,
                confirmed,
                frozen,
            ),
        )
        for unit in registration.units.order_by("position")
    ]
    award = _award_steps(registration, certificate)
    return Trace(registration, certificate, award, units, _entries(actor, award, units))


def _award_steps(registration: Registration, certificate: Certificate | None) -> list[TraceStep]:
    claim = (
        Claim.objects.filter(registration=registration)
        .exclude(state="withdrawn")
        .select_related("prepared_by", "approved_by")
        .first()
    )
    steps = []
    if certificate:
        if certificate.revoked_at:
            steps.append(
                TraceStep(
                    "revocation",
                    "Certificate revoked",
                    "octagon-x",
                    "revoked",
                    "",
                    certificate.revoked_at,
                    certificate.revocation_reason,
                    (),
                    certificate.pk,
                )
            )
        facts = (
            ("Number", certificate.number),
            ("SHA-256 of the paper", certificate.pdf.sha256 if certificate.pdf else ""),
        )
        steps.append(
            TraceStep(
                "certificate",
                "Certificate and digital credential issued",
                "award",
                "issued",
                "",
                certificate.issued_at,
                certificate.facts["qualification_title"],
                facts,
                certificate.pk,
                "certificate",
                (certificate.pk,),
            )
        )
    if claim and claim.approved_at:
        says = f"Every one of {len(claim.gate)} rules held at that moment."
        steps.append(
            TraceStep(
                "approval",
                "Claim approved",
                "stamp",
                "approved",
                claim.approved_by.name,
                claim.approved_at,
                says,
                (),
                claim.pk,
            )
        )
    if claim:
        steps.append(
            TraceStep(
                "claim",
                "Claim prepared",
                "file-check",
                "prepared",
                claim.prepared_by.name,
                claim.prepared_at,
                "",
                (),
                claim.pk,
            )
        )
    return steps


def _unit_steps(sheets: list[Any], attempts: list[Any], checks: dict, confirmed: dict, frozen: dict) -> list[TraceStep]:
    steps: list[TraceStep] = []
    for attempt in sorted(attempts, key=lambda a: -a.number):
        for sheet in (s for s in sheets if s.attempt_id == attempt.pk):
            steps += _sheet_steps(sheet, checks.get(sheet.pk), confirmed.get(sheet.pk))
        steps.append(_attempt_step(attempt, frozen.get(attempt.pk, [])))
    return steps


def _sheet_steps(sheet: Any, check: Any, confirmation: Any) -> list[TraceStep]:
    steps = []
    if confirmation:
        direct = confirmation.verdict == "direct"
        steps.append(
            TraceStep(
                "release",
                "Confirmed under direct claims" if direct else "Released by the EQA",
                "stamp",
                "confirmed",
                confirmation.released_by_name,
                confirmation.at,
                confirmation.comment,
                (),
                sheet.pk,
            )
        )
    if check and check.state == "not_sampled":
        steps.append(
            TraceStep(
                "check",
                "Not in the IQA sample",
                "shield",
                "not_sampled",
                "",
                check.selected_at,
                _why(check),
                (),
                check.pk,
            )
        )
    elif check and check.checked_at:
        steps.append(
            TraceStep(
                "check",
                "IQA check",
                "shield-check",
                check.state,
                check.iqa.name if check.iqa else "",
                check.checked_at,
                check.comment,
                (),
                check.pk,
            )
        )
    version = f", version {sheet.version}" if sheet.version > 1 else ""
    words = f"{sheet.passed} criteria pass" + (f", {sheet.referred} referral" if sheet.referred else "")
    steps.append(
        TraceStep(
            "sheet",
            f"Result sheet signed, submission {sheet.attempt.number}{version}",
            "scale",
            "pass" if sheet.outcome == "pass" else "referral",
            sheet.assessor.name,
            sheet.signed_at,
            words,
            (("SHA-256 of the sheet", sheet.content_sha256),),
            sheet.pk,
            "result_sheet_pdf",
            (sheet.pk,),
        )
    )
    return steps


def _attempt_step(attempt: Any, items: list[Any]) -> TraceStep:
    facts = [("SHA-256 of the manifest", attempt.manifest_sha256), ("Receipt", attempt.receipt)]
    facts += [(item.label, f"{item.title}, SHA-256 {item.sha256}") for item in items]
    return TraceStep(
        "attempt",
        f"Submission {attempt.number} declared and submitted",
        "send",
        attempt.state,
        attempt.declared_by.name if attempt.declared_by else "",
        attempt.submitted_at,
        f"{len(items)} pieces of evidence, frozen.",
        tuple(facts),
        attempt.pk,
        "receipt",
        (attempt.pk,),
        is_open=attempt.submitted_at is None,
    )


def _why(check: Any) -> str:
    return " ".join(check.why.get("reasons", []))


def _entries(actor: Actor, award: list[TraceStep], units: list[UnitTrace]) -> dict[UUID, list[Any]]:
    """The ledger's entries of every subject in the trace. One statement; none for a learner."""
    if actor.role not in READS_LEDGER:
        return {}
    subjects = {s.subject for s in award if s.subject} | {s.subject for u in units for s in u.steps if s.subject}
    found: dict[UUID, list[Any]] = {}
    for entry in ledger.trail(actor, subjects):
        found.setdefault(entry.subject, []).append(entry)
    return found
