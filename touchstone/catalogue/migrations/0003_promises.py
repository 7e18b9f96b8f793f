"""What the database itself promises about the rows of this room."""

from django.db import migrations

from touchstone.plumbing.schema import append_only, row_policy

FIXED = ["specification", "unit", "qualification", "place", "outcome", "criterion"]


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_initial"),
    ]

    operations = [
        *(append_only(f"catalogue_{table}") for table in FIXED),
        row_policy("catalogue_upload", *(f"catalogue_{table}" for table in FIXED)),
    ]
