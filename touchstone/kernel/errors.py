"""The two errors that reach people: `Denied` (not you) and `Refused` (not now, and why)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """One thing that stands in the way, in words for the screen.

    `field` names the form field it belongs beside; `url_name` and `url_args` name the page where it can be mended;
    `source` names the rule it comes from, such as "R140".
    """

    text: str
    field: str | None = None
    code: str | None = None
    url_name: str | None = None
    url_args: tuple = ()
    source: str | None = None


class Refused(Exception):
    """Not now, and why: carries at least one `Reason`; plain strings become reasons without a field."""

    def __init__(self, reasons: str | Reason | Iterable[str | Reason], *, field: str | None = None) -> None:
        given = [reasons] if isinstance(reasons, str | Reason) else list(reasons)
        self.reasons = tuple(r if isinstance(r, Reason) else Reason(r, field=field) for r in given)
        if not self.reasons:
            raise ValueError("A refusal needs a reason.")
        super().__init__(" ".join(r.text for r in self.reasons))


class Denied(Exception):
    """Not you: the actor lacks the permission, or the matter is theirs in a way that forbids it."""
