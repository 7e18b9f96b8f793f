"""What the database itself promises about the rows of this room."""

from django.db import migrations

from touchstone.plumbing.schema import append_only, frozen_when, refuse_when, row_policy

SENT = "EXISTS (SELECT 1 FROM portfolio_attempt a WHERE a.id = NEW.attempt_id AND a.submitted_at IS NOT NULL)"


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0001_initial"),
    ]

    operations = [
        frozen_when(
            "portfolio_attempt",
            "OLD.submitted_at IS NOT NULL",
            columns=[
                "centre_id",
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
                "approved_by_id",
            ],
            message="what was submitted cannot change",
        ),
        append_only("portfolio_frozenitem"),
        append_only("portfolio_frozenmapping"),
        row_policy(*(f"portfolio_{t}" for t in ("evidence", "mapping", "attempt", "frozenitem", "frozenmapping"))),
        refuse_when("portfolio_frozenitem", "late", SENT, "nothing joins a submission once it is sent"),
        refuse_when("portfolio_frozenmapping", "late", SENT, "nothing joins a submission once it is sent"),
        append_only("portfolio_furtherattempt"),
        frozen_when(
            "portfolio_carried",
            "OLD.noted_at IS NOT NULL",
            columns=["registration_id", "unit_id", "criterion_id", "from_attempt_id", "noted_at"],
            message="a carried pass is ended, never rewritten",
        ),
        row_policy("portfolio_carried", "portfolio_furtherattempt"),
    ]
