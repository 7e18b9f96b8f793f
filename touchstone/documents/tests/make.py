"""Scenes for the papers: the cast with facts that fill each paper, plain and long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from touchstone.documents.facts import (
    AuthenticationSheet,
    Certificate,
    CertificateUnit,
    CriterionEvidence,
    CriterionResult,
    DecisionTrace,
    EvidenceMatrix,
    EvidencePlace,
    FileEntry,
    OutcomeEvidence,
    OutcomeResult,
    Receipt,
    ResultSheet,
    Signing,
    TraceStep,
)

A_HASH = "c81f03ae5b77e6d2" * 4

HOSTILE = (
    '#read("/etc/passwd") *bold* _it_ `raw` $x^2$ \\ #{1+1} <label> @ref // no /* no */ [a](b) = not a heading\n'
    "\x00\x07\u202eevil\u202c \ud800 <script>alert(1)</script> &amp; \u200f‏שלום עולם مرحبا Привет Ωμέγα"
)


def result_sheet() -> ResultSheet:
    """Unit 302 of Asha Rao, second attempt, a referral carried to a pass, quality assured."""
    return ResultSheet(
        centre_number="012345",
        centre_name="Northgate Learning",
        learner_registration_number="ABC1234",
        learner_name="Asha Rao",
        qualification_number="8585-21",
        qualification_title="Level 3 Certificate in Effective Coaching",
        unit_ref="8585-302",
        unit_number="302",
        unit_title="Undertaking an Extended Period of Coaching within an Organisational Context",
        unit_level="3",
        unit_credit=6,
        attempt=2,
        submitted_on=date(2026, 6, 22),
        status="Pass (provisional)",
        dated_on=date(2026, 7, 3),
        outcomes=tuple(_outcome(number) for number in range(1, 4)),
        assessor=Signing(
            outcome="Pass",
            signed_on=date(2026, 6, 29),
            name="Ben Okafor",
            role="Assessor",
            statement="Signed by Ben Okafor on 29 June 2026, 16:05 UTC, with a fresh password.",
        ),
        quality_assurer=Signing(
            outcome="Pass",
            signed_on=date(2026, 7, 3),
            name="Carys Llewellyn",
            role="IQA",
            statement="Signed by Carys Llewellyn on 3 July 2026, 09:22 UTC, with a fresh password.",
        ),
        sheet_hash=A_HASH,
        notes=("The criterion 3.4 says two supervision sessions and its descriptor says one. The criterion wins.",),
    )


def _outcome(number: int) -> OutcomeResult:
    return OutcomeResult(
        number=str(number),
        text="Be able to plan and agree coaching with several people",
        criteria=tuple(
            CriterionResult(
                ref=f"{number}.{each}",
                text="Agree goals that fit each person and the place they work in",
                referral_descriptors=(
                    "Goals are missing, or are those of the coach",
                    "Goals are agreed with one person only",
                ),
                pass_descriptors=("Goals are agreed with each person and fit the organisation",),
                feedback=(
                    "The contract with Client 1 (page 4) names three goals in their own words, and the notes of the "
                    "second session show how one was changed together.\n\nNext time, say how you will know."
                ),
                outcome="Pass",
                carried_from_attempt=1 if each != 2 else None,
                time_counters=("12:30–14:05",) if each == 3 else (),
            )
            for each in range(1, 5)
        ),
        comments="A clear line from the contract to the review." if number == 1 else "",
        qa_comments="Agreed. The feedback is specific." if number == 1 else "",
    )


def certificate() -> Certificate:
    """The certificate of Asha Rao with three units."""
    return Certificate(
        learner_name="Asha Rao",
        qualification_title="Level 3 Certificate in Effective Coaching",
        qualification_number="8585-21",
        level="3",
        credit=13,
        units=(
            CertificateUnit(number="300", title="Understanding Good Practice in Coaching", level="3", credit=4),
            CertificateUnit(number="302", title="Undertaking an Extended Period of Coaching", level="3", credit=6),
            CertificateUnit(number="303", title="Reflecting on Coaching Skills", level="3", credit=3),
        ),
        centre_name="Northgate Learning",
        centre_number="012345",
        learner_registration_number="ABC1234",
        issuer_name="Northgate Learning",
        certificate_number="4471 9026",
        awarded_on=date(2026, 10, 2),
        issued_on=date(2026, 10, 5),
        verification_url="https://northgate.example/verify/44719026",
        statement=(
            "Every criterion of every unit was assessed as met, checked by an internal quality assurer and released by "
            "an external one."
        ),
    )


def evidence_matrix() -> EvidenceMatrix:
    """A matrix with criteria that have none, one and several pieces of evidence."""
    places = (
        EvidencePlace(reference="E01", title="Coaching contract, Client 1", where="page 2, paragraph 3"),
        EvidencePlace(reference="E07", title="Recording of session four", where="12:30–14:05"),
        EvidencePlace(reference="E09", title="Reflective diary", where="entry of 4 May"),
    )
    return EvidenceMatrix(
        centre_number="012345",
        centre_name="Northgate Learning",
        learner_registration_number="ABC1234",
        learner_name="Asha Rao",
        qualification_title="Level 3 Certificate in Effective Coaching",
        unit_ref="8585-302",
        unit_number="302",
        unit_title="Undertaking an Extended Period of Coaching within an Organisational Context",
        attempt=2,
        outcomes=tuple(
            OutcomeEvidence(
                number=str(number),
                text="Be able to plan and agree coaching with several people",
                criteria=tuple(
                    CriterionEvidence(ref=f"{number}.{each + 1}", text="Agree goals that fit", evidence=places[:each])
                    for each in range(4)
                ),
            )
            for number in range(1, 4)
        ),
        signature_statement="Signed by Asha Rao on 22 June 2026, 20:40 UTC.",
        signed_on=date(2026, 6, 22),
        references=("An invented handbook of coaching, 2nd edition, chapters 2 and 5.",),
        dated_on=date(2026, 6, 22),
    )


def files(count: int = 3) -> tuple[FileEntry, ...]:
    """`count` files of a manifest."""
    return tuple(
        FileEntry(
            name=f"evidence-{each:02}.docx",
            sha256=A_HASH,
            size_bytes=1234 * (each + 1) ** 3,
            reference=f"E{each:02}",
        )
        for each in range(count)
    )


def authentication_sheet() -> AuthenticationSheet:
    """The declaration of Asha Rao over three files."""
    return AuthenticationSheet(
        centre_number="012345",
        centre_name="Northgate Learning",
        learner_registration_number="ABC1234",
        learner_name="Asha Rao",
        qualification_title="Level 3 Certificate in Effective Coaching",
        unit_ref="8585-302",
        unit_number="302",
        unit_title="Undertaking an Extended Period of Coaching within an Organisational Context",
        attempt=2,
        statement="This submission is my own work. Where I used the words or ideas of others, I have said so.",
        manifest_hash=A_HASH,
        files=files(),
        declared_at=datetime(2026, 6, 22, 20, 47, tzinfo=UTC),
        signature_statement="Signed by Asha Rao with a fresh password.",
        acknowledgements=("Model of goals from an invented handbook, chapter 2.",),
    )


def receipt() -> Receipt:
    """The receipt for the same submission."""
    sheet = authentication_sheet()
    return Receipt(
        receipt_number="R-000123",
        centre_name=sheet.centre_name,
        centre_number=sheet.centre_number,
        learner_registration_number=sheet.learner_registration_number,
        learner_name=sheet.learner_name,
        unit_ref=sheet.unit_ref,
        unit_number=sheet.unit_number,
        unit_title=sheet.unit_title,
        qualification_title=sheet.qualification_title,
        attempt=2,
        submitted_at=sheet.declared_at,
        manifest_hash=A_HASH,
        files=files(),
        next_step="Ben Okafor reads it next. The decision is due by 13 July 2026.",
    )


def decision_trace() -> DecisionTrace:
    """Five steps from the certificate to the declaration."""
    step = TraceStep(
        title="Result sheet, attempt 2",
        happened_at=datetime(2026, 6, 29, 16, 5, tzinfo=UTC),
        actor="Ben Okafor",
        role="Assessor",
        detail="Decided 11 of 11. Ten were carried from attempt 1; 2.2 was decided afresh.",
        status="Pass (provisional)",
        rules=("Nobody judged their own work", "The signer was competent that day"),
        ledger_entry=944,
        ledger_hash="b7d9 4f10",
    )
    return DecisionTrace(
        learner_name="Asha Rao",
        learner_registration_number="ABC1234",
        qualification_title="Level 3 Certificate in Effective Coaching",
        certificate_number="4471 9026",
        centre_name="Northgate Learning",
        steps=tuple(replace(step, ledger_entry=1204 - 60 * each) for each in range(5)),
        dated_on=date(2026, 10, 2),
        ledger_entries=1204,
        ledger_head="c81f 03ae 5b77 e6d2",
        ledger_unbroken=True,
    )
