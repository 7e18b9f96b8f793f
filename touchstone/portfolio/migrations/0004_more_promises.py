"""Nothing joins a submission once it is sent; a leave and a carried pass are never rewritten."""

from django.db import migrations

from touchstone.plumbing.schema import append_only, frozen_when, refuse_when, row_policy

SENT = "EXISTS (SELECT 1 FROM portfolio_attempt a WHERE a.id = NEW.attempt_id AND a.submitted_at IS NOT NULL)"


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0003_carried_and_further_attempts")]

    operations = [
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
