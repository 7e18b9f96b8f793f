"""A file as it is shown in a page, for the learner and for the assessor's desk.

Every paragraph has an id ("p1", "p2", …; in a PDF its page is the section "page-3"), so that a place can be pointed at
and a comment can hang on it. The same content always gives the same ids. What comes out is cleaned HTML: no script, no
style, no address of elsewhere.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import IO, Any

from django.core.cache import cache

from touchstone.plumbing.storage import read
from touchstone.portfolio.content.drawing import Rendition, Section, draw

FORM = 4
KEPT_SECONDS = 30 * 24 * 3600
SPOOL_BYTES = 8_000_000
MOST_DRAWN_BYTES = 60_000_000
PLAYED = ("image/", "audio/", "video/")

__all__ = ["Rendition", "Section", "of_words", "rendition"]


def rendition(blob: Any, media_type: str, file_name: str = "") -> Rendition:
    """The content of `blob` for a page. Drawn once and kept in the cache by its hash.

    Its `form` is "text" (with `sections`), "image", "audio" or "video" (without: the page shows the file itself), or
    "none" where nothing can be shown, with the reason in `trouble`.
    Raises Refused when the file was erased.
    """
    if media_type.startswith(PLAYED):
        return Rendition(form=media_type.partition("/")[0])
    if blob.size_bytes > MOST_DRAWN_BYTES:
        return Rendition(form="none", trouble="This file is too long to show here. Open it on your own device.")
    return _kept(f"rendition:{FORM}:{blob.sha256}:{media_type}", lambda: _drawn(blob, media_type))


def of_words(body: str) -> Rendition:
    """Words written in the page, drawn from their light Markdown."""
    with tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES) as copy:
        copy.write(body.encode())
        return draw(copy, "text/markdown")


def _drawn(blob: Any, media_type: str) -> Rendition:
    with tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES) as copy:
        _copy(blob, copy)
        return draw(copy, media_type)


def _copy(blob: Any, sink: IO[bytes]) -> None:
    for chunk in read(blob):
        sink.write(chunk)


def _kept(key: str, make: Callable[[], Rendition]) -> Rendition:
    found = cache.get(key)
    if isinstance(found, Rendition):
        return found
    made = make()
    cache.set(key, made, KEPT_SECONDS)
    return made
