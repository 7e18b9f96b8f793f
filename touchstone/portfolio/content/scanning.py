"""The virus scanner, clamd, spoken to over its socket."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable

from django.conf import settings

TIMEOUT_SECONDS = 120


class NoAnswer(Exception):
    """The scanner could not be asked, or did not say yes or no: the file stays held."""


def scan(chunks: Iterable[bytes], address: str | None = None) -> str:
    """The name of what was found in `chunks`, or "" where they are clean.

    `address` is "host:port" or "unix:/path" (default: the setting TOUCHSTONE_CLAMD). Raises NoAnswer for anything but a
    plain yes or no, so that a scanner that is down never lets a file through.
    """
    try:
        with _connect(address or settings.TOUCHSTONE_CLAMD) as line:
            line.sendall(b"zINSTREAM\0")
            for chunk in chunks:
                line.sendall(struct.pack("!L", len(chunk)) + chunk)
            line.sendall(struct.pack("!L", 0))
            answer = _answer(line)
    except OSError as error:
        raise NoAnswer(str(error)) from error
    if answer.endswith(" OK"):
        return ""
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise NoAnswer(answer or "the scanner said nothing")


def _connect(address: str) -> socket.socket:
    if address.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(TIMEOUT_SECONDS)
        line.connect(address.removeprefix("unix:"))
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host or "127.0.0.1", int(port)), timeout=TIMEOUT_SECONDS)


def _answer(line: socket.socket) -> str:
    said = b""
    while len(said) < 4096 and not said.endswith(b"\0"):
        part = line.recv(1024)
        if not part:
            break
        said += part
    return said.rstrip(b"\0").decode(errors="replace").strip()
