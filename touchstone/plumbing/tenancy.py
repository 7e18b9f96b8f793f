"""One centre never sees another's rows: the scope of the query, and beneath it PostgreSQL's row policies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, models
from django_scopes import ScopedManager, get_scope, scope, scopes_disabled

from touchstone.kernel.ids import new_id

EVERYWHERE = "*"


class CentreRow(models.Model):
    """A row that a centre owns. Querying it outside `within(centre)` raises django_scopes.ScopeError."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    centre = models.ForeignKey("centres.Centre", on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager(centre="centre_id")

    class Meta:
        abstract = True


def scoped(queryset: type[models.QuerySet]) -> models.Manager:
    """A manager for a CentreRow that has its own queryset methods."""
    return ScopedManager(centre="centre_id", _manager_class=models.Manager.from_queryset(queryset))


@contextmanager
def within(centre: UUID) -> Iterator[None]:
    """Everything inside sees the rows of `centre` alone."""
    before = get_scope().get("centre")
    with scope(centre=centre):
        tell_database(str(centre))
        try:
            yield
        finally:
            tell_database(str(before or ""))


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
