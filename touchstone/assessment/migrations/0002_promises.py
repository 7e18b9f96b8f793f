"""What the database itself promises about the rows of this room."""

from django.db import migrations

from touchstone.plumbing.schema import append_only, frozen_when, keep_when, refuse_when, row_policy


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0001_initial"),
    ]

    operations = [
        frozen_when(
            "assessment_sheet",
            "OLD.signed_at IS NOT NULL",
            columns=[
                "attempt_id",
                "registration_id",
                "unit_id",
                "learner_id",
                "version",
                "assessor_id",
                "outcome",
                "signed_by_id",
                "signed_at",
                "content_sha256",
            ],
            message="a signed result sheet cannot change",
        ),
        *(
            refuse_when(
                f"assessment_{table}",
                "after_signing",
                "EXISTS (SELECT 1 FROM assessment_sheet s WHERE s.id = NEW.sheet_id AND s.signed_at IS NOT NULL)",
                "a signed result sheet takes no more decisions",
            )
            for table in ("decision", "outcomecomment")
        ),
        *(
            frozen_when(
                "assessment_sheet",
                f"OLD.{moment} IS NOT NULL",
                name=moment,
                columns=[moment],
                message="what was released or confirmed stays on record",
            )
            for moment in ("released_at", "ratified_at")
        ),
        row_policy("assessment_sheet", "assessment_decision", "assessment_outcomecomment"),
        *(
            keep_when(
                f"assessment_{table}",
                "kept",
                "EXISTS (SELECT 1 FROM assessment_sheet s WHERE s.id = OLD.sheet_id AND s.signed_at IS NOT NULL)",
                "a signed result sheet keeps its decisions",
            )
            for table in ("decision", "outcomecomment")
        ),
        append_only("assessment_assurance"),
        row_policy("assessment_unallocated", "assessment_assurance"),
    ]
