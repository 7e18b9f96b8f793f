"""A Word document as rows of cells.

The file comes from strangers: it is measured before it is unpacked, no part of it may declare entities, and one that
carries macros is refused.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from docx import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from .errors import HandbookUnreadable
from .lines import Cell, Document, Line, Row, line_of, measure, row_of_line
from .numbering import Numbering, Styles

MOST_PARTS = 2_000
MOST_BYTES = 200 * 1024 * 1024
MOST_XML_BYTES = 40 * 1024 * 1024
MOST_RATIO = 200
MOST_COLUMNS = 63
_SMALL = 1024 * 1024
_P, _TBL, _TR, _TC = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TRANSPARENT = (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag"))
_MARKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_SKIPPED = (qn("w:pPr"), qn("w:rPr"), qn("w:del"), qn("w:instrText"), qn("w:drawing"), qn("w:pict"), qn("w:object"))
_MACROS = ("vbaproject.bin", "vbadata.xml")


def rows_of_word(data: bytes) -> Document:
    """The paragraphs and tables of a .docx in reading order; a paragraph's number is its place among those with text.

    Raises HandbookUnreadable when it is no Word document, is damaged, carries macros or unpacks to too much.
    """
    _guard(data)
    try:
        word = WordDocument(io.BytesIO(data))
        styles = Styles(_root(word, RELATIONSHIP_TYPE.STYLES))
        numbering = Numbering(_root(word, RELATIONSHIP_TYPE.NUMBERING), styles)
        return _Reader(styles, numbering).read(word.element.body)
    except HandbookUnreadable:
        raise
    except Exception as error:  # python-docx answers a damaged package with whatever it trips over
        raise HandbookUnreadable("This Word document is damaged and cannot be opened.") from error


def _root(word: Any, kind: str) -> Any:
    """The root of a part that the document may lack, or None."""
    try:
        return word.part.part_related_by(kind).element
    except (KeyError, AttributeError):
        return None


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
    """Walks the body once and numbers every line that holds text."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.styles, self.numbering = styles, numbering
        self.raw: list[str] = []

    def read(self, body: Any) -> Document:
        rows = tuple(self._rows(body))
        measure(self.raw)
        return Document(rows, tuple(self.raw))

    def _rows(self, body: Any) -> Iterator[Row]:
        gap = 0
        for element in _inside(body, _P, _TBL):
            if element.tag == _TBL:
                yield from self._table(element)
                gap = 0
                continue
            texts = [text for paragraph in _paragraphs(element) for text in self._texts(paragraph)]
            gap += 0 if texts else 1
            for text in texts:
                row = row_of_line(self._note(text), text, self.styles.is_heading(element), gap)
                gap = 0
                if row:
                    yield row

    def _table(self, table: Any) -> Iterator[Row]:
        for tr in _inside(table, _TR):
            cells: list[Cell] = []
            before = len(self.raw)
            for tc in _inside(tr, _TC):
                wide, goes_on = _span(tc)
                cells.append(Cell(() if goes_on else tuple(self._lines(tc))))
                cells.extend(Cell(()) for _ in range(wide - 1))
            yield Row(before + 1, tuple(cells), table=True)

    def _lines(self, tc: Any) -> Iterator[Line]:
        """The lines of a cell, those of tables inside it too."""
        for paragraph in _paragraphs(tc):
            for text in self._texts(paragraph):
                line = line_of(self._note(text), text.replace("\t", " "))
                if line:
                    yield line

    def _texts(self, paragraph: Any) -> list[str]:
        """The paragraph as Word shows it: its number first, and a line for each line break in it."""
        text = "".join(_pieces(paragraph))
        if not text.strip():
            return []
        return [line for line in (self.numbering.label(paragraph) + text).split("\n") if line.strip()]

    def _note(self, text: str) -> int:
        self.raw.append(text)
        return len(self.raw)


def _inside(parent: Any, *tags: str) -> Iterator[Any]:
    """The children with one of `tags` in order, those inside content controls and insertions too."""
    for child in parent.iterchildren():
        if child.tag in tags:
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _inside(child, *tags)


def _paragraphs(element: Any) -> Iterator[Any]:
    """`element` if it is a paragraph, and all within, those of text boxes too; copies for old Word are left out."""
    if element.tag == _P:
        yield element
    for child in element.iterchildren():
        if child.tag != _FALLBACK:
            yield from _paragraphs(child)


def _span(tc: Any) -> tuple[int, bool]:
    """How many columns a cell takes, and whether it only goes on with the cell above."""
    properties = tc.find(qn("w:tcPr"))
    if properties is None:
        return 1, False
    span, merge = properties.find(qn("w:gridSpan")), properties.find(qn("w:vMerge"))
    wide = span.get(qn("w:val"), "1") if span is not None else "1"
    goes_on = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
    return (min(int(wide), MOST_COLUMNS) if wide.isdigit() else 1), goes_on


def _pieces(element: Any) -> Iterator[str]:
    """The text of a paragraph with its tabs and line breaks; deleted text, fields' codes and drawings are left out."""
    for child in element.iterchildren():
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _MARKS:
            yield _MARKS[child.tag]
        elif child.tag not in _SKIPPED:
            yield from _pieces(child)
