"""Styles of a Word document, and the numbers and bullets that it shows but does not store in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

_BULLET = "·"
_ROMAN_WORDS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"
_ROMAN = _ROMAN_WORDS.split()
_LETTERS = 26
_DEEPEST_STYLE = 10


@dataclass(frozen=True)
class Style:
    """What matters of a paragraph style: its name, the style it builds on, and its own place in a list."""

    name: str
    base: str | None
    place: Any


class Styles:
    """The paragraph styles by their ids; reading them once is what makes a long table quick."""

    def __init__(self, root: Any) -> None:
        self._styles: dict[str, Style] = {}
        for element in root.findall(qn("w:style")) if root is not None else ():
            properties = element.find(qn("w:pPr"))
            self._styles[element.get(qn("w:styleId"))] = Style(
                (_value(element, "w:name") or "").lower(),
                _value(element, "w:basedOn"),
                None if properties is None else properties.find(qn("w:numPr")),
            )

    def chain(self, paragraph: Any) -> list[Style]:
        """The style of a paragraph and those it builds on; empty for the default style."""
        properties = paragraph.find(qn("w:pPr"))
        name = None if properties is None else _value(properties, "w:pStyle")
        found: list[Style] = []
        while name in self._styles and len(found) < _DEEPEST_STYLE:
            found.append(self._styles[name])
            name = found[-1].base
        return found

    def is_heading(self, paragraph: Any) -> bool:
        """Whether a paragraph has the style of a heading or of the title."""
        return any(style.name.startswith("heading") or style.name == "title" for style in self.chain(paragraph))


class Numbering:
    """Counts the lists of one document in reading order; ask once for each paragraph."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self.styles = styles
        self._formats: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        if root is None:
            return
        for abstract in root.findall(qn("w:abstractNum")):
            for level in abstract.findall(qn("w:lvl")):
                start = _value(level, "w:start") or "1"
                key = (abstract.get(qn("w:abstractNumId")), _whole(level.get(qn("w:ilvl"))))
                self._formats[key] = (
                    _value(level, "w:numFmt") or "decimal",
                    _value(level, "w:lvlText") or "",
                    _whole(start),
                )
        for number in root.findall(qn("w:num")):
            self._lists[number.get(qn("w:numId"))] = _value(number, "w:abstractNumId") or ""

    def label(self, paragraph: Any) -> str:
        """What Word prints before `paragraph`: "2.1 ", "· " or nothing."""
        chain = self.styles.chain(paragraph)
        place = self._place(paragraph, chain)
        if place is None:
            return f"{_BULLET} " if any("bullet" in style.name for style in chain) else ""
        number, level = place
        abstract = self._lists.get(number, "")
        form = self._formats.get((abstract, level))
        if form is None or form[0] == "none":
            return ""
        if form[0] == "bullet":
            return f"{_BULLET} "
        self._count(abstract, level, form[2])
        text = form[1]
        for depth in range(level + 1):
            shape = self._formats.get((abstract, depth), ("decimal", "", 1))
            text = text.replace(f"%{depth + 1}", _written(self._counts.get((abstract, depth), shape[2]), shape[0]))
        return f"{text} " if text else ""

    def _count(self, abstract: str, level: int, start: int) -> None:
        self._counts[(abstract, level)] = self._counts.get((abstract, level), start - 1) + 1
        for deeper in [key for key in self._counts if key[0] == abstract and key[1] > level]:
            del self._counts[deeper]

    def _place(self, paragraph: Any, chain: list[Style]) -> tuple[str, int] | None:
        """The list and the level of a paragraph, its own or its style's; a list called 0 means none."""
        properties = paragraph.find(qn("w:pPr"))
        own = None if properties is None else properties.find(qn("w:numPr"))
        for found in [own, *(style.place for style in chain)]:
            number = None if found is None else _value(found, "w:numId")
            if number is not None:
                return None if number == "0" else (number, _whole(_value(found, "w:ilvl")))
        return None


def _value(element: Any, tag: str) -> str | None:
    """The value of a child called `tag`, or None."""
    child = element.find(qn(tag))
    return None if child is None else child.get(qn("w:val"))


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 6 else 0


def _written(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and 1 <= count <= _LETTERS:
        letter = chr(ord("a") + count - 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 1 <= count <= len(_ROMAN):
        roman = _ROMAN[count - 1]
        return roman if form == "lowerRoman" else roman.upper()
    return str(count)
