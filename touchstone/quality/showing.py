"""Laying a piece of evidence out for reading, just as the assessor saw it."""

from __future__ import annotations

from typing import Any

from touchstone.portfolio.renditions import Rendition, rendition


def pane_of(item: Any) -> Rendition | None:
    """The piece with its headings, tables and pages; None without a piece."""
    return rendition(item.blob, item.media_type, item.file_name) if item is not None else None
