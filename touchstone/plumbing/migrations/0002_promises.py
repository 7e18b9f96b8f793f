"""What the database itself promises about the rows of this room."""

from django.db import migrations

from touchstone.plumbing.schema import row_policy


class Migration(migrations.Migration):
    dependencies = [
        ("plumbing", "0001_initial"),
    ]

    operations = [
        row_policy("plumbing_outbox", "plumbing_blob"),
    ]
