"""Migration operations that make the database itself keep a promise."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


class _BothEngines(migrations.RunPython):
    """Runs one list of statements on PostgreSQL and another on SQLite."""

    def __init__(
        self, postgresql: list[str], sqlite: list[str], undo_postgresql: list[str], undo_sqlite: list[str]
    ) -> None:
        self.statements = {"postgresql": (postgresql, undo_postgresql), "sqlite": (sqlite, undo_sqlite)}
        super().__init__(self._run(0), self._run(1), elidable=False)

    def _run(self, which: int):
        def run(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
            for statement in self.statements[editor.connection.vendor][which]:
                editor.execute(statement, params=None)

        return run


def append_only(table: str) -> migrations.RunPython:
    """Rows of `table` can be added and never changed or removed, whoever asks."""
    return frozen_when(table, "TRUE", name="append_only", sqlite_condition="1", message=f"{table} is append-only")


def frozen_when(
    table: str,
    condition: str,
    *,
    name: str = "frozen",
    columns: list[str] | None = None,
    sqlite_condition: str | None = None,
    message: str | None = None,
) -> migrations.RunPython:
    """While `condition` holds of the OLD row, it cannot be deleted, nor changed in `columns` (any column when None).

    `condition` is SQL over OLD, such as "OLD.signed_at IS NOT NULL", alike on both engines unless
    `sqlite_condition` differs.
    """
    words = (message or f"{table} is frozen").replace("'", "''")
    trigger = f"{table}_{name}"
    changed = " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in columns or [])
    on_update = f"({condition}) AND ({changed})" if changed else condition
    lite = sqlite_condition or condition
    lite_changed = " OR ".join(f"OLD.{c} IS NOT NEW.{c}" for c in columns or [])
    lite_update = f"({lite}) AND ({lite_changed})" if lite_changed else lite
    return _BothEngines(
        postgresql=[
            f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
            f"CREATE TRIGGER {trigger}_u BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({on_update}) "
            f"EXECUTE FUNCTION {trigger}()",
            f"CREATE TRIGGER {trigger}_d BEFORE DELETE ON {table} FOR EACH ROW WHEN ({condition}) "
            f"EXECUTE FUNCTION {trigger}()",
        ],
        sqlite=[
            f"CREATE TRIGGER {trigger}_u BEFORE UPDATE ON {table} FOR EACH ROW WHEN {lite_update} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END",
            f"CREATE TRIGGER {trigger}_d BEFORE DELETE ON {table} FOR EACH ROW WHEN {lite} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END",
        ],
        undo_postgresql=[
            f"DROP TRIGGER IF EXISTS {trigger}_u ON {table}",
            f"DROP TRIGGER IF EXISTS {trigger}_d ON {table}",
            f"DROP FUNCTION IF EXISTS {trigger}()",
        ],
        undo_sqlite=[f"DROP TRIGGER IF EXISTS {trigger}_u", f"DROP TRIGGER IF EXISTS {trigger}_d"],
    )


def refuse_when(table: str, name: str, condition: str, message: str) -> migrations.RunPython:
    """A row of `table` for which `condition` (SQL over NEW, subqueries allowed) holds cannot be written."""
    words = message.replace("'", "''")
    trigger = f"{table}_{name}"
    lite = [
        f"CREATE TRIGGER {trigger}_{verb[0].lower()} BEFORE {verb} ON {table} FOR EACH ROW WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        for verb in ("INSERT", "UPDATE")
    ]
    return _BothEngines(
        postgresql=[
            f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
            f"RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER {trigger} BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()",
        ],
        sqlite=lite,
        undo_postgresql=[f"DROP TRIGGER IF EXISTS {trigger} ON {table}", f"DROP FUNCTION IF EXISTS {trigger}()"],
        undo_sqlite=[f"DROP TRIGGER IF EXISTS {trigger}_i", f"DROP TRIGGER IF EXISTS {trigger}_u"],
    )


def keep_when(table: str, name: str, condition: str, message: str) -> migrations.RunPython:
    """A row of `table` for which `condition` (SQL over OLD, subqueries allowed) holds stays as it is."""
    words = message.replace("'", "''")
    trigger = f"{table}_{name}"
    lite = [
        f"CREATE TRIGGER {trigger}_{verb[0].lower()} BEFORE {verb} ON {table} FOR EACH ROW WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        for verb in ("UPDATE", "DELETE")
    ]
    return _BothEngines(
        postgresql=[
            f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN "
            f"RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
            f"CREATE TRIGGER {trigger} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()",
        ],
        sqlite=lite,
        undo_postgresql=[f"DROP TRIGGER IF EXISTS {trigger} ON {table}", f"DROP FUNCTION IF EXISTS {trigger}()"],
        undo_sqlite=[f"DROP TRIGGER IF EXISTS {trigger}_u", f"DROP TRIGGER IF EXISTS {trigger}_d"],
    )


def row_policy(*tables: str) -> migrations.RunPython:
    """On PostgreSQL, rows of each table are seen and written only inside their own centre (`touchstone.centre`)."""
    own = "current_setting('touchstone.centre', true) IN ('*', centre_id::text)"
    enable, disable = [], []
    for table in tables:
        enable += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY {table}_own_centre ON {table} USING ({own}) WITH CHECK ({own})",
        ]
        disable += [
            f"DROP POLICY IF EXISTS {table}_own_centre ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ]
    return _BothEngines(postgresql=enable, sqlite=[], undo_postgresql=disable, undo_sqlite=[])
