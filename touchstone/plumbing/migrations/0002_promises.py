"""What the database itself promises about the rows of this room."""

from django.db import migrations

from touchstone.plumbing.schema import frozen_when, row_policy


class Migration(migrations.Migration):
    dependencies = [
        ("plumbing", "0001_initial"),
    ]

    operations = [
        frozen_when(
            "plumbing_blob",
            "TRUE",
            sqlite_condition="1",
            columns=["centre_id", "sha256", "size_bytes"],
            message="a stored file keeps its hash and its size",
        ),
        row_policy("plumbing_outbox", "plumbing_blob"),
    ]
