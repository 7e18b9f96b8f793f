"""A document as rows of cells, whatever it came from.

Everything after this module sees one shape: a `Row` has cells, a cell has lines, a line has a number that a person
can find in the source. A paragraph is a row with one cell. Three ways of writing a table as text all end here: a cell
a line, each after a TAB, rows apart by blank lines (what Word leaves when saved as text); a row a line, cells apart
by TABs; and a row a line, cells between bars.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from .errors import HandbookUnreadable

MOST_LINES = 60_000
LONGEST_LINE = 10_000
MOST_CHARACTERS = 3_000_000
BULLETS = "·•▪◦●‣⁃∙"
_BULLET = re.compile(rf"^(?:[{BULLETS}]\s*|[-–—*]\s+)(?=\S)")
_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
_IMAGE = re.compile(r"\[image:[^\]]*\]")
_TAG = re.compile(r"</?(?:p|br|b|i|u|strong|em|span|sup|sub|li|ul|ol|div)\b[^<>]{0,200}>", re.I)
_PARAGRAPH_TAG = re.compile(r"</p>|<br\s*/?>|</li>|</div>", re.I)
_WRAPPED_HYPHEN = re.compile(r"(?<=[a-z])- (?!(?:and|or|to|und|bis)\b)(?=[a-z])")
_LIGATURES = str.maketrans(
    {
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
        "\u00ad": None,
        "\u200b": None,
        "\ufeff": None,
    }
)
_RULE = re.compile(r"^[\s|:+=_-]*-{2,}[\s|:+=_-]*$")
_MARKDOWN_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_CELL_START = re.compile(r"^[ \u00a0]*\t")
_ROW_AFTER_TAB = re.compile(r"\t[ \u00a0]*\S")
_NEVER_INSIDE_A_CELL = re.compile(
    r"^\s*(?:learning outcomes?\b|assessment criteria\b|appendix\b|annex\b|LO ?\d"
    r"|unit\s+[A-Z]{0,3}\d+\s*(?:[\t:–—-]|$))",
    re.I,
)
_BARE_NUMBER = re.compile(r"^[\d.,/£ -]+$")
_WIDE_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")


@dataclass(frozen=True)
class Line:
    """One clean line. `bullet` tells that it stood behind a bullet, which is not part of `text`."""

    number: int
    text: str
    bullet: bool = False


@dataclass(frozen=True)
class Cell:
    """The lines of one cell, blank ones left out."""

    lines: tuple[Line, ...]

    @cached_property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True)
class Row:
    """A row of a table, or a paragraph as a row of one cell.

    `heading` is true where the source itself marks a heading: a bookmark of the contents list, a heading style.
    `gap` is how many blank lines stood before it. `loose` rows had a cell a line, so that a blank line in a cell looks
    like their end.
    """

    number: int
    cells: tuple[Cell, ...]
    table: bool = False
    heading: bool = False
    gap: int = 0
    loose: bool = False

    @cached_property
    def texts(self) -> tuple[str, ...]:
        return tuple(cell.text for cell in self.cells)

    @cached_property
    def filled(self) -> tuple[str, ...]:
        """The texts of the cells that hold any."""
        return tuple(text for text in self.texts if text)

    @cached_property
    def text(self) -> str:
        return " ".join(self.filled)

    @property
    def lines(self) -> Iterator[Line]:
        for cell in self.cells:
            yield from cell.lines


@dataclass(frozen=True)
class Document:
    """All rows in their order, and every source line as it was, for what is searched across the page."""

    rows: tuple[Row, ...]
    raw: tuple[str, ...]


def clean(text: str) -> str:
    """`text` without tags, bookmarks, pictures, emphasis marks and odd spaces; quotes and dashes stay as printed."""
    text = _IMAGE.sub(" ", _BOOKMARK.sub(" ", text)).translate(_LIGATURES)
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", text))
    text = " ".join(text.replace("**", "").split())
    if "*" in text:
        text = re.sub(r"(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)", "", text)
    return _WRAPPED_HYPHEN.sub("-", text)


def line_of(number: int, raw: str) -> Line | None:
    """`raw` as a clean line, its bullet taken off; None when nothing is left."""
    text = _BOOKMARK.sub(" ", raw).strip()
    bullet = _BULLET.match(text)
    text = clean(text[bullet.end() :] if bullet else text)
    return Line(number, text, bool(bullet)) if text.strip(BULLETS) else None


def cell_of(number: int, raw: str) -> Cell:
    """One cell of a row that stands on one source line; paragraph tags inside become lines of their own."""
    pieces = (line_of(number, piece) for piece in _PARAGRAPH_TAG.sub("\n", raw).split("\n"))
    return Cell(tuple(piece for piece in pieces if piece))


def measure(lines: Sequence[str]) -> None:
    """Refuses what is no handbook but a load: too many lines, or one that never ends."""
    if sum(map(len, lines)) > MOST_CHARACTERS:
        raise HandbookUnreadable(f"This document has more than {MOST_CHARACTERS:,} characters, more than any handbook.")
    if len(lines) > MOST_LINES:
        raise HandbookUnreadable(f"This document has more than {MOST_LINES:,} lines, far more than any handbook.")
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            raise HandbookUnreadable(
                f"Line {number} is longer than {LONGEST_LINE:,} characters, so this is no handbook."
            )


def document(lines: Iterable[str]) -> Document:
    """The rows of a text that was split into `lines`; HandbookUnreadable where these are too many or too long."""
    raw = tuple(lines)
    measure(raw)
    return Document(tuple(_rows(raw)), raw)


def _rows(raw: tuple[str, ...]) -> Iterator[Row]:
    gap = 0
    open_row: _OpenRow | None = None
    for number, line in enumerate(raw, start=1):
        if _is_cell(line):
            open_row = open_row or _OpenRow(number, gap)
            open_row.cell(number, line)
            gap = 0
        elif open_row and open_row.takes(line):
            open_row.line(number, line)
        else:
            if open_row:
                yield open_row.row()
                open_row = None
            row = row_of_line(number, line, "[bookmark:" in line, gap) if line.strip() else None
            if row:
                yield row
            gap = 0 if line.strip() else gap + 1
    if open_row:
        yield open_row.row()


def _is_cell(line: str) -> bool:
    """Whether a line is one cell behind a TAB, empty perhaps, and not a row of several."""
    if not _CELL_START.match(line):
        return False
    return not _ROW_AFTER_TAB.search(line.lstrip(" \u00a0")[1:].rstrip())


def row_of_line(number: int, line: str, heading: bool = False, gap: int = 0) -> Row | None:
    """A paragraph, or a row written on one line; None when the line only rules a table off."""
    if _RULE.match(line.replace("\t", " ")):
        return None
    marked = _MARKDOWN_HEADING.match(line)
    if marked:
        line, heading = line[marked.end() :], True
    stripped = line.strip(" \r\n")
    if stripped.startswith("|") and stripped.count("|") > 1:
        parts, table = stripped.strip("|").split("|"), True
    elif "\t" in line.strip():
        parts, table = stripped.split("\t"), len(stripped.split("\t")) > 2 or "<p>" in line
    elif len(_WIDE_GAP.findall(stripped)) >= 2:
        parts, table = _WIDE_GAP.split(stripped), True
    else:
        parts, table = [stripped], False
    cells = tuple(cell_of(number, part) for part in parts)
    return Row(number, cells, table, heading, gap) if any(cell.lines for cell in cells) else None


class _OpenRow:
    """A row whose cells come one a line."""

    def __init__(self, number: int, gap: int) -> None:
        self.number, self.gap = number, gap
        self.cells: list[list[Line]] = []

    def cell(self, number: int, raw: str) -> None:
        self.cells.append([])
        self.line(number, raw)

    def line(self, number: int, raw: str) -> None:
        piece = line_of(number, raw)
        if piece:
            self.cells[-1].append(piece)

    def takes(self, raw: str) -> bool:
        """Whether a line without a TAB goes on with the last cell: a number is whole, a heading stands alone."""
        if not raw.strip() or "\t" in raw.strip() or "[bookmark:" in raw or _NEVER_INSIDE_A_CELL.match(raw):
            return False
        last = self.cells[-1]
        return not (last and _BARE_NUMBER.match(last[-1].text)) or bool(_BULLET.match(raw.strip()))

    def row(self) -> Row:
        return Row(self.number, tuple(Cell(tuple(cell)) for cell in self.cells), True, False, self.gap, loose=True)
