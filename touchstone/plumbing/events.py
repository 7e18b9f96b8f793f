"""Facts that rooms tell each other: written with the change, delivered after commit, at least once."""

from __future__ import annotations

import dataclasses
import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_type_hints
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from touchstone.plumbing.models import Outbox
from touchstone.plumbing.tenancy import everywhere, within

log = logging.getLogger(__name__)

_kinds: dict[str, type[Event]] = {}


@dataclass(frozen=True)
class Event:
    """A fact that has happened at a centre. Subclasses add ids and plain values (UUID, str, int, bool, datetime)."""

    centre: UUID
    at: datetime

    def __init_subclass__(cls) -> None:
        _kinds[_name(cls)] = cls


_reactions: dict[str, list[Callable[[Any], None]]] = defaultdict(list)


def react_to(kind: type[Event], reaction: Callable[[Any], None]) -> None:
    """Subscribe `reaction`; it may be called twice for the same fact, and must then change nothing more."""
    if reaction not in _reactions[_name(kind)]:
        _reactions[_name(kind)].append(reaction)


def publish(event: Event) -> None:
    """Put the fact into the outbox of this transaction; it is delivered once the transaction has committed."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("publish belongs inside an action")
    row = Outbox.objects.create(
        centre_id=event.centre, kind=_name(type(event)), facts=_pack(event), happened_at=event.at
    )
    transaction.on_commit(lambda: deliver(row.pk), robust=True)


def deliver(outbox_id: UUID) -> bool:
    """True when every reaction to the fact has run; False leaves it in the outbox for the worker to try again."""
    with everywhere():
        row = Outbox.objects.filter(pk=outbox_id, delivered_at=None).first()
    if row is None:
        return True
    event = _unpack(row.kind, row.facts)
    with within(row.centre_id):
        for reaction in _reactions[row.kind]:
            try:
                reaction(event)
            except Exception:
                log.exception("reaction to %s has to be tried again", row.kind)
                Outbox.objects.filter(pk=row.pk).update(tries=row.tries + 1)
                return False
        Outbox.objects.filter(pk=row.pk).update(delivered_at=timezone.now())
    return True


def deliver_waiting(limit: int = 200) -> int:
    """How many facts that had waited in the outbox are now delivered. The worker calls this every minute."""
    with everywhere():
        waiting = list(Outbox.objects.filter(delivered_at=None).order_by("id").values_list("pk", flat=True)[:limit])
    return sum(deliver(pk) for pk in waiting)


def _name(kind: type[Event]) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _pack(event: Event) -> dict[str, Any]:
    return {f.name: _plain(getattr(event, f.name)) for f in dataclasses.fields(event)}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, datetime) else value


def _unpack(kind_name: str, facts: dict[str, Any]) -> Event:
    kind = _kinds[kind_name]
    readers: dict[Any, Callable[[Any], Any]] = {UUID: UUID, datetime: datetime.fromisoformat}
    hints = get_type_hints(kind)
    return kind(**{name: readers.get(hints[name], lambda v: v)(value) for name, value in facts.items()})
