"""Laying a piece of evidence out for reading: pages and paragraphs of its words, or the file itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MOST_CHARACTERS = 300_000


@dataclass(frozen=True)
class Page:
    """One page of a text. `title` is "" where the text has no pages."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Pane:
    """How a piece is shown: `kind` is text, image, audio, video or file (nothing readable in the page)."""

    kind: str
    pages: tuple[Page, ...] = ()
    is_cut: bool = False


def pane_of(item: Any) -> Pane | None:
    """The piece as a pane; None without a piece. Very long texts are cut, and say so."""
    if item is None:
        return None
    family = item.media_type.partition("/")[0]
    if family in {"image", "audio", "video"}:
        return Pane(family)
    text = item.text[:MOST_CHARACTERS]
    if not text.strip():
        return Pane("file")
    sheets = text.split("\f")
    pages = tuple(
        Page(f"Page {number} of {len(sheets)}" if len(sheets) > 1 else "", _paragraphs(sheet))
        for number, sheet in enumerate(sheets, start=1)
    )
    return Pane("text", pages, is_cut=len(item.text) > MOST_CHARACTERS)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip().lstrip("#").strip() for line in text.split("\n") if line.strip())
