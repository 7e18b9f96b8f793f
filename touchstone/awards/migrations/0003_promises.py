"""What the database itself promises about the rows of this room."""

from django.db import migrations

from touchstone.plumbing.schema import frozen_when, refuse_when, row_policy


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0002_initial"),
        ("assessment", "0003_promises"),
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
        row_policy("awards_hold", "awards_claim", "awards_issuerkey", "awards_certificate"),
    ]
