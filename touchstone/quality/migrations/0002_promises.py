"""What the database itself promises about the rows of this room."""

from django.db import migrations

from touchstone.plumbing.schema import append_only, frozen_when, refuse_when, row_policy


class Migration(migrations.Migration):
    dependencies = [
        ("quality", "0001_initial"),
        ("assessment", "0002_promises"),
    ]

    operations = [
        refuse_when(
            "quality_check",
            "took_part",
            "NEW.iqa_id IS NOT NULL AND EXISTS (SELECT 1 FROM assessment_sheet mine JOIN assessment_sheet other "
            "ON other.registration_id = mine.registration_id AND other.unit_id = mine.unit_id "
            "WHERE mine.id = NEW.sheet_id AND other.assessor_id = NEW.iqa_id)",
            "nobody checks a unit in which they assessed any attempt",
        ),
        frozen_when(
            "quality_check",
            "OLD.checked_at IS NOT NULL",
            columns=[
                "sheet_id",
                "assessor_id",
                "learner_id",
                "iqa_id",
                "state",
                "qa_outcome",
                "comment",
                "advice",
                "action",
                "action_due_on",
                "checked_at",
            ],
            message="a finished check cannot change",
        ),
        append_only("quality_release"),
        row_policy("quality_check", "quality_outcomeremark", "quality_activity", "quality_release"),
        append_only("quality_evidenceseen"),
        row_policy("quality_evidenceseen", "quality_eqatest"),
    ]
