"""The second wall: on PostgreSQL the rows of another centre are hidden by the database itself.

The suite signs in as the server's owner, whom row policies do not bind; here the work is done in a role like the one
that a deployment uses, neither owner nor superuser.
"""

import pytest
from django.db import DatabaseError, connection, transaction

from touchstone.admissions.tests.make import make_registration
from touchstone.audit.actions import record
from touchstone.plumbing.tenancy import everywhere, tell_database, within
from touchstone.portfolio.tests.make import make_evidence

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row policies; PostgreSQL proves them"),
]

ROLE = "touchstone_gate"


@pytest.fixture
def plain_role(northgate, at):
    """Rows at Northgate Learning, then a role that owns nothing and may pass over nothing, until the test ends."""
    evidence = make_evidence(northgate, make_registration(northgate, "8585-11"))
    record(northgate.asha.actor, "evidence.added", evidence, at=at)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"CREATE ROLE {ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {ROLE}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE}")
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
    yield northgate
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def rows(table: str) -> set:
    """The centres whose rows the database shows now, asked past every manager."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT centre_id FROM {table}")  # noqa: S608 - a name from the catalogue
        return {row[0] for row in cursor.fetchall()}


def tables_of_centres() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t"
            " USING (table_schema, table_name)"
            " WHERE c.column_name = 'centre_id' AND c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"
        )
        return {row[0] for row in cursor.fetchall()}


def guarded() -> set[str]:
    """The tables whose policy binds their owner too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid"
            " WHERE c.relrowsecurity AND c.relforcerowsecurity"
        )
        return {row[0] for row in cursor.fetchall()}


OPEN = {"centres_seat"}  # who sits where is asked before any centre is chosen


@pytest.mark.usefixtures("db")
def test_every_table_that_a_centre_owns_is_behind_a_policy():
    assert tables_of_centres() - guarded() == OPEN


@pytest.mark.parametrize("table", ["portfolio_evidence", "admissions_registration", "audit_entry", "plumbing_blob"])
def test_only_the_rows_of_the_centre_in_scope_are_seen(plain_role, table):
    own, other = plain_role.centre.pk, plain_role.fox.seat.centre_id
    assert rows(table) == {own}
    with within(other):
        assert own not in rows(table)
    with everywhere():
        assert own in rows(table)
    tell_database("")
    assert rows(table) == set()


def test_a_row_of_another_centre_cannot_be_changed_or_written(plain_role):
    own, other = plain_role.centre.pk, plain_role.fox.seat.centre_id
    with within(other), connection.cursor() as cursor:
        cursor.execute("UPDATE portfolio_evidence SET title = 'taken'")
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM portfolio_mapping")
        assert cursor.rowcount == 0
    refused = pytest.raises(DatabaseError, match="row-level security")
    with within(own), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute("UPDATE admissions_registration SET centre_id = %s", [other])
