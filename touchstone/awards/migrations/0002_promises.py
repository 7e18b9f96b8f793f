"""What the database itself promises about the rows of this room."""

from django.db import migrations

from touchstone.plumbing.schema import frozen_when, refuse_when, row_policy


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0001_initial"),
        ("assessment", "0002_promises"),
    ]

    operations = [
        refuse_when(
            "awards_claim",
            "approver_assessed",
            "NEW.approved_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM assessment_sheet s "
            "WHERE s.registration_id = NEW.registration_id AND s.assessor_id = NEW.approved_by_id)",
            "nobody approves a claim in which they assessed",
        ),
        frozen_when(
            "awards_certificate",
            "TRUE",
            sqlite_condition="1",
            columns=[
                "claim_id",
                "registration_id",
                "number",
                "public_code",
                "facts",
                "awarded_on",
                "credential",
                "status_index",
            ],
            message="a certificate keeps its facts",
        ),
        frozen_when(
            "awards_issuerkey",
            "TRUE",
            sqlite_condition="1",
            columns=["centre_id", "public_key", "made_at"],
            message="a signing key is retired, never replaced",
        ),
        row_policy("awards_hold", "awards_claim", "awards_issuerkey", "awards_certificate"),
        refuse_when(
            "awards_claim",
            "own_award",
            "EXISTS (SELECT 1 FROM admissions_registration r WHERE r.id = NEW.registration_id "
            "AND (r.person_id = NEW.prepared_by_id OR r.person_id = NEW.approved_by_id))",
            "nobody claims their own award",
        ),
        frozen_when(
            "awards_claim",
            "OLD.approved_at IS NOT NULL",
            name="approved",
            columns=[
                "registration_id",
                "gate",
                "prepared_by_id",
                "prepared_at",
                "approved_by_id",
                "approved_at",
                "withdrawn_at",
            ],
            message="an approved claim stays as it was approved",
        ),
        frozen_when(
            "awards_certificate",
            "OLD.revoked_at IS NOT NULL",
            name="revoked",
            columns=["state", "revoked_at", "revoked_by_id", "revocation_asked_by_id", "revocation_reason"],
            message="a revoked certificate stays revoked",
        ),
        frozen_when(
            "awards_certificate",
            "TRUE",
            sqlite_condition="1",
            name="credential",
            columns=["credential_jwt", "issued_at", "pdf_id", "issuer_key_id"],
            message="a certificate keeps its paper and its credential",
        ),
    ]
