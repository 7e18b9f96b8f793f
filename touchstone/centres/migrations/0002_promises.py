"""What the database itself promises about the rows of this room."""

from django.db import migrations

from touchstone.plumbing.schema import row_policy


class Migration(migrations.Migration):
    dependencies = [
        ("centres", "0001_initial"),
    ]

    operations = [
        row_policy("centres_invitation", "centres_approval", "centres_competence", "centres_interest"),
    ]
