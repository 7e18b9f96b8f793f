"""What the frame around every page needs to know: who is here, which places they have, how they like to read.

The web layer puts `request.actor`, `request.nav` and `request.seats` in place; each may be missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

THEMES = ("system", "light", "dark", "cream")
TEXTS = ("normal", "large", "largest")
KEYS = ("on", "off")

COOKIES: dict[str, tuple[str, ...]] = {"theme": THEMES, "text": TEXTS, "keys": KEYS}
PLACES_ON_A_PHONE = 4


@dataclass(frozen=True)
class NavItem:
    """One place of the current role. `icon` is a Lucide name; `count` is what waits there (0 shows nothing)."""

    label: str
    url: str
    icon: str = "circle"
    count: int = 0
    current: bool = False


@dataclass(frozen=True)
class Seat:
    """One role at one centre that this person may take: `value` is posted, `label` and `centre` are read."""

    value: str
    label: str
    centre: str = ""
    current: bool = False


@dataclass(frozen=True)
class Person:
    """The person in the frame, from `request.actor`."""

    name: str
    initials: str
    centre_name: str = ""
    role_label: str = ""
    key: str = ""


@dataclass(frozen=True)
class Shell:
    """Everything `ui/base.html` draws around a page."""

    person: Person | None = None
    nav: tuple[NavItem, ...] = ()
    seats: tuple[Seat, ...] = ()
    theme: str = "system"
    text: str = "normal"
    keys: str = "on"
    path: str = "/"
    here: NavItem | None = field(default=None)

    @property
    def on_phone(self) -> tuple[NavItem, ...]:
        """The places of the bottom bar: all of them when they fit, else the first four."""
        return self.nav[:PLACES_ON_A_PHONE]

    @property
    def more(self) -> tuple[NavItem, ...]:
        """The places behind More on a phone; empty when the bar shows them all."""
        return self.nav[PLACES_ON_A_PHONE:]

    @property
    def more_current(self) -> bool:
        """Whether the place the person is in lies behind More."""
        return any(item.current for item in self.more)


def initials_of(name: str) -> str:
    """First letters of the first and last word of `name`, in capitals; "?" for an empty name."""
    words = [w for w in name.split() if w[:1].isalnum()]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def chosen(request: HttpRequest, name: str) -> str:
    """The reader's choice of `name` ("theme", "text" or "keys"): cookie, then the person's own, then the first."""
    allowed = COOKIES[name]
    for value in (request.COOKIES.get(name), getattr(getattr(request, "actor", None), name, None)):
        if value in allowed:
            return str(value)
    return allowed[0]


def _person(actor: Any) -> Person | None:
    if actor is None:
        return None
    name = str(getattr(actor, "name", "") or "")
    return Person(
        name=name,
        initials=str(getattr(actor, "initials", "") or initials_of(name)),
        centre_name=str(getattr(actor, "centre_name", "") or ""),
        role_label=str(getattr(actor, "role_label", "") or ""),
        key=str(getattr(actor, "id", None) or getattr(actor, "pk", None) or getattr(actor, "person_id", None) or name),
    )


def _seats(raw: Sequence[Any] | None) -> tuple[Seat, ...]:
    """Seats as given, or made from (value, label, current) or (value, label, centre, current)."""
    made = []
    for item in raw or ():
        if isinstance(item, Seat) or hasattr(item, "value"):
            made.append(item)
        elif len(item) == 3:
            made.append(Seat(item[0], item[1], "", bool(item[2])))
        else:
            made.append(Seat(item[0], item[1], item[2], bool(item[3])))
    return tuple(made)


def shell_of(request: HttpRequest) -> Shell:
    """The frame for `request`; a visitor without an actor gets no places and no role switch."""
    nav = tuple(getattr(request, "nav", None) or ())
    return Shell(
        person=_person(getattr(request, "actor", None)),
        nav=nav,
        seats=_seats(getattr(request, "seats", None)),
        theme=chosen(request, "theme"),
        text=chosen(request, "text"),
        keys=chosen(request, "keys"),
        path=request.get_full_path(),
        here=next((item for item in nav if getattr(item, "current", False)), None),
    )


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Template context processor: `{{ shell }}` on every page."""
    return {"shell": shell_of(request)}
