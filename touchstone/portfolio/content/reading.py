"""The words, pages and length of a file."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import IO

import pypdfium2
from lxml import etree
from striprtf.striprtf import rtf_to_text
from tinytag import TinyTag, TinyTagException

from touchstone.portfolio.content.containers import read_part
from touchstone.portfolio.content.kinds import DOCX, M4A, MP3, MP4, ODT, PDF, RTF, TXT, WEBM, FileKind
from touchstone.portfolio.content.sniffing import encoding_of

QUICK_BYTES = 3_000_000
QUICK_PDF_BYTES = 1_000_000
MOST_TEXT = 2_000_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


@dataclass(frozen=True)
class ReadFacts:
    """What could be read of a file; an empty text and None where there is nothing of the kind."""

    text: str = ""
    pages: int | None = None
    duration_seconds: int | None = None


def is_quick(kind: FileKind, size_bytes: int) -> bool:
    """True where reading takes a moment, so that it need not be left for later."""
    return size_bytes <= (QUICK_PDF_BYTES if kind is PDF else QUICK_BYTES)


def read_facts(source: IO[bytes], kind: FileKind) -> ReadFacts:
    """The words, pages and length of the file in `source`; a file that will not be read gives empty facts."""
    source.seek(0)
    try:
        if kind is PDF:
            return _pdf(source)
        if kind in (MP3, M4A, MP4, WEBM):
            return ReadFacts(duration_seconds=_seconds(source, kind))
        readers = {DOCX: _docx, ODT: _odt, RTF: _rtf, TXT: _txt}
        return ReadFacts(text=_storable(readers[kind](source))) if kind in readers else ReadFacts()
    except (ValueError, KeyError, OSError, zipfile.BadZipFile, etree.XMLSyntaxError, pypdfium2.PdfiumError, IndexError):
        return ReadFacts()


def parser() -> etree.XMLParser:
    """A parser that fetches nothing, resolves no entity and keeps its limits."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def text_of(source: IO[bytes]) -> str:
    """The whole of a plain text file, in its own encoding."""
    source.seek(0)
    content = source.read(MOST_TEXT * 4)
    return content.decode(encoding_of(content[:16_384]), errors="replace").replace("\r\n", "\n").replace("\r", "\n")


def odt_paragraphs(source: IO[bytes]) -> list[tuple[int, str]]:
    """The paragraphs of an OpenDocument text: (level of a heading or 0, words), in order."""
    with zipfile.ZipFile(source) as archive:
        root = etree.fromstring(read_part(archive, "content.xml"), parser())
    body = root.find(f".//{OFFICE}text")
    found = []
    for node in body.iter(f"{TEXT}p", f"{TEXT}h") if body is not None else ():
        level = int(node.get(f"{TEXT}outline-level", "1")) if node.tag == f"{TEXT}h" else 0
        found.append((level, _odt_words(node)))
    return found


def _odt_words(node: etree._Element) -> str:
    parts = [node.text or ""]
    for child in node:
        if child.tag == f"{TEXT}s":
            parts.append(" " * int(child.get(f"{TEXT}c", "1")))
        elif child.tag == f"{TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{TEXT}line-break":
            parts.append("\n")
        elif child.tag != f"{TEXT}note":
            parts.append(_odt_words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _docx(source: IO[bytes]) -> str:
    """The words of a Word document, a line for each paragraph. Deleted text and field codes are left out."""
    with zipfile.ZipFile(source) as archive:
        content = read_part(archive, "word/document.xml")
    lines: list[str] = []
    line: list[str] = []
    tags = (f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}p")
    for _, node in etree.iterparse(
        io.BytesIO(content), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    ):
        if node.tag == f"{W}t":
            line.append(node.text or "")
        elif node.tag == f"{W}p":
            lines.append("".join(line))
            line = []
            node.clear(keep_tail=True)
        else:
            line.append("\t" if node.tag == f"{W}tab" else "\n")
    return "\n".join(lines)


def _odt(source: IO[bytes]) -> str:
    return "\n".join(words for _, words in odt_paragraphs(source))


def _rtf(source: IO[bytes]) -> str:
    return rtf_to_text(source.read().decode("latin-1"), errors="ignore")


def _txt(source: IO[bytes]) -> str:
    return text_of(source)


def _pdf(source: IO[bytes]) -> ReadFacts:
    parts: list[str] = []
    length = 0
    with pypdfium2.PdfDocument(source, autoclose=False) as document:
        for page in document:
            text = page.get_textpage().get_text_bounded()
            parts.append(text)
            length += len(text)
            if length > MOST_TEXT:
                break
        return ReadFacts(text=_storable("\f".join(parts).replace("\r\n", "\n")), pages=len(document))


def _seconds(source: IO[bytes], kind: FileKind) -> int | None:
    try:
        length = TinyTag.get(filename=f"x.{kind.extensions[0]}", file_obj=source).duration  # type: ignore[arg-type]
    except (TinyTagException, ValueError, KeyError, IndexError, OverflowError):
        return None
    return round(length) if length and length < 1_000_000 else None


def _storable(text: str) -> str:
    """At most two million characters, without the zero byte that a database refuses."""
    return text[:MOST_TEXT].replace("\x00", "")
