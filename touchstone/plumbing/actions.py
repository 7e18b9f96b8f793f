"""`@action`: the one way to write. Hold, require, ask, write, record, publish, in one transaction."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

from django.db import models, transaction

Row = TypeVar("Row", bound=models.Model)
Function = TypeVar("Function", bound=Callable[..., Any])

_accounted: ContextVar[list[bool] | None] = ContextVar("accounted", default=None)


class Unrecorded(Exception):
    """An action ended with no ledger entry and no word that nothing changed: a defect, never a user's doing."""


def action(function: Function) -> Function:
    """Make `function` an action: one transaction, keyword-only `by` and `at`, and a ledger entry before it ends.

    Raises Unrecorded when the action neither recorded an event nor called `nothing_changed`; the transaction is undone.
    """
    named = inspect.signature(function).parameters
    if any(p.kind is not inspect.Parameter.KEYWORD_ONLY for p in named.values()) or not {"by", "at"} <= set(named):
        raise TypeError(f"{function.__qualname__} takes keyword-only arguments, among them by and at")

    @wraps(function)
    def walk(*, by: Any, at: datetime, **rest: Any) -> Any:
        if at.tzinfo is None:
            raise ValueError("`at` is a moment in time and needs its zone")
        accounted: list[bool] = []
        token = _accounted.set(accounted)
        try:
            with transaction.atomic():
                result = function(by=by, at=at, **rest)
                if not accounted:
                    raise Unrecorded(function.__qualname__)
        finally:
            _accounted.reset(token)
        return result

    walk.is_action = True  # type: ignore[attr-defined]
    return walk  # type: ignore[return-value]


def hold(row: Row) -> Row:
    """A fresh copy of `row`, locked until the transaction ends, so that two clicks cannot both win.

    Raises the model's DoesNotExist when it has gone, or belongs to another centre.
    """
    return type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)  # type: ignore[attr-defined]


def nothing_changed() -> None:
    """Say that this action found its work done already, and so has nothing to record."""
    account()


def account() -> None:
    """Called by the ledger when it has written an entry for the action under way."""
    accounted = _accounted.get()
    if accounted is not None:
        accounted.append(True)
