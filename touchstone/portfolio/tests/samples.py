"""Small files of every kind, made in memory, and some that only pretend."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import cache

import docx
from odf.opendocument import OpenDocumentText
from odf.text import H, P
from PIL import Image


@cache
def docx_file(words: str = "We agreed one goal for each session.") -> bytes:
    document = docx.Document()
    document.add_heading("Plan", 1)
    document.add_paragraph(words)
    return _saved(document.save)


@cache
def odt_file(words: str = "We agreed one goal for each session.") -> bytes:
    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=1, text="Plan"))
    document.text.addElement(P(text=words))
    return _saved(document.write)


def _saved(save) -> bytes:
    sink = io.BytesIO()
    save(sink)
    return sink.getvalue()


@cache
def png_file(width: int = 8, height: int = 8) -> bytes:
    return _saved(lambda sink: Image.new("RGB", (width, height), "navy").save(sink, "PNG"))


@cache
def jpg_file() -> bytes:
    return _saved(lambda sink: Image.new("RGB", (8, 8), "navy").save(sink, "JPEG"))


def png_that_claims(width: int, height: int) -> bytes:
    """A small PNG whose header claims to be far larger."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 64)), (b"IEND", b""))
    )


@cache
def pdf_file(words: str = "We agreed one goal.") -> bytes:
    """A PDF of one page, written by hand."""
    stream = f"BT /F1 18 Tf 72 720 Td ({words}) Tj ET".encode()
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, table) + trailer


RTF = rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 We agreed one goal.\par Then we began.\par}"
TEXT = "We agreed one goal. She said: “ready”.".encode()


def mp3_file(frames: int = 60) -> bytes:
    """Silent frames of MPEG 1 layer III, 128 kbit/s at 44,100 Hz, 417 bytes each."""
    return (b"\xff\xfb\x90\x00" + b"\0" * 413) * frames


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def mp4_file(handler: bytes = b"vide", brand: bytes = b"isom") -> bytes:
    """The bones of an MP4: its brand, a movie header with one track of `handler`, and some data."""
    track = _box(b"trak", _box(b"mdia", _box(b"hdlr", b"\0" * 8 + handler + b"\0" * 13)))
    length = struct.pack(">IIIII", 0, 0, 0, 1000, 5000) + b"\0" * 80
    return (
        _box(b"ftyp", brand + b"\0\0\2\0isom")
        + _box(b"moov", _box(b"mvhd", length) + track)
        + _box(b"mdat", b"\0" * 64)
    )


def webm_file(document_type: bytes = b"webm") -> bytes:
    header = b"\x42\x82" + bytes([0x80 | len(document_type)]) + document_type
    return b"\x1a\x45\xdf\xa3" + bytes([0x80 | len(header)]) + header + b"\0" * 64


def docx_with(part: str, content: bytes, *, types: tuple[bytes, bytes] | None = None) -> bytes:
    """A Word document with one more part, and a word of its content types changed for another."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx_file())) as old, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            if name == part:
                continue
            if types and name == "[Content_Types].xml":
                body = body.replace(*types)
            new.writestr(name, body)
        new.writestr(part, content)
    return sink.getvalue()


def zip_of(**parts: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return sink.getvalue()
