"""What a file is, decided by its content. A name is only asked whether it agrees."""

from __future__ import annotations

import codecs
import re
import zipfile
from typing import IO

import puremagic

from touchstone.kernel.errors import Refused
from touchstone.portfolio.content import containers, media
from touchstone.portfolio.content.kinds import DOCX, JPG, LISTED, MP3, ODT, PDF, PNG, RTF, TXT, WEBM, FileKind

HEAD_BYTES = 16 * 1024
MARKUP = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype|\?xml|\?php|html|head|body|script|svg|iframe|img|a\s)", re.I | re.S
)
KNOWN = (
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"#!", "a script"),
    (b"\xd0\xcf\x11\xe0", "an old Word file, or a Word file locked with a password"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"OggS", "an Ogg recording"),
    (b"fLaC", "a FLAC recording"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
)


def recognise(source: IO[bytes], name: str, extension: str) -> FileKind:
    """The kind of the file in `source`, which is read here and there and left anywhere.

    Raises Refused, naming the cause, when its content is of no kind that is taken, is broken, locked or has something
    hidden in it, or does not agree with `extension`.
    """
    source.seek(0)
    head = source.read(HEAD_BYTES)
    kind = _by_content(source, head, name)
    if kind is None:
        raise Refused(
            f"{name} is not what its name says: its content is {_called(source, head)}. Add {LISTED}.", field="file"
        )
    if extension not in kind.extensions:
        raise Refused(
            f"The name {name} does not agree with its content, which is a {kind.words}. "
            f"Rename it to end in .{kind.extensions[0]}, then add it again.",
            field="file",
        )
    return kind


def _by_content(source: IO[bytes], head: bytes, name: str) -> FileKind | None:
    if head.startswith(b"PK\x03\x04"):
        return _zipped(source, name)
    if head.startswith(b"%PDF-"):
        media.check_pdf(source, name)
        return PDF
    if head.startswith(b"{\\rtf"):
        containers.check_rtf(source, name)
        return RTF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        media.check_picture(source, name, "PNG")
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        media.check_picture(source, name, "JPEG")
        return JPG
    if head[4:8] == b"ftyp":
        return media.mp4_kind(source, name)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return WEBM if media.is_webm(head) else None
    if media.is_mp3(source, head):
        return MP3
    return TXT if is_text(source, head) else None


def _zipped(source: IO[bytes], name: str) -> FileKind | None:
    try:
        with zipfile.ZipFile(source) as archive:
            members = containers.check_archive(archive, source, name)
            if "word/document.xml" in members:
                containers.check_docx(archive, members, name)
                return DOCX
            if containers.is_odt(archive, members):
                containers.check_odt(archive, members, name)
                return ODT
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Refused(f"{name} is broken and cannot be opened. Save it again, then add it.", field="file") from error
    return None


def is_text(source: IO[bytes], head: bytes) -> bool:
    """True of plain text in UTF-8, UTF-16 with its mark, or the Western encoding of Windows, that is not a web page.

    Text has no zero byte and no control marks beside tab, line and page ends.
    """
    if any(head.startswith(magic) for magic, _ in KNOWN) and head[:2] != b"BM":
        return False
    if MARKUP.match(_narrow(head)):
        return False
    source.seek(0)
    decoder = codecs.getincrementaldecoder(encoding_of(head))()
    while chunk := source.read(1024 * 1024):
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError:
            return False
        if any(ord(c) < 32 and c not in "\t\n\r\f\x1a" for c in text):
            return False
    return True


def encoding_of(head: bytes) -> str:
    """The encoding that the first bytes of a text show: by its mark, UTF-8 where they are that, else Windows-1252.

    A longer text may be cut within a letter; a whole one that ends within a letter is not UTF-8.
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8-sig")().decode(head, final=len(head) < HEAD_BYTES)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _narrow(head: bytes) -> bytes:
    """The head as single bytes, so that a web page in UTF-16 is seen for what it is."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="ignore").encode("ascii", errors="ignore")
    return head.removeprefix(codecs.BOM_UTF8)


def _called(source: IO[bytes], head: bytes) -> str:
    """What a refused file is, in words for the screen."""
    for magic, words in KNOWN:
        if head.startswith(magic):
            return words
    narrow = _narrow(head).lstrip()
    if MARKUP.match(narrow):
        return "an SVG drawing, which can hold a program" if b"<svg" in narrow[:400].lower() else "a web page or markup"
    try:
        found = puremagic.from_string(head, mime=True)
    except (puremagic.PureError, ValueError):
        return "of a kind that is not known here"
    return f"of the kind “{found}”" if found else "of a kind that is not known here"
