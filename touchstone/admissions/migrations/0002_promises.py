"""What the database itself promises about the rows of this room."""

from django.db import migrations

from touchstone.plumbing.schema import frozen_when, row_policy


class Migration(migrations.Migration):
    dependencies = [
        ("admissions", "0001_initial"),
    ]

    operations = [
        frozen_when(
            "admissions_registration",
            "OLD.state NOT IN ('draft', 'checked')",
            name="pinned",
            columns=["person_id", "qualification_id", "qualification_number", "given_name", "family_name", "born_on"],
            message="a submitted registration keeps its person, version and name",
        ),
        frozen_when(
            "admissions_registration",
            "OLD.confirmed_on IS NOT NULL",
            name="confirmed",
            columns=["confirmed_on", "enr"],
            message="a confirmed registration keeps its day and its enrolment number",
        ),
        row_policy("admissions_registration"),
    ]
