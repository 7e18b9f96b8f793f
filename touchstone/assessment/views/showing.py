"""Laying the work out for the desk: pages, paragraphs and the learner's places in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from touchstone.assessment.queries import Desk, Pin

MOST_CHARACTERS = 300_000
SHORT_LINE = 48
MARKDOWN = "text/markdown"
PDF = "application/pdf"
HEADING = re.compile(r"^(#{1,6})\s+(.+)$")
BULLET = re.compile(r"^[-*•]\s+(.+)$")
EMPHASIS = re.compile(r"(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1")


@dataclass(frozen=True)
class Block:
    """A piece of a page: `kind` is page, h2, h3, li or p. `number` counts pages, or paragraphs within the whole."""

    kind: str
    text: str
    number: int = 0
    pins: tuple[Pin, ...] = ()


@dataclass(frozen=True)
class Pane:
    """How a piece of evidence is shown. `kind` is text, image, audio, video, file or none."""

    kind: str
    blocks: tuple[Block, ...] = ()
    pages: int = 0
    is_cut: bool = False
    loose: tuple[Pin, ...] = ()


@dataclass(frozen=True)
class Ask:
    """A criterion's sentence, cut where its verb ends; `verb` is "" where the sentence does not begin with it."""

    verb: str
    rest: str


def ask_of(criterion: Any) -> Ask:
    """The criterion's sentence with its command verb apart, so that the verb can be marked."""
    verb = criterion.verb.strip()
    if verb and criterion.text.lower().startswith(verb.lower()):
        return Ask(criterion.text[: len(verb)], criterion.text[len(verb) :])
    return Ask("", criterion.text)


def evidence_pane(desk: Desk) -> Pane:
    """The piece on the left with the places that the learner named in it; those that cannot be placed are `loose`."""
    item = desk.item
    if item is None:
        return Pane("none")
    family = item.media_type.partition("/")[0]
    if family in {"image", "audio", "video"}:
        return Pane(family, loose=desk.pins_here)
    text = item.text[:MOST_CHARACTERS]
    if not text.strip():
        return Pane("file", loose=desk.pins_here)
    blocks, placed = _placed(list(_blocks(text, item.media_type)), desk.pins_here)
    return Pane(
        "text",
        blocks=blocks,
        pages=item.text.count("\f") + 1 if item.media_type == PDF else 0,
        is_cut=len(item.text) > MOST_CHARACTERS,
        loose=tuple(pin for pin in desk.pins_here if pin.number not in placed),
    )


def _blocks(text: str, media_type: str) -> Iterator[Block]:
    pages = text.split("\f") if media_type == PDF else [text]
    paragraph = 0
    for number, page in enumerate(pages, start=1):
        if media_type == PDF:
            yield Block("page", f"Page {number} of {len(pages)}", number)
        for line in _wrapped(page) if media_type == PDF else page.split("\n"):
            if not line.strip():
                continue
            paragraph += 1
            yield _block(line.strip(), media_type, paragraph)


def _block(line: str, media_type: str, number: int) -> Block:
    if media_type == MARKDOWN:
        if heading := HEADING.match(line):
            return Block("h2" if len(heading[1]) < 3 else "h3", _plain(heading[2]), number)
        line = _plain(line)
    if bullet := BULLET.match(line):
        return Block("li", bullet[1], number)
    return Block("p", line, number)


def _plain(line: str) -> str:
    """Markdown's emphasis without its marks; the words are what is judged."""
    return EMPHASIS.sub(r"\2", line)


def _wrapped(page: str) -> Iterator[str]:
    """The paragraphs of a PDF page: its lines joined again, except after a short one, which ends a paragraph."""
    held: list[str] = []
    for line in page.split("\n"):
        words = line.strip()
        if words:
            held.append(words)
        if held and (not words or len(words) < SHORT_LINE):
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)


def _placed(blocks: list[Block], pins: tuple[Pin, ...]) -> tuple[tuple[Block, ...], set[int]]:
    """The blocks with each pin at its paragraph, else at its page; and the numbers of those that found a place."""
    placed: set[int] = set()
    found = []
    for block in blocks:
        here = tuple(pin for pin in pins if pin.number not in placed and _is_here(block, pin.mapping))
        placed.update(pin.number for pin in here)
        found.append(Block(block.kind, block.text, block.number, here))
    return tuple(found), placed


def _is_here(block: Block, mapping: Any) -> bool:
    if block.kind == "page":
        return bool(mapping.page) and not mapping.paragraph and mapping.page == block.number
    return bool(mapping.paragraph) and mapping.paragraph == block.number
