"""Where in a piece of evidence a criterion is met: a page, a paragraph, a moment, or words."""

from __future__ import annotations

import re
from dataclasses import dataclass

CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})")
WORD = re.compile(r"\w(?:[\w’'.-]*\w)?")


@dataclass(frozen=True)
class Where:
    """A place in a piece of evidence; all empty means the piece as a whole. `second` counts from its start."""

    page: int | None = None
    paragraph: int | None = None
    second: int | None = None
    note: str = ""

    @property
    def pinpoints(self) -> int:
        """How many ways the place is given: 0 for the piece as a whole."""
        return sum(part not in (None, "") for part in (self.page, self.paragraph, self.second, self.note))


def where_words(where: Where) -> str:
    """The place in words, such as "page 3, paragraph 2, at 1:05, the second example"; "" for the piece as a whole.

    Source: R258 (8585 and 8586 handbooks, portfolio matrix)
    """
    parts = [
        f"page {where.page}" if where.page is not None else "",
        f"paragraph {where.paragraph}" if where.paragraph is not None else "",
        f"at {clock(where.second)}" if where.second is not None else "",
        where.note.strip(),
    ]
    return ", ".join(part for part in parts if part)


def clock(seconds: int) -> str:
    """A moment of a recording as "m:ss", or "h:mm:ss" from the first hour on.

    Source: ADR 0001
    """
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def seconds_of(text: str) -> int | None:
    """The seconds that "m:ss" or "h:mm:ss" means; None for empty text.

    Raises ValueError for anything else, for 60 or more seconds, and for 60 or more minutes beside an hour.

    Source: ADR 0001
    """
    text = text.strip()
    if not text:
        return None
    found = CLOCK.fullmatch(text)
    if not found:
        raise ValueError("Write a time as minutes and seconds, such as 12:30.")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if seconds > 59 or (found.group(1) is not None and minutes > 59):
        raise ValueError("A minute has 60 seconds: write a time such as 12:30.")
    return hours * 3600 + minutes * 60 + seconds


def count_words(text: str) -> int:
    """How many words `text` has; "client's" and "well-known" are one each, marks alone are none.

    Source: R234 (8585 and 8586 handbooks, assessment brief)
    """
    return sum(1 for _ in WORD.finditer(text))
