"""Facts as the templates read them: JSON values, words for dates, texts without traps."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime
from typing import Any

# A run longer than this without a space would stick out of a narrow column.
LONGEST_UNBROKEN = 24
_BREAK_EVERY = 8
_BREAK = "\u200b"

# Direction overrides can make a name read as another; every paper isolates its texts by itself.
_DIRECTION_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\v|\f|\x85")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_UNBROKEN = re.compile(rf"\S{{{LONGEST_UNBROKEN + 1},}}")

# What people write at length keeps its lines; every other text of the facts is one line.
PROSE = frozenset(
    {"feedback", "comments", "qa_comments", "statement", "detail", "notes", "next_step", "acknowledgements"}
)

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def tidy(text: str) -> str:
    """`text` without what a page cannot show: controls, lone surrogates, direction overrides; line ends are "\\n"."""
    text = _LINE_ENDS.sub("\n", text)
    text = _SURROGATES.sub("\ufffd", text)
    text = _DIRECTION_CONTROLS.sub("", text)
    return unicodedata.normalize("NFC", _CONTROLS.sub("", text)).strip()


def breakable(text: str) -> str:
    """`text` with invisible places to break in each run too long for a column; other text is unchanged."""
    return _UNBROKEN.sub(_with_breaks, text)


def day(value: date) -> str:
    """`value` as words: "5 March 2026"; the same on every machine, whatever its locale."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """`value` as words in UTC: "5 March 2026, 14:05 UTC". Raises ValueError when it has no zone."""
    if value.tzinfo is None:
        raise ValueError("A moment on a paper needs its zone.")
    at = value.astimezone(UTC)
    return f"{day(at.date())}, {at:%H:%M} UTC"


def size(size_bytes: int) -> str:
    """A count of bytes as words: "0 bytes", "14 kB", "2.3 MB"."""
    if size_bytes < 1000:
        return "1 byte" if size_bytes == 1 else f"{size_bytes} bytes"
    amount = float(size_bytes)
    for unit in ("kB", "MB", "GB"):
        amount /= 1000
        if amount < 999.5 or unit == "GB":
            return f"{amount:.1f} {unit}" if amount < 9.95 else f"{amount:.0f} {unit}"
    raise AssertionError("unreachable")


def hash_groups(value: str) -> str:
    """A hash in groups of eight, so that it wraps and can be read aloud; "" stays ""."""
    value = tidy(value)
    return " ".join(value[i : i + 8] for i in range(0, len(value), 8))


def plain(facts: Any) -> dict[str, Any]:
    """`facts` as a JSON object: texts tidied, days and moments in words, tuples as lists."""
    if not is_dataclass(facts) or isinstance(facts, type):
        raise TypeError("Facts are an instance of one of the dataclasses in documents.facts.")
    return _plain_object(asdict(facts))


def one_line(text: str) -> str:
    """`text`, tidied, with every run of spaces and line ends made one space."""
    return " ".join(tidy(text).split())


def _plain_object(value: dict[str, Any]) -> dict[str, Any]:
    return {key: _plain_value(each, prose=key in PROSE) for key, each in value.items()}


def _plain_value(value: Any, *, prose: bool) -> Any:
    if isinstance(value, str):
        return tidy(value) if prose else one_line(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, dict):
        return _plain_object(value)
    if isinstance(value, list | tuple):
        return [_plain_value(each, prose=prose) for each in value]
    return value


def _with_breaks(match: re.Match[str]) -> str:
    run = match.group()
    return _BREAK.join(run[i : i + _BREAK_EVERY] for i in range(0, len(run), _BREAK_EVERY))
