"""The decision trace: from the certificate back to the evidence, each step with who, when and its hash."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
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
READS_ALL = frozenset({Role.MANAGER, Role.IQA, Role.EQA})


@dataclass(frozen=True)
class Piece:
    """One piece of evidence as it was frozen."""

    pk: UUID
    label: str
    title: str
    sha256: str


@dataclass(frozen=True)
class TraceStep:
    """One step: what happened, by whom, when; `state` is a row of the table of statuses; `facts` are read beneath it.

    `subject` is the row it is about, by which its ledger entries are found; `verbs` narrows them. `is_open` marks what
    has not happened yet.
    """

    title: str
    icon: str
    state: str
    who: str
    at: datetime | None
    says: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    subject: UUID | None = None
    url_name: str = ""
    url_words: str = ""
    pieces: tuple[Piece, ...] = ()
    is_open: bool = False
    verbs: tuple[str, ...] = ()
    entries: tuple[Any, ...] = ()


@dataclass(frozen=True)
class UnitTrace:
    """The steps of one unit, from its confirmation back to its evidence, all attempts included."""

    number: str
    title: str
    steps: list[TraceStep]

    @property
    def state(self) -> str:
        """The state of the newest step; "not_started" before anything was submitted."""
        return self.steps[0].state if self.steps else "not_started"


@dataclass(frozen=True)
class Trace:
    """How an award was, or is being, reached.

    `rules` are the titles of the rules that held when the claim was approved. `is_whole` is False for a reader who may
    not read every step. `last` is the newest ledger entry of the trace, None for a reader who sees none.
    """

    registration: Registration
    certificate: Certificate | None
    award: list[TraceStep]
    units: list[UnitTrace]
    rules: list[str] = field(default_factory=list)
    is_whole: bool = True
    count_of_entries: int = 0
    last: Any = None

    @property
    def steps(self) -> list[TraceStep]:
        return self.award + [step for unit in self.units for step in unit.steps]


def trace(actor: Actor, registration_pk: UUID) -> Trace:
    """The trace of one registration. At most twelve statements, whatever the number of attempts.

    A learner reads their own, and of decisions only what was released; they and their tutor do not read what quality
    assurers wrote to the assessor. Raises Denied for other roles, Registration.DoesNotExist for what `actor` may not
    see.
    """
    registration = admissions.registration_for(actor, registration_pk)
    GUARD.require(actor, Permission.TRACE, registration)
    claim = _claim(registration)
    certificate = getattr(claim, "certificate", None)
    sheets = assessment.sheets_of(actor, registration.pk)
    ids = [sheet.pk for sheet in sheets]
    checks, confirmed = quality.checked_for(ids), quality.confirmations(ids)
    attempts = portfolio.attempts_of(actor, registration)
    frozen = portfolio.items_by_attempt(actor, registration)
    open_words = actor.role not in (Role.LEARNER, Role.TUTOR)
    award = _award_steps(claim, certificate)
    units = []
    for unit in registration.units.order_by("position"):
        steps: list[TraceStep] = []
        for attempt in sorted((a for a in attempts if a.unit_id == unit.pk), key=lambda a: -a.number):
            for sheet in (s for s in sheets if s.attempt_id == attempt.pk):
                steps += _sheet_steps(sheet, checks.get(sheet.pk), confirmed.get(sheet.pk), open_words=open_words)
            steps.append(_attempt_step(attempt, frozen.get(attempt.pk, [])))
        units.append(UnitTrace(unit.number, unit.title, steps))
    found = Trace(registration, certificate, award, units, _rules(claim), actor.role in READS_ALL)
    return _with_entries(actor, found) if actor.role in READS_LEDGER else found


def _claim(registration: Registration) -> Claim | None:
    found = Claim.objects.filter(registration=registration).exclude(state__in=["withdrawn", "rejected"])
    return found.select_related("prepared_by", "approved_by", "certificate__pdf", "certificate__revoked_by").first()


def _rules(claim: Claim | None) -> list[str]:
    return [answer["title"] for answer in claim.gate if answer["holds"]] if claim and claim.approved_at else []


def _award_steps(claim: Claim | None, certificate: Certificate | None) -> list[TraceStep]:
    if claim is None:
        return [TraceStep("Not claimed yet", "award", "not_started", "", None, is_open=True)]
    steps = _certificate_steps(certificate) if certificate else []
    if claim.approved_by:
        says = f"All {len(claim.gate)} rules of the gate held at that moment."
        steps.append(
            TraceStep(
                "Claim approved",
                "stamp",
                "approved",
                claim.approved_by.name,
                claim.approved_at,
                says,
                subject=claim.pk,
                verbs=("claim.approved",),
            )
        )
    else:
        steps.append(TraceStep("Claim waits for a second person", "stamp", "waiting", "", None, is_open=True))
    prepared = ("Claim prepared", "file-check", "prepared", claim.prepared_by.name, claim.prepared_at)
    return [*steps, TraceStep(*prepared, subject=claim.pk, verbs=("claim.prepared",))]


def _certificate_steps(certificate: Certificate) -> list[TraceStep]:
    steps = []
    if certificate.revoked_by:
        steps.append(
            TraceStep(
                "Certificate revoked",
                "octagon-x",
                "revoked",
                certificate.revoked_by.name,
                certificate.revoked_at,
                certificate.revocation_reason,
                subject=certificate.pk,
                verbs=("certificate.revocation_asked", "certificate.revocation_dropped", "certificate.revoked"),
            )
        )
    paper = (("SHA-256 of the paper", certificate.pdf.sha256),) if certificate.pdf else ()
    facts = certificate.facts
    units = ", ".join(unit["number"] for unit in facts["units"])
    says = f"Certificate {certificate.number}, {facts['credit']} credits: units {units}."
    steps.append(
        TraceStep(
            facts["qualification_title"],
            "award",
            "issued",
            "",
            certificate.issued_at,
            says,
            paper,
            certificate.pk,
            "certificate",
            "Certificate",
            verbs=("certificate.issued",),
        )
    )
    return steps


def _sheet_steps(sheet: Any, check: Any, confirmation: Any, *, open_words: bool) -> list[TraceStep]:
    steps = []
    if confirmation:
        direct = confirmation.verdict == "direct"
        steps.append(
            TraceStep(
                "Confirmed under direct claims" if direct else "EQA release",
                "stamp",
                "confirmed",
                confirmation.released_by_name,
                confirmation.at,
                confirmation.comment if open_words else "",
                subject=confirmation.pk,
            )
        )
    elif sheet.state == "released_provisional" and sheet.outcome == "pass":
        steps.append(TraceStep("Waits for the EQA", "stamp", "pass_provisional", "", None, is_open=True))
    steps += _check_steps(check, open_words=open_words)
    version = f", version {sheet.version}" if sheet.version > 1 else ""
    words = f"{sheet.passed} {'criterion' if sheet.passed == 1 else 'criteria'} met"
    words += f", {sheet.referred} not yet met." if sheet.referred else "."
    steps.append(
        TraceStep(
            f"Result sheet, Submission {sheet.attempt.number}{version}",
            "file-check",
            "pass_provisional" if sheet.outcome == "pass" else "referral",
            sheet.assessor.name,
            sheet.signed_at,
            words,
            (("SHA-256 of the decisions", sheet.content_sha256),),
            sheet.pk,
            "result_sheet_pdf",
            "Result sheet",
        )
    )
    return steps


def _check_steps(check: Any, *, open_words: bool) -> list[TraceStep]:
    if check is None:
        return []
    why = " ".join(check.why.get("reasons", [])) if open_words else ""
    if check.state == "not_sampled":
        words = "On record as not drawn."
        return [
            TraceStep(
                "Not in the IQA sample",
                "shield",
                "not_sampled",
                "",
                check.selected_at,
                f"{words} {why}".strip(),
                subject=check.pk,
            )
        ]
    if not check.checked_at:
        waits = TraceStep("Drawn for an IQA check", "shield", "selected", "", None, why, subject=check.pk, is_open=True)
        return [waits]
    says = " ".join(part for part in (check.comment, why) if part) if open_words else ""
    state = "iqa_returned" if check.state == "returned" else check.state
    who = check.iqa.name if check.iqa else ""
    return [TraceStep("IQA check", "shield-check", state, who, check.checked_at, says, subject=check.pk)]


def _attempt_step(attempt: Any, items: list[Any]) -> TraceStep:
    number = f"{len(items)} {'piece' if len(items) == 1 else 'pieces'} of evidence"
    says = f"{number} declared as the learner's own, by hash, and frozen."
    withdrawn = attempt.state in ("withdrawn", "returned_unassessed")
    return TraceStep(
        f"Own-work declaration, Submission {attempt.number}",
        "pen-line",
        attempt.state if withdrawn else "declared" if attempt.declared_at else "missing",
        attempt.declared_by.name if attempt.declared_by else "",
        attempt.submitted_at,
        says if attempt.declared_at else f"{number}, without a declaration.",
        (("SHA-256 of the manifest", attempt.manifest_sha256), ("Receipt", attempt.receipt)),
        attempt.pk,
        "receipt",
        "Receipt",
        tuple(Piece(item.pk, item.label, item.title, item.sha256) for item in items),
    )


def _with_entries(actor: Actor, found: Trace) -> Trace:
    """The trace with the ledger's entries under the steps they are about. One statement."""
    by_subject: dict[UUID, list[Any]] = {}
    entries = ledger.trail(actor, {step.subject for step in found.steps if step.subject})
    for entry in entries:
        by_subject.setdefault(entry.subject, []).append(entry)

    def told(step: TraceStep) -> TraceStep:
        about = by_subject.get(step.subject, []) if step.subject else []
        return replace(step, entries=tuple(e for e in about if not step.verbs or e.verb in step.verbs))

    return replace(
        found,
        award=[told(step) for step in found.award],
        units=[replace(unit, steps=[told(step) for step in unit.steps]) for unit in found.units],
        count_of_entries=len(entries),
        last=entries[-1] if entries else None,
    )
