"""Heat maps: a table already, so it is drawn as one. Figure in the cell, shade second, hatch third."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class HeatCell:
    """One cell: `text` is read, `look` shades it, `says` is the whole meaning in words, `url` makes it a link.

    Looks: "" empty, "1" "2" "3" deeper stone, "link" hatched, "gold" proof, "gap" still missing, "ok" enough, "out".
    """

    text: str = ""
    look: str = ""
    says: str = ""
    url: str = ""


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


def _cell(cell: HeatCell) -> str:
    css = f' class="h-{escape(cell.look)}"' if cell.look else ""
    words = format_html("<span>{}</span>", cell.text)
    if cell.url:
        inner = format_html('<a href="{}" aria-label="{}">{}</a>', cell.url, cell.says or cell.text, words)
    elif cell.says:
        inner = format_html('<span aria-hidden="true">{}</span><span class="sr">{}</span>', cell.text, cell.says)
    else:
        inner = format_html("{}", cell.text)
    return f"<td{css}>{inner}</td>"


def heat(
    title: str, columns: Sequence[str], rows: Sequence[HeatRow], *, foot: HeatRow | None = None, corner: str = ""
) -> SafeString:
    """A heat map as a table that scrolls in its own frame: figure in the cell, shade second, hatch third."""
    head = "".join(f'<th scope="col">{escape(c)}</th>' for c in columns)
    body = []
    for row in rows:
        note = f' <span class="faint">{escape(row.note)}</span>' if row.note else ""
        if row.group:
            body.append(
                f'<tr><th scope="rowgroup" colspan="{len(columns) + 1}"><strong>{escape(row.label)}</strong>{note}'
                "</th></tr>"
            )
        else:
            body.append(
                f'<tr><th scope="row">{escape(row.label)}{note}</th>{"".join(_cell(c) for c in row.cells)}</tr>'
            )
    last = (
        f'<tfoot><tr><th scope="row">{escape(foot.label)}</th>{"".join(_cell(c) for c in foot.cells)}</tr></tfoot>'
        if foot
        else ""
    )
    first = f'<th scope="col">{escape(corner)}</th>' if corner else '<td class="h-ok"></td>'
    return mark_safe(  # noqa: S308  # every part was escaped above
        f'<div class="scroll pad" tabindex="0" role="region" aria-label="{escape(title)}, table"><table class="heat">'
        f'<caption class="sr">{escape(title)}</caption><thead><tr>{first}{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody>{last}</table></div>"
    )
