"""A Word document as rows of cells.

The file comes from strangers: it is measured before it is unpacked, no part of it may declare entities, and one that
carries macros is refused.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from docx import Document as open_word
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from .errors import HandbookUnreadable
from .lines import Cell, Document, Line, Row, line_of, row_of_line
from .numbering import Numbering

MOST_PARTS = 2_000
MOST_BYTES = 200 * 1024 * 1024
MOST_XML_BYTES = 40 * 1024 * 1024
MOST_RATIO = 200
_SMALL = 1024 * 1024
_MACROS = ("vbaproject.bin", "vbadata.xml")


def rows_of_word(data: bytes) -> Document:
    """The paragraphs and tables of a .docx in reading order; a paragraph's number is its place among those with text.

    Raises HandbookUnreadable when it is no Word document, is damaged, carries macros or unpacks to too much.
    """
    _guard(data)
    try:
        word = open_word(io.BytesIO(data))
        return _Reader(Numbering(word)).read(word.element.body, word)
    except HandbookUnreadable:
        raise
    except Exception as error:  # python-docx answers a damaged package with whatever it trips over
        raise HandbookUnreadable("This Word document is damaged and cannot be opened.") from error


def _guard(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _measure(package)
            _refuse_entities(package)
    except (zipfile.BadZipFile, zlib.error, ParseError, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise HandbookUnreadable("This Word document is damaged and cannot be opened.") from error


def _measure(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = {part.filename.lower() for part in parts}
    if "word/document.xml" not in names:
        raise HandbookUnreadable("This is a packed file but not a Word document (.docx).")
    if any(name.endswith(_MACROS) for name in names):
        raise HandbookUnreadable("This Word document carries macros. Save it as .docx without macros and try again.")
    xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
    swollen = any(
        part.file_size > _SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1) for part in parts
    )
    too_much = (
        sum(part.file_size for part in parts) > MOST_BYTES or sum(part.file_size for part in xml) > MOST_XML_BYTES
    )
    if len(parts) > MOST_PARTS or too_much or swollen:
        raise HandbookUnreadable("This Word document unpacks to far more than a handbook holds, so it was not opened.")


def _refuse_entities(package: zipfile.ZipFile) -> None:
    for part in package.infolist():
        if not part.filename.lower().endswith((".xml", ".rels")):
            continue
        try:
            with package.open(part) as stream:
                for _event, element in iterparse(stream, forbid_dtd=True):
                    element.clear()
        except DefusedXmlException as error:
            raise HandbookUnreadable("This Word document declares entities, which a handbook never needs.") from error
    if b"macroEnabled" in package.read("[Content_Types].xml"):
        raise HandbookUnreadable("This Word document carries macros. Save it as .docx without macros and try again.")


class _Reader:
    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.raw: list[str] = []

    def read(self, body, word) -> Document:
        return Document(tuple(self._body(body, word)), tuple(self.raw))

    def _body(self, body, parent) -> Iterator[Row]:
        gap = 0
        for element in _blocks(body):
            if element.tag == qn("w:tbl"):
                yield from self._table(Table(element, parent))
                gap = 0
                continue
            paragraph = Paragraph(element, parent)
            heading = _is_heading(paragraph)
            texts = [text for text in self._texts(paragraph) if text.strip()]
            gap += 0 if texts else 1
            for text in texts:
                row = row_of_line(self._note(text), text, heading, gap)
                gap = 0
                if row:
                    yield row

    def _table(self, table: Table) -> Iterator[Row]:
        for row in table.rows:
            cells, seen = [], None
            for cell in row.cells:
                cells.append(Cell(()) if cell._tc is seen else Cell(tuple(self._cell(cell))))
                seen = cell._tc
            number = next((line.number for cell in cells for line in cell.lines), len(self.raw) + 1)
            yield Row(number, tuple(cells), table=True)

    def _cell(self, cell) -> Iterator[Line]:
        for element in _blocks(cell._tc):
            if element.tag == qn("w:tbl"):
                for row in Table(element, cell).rows:
                    for inner in dict.fromkeys(c._tc for c in row.cells):
                        yield from self._paragraphs(inner, cell)
            else:
                yield from self._lines(Paragraph(element, cell))

    def _paragraphs(self, element, parent) -> Iterator[Line]:
        for inner in element.iter(qn("w:p")):
            yield from self._lines(Paragraph(inner, parent))

    def _lines(self, paragraph: Paragraph) -> Iterator[Line]:
        for text in self._texts(paragraph):
            line = line_of(self._note(text), text.replace("\t", " ")) if text.strip() else None
            if line:
                yield line

    def _texts(self, paragraph: Paragraph) -> list[str]:
        """The paragraph as Word shows it: its number first, and a line for each line break in it."""
        if not paragraph.text.strip():
            return []
        return (self.numbering.label(paragraph) + paragraph.text).split("\n")

    def _note(self, text: str) -> int:
        self.raw.append(text)
        return len(self.raw)


def _blocks(parent) -> Iterator:
    """Paragraphs and tables in order, those inside content controls too."""
    for element in parent.iterchildren():
        if element.tag in (qn("w:p"), qn("w:tbl")):
            yield element
        elif element.tag == qn("w:sdt"):
            content = element.find(qn("w:sdtContent"))
            if content is not None:
                yield from _blocks(content)


def _is_heading(paragraph: Paragraph) -> bool:
    name = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
    return name.startswith("heading") or name == "title"
