"""One centre never sees another's rows: the scope of the query, and beneath it PostgreSQL's row policies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar
from uuid import UUID

from django.db import connection, models
from django_scopes import ScopedManager, get_scope, scope, scopes_disabled

from touchstone.kernel.ids import new_id

EVERYWHERE = "*"


Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)

if TYPE_CHECKING:

    class CentreManager(models.Manager[Row_co]):
        """Sees the rows of the centre in scope; outside any scope it raises django_scopes.ScopeError."""

else:
    # ScopedManager returns an instance of a class that it makes; the type checker needs a class with a name.
    CentreManager = type("CentreManager", (type(ScopedManager(centre="centre_id")),), {"__module__": __name__})


class CentreRow(models.Model):
    """A row that a centre owns. Querying it outside `within(centre)` raises django_scopes.ScopeError."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[CentreManager[Self]] = CentreManager()

    class Meta:
        abstract = True


@contextmanager
def within(centre: UUID) -> Iterator[None]:
    """Everything inside sees the rows of `centre` alone.

    The database is told once. It is told again on the way out only where another centre's scope goes on: outside any
    scope a query of such rows raises before it is sent, and the next scope says its own.
    """
    before = get_scope().get("centre")
    with scope(centre=centre):
        if before != centre:
            tell_database(str(centre))
        try:
            yield
        finally:
            if before and before != centre:
                tell_database(str(before))


@contextmanager
def everywhere() -> Iterator[None]:
    """Everything inside sees every centre: for migrations, the ledger's own checks and public verification only."""
    before = get_scope().get("centre")
    with scopes_disabled():
        tell_database(EVERYWHERE)
        try:
            yield
        finally:
            tell_database(str(before or ""))


def tell_database(centre: str) -> None:
    """Name the centre to PostgreSQL's row policies for this connection; other engines have none."""
    if connection.vendor == "postgresql" and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('touchstone.centre', %s, false)", [centre])
