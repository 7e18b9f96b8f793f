"""What must hold of a PDF, a picture, a recording or a film before it is kept."""

from __future__ import annotations

from typing import IO

import pypdfium2
from PIL import Image

from touchstone.kernel.errors import Refused
from touchstone.portfolio.content.kinds import M4A, MP4, FileKind

MOST_PIXELS = 60_000_000
MOST_PAGES = 2_000
TOO_MANY_POINTS = f"has more than {MOST_PIXELS // 1_000_000} million points. Make it smaller, then add it."
TAIL_BYTES = 64 * 1024
MOST_MOVIE_HEADER_BYTES = 40_000_000
HIDDEN = (b"PK\x03\x04", b"PK\x05\x06", b"%PDF-", b"<script", b"<svg", b"<html", b"<?php", b"MZ\x90\x00", b"\x7fELF")
BRANDS = {b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9", b"mp41", b"mp42", b"avc1"}
BRANDS |= {b"M4A ", b"M4B ", b"M4V ", b"dash"}
BRANDS |= {b"3gp4", b"3gp5", b"3gp6", b"MSNV"}  # what many telephones and cameras write into their .m4a and .mp4
BITRATES = {
    3: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


def check_pdf(source: IO[bytes], name: str) -> None:
    """Nothing, for a PDF that opens without a password, has a page, and holds no other file after its end."""
    source.seek(0)
    try:
        with pypdfium2.PdfDocument(source, autoclose=False) as document:
            pages = len(document)
    except pypdfium2.PdfiumError as error:
        cause = (
            "is locked with a password. Take the password off"
            if "assword" in str(error)
            else "is broken. Save it again"
        )
        raise Refused(f"{name} {cause}, then add it.", field="file") from error
    if not 0 < pages <= MOST_PAGES:
        raise Refused(f"{name} has {pages} pages; 1 to {MOST_PAGES:,} can be read.", field="file")
    tail = _tail(source)
    end = tail.rfind(b"%%EOF")
    if end < 0 or any(mark in tail[end:] for mark in HIDDEN):
        raise Refused(f"{name} has another file hidden after its end. Save it again, then add it.", field="file")


def check_picture(source: IO[bytes], name: str, form: str) -> None:
    """Nothing, for a whole picture of at most sixty million points with no other file after its end."""
    source.seek(0)
    try:
        with Image.open(source, formats=[form]) as picture:
            width, height = picture.size
            picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(f"{name} {TOO_MANY_POINTS}", field="file") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused(f"{name} is broken and cannot be shown. Save it again, then add it.", field="file") from error
    if width * height > MOST_PIXELS:
        raise Refused(f"{name} {TOO_MANY_POINTS}", field="file")
    tail = _tail(source)
    end = tail.rfind(b"IEND\xaeB`\x82" if form == "PNG" else b"\xff\xd9")
    if end < 0 or any(mark in tail[end:] for mark in HIDDEN) or (form == "PNG" and len(tail) - end > 8):
        raise Refused(f"{name} has another file hidden after its end. Save it again, then add it.", field="file")


def mp4_kind(source: IO[bytes], name: str) -> FileKind | None:
    """M4A for sound alone, MP4 with a picture; None for another family, such as QuickTime.

    Raises Refused when the boxes of the file do not fit together, or there is no movie header.
    """
    source.seek(8)
    if source.read(4) not in BRANDS:
        return None
    header = _movie_header(source, name)
    if b"vide" in header:
        return MP4
    if b"soun" in header:
        return M4A
    raise Refused(f"{name} has neither sound nor picture in it.", field="file")


def is_webm(head: bytes) -> bool:
    """True where the head says WebM; Matroska, its larger sister, is not taken."""
    at = head.find(b"\x42\x82", 0, 128)
    return at >= 0 and head[at + 3 : at + 7] == b"webm"


def is_mp3(source: IO[bytes], head: bytes) -> bool:
    """True where a frame of MP3 stands at the start or after its tag, and another one right behind it."""
    start = 0
    if head.startswith(b"ID3") and len(head) > 10:
        size = 0
        for byte in head[6:10]:
            size = size << 7 | byte & 0x7F
        start = 10 + size
    source.seek(start)
    frame = source.read(4)
    length = _frame_bytes(frame)
    if not length:
        return False
    source.seek(start + length)
    following = source.read(4)
    return bool(_frame_bytes(following)) and following[1] == frame[1]


def _frame_bytes(header: bytes) -> int:
    """The length of a layer III frame with this header; 0 where it is none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    bitrate, rate, padding = header[2] >> 4, header[2] >> 2 & 3, header[2] >> 1 & 1
    if version == 1 or layer != 1 or rate == 3 or not 0 < bitrate < 15:
        return 0
    bits = BITRATES[3 if version == 3 else 2][bitrate - 1] * 1000
    return (144 if version == 3 else 72) * bits // RATES[version][rate] + padding


def _movie_header(source: IO[bytes], name: str) -> bytes:
    end = source.seek(0, 2)
    at = 0
    while at + 8 <= end:
        source.seek(at)
        head = source.read(16)
        size, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if size == 1:
            size = int.from_bytes(head[8:16], "big")
        size = size or end - at
        if size < 8 or at + size > end:
            break
        if kind == b"moov" and size <= MOST_MOVIE_HEADER_BYTES:
            source.seek(at)
            return source.read(size)
        at += size
    raise Refused(f"{name} is broken or was cut off, so it cannot be played. Add it again.", field="file")


def _tail(source: IO[bytes]) -> bytes:
    size = source.seek(0, 2)
    source.seek(max(0, size - TAIL_BYTES))
    return source.read()
