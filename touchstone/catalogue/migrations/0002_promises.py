"""What the database itself promises about the rows of this room."""

from django.db import migrations

from touchstone.plumbing.schema import append_only, frozen_when, row_policy

FIXED = ["specification", "unit", "qualification", "place", "outcome", "criterion"]


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_initial"),
    ]

    operations = [
        *(append_only(f"catalogue_{table}") for table in FIXED),
        row_policy("catalogue_upload", *(f"catalogue_{table}" for table in FIXED)),
        frozen_when(
            "catalogue_upload",
            "OLD.accepted_at IS NOT NULL OR OLD.discarded_at IS NOT NULL",
            name="settled",
            message="an upload that was accepted or discarded stays as it is",
        ),
    ]
