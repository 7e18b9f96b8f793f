"""A signed sheet's decisions can be neither removed nor moved to another sheet; new tables keep to their centre."""

from django.db import migrations

from touchstone.plumbing.schema import append_only, row_policy

TABLES = ("assessment_decision", "assessment_outcomecomment")
SIGNED = "EXISTS (SELECT 1 FROM assessment_sheet s WHERE s.id = OLD.sheet_id AND s.signed_at IS NOT NULL)"
WORDS = "a signed result sheet keeps its decisions"


def keep(apps, editor):
    for table in TABLES:
        name = f"{table}_kept"
        if editor.connection.vendor == "postgresql":
            editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {SIGNED} THEN "
                f"RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
                params=None,
            )
            editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
                params=None,
            )
        else:
            for verb in ("UPDATE", "DELETE"):
                editor.execute(
                    f"CREATE TRIGGER {name}_{verb[0].lower()} BEFORE {verb} ON {table} FOR EACH ROW WHEN {SIGNED} "
                    f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
                    params=None,
                )


def undo(apps, editor):
    for table in TABLES:
        name = f"{table}_kept"
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}", params=None)
            editor.execute(f"DROP FUNCTION IF EXISTS {name}()", params=None)
        else:
            for verb in "ud":
                editor.execute(f"DROP TRIGGER IF EXISTS {name}_{verb}", params=None)


class Migration(migrations.Migration):
    dependencies = [("assessment", "0004_queue_and_assurance")]

    operations = [
        migrations.RunPython(keep, undo),
        append_only("assessment_assurance"),
        row_policy("assessment_unallocated", "assessment_assurance"),
    ]
