"""The facts that each paper is laid out from: frozen, plain, complete.

A room that issues a paper fills one of these; the room `documents` adds nothing that is not in it and asks nobody else.
Texts are the caller's own words or the learner's: they are laid out as they are and never read as markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

PASS = "Pass"  # noqa: S105 - an outcome, not a password
REFERRAL = "Referral"
UNDECIDED = ""

_OUTCOMES = (PASS, REFERRAL, UNDECIDED)


class FactsError(ValueError):
    """Facts that cannot stand on a paper: what is wrong with them, in words."""


@dataclass(frozen=True, kw_only=True)
class CriterionResult:
    """One row of a result sheet: what was asked, what guides it, what was decided.

    `outcome` is "Pass", "Referral", or "" while undecided. `carried_from_attempt` names the attempt that a pass was
    earned in. `time_counters` are the moments in a recording ("12:30–14:05") that show it.
    """

    ref: str
    text: str
    referral_descriptors: tuple[str, ...] = ()
    pass_descriptors: tuple[str, ...] = ()
    feedback: str = ""
    outcome: str = UNDECIDED
    carried_from_attempt: int | None = None
    time_counters: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _one_of_the_outcomes(self.outcome, f"criterion {self.ref}")


@dataclass(frozen=True, kw_only=True)
class OutcomeResult:
    """One learning outcome of a result sheet, with the two comments that may be left empty."""

    number: str
    text: str
    criteria: tuple[CriterionResult, ...]
    comments: str = ""
    qa_comments: str = ""


@dataclass(frozen=True, kw_only=True)
class Signing:
    """Who stands for a unit outcome, when, and by what act of signing."""

    outcome: str
    signed_on: date
    name: str
    statement: str
    role: str = ""

    def __post_init__(self) -> None:
        _one_of_the_outcomes(self.outcome, f"the signature of {self.name}")


@dataclass(frozen=True, kw_only=True)
class ResultSheet:
    """The result sheet of one unit, learner and attempt.

    The assessor's and the quality assurer's unit outcomes are two records; either is None while it is not there.
    `status` is the true name of where the unit stands, e.g. "Pass (provisional)". `notes` are discrepancies and other
    remarks that belong to the sheet. `sheet_hash` is the SHA-256 of the signed sheet, in hex, or "".

    Source: R246, R247, R248, R249, R250 (8585 handbook, result sheets)
    """

    centre_number: str
    centre_name: str
    learner_registration_number: str
    learner_name: str
    unit_number: str
    unit_title: str
    attempt: int
    outcomes: tuple[OutcomeResult, ...]
    status: str
    dated_on: date
    unit_ref: str = ""
    unit_level: str = ""
    unit_credit: int | None = None
    qualification_number: str = ""
    qualification_title: str = ""
    submitted_on: date | None = None
    assessor: Signing | None = None
    quality_assurer: Signing | None = None
    sheet_hash: str = ""
    notes: tuple[str, ...] = ()
    language: str = "en-GB"


@dataclass(frozen=True, kw_only=True)
class CertificateUnit:
    """One unit that a certificate lists."""

    number: str
    title: str
    level: str = ""
    credit: int | None = None


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A certificate of one learner and one qualification.

    `level` is "3" ("Level 3" is taken as well). `statement` is the sentence of the issuer above the foot;
    `verification_url` is printed and drawn as a QR code.
    """

    learner_name: str
    qualification_title: str
    centre_name: str
    issuer_name: str
    certificate_number: str
    awarded_on: date
    verification_url: str
    qualification_number: str = ""
    level: str = ""
    credit: int | None = None
    units: tuple[CertificateUnit, ...] = ()
    statement: str = ""
    centre_number: str = ""
    learner_registration_number: str = ""
    issued_on: date | None = None
    replaces_number: str = ""
    language: str = "en-GB"

    @property
    def dated_on(self) -> date:
        """The day the paper bears: when it was issued, else when it was awarded."""
        return self.issued_on or self.awarded_on


@dataclass(frozen=True, kw_only=True)
class EvidencePlace:
    """One piece of evidence for one criterion: its reference, title, and where in it to look."""

    reference: str
    title: str
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class CriterionEvidence:
    """One row of a matrix; without `evidence` the row says so."""

    ref: str
    text: str
    evidence: tuple[EvidencePlace, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OutcomeEvidence:
    """The rows of one learning outcome of a matrix."""

    number: str
    text: str
    criteria: tuple[CriterionEvidence, ...]


@dataclass(frozen=True, kw_only=True)
class EvidenceMatrix:
    """Which evidence meets which criterion of one unit, with the learner's name, signature and date.

    `references` are the books, journals and web addresses that the work used.

    Source: R258, R271 (8585 handbook, portfolio matrix)
    """

    centre_number: str
    centre_name: str
    learner_registration_number: str
    learner_name: str
    unit_number: str
    unit_title: str
    outcomes: tuple[OutcomeEvidence, ...]
    dated_on: date
    unit_ref: str = ""
    qualification_title: str = ""
    attempt: int | None = None
    signature_statement: str = ""
    signed_on: date | None = None
    references: tuple[str, ...] = ()
    language: str = "en-GB"


@dataclass(frozen=True, kw_only=True)
class FileEntry:
    """One file of a frozen submission; `sha256` in hex, `size_bytes` as stored."""

    name: str
    sha256: str
    size_bytes: int
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class AuthenticationSheet:
    """The learner's declaration over one submission, bound to the SHA-256 of its manifest.

    Source: R219, R220 (8585 handbook, authenticity)
    """

    centre_number: str
    centre_name: str
    learner_registration_number: str
    learner_name: str
    unit_number: str
    unit_title: str
    attempt: int
    statement: str
    manifest_hash: str
    files: tuple[FileEntry, ...]
    declared_at: datetime
    signature_statement: str = ""
    unit_ref: str = ""
    qualification_title: str = ""
    acknowledgements: tuple[str, ...] = ()
    language: str = "en-GB"

    @property
    def dated_on(self) -> date:
        """The day of the declaration."""
        return self.declared_at.date()


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What the centre holds of one submission since one moment."""

    receipt_number: str
    centre_name: str
    learner_registration_number: str
    learner_name: str
    unit_number: str
    unit_title: str
    attempt: int
    submitted_at: datetime
    manifest_hash: str
    files: tuple[FileEntry, ...]
    centre_number: str = ""
    unit_ref: str = ""
    qualification_title: str = ""
    next_step: str = ""
    language: str = "en-GB"

    @property
    def dated_on(self) -> date:
        """The day of the submission."""
        return self.submitted_at.date()


@dataclass(frozen=True, kw_only=True)
class TraceStep:
    """One step on the way to an award: what happened, who did it, when (None before it did), and its ledger line."""

    title: str
    happened_at: datetime | None
    actor: str = ""
    role: str = ""
    detail: str = ""
    status: str = ""
    rules: tuple[str, ...] = ()
    ledger_entry: int | None = None
    ledger_hash: str = ""


@dataclass(frozen=True, kw_only=True)
class DecisionTrace:
    """How an award was reached, from the certificate back to the evidence; steps in the order they are to be read."""

    learner_name: str
    qualification_title: str
    centre_name: str
    steps: tuple[TraceStep, ...]
    dated_on: date
    certificate_number: str = ""
    learner_registration_number: str = ""
    ledger_entries: int | None = None
    ledger_head: str = ""
    ledger_unbroken: bool | None = None
    language: str = "en-GB"


Facts = ResultSheet | Certificate | EvidenceMatrix | AuthenticationSheet | Receipt | DecisionTrace


def _one_of_the_outcomes(outcome: str, where: str) -> None:
    if outcome not in _OUTCOMES:
        raise FactsError(f"An outcome is Pass, Referral or not yet decided; {where} says {outcome!r}.")
