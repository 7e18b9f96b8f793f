"""Turning a document into sections of clean paragraphs with ids."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any

import mammoth
import nh3
import pypdfium2
from lxml import etree
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from PIL import Image
from striprtf.striprtf import rtf_to_text

from touchstone.portfolio.content.kinds import DOCX, ODT, PDF, RTF
from touchstone.portfolio.content.reading import odt_paragraphs, text_of

MOST_PARAGRAPHS = 20_000
PICTURE_WIDTH = 1_000
PICTURE_BYTES = 150_000
PICTURES_BYTES = 4_000_000
MOST_PIXELS = 60_000_000
BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "td", "th")
INLINE = {"strong", "b", "em", "i", "u", "s", "sub", "sup", "br", "code", "img", "a"}
TAGS = {*BLOCKS, *INLINE, "ul", "ol", "table", "thead", "tbody", "tr", "hr"}
ATTRIBUTES = {
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
    "a": {"href"},
}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
FIRST_HEADING = 3
STYLES = "word/styles.xml"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BLANK_LINES = re.compile(r"\n[ \t]*\n+")
PDF_END = re.compile(r"[.!?:;…”’)\]]\s*$")
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable(["image"])


@dataclass(frozen=True)
class Section:
    """A part of a document: a page of a PDF ("Page 3"), or the whole. `html` is clean, and safe to put in a page."""

    id: str
    label: str
    html: str
    paragraphs: int = 0


@dataclass(frozen=True)
class Rendition:
    """A file as shown in a page: `form` is "text", "image", "audio", "video" or "none" (then `trouble` says why)."""

    form: str
    sections: tuple[Section, ...] = ()
    trouble: str = ""

    @property
    def paragraphs(self) -> int:
        """How many paragraphs have an id."""
        return sum(section.paragraphs for section in self.sections)


def draw(source: IO[bytes], media_type: str) -> Rendition:
    """The document in `source` as sections; `form` "none" where it cannot be read, or holds no words."""
    source.seek(0)
    try:
        sections = tuple(_sections(source, media_type))
    except (ValueError, KeyError, OSError, IndexError, zipfile.BadZipFile, etree.LxmlError, pypdfium2.PdfiumError):
        return Rendition(form="none", trouble="This file cannot be shown here. Open it on your own device.")
    if not any(section.paragraphs for section in sections):
        return Rendition(form="none", trouble="No words were found in this file. It may hold pictures only.")
    return Rendition(form="text", sections=sections)


def _sections(source: IO[bytes], media_type: str) -> Iterable[Section]:
    if media_type == PDF.media_type:
        yield from _pdf(source)
        return
    if media_type == DOCX.media_type:
        source = _with_light_styles(source)
        markup = mammoth.convert_to_html(source, convert_image=mammoth.images.img_element(_Pictures())).value
    elif media_type == ODT.media_type:
        markup = "".join(_block(words, level) for level, words in odt_paragraphs(source))
    elif media_type == RTF.media_type:
        markup = "".join(_block(p) for p in rtf_to_text(source.read().decode("latin-1"), errors="ignore").split("\n"))
    elif media_type == "text/markdown":
        markup = _markdown.render(text_of(source))
    else:
        markup = "".join(_block(p) for p in BLANK_LINES.split(text_of(source)))
    html, count = with_ids(nh3.clean(markup, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"data", "https", "mailto"}))
    yield Section("whole", "", html, count)


def _with_light_styles(source: IO[bytes]) -> IO[bytes]:
    """A copy of the Word file whose table styles keep only their names; latent styles and defaults fall out.

    Most of a Word file's markup is how its tables may look, which a page never shows: reading it took four fifths of
    the drawing. Paragraph, character and numbering styles stay as they are.
    """
    copy = io.BytesIO(source.read())
    with zipfile.ZipFile(copy, "a") as parts:
        if (found := parts.NameToInfo.get(STYLES)) is None:
            return copy
        root = etree.fromstring(parts.read(found), etree.XMLParser(resolve_entities=False, no_network=True))
        for child in list(root):
            if child.tag != f"{WORD}style" or child.get(f"{WORD}type") == "table":
                _keep_names(root, child)
        # The directory lists the part once: with two of one name a reader may take either.
        del parts.NameToInfo[STYLES]
        parts.filelist.remove(found)
        parts.writestr(STYLES, etree.tostring(root))
    copy.seek(0)
    return copy


def _keep_names(root: Any, child: Any) -> None:
    """Empty a table style down to its name; take away all that is no style (latent ones, defaults of the document)."""
    if child.tag != f"{WORD}style":
        root.remove(child)
        return
    for part in list(child):
        if part.tag != f"{WORD}name":
            child.remove(part)


def with_ids(markup: str, first: int = 1) -> tuple[str, int]:
    """`markup` with an id on each block that has words or a picture ("p1", …), and how many there are.

    A block inside another (a paragraph in a cell) takes the id, its parent none. Empty blocks fall out.
    """
    root = lxml_html.fragment_fromstring(markup, create_parent="div")
    _lower_headings(root)
    number = first
    for node in list(root.iter(*BLOCKS)):
        if not _has_content(node):
            if node.tag not in {"td", "th", "li"} and node.getparent() is not None:
                node.drop_tree()
            continue
        if any(child.tag in BLOCKS for child in node.iterdescendants()) or number - first >= MOST_PARAGRAPHS:
            continue
        node.set("id", f"p{number}")
        number += 1
    for picture in list(root.iter("img")):
        if not str(picture.get("src", "")).startswith("data:image/"):
            picture.drop_tree()
        elif not picture.get("alt"):
            picture.set("alt", "Picture in the document, not described")
    for link in list(root.iter("a")):
        if str(link.get("href", "")).startswith("data:"):
            link.drop_tag()
    inner = (root.text or "") + "".join(lxml_html.tostring(child, encoding="unicode") for child in root)
    return inner, number - first


def _lower_headings(root: Any) -> None:
    """A document's own headings stand below those of the page it is shown in, and go down one step at a time."""
    used = sorted({node.tag for node in root.iter(*HEADINGS)})
    before = FIRST_HEADING - 1
    for node in list(root.iter(*HEADINGS)):
        before = min(FIRST_HEADING + used.index(node.tag), before + 1, len(HEADINGS))
        node.tag = f"h{before}"


def _has_content(node: Any) -> bool:
    return bool((node.text_content() or "").strip()) or next(node.iter("img"), None) is not None


def _block(words: str, level: int = 0) -> str:
    tag = f"h{min(level + 1, 6)}" if level else "p"
    lines = "<br>".join(nh3.clean_text(line).replace("&#32;", " ") for line in words.strip("\n").split("\n"))
    return f"<{tag}>{lines}</{tag}>"


def _pdf(source: IO[bytes]) -> Iterable[Section]:
    number = 1
    with pypdfium2.PdfDocument(source, autoclose=False) as document:
        for index, page in enumerate(document, start=1):
            text = page.get_textpage().get_text_bounded().replace("\r\n", "\n")
            html, count = with_ids("".join(_block(p) for p in _pdf_paragraphs(text)), number)
            number += count
            yield Section(f"page-{index}", f"Page {index}", html or "<p>No words on this page.</p>", count)


def _pdf_paragraphs(text: str) -> Iterable[str]:
    """Lines of a page joined into paragraphs: a blank line parts them, and a short line that ends a sentence."""
    width = max((len(line) for line in text.split("\n")), default=0)
    for part in BLANK_LINES.split(text):
        lines: list[str] = []
        for line in part.split("\n"):
            lines.append(line.strip())
            if len(line) < width * 0.75 and PDF_END.search(line):
                yield " ".join(lines)
                lines = []
        if any(lines):
            yield " ".join(lines)


class _Pictures:
    """Pictures of a Word document, made small enough for a page; beyond four million bytes they are left out."""

    def __init__(self) -> None:
        self.bytes = 0

    def __call__(self, picture: Any) -> dict[str, str]:
        with picture.open() as stream:
            content = stream.read()
        small, media_type = _smaller(content, picture.content_type)
        self.bytes += len(small)
        alt = picture.alt_text or "Picture in the document, not described"
        if not small or self.bytes > PICTURES_BYTES:
            return {"src": "", "alt": alt}
        return {"src": f"data:{media_type};base64,{base64.b64encode(small).decode()}", "alt": alt}


def _smaller(content: bytes, media_type: str) -> tuple[bytes, str]:
    """The picture at most a thousand points wide, as JPEG or PNG; nothing where it is of another kind or broken."""
    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG", "GIF"]) as picture:
            if picture.size[0] * picture.size[1] > MOST_PIXELS:
                return b"", ""
            if len(content) <= PICTURE_BYTES and media_type in {"image/png", "image/jpeg"}:
                return content, media_type
            picture.thumbnail((PICTURE_WIDTH, PICTURE_WIDTH * 4))
            sink = io.BytesIO()
            has_alpha = picture.mode in {"RGBA", "LA", "P"}
            picture.convert("RGBA" if has_alpha else "RGB").save(sink, "PNG" if has_alpha else "JPEG", quality=80)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return b"", ""
    return sink.getvalue(), "image/png" if has_alpha else "image/jpeg"
