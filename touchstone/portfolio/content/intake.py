"""Taking a file in: named, sized, recognised by its content, stored, and read where that is quick."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO
from uuid import UUID

from django.conf import settings

from touchstone.kernel.errors import Refused
from touchstone.plumbing.models import Blob
from touchstone.plumbing.storage import keep
from touchstone.portfolio.content.names import clean_name, extension_of, stem_of
from touchstone.portfolio.content.reading import ReadFacts, is_quick, read_facts
from touchstone.portfolio.content.sniffing import recognise

CHUNK_BYTES = 256 * 1024


@dataclass(frozen=True)
class Received:
    """A file that was taken in: its bytes lie in the store. `facts` is None where reading it is left for later."""

    blob: Blob
    file_name: str
    media_type: str
    facts: ReadFacts | None
    waits_for_scan: bool

    @property
    def stem(self) -> str:
        """The name without its extension: the title that serves when none is given."""
        return stem_of(self.file_name)


def receive(
    source: IO[bytes], file_name: str, *, centre: UUID, at: datetime, limit_bytes: int | None = None
) -> Received:
    """The file in `source` (seekable), recognised by its content and kept in the store of `centre`.

    It is done before the action that records it, so that no transaction stays open while a film is stored.
    Raises Refused, naming the cause, for a kind that is not taken, a name that does not agree with the content, a file
    that is empty, harmful in form, or longer than `limit_bytes`.
    """
    name = clean_name(file_name)
    size_bytes = source.seek(0, 2)
    if not size_bytes:
        raise Refused(f"{name} is empty.", field="file")
    if limit_bytes is not None and size_bytes > limit_bytes:
        raise Refused(f"{name} is larger than {limit_bytes // 1_000_000} MB, which is the limit here.", field="file")
    kind = recognise(source, name, extension_of(name))
    source.seek(0)
    blob = keep(_chunks(source), centre=centre, at=at, limit_bytes=limit_bytes)
    return Received(
        blob=blob,
        file_name=name,
        media_type=kind.media_type,
        facts=read_facts(source, kind) if is_quick(kind, size_bytes) else None,
        waits_for_scan=bool(settings.TOUCHSTONE_CLAMD),
    )


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    while chunk := source.read(CHUNK_BYTES):
        yield chunk
