"""Small filters of this room's pages: `{% load portfolio %}`."""

from __future__ import annotations

from django import template

from touchstone.portfolio import rules

register = template.Library()


@register.filter
def clock(seconds: int | None) -> str:
    """A length or moment of a recording: "12:30"; "" for None."""
    return "" if seconds is None else rules.clock(int(seconds))


@register.filter
def thousands(number: int | None) -> str:
    """A count with commas: "2,930"; "" for None."""
    return "" if number is None else f"{int(number):,}"


@register.filter
def short_hash(sha256: str) -> str:
    """The first and last figures of a hash, to be told apart by eye."""
    return f"{sha256[:8]}…{sha256[-8:]}" if len(sha256) > 20 else sha256


@register.filter
def grouped(sha256: str) -> str:
    """A hash in groups of eight figures, so that it can be read aloud and wraps."""
    return " ".join(sha256[i : i + 8] for i in range(0, len(sha256), 8))
