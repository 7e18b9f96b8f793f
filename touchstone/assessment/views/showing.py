"""Laying the work out for the desk: its pages and paragraphs, with the learner's places marked in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from touchstone.assessment.queries import Desk, Pin
from touchstone.portfolio.renditions import rendition

PARAGRAPH = re.compile(r'id="p(\d+)"')
HEADING = re.compile(r"<(/?)h([1-6])\b")
TITLE_LEVEL = 2


@dataclass(frozen=True)
class Part:
    """A page of a document, or all of it. `label` is "Page 3" or ""; `pins` stand at the label."""

    id: str
    label: str
    html: SafeString
    pins: tuple[Pin, ...]


@dataclass(frozen=True)
class Pane:
    """How a piece of evidence is shown. `form` is text, image, audio, video or none (then `trouble` says why).

    `loose` are the places that name the whole piece, or could not be found in it.
    """

    form: str
    parts: tuple[Part, ...] = ()
    loose: tuple[Pin, ...] = ()
    trouble: str = ""

    @property
    def pages(self) -> int:
        return sum(1 for part in self.parts if part.label)


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
    """The piece on the left with the places that the learner named in it."""
    item = desk.item
    if item is None:
        return Pane("none", trouble="Nothing was submitted here.")
    drawn = rendition(item.blob, item.media_type, item.file_name)
    placed: set[int] = set()
    parts = []
    level = TITLE_LEVEL
    for section in drawn.sections:
        here = [pin for pin in desk.pins_here if pin.number not in placed and _is_in(section, pin.mapping)]
        at_label = tuple(pin for pin in here if not pin.mapping.paragraph)
        html, level = _levelled(section.html, level)
        html, marked = _marked(html, [pin for pin in here if pin.mapping.paragraph])
        placed.update(pin.number for pin in at_label)
        placed.update(marked)
        parts.append(Part(section.id, section.label, html, at_label))
    loose = tuple(pin for pin in desk.pins_here if pin.number not in placed)
    return Pane(drawn.form, tuple(parts), loose, drawn.trouble)


def _is_in(section: Any, mapping: Any) -> bool:
    if mapping.page:
        return section.id == f"page-{mapping.page}"
    return bool(mapping.paragraph) and (not section.label or f'id="p{mapping.paragraph}"' in section.html)


def _marked(html: str, pins: Sequence[Pin]) -> tuple[SafeString, set[int]]:
    """`html` (clean, from the portfolio) with each pin's paragraph marked; and the numbers of those that were found.

    A paragraph beside a page counts within that page, else within the whole.
    """
    found: set[int] = set()
    for pin in pins:
        ids = PARAGRAPH.findall(html)
        wanted = pin.mapping.paragraph
        if pin.mapping.page:
            wanted = ids[wanted - 1] if wanted <= len(ids) else 0
        opening = re.search(rf'<(\w+)\b[^>]*\bid="p{wanted}"[^>]*>', html)
        closing = html.find(f"</{opening[1]}>", opening.end()) if opening else -1
        if opening and closing >= 0:
            words = f'<mark class="pin">{_number(pin.number)}{html[opening.end() : closing]}</mark>'
            html = html[: opening.end()] + words + html[closing:]
            found.add(pin.number)
    return mark_safe(html), found  # noqa: S308  # the portfolio cleaned it; what is added is ours


def _levelled(html: str, level: int) -> tuple[str, int]:
    """`html` with its headings below the piece's title and none skipped, going on from `level`; and the last level.

    Learners leave levels out, and a screen reader's list of headings must not.
    """

    def settle(match: re.Match[str]) -> str:
        nonlocal level
        if not match[1]:
            level = max(TITLE_LEVEL + 1, min(int(match[2]), level + 1))
        return f"<{match[1]}h{level}"

    return HEADING.sub(settle, html), level


def _number(number: int) -> str:
    return f'<span class="pin-no" id="pin-{number}" tabindex="-1">{escape(number)}</span>'
