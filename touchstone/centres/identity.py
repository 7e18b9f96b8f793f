"""The fresh password that a signature needs, and the count of wrong ones.

A refusal undoes the transaction it is raised in, and with it what a database cache was told. The wrong tries of a
request are therefore told to the cache again when the request has been answered (`sessions.tries_outlive_refusals`).
"""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime, timedelta
from uuid import UUID

from django.core.cache import cache

TRIES = 5
WINDOW = timedelta(minutes=15)

_lost_on_refusal: ContextVar[list[tuple[str, float]] | None] = ContextVar("lost_on_refusal", default=None)


def take_try(person: UUID, at: datetime) -> str | None:
    """The key of one of the person's five tries, now taken for fifteen minutes, or None when none is left.

    It is taken before the password is looked at, so that many tries at once cannot share one.
    """
    for number in range(TRIES):
        key = f"signing-try:{person}:{number}"
        if cache.add(key, at.timestamp(), WINDOW.total_seconds()):
            return key
        taken_at = cache.get(key)
        if taken_at is not None and taken_at <= (at - WINDOW).timestamp():
            cache.set(key, at.timestamp(), WINDOW.total_seconds())
            return key
    return None


def give_back(key: str) -> None:
    """Free the try of a password that was right."""
    cache.delete(key)


def keep_wrong_try(key: str, at: datetime) -> None:
    """Note a wrong try for `tell_again`."""
    kept = _lost_on_refusal.get()
    if kept is not None:
        kept.append((key, at.timestamp()))


def begin_request() -> None:
    """Start a request without wrong tries."""
    _lost_on_refusal.set([])


def tell_again() -> None:
    """Put the wrong tries of this request into the cache once more, outside the transaction that was undone."""
    for key, stamp in _lost_on_refusal.get() or []:
        cache.add(key, stamp, WINDOW.total_seconds())
    _lost_on_refusal.set(None)
