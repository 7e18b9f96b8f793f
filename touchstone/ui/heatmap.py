"""Heat maps: a table already, so it is drawn as one. Figure in the cell, shade second, hatch third."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

SEPARATE = ' class="sep"'
PLAIN = {"done", "out", "none"}


@dataclass(frozen=True)
class HeatCell:
    """One cell: `text` is read, `look` shades it, `says` is the whole meaning in words, `url` makes it a link.

    Looks: "" empty, "1" "2" "3" deeper stone, "link" hatched, "gold" proof, "gap" still missing, "ok" enough.
    In a sampling grid also "done" (a gold foot; "3 done" joins two), "out" (not drawn) and "none" (nothing there).
    """

    text: str = ""
    look: str = ""
    says: str = ""
    url: str = ""


EMPTY = HeatCell()


@dataclass(frozen=True)
class HeatRow:
    """A row of a heat map: its heading, then one cell per column. A row with `group` and no cells is a subheading."""

    label: str
    cells: Sequence[HeatCell] = field(default_factory=tuple)
    group: bool = False
    note: str = ""


def shade(count: int) -> str:
    """The look of a count: "" for 0, "1" for 1, "2" for 2 or 3, "3" for more."""
    return "" if count <= 0 else "1" if count == 1 else "2" if count <= 3 else "3"


def _cell(cell: HeatCell, first: bool = False) -> str:
    if cell is EMPTY or cell == EMPTY:
        # A matrix is mostly empty, and has more than a thousand cells.
        return '<td class="sep"></td>' if first else "<td></td>"
    looks = [part if part in PLAIN else f"h-{part}" for part in cell.look.split()] + (["sep"] if first else [])
    css = f' class="{escape(" ".join(looks))}"' if looks else ""
    text, says = escape(cell.text), escape(cell.says)
    if cell.url:
        inner = f'<a href="{escape(cell.url)}" aria-label="{says or text}"><span>{text}</span></a>'
    elif cell.says:
        inner = f'<span aria-hidden="true">{text}</span><span class="sr">{says}</span>'
    else:
        inner = text
    return f"<td{css}>{inner}</td>"


def _row(row: HeatRow, width: int, starts: Collection[int]) -> str:
    note = f' <span class="faint">{escape(row.note)}</span>' if row.note else ""
    if row.group:
        return f'<tr><th scope="rowgroup" colspan="{width}"><strong>{escape(row.label)}</strong>{note}</th></tr>'
    cells = "".join(_cell(cell, i in starts) for i, cell in enumerate(row.cells))
    return f'<tr><th scope="row">{escape(row.label)}{note}</th>{cells}</tr>'


def heat(
    title: str,
    columns: Sequence[str],
    rows: Sequence[HeatRow],
    *,
    foot: HeatRow | None = None,
    corner: str = "",
    groups: Sequence[tuple[str, int]] = (),
    sample: bool = False,
) -> SafeString:
    """A heat map as a table that scrolls in its own frame: figure in the cell, shade second, hatch third.

    `groups` puts headings over the columns, as (words, how many columns); `sample` is the wide sampling grid.
    """
    starts = set(accumulate(count for _, count in groups[:-1])) if groups else set()
    first = f'<th scope="col">{escape(corner)}</th>' if corner else '<td class="h-ok"></td>'
    over = "".join(
        f'<th scope="colgroup" colspan="{count}" class="unit{" sep" if i else ""}">{escape(words)}</th>'
        for i, (words, count) in enumerate(groups)
    )
    top = f'<tr><td class="h-ok"></td>{over}</tr>' if groups else ""
    head = "".join(
        f'<th scope="col"{SEPARATE if i in starts else ""}>{escape(words)}</th>' for i, words in enumerate(columns)
    )
    body = "".join(_row(row, len(columns) + 1, starts) for row in rows)
    last = f"<tfoot>{_row(foot, len(columns) + 1, starts)}</tfoot>" if foot else ""
    return mark_safe(  # noqa: S308  # every part was escaped above
        f'<div class="scroll{"" if sample else " pad"}" tabindex="0" role="region" aria-label="{escape(title)}, table">'
        f'<table class="heat{" sample" if sample else ""}"><caption class="sr">{escape(title)}</caption>'
        f"<thead>{top}<tr>{first}{head}</tr></thead><tbody>{body}</tbody>{last}</table></div>"
    )
