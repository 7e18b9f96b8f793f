"""The heads of the chains, appended to files outside the database: one file for each centre."""

from __future__ import annotations

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings


def anchor(centre: UUID, sequence: int, head: str, at: str) -> None:
    """Append one line "sequence hash moment" to the centre's anchor file; a line is written whole or not at all."""
    file = _file(centre)
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, f"{sequence} {head} {at}\n".encode())
    finally:
        os.close(handle)


def anchors(centre: UUID) -> dict[int, str]:
    """The anchored hashes of a centre by sequence; empty where none was ever written. A torn last line is left out."""
    file = _file(centre)
    if not file.exists():
        return {}
    lines = (line.split() for line in file.read_text(encoding="utf-8").splitlines())
    return {int(words[0]): words[1] for words in lines if len(words) == 3 and words[0].isdigit()}


def _file(centre: UUID) -> Path:
    return Path(settings.TOUCHSTONE_ANCHORS) / f"{centre}.anchors"
