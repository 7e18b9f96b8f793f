"""The numbers and bullets that Word shows but does not store in the text of a paragraph."""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

_BULLET = "·"


class Numbering:
    """Counts the lists of one document in reading order; ask once for each paragraph."""

    def __init__(self, word: WordDocument) -> None:
        self._formats: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        try:
            root = word.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        for abstract in root.findall(qn("w:abstractNum")):
            for level in abstract.findall(qn("w:lvl")):
                self._read_level(abstract.get(qn("w:abstractNumId")), level)
        for number in root.findall(qn("w:num")):
            link = number.find(qn("w:abstractNumId"))
            if link is not None:
                self._lists[number.get(qn("w:numId"))] = link.get(qn("w:val"))

    def _read_level(self, abstract: str, level) -> None:
        def value(tag: str, default: str) -> str:
            found = level.find(qn(tag))
            return default if found is None else found.get(qn("w:val"), default)

        start = value("w:start", "1")
        key = (abstract, int(level.get(qn("w:ilvl"), "0")))
        self._formats[key] = (
            value("w:numFmt", "decimal"),
            value("w:lvlText", ""),
            int(start) if start.isdigit() else 1,
        )

    def label(self, paragraph: Paragraph) -> str:
        """What Word prints before `paragraph`: "2.1 ", "· " or nothing."""
        place = self._place(paragraph)
        if place is None:
            return f"{_BULLET} " if (paragraph.style and "bullet" in (paragraph.style.name or "").lower()) else ""
        number_id, level = place
        abstract = self._lists.get(number_id)
        form = self._formats.get((abstract or "", level))
        if abstract is None or form is None or form[0] == "none":
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

    def _place(self, paragraph: Paragraph) -> tuple[str, int] | None:
        """The list and the level of a paragraph, its own or its style's; a list called 0 means none."""
        properties = [paragraph._p.pPr]
        style = paragraph.style
        while style is not None and len(properties) < 10:
            properties.append(style.element.pPr)
            style = style.base_style
        for own in properties:
            found = None if own is None else own.numPr
            if found is not None and found.numId is not None:
                level = 0 if found.ilvl is None else int(found.ilvl.val)
                return None if str(found.numId.val) == "0" else (str(found.numId.val), level)
        return None


def _written(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and 1 <= count <= 26:
        return chr((ord("a") if form == "lowerLetter" else ord("A")) + count - 1)
    if form in ("lowerRoman", "upperRoman") and 1 <= count <= 20:
        roman = [
            "",
            "i",
            "ii",
            "iii",
            "iv",
            "v",
            "vi",
            "vii",
            "viii",
            "ix",
            "x",
            *("x" + n for n in ["i", "ii", "iii", "iv"]),
        ]
        roman += ["xv", "xvi", "xvii", "xviii", "xix", "xx"]
        return roman[count] if form == "lowerRoman" else roman[count].upper()
    return str(count)
