"""What the database itself promises about the rows of this room."""

from django.db import migrations

from touchstone.plumbing.schema import append_only, frozen_when, row_policy


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0001_initial"),
    ]

    operations = [
        frozen_when(
            "portfolio_attempt",
            "OLD.submitted_at IS NOT NULL",
            columns=[
                "registration_id",
                "unit_id",
                "number",
                "manifest",
                "manifest_sha256",
                "statement",
                "declared_by_id",
                "declared_at",
                "submitted_at",
                "receipt",
                "word_count",
            ],
            message="what was submitted cannot change",
        ),
        append_only("portfolio_frozenitem"),
        append_only("portfolio_frozenmapping"),
        row_policy(*(f"portfolio_{t}" for t in ("evidence", "mapping", "attempt", "frozenitem", "frozenmapping"))),
    ]
