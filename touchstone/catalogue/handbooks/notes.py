"""Warnings on their way: gathered while reading, sorted and freed of repeats at the end."""

from __future__ import annotations

from .model import Warning

LONGEST_QUOTE = 90


class Notes:
    """A list of warnings that every part of the reader adds to."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, int | None], Warning] = {}

    def add(self, code: str, message: str, line: int | None) -> None:
        self._found.setdefault((code, message, line), Warning(code, message, line))

    def sorted(self) -> tuple[Warning, ...]:
        """All warnings by line, those without a line last."""
        return tuple(sorted(self._found.values(), key=lambda w: (w.line is None, w.line or 0, w.code, w.message)))


def quoted(text: str) -> str:
    """`text` in quotation marks, shortened for a message."""
    short = text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1].rstrip() + "…"
    return f"“{short}”"
