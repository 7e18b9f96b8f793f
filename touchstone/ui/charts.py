"""Charts drawn on the server: plain numbers in, SVG out, with a title, a description and the same as a table.

Only presentation attributes and classes are used, so the strictest content-security policy lets them through.
Every text that comes in is escaped. Numbers may be int or float; labels are plain words.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

Pair = tuple[str, float]

CELL = 100
SLANT = 1.5
GAP = 0.7
TONES = 5


def number(value: float) -> str:
    """A number as people write it: no trailing zeros, at most one decimal, "–" for nothing."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308  # every caller escapes each text that came from outside


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> str:
    top = "".join(f'<th scope="col"{"" if i == 0 else " class=num"}>{escape(h)}</th>' for i, h in enumerate(head))
    top = top.replace("class=num", 'class="num"')
    body = "".join(
        "<tr>" + f'<th scope="row">{escape(r[0])}</th>' + "".join(f'<td class="num">{escape(c)}</td>' for c in r[1:]) + "</tr>"
        for r in rows
    )
    return (
        '<details class="why chart-table"><summary>The same as a table</summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(title)}, table">'
        f'<table class="table table--dense"><caption class="sr">{escape(title)}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div></details>"
    )


def _figure(title: str, desc: str, box: tuple[float, float], marks: str, table: str, css: str = "") -> SafeString:
    key = f"ch{zlib.crc32(f'{title}|{desc}|{marks}'.encode()):08x}"
    return _safe(
        f'<figure class="chart-figure"><svg class="chart {css}" viewBox="0 0 {_n(box[0])} {_n(box[1])}" role="img" '
        f'aria-labelledby="{key}t {key}d"><title id="{key}t">{escape(title)}</title>'
        f'<desc id="{key}d">{escape(desc)}</desc>{marks}</svg>{table}</figure>'
    )


def _say(pairs: Sequence[Pair], unit: str) -> str:
    return ". ".join(f"{label}: {number(value)}{' ' + unit if unit else ''}" for label, value in pairs) or "Nothing yet"


def _text(x: float, y: float, words: str, anchor: str = "start", css: str = "") -> str:
    named = f' class="{css}"' if css else ""
    return f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}"{named}>{escape(words)}</text>'


# ── The assay and the meter ────────────────────────────────────────────────


def streak(total: int, filled: int, layer: int, referred: int = 0, partial: int = 0) -> SafeString:
    """One streak of slanted cells, `filled` of `total`; then referred and partly-there cells, hatched.

    `layer`: 1 mapped, 2 assessed, 3 quality-assured. A total of 0 draws one empty cell. More than 60 cells are drawn
    as 60, in proportion. It is hidden from screen readers: the words beside it say the same.
    """
    if total > 60:
        share = 60 / total
        filled, referred, partial, total = round(filled * share), round(referred * share), round(partial * share), 60
    count = max(total, 1)
    slant, gap = SLANT * count, GAP * count  # the frame is stretched, so both grow with the count
    cells = []
    for i in range(count):
        css = f"a-{layer}" if i < filled else "a-r" if i < filled + referred else "a-h" if i < filled + referred + partial else "a-off"
        left, right = i * CELL, (i + 1) * CELL
        start_top = 0 if i == 0 else left + slant
        end_top = count * CELL if i == count - 1 else right + slant - gap
        end_bottom = count * CELL if i == count - 1 else right - gap
        cells.append(f'<path class="{css}" d="M{_n(start_top)} 0H{_n(end_top)}L{_n(end_bottom)} 10H{_n(left)}z"/>')
    return _safe(
        f'<svg viewBox="0 0 {count * CELL} 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">{"".join(cells)}</svg>'
    )


def meter(value: float, target: float, held: float = 0, look: str = "") -> SafeString:
    """A flat bar: `value` of `target`, then `held` hatched (there, not counted yet).

    `look`: "" picks done at the target and plain before it; "gold", "late", "done", "fill" force one. Never over 100 %.
    A target of 0 draws the bare track.
    """
    share = min(max(value / target, 0), 1) if target > 0 else 0
    waiting = min(max(held / target, 0), 1 - share) if target > 0 else 0
    css = look or ("done" if target > 0 and value >= target else "fill")
    held_mark = f'<rect class="held" x="{share:.1%}" width="{waiting:.1%}" height="100%"/>' if waiting > 0 else ""
    return _safe(
        '<svg class="bar" aria-hidden="true" focusable="false"><rect class="track" width="100%" height="100%"/>'
        f'<rect class="{escape(css)}" width="{share:.1%}" height="100%"/>{held_mark}</svg>'
    )


# ── Bars ───────────────────────────────────────────────────────────────────


def bar(title: str, data: Sequence[Pair], *, unit: str = "", target: float | None = None, desc: str = "") -> SafeString:
    """Flat bars, one per (label, value), with the figure at the end; `target` draws a dashed line across."""
    top = max([value for _, value in data] + [target or 0, 1e-9])
    left, width, step = 132.0, 240.0, 34.0
    marks = []
    for i, (label, value) in enumerate(data):
        y = 8 + i * step
        length = max(value, 0) / top * width
        marks.append(_text(left - 8, y + 15, _short(label, 18), "end"))
        marks.append(f'<rect class="c-1" x="{_n(left)}" y="{_n(y)}" width="{_n(length)}" height="20" rx="3"/>')
        marks.append(_text(left + length + 8, y + 15, number(value), css="say"))
    height = 8 + len(data) * step
    if target is not None:
        x = left + target / top * width
        marks.append(f'<path class="drop-line" d="M{_n(x)} 2V{_n(height)}"/>' + _text(x, height + 14, number(target), "middle"))
        height += 20
    said = desc or _say(data, unit)
    return _figure(title, said, (420, max(height, 30)), "".join(marks), _table(("", unit or "Value"), [(a, number(b)) for a, b in data], title))


def stacked(title: str, series: Sequence[str], rows: Sequence[tuple[str, Sequence[float]]], *, unit: str = "", desc: str = "") -> SafeString:
    """One bar per row, cut into the parts named by `series`, with a key above; at most five parts."""
    total = max([sum(values) for _, values in rows] + [1e-9])
    left, width, step, top = 132.0, 240.0, 34.0, 30.0
    marks = [_key(series)]
    for i, (label, values) in enumerate(rows):
        x, y = left, top + i * step
        marks.append(_text(left - 8, y + 15, _short(label, 18), "end"))
        for j, value in enumerate(values):
            length = max(value, 0) / total * width
            marks.append(f'<rect class="c-{j % TONES + 1}" x="{_n(x)}" y="{_n(y)}" width="{_n(length)}" height="20"/>')
            x += length
        marks.append(_text(x + 8, y + 15, number(sum(values)), css="say"))
    said = desc or ". ".join(f"{a}: " + ", ".join(f"{s} {number(v)}" for s, v in zip(series, vs, strict=False)) for a, vs in rows)
    body = [(a, *(number(v) for v in vs)) for a, vs in rows]
    return _figure(title, said or "Nothing yet", (420, top + len(rows) * step), "".join(marks), _table(("", *series), body, title))


def _key(names: Sequence[str]) -> str:
    x, out = 0.0, []
    for i, name in enumerate(names):
        out.append(f'<rect class="c-{i % TONES + 1}" x="{_n(x)}" y="2" width="14" height="14" rx="2"/>' + _text(x + 20, 14, name))
        x += 34 + 7.6 * len(name)
    return "".join(out)


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


# ── Lines ──────────────────────────────────────────────────────────────────


def spark(title: str, values: Sequence[float], *, unit: str = "", desc: str = "") -> SafeString:
    """A line as small as a word, its last point marked; it has no table, its description gives every number."""
    said = desc or (f"From {number(values[0])} to {number(values[-1])} {unit}. All: {', '.join(number(v) for v in values)}" if values else "Nothing yet")
    low, high = (min(values), max(values)) if values else (0, 1)
    span = (high - low) or 1
    points = [(4 + i * (112 / max(len(values) - 1, 1)), 26 - (v - low) / span * 20) for i, v in enumerate(values)]
    marks = f'<polyline class="curve" points="{" ".join(f"{_n(x)},{_n(y)}" for x, y in points)}"/>' if points else ""
    if points:
        marks += f'<circle class="dot" cx="{_n(points[-1][0])}" cy="{_n(points[-1][1])}" r="4"/>'
    return _figure(title, said, (122, 32), marks, "", "chart--spark")


def trend(title: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[float]]], *, top: float | None = None, unit: str = "", desc: str = "") -> SafeString:
    """Up to three lines over the same labels: the first drawn full, the second dashed, the third dotted."""
    high = top or max([v for _, vs in series for v in vs] + [1e-9])
    left, width, base, height = 40.0, 360.0, 170.0, 150.0
    marks = []
    for part in (0, 0.5, 1):
        y = base - part * height
        marks.append(f'<path class="rule" d="M{_n(left)} {_n(y)}H{_n(left + width)}"/>' + _text(left - 8, y + 5, number(high * part), "end"))
    gap = width / max(len(labels) - 1, 1)
    every = max(1, math.ceil(len(labels) / 6))
    for i, label in enumerate(labels):
        if i % every == 0 or i == len(labels) - 1:
            marks.append(_text(left + i * gap, base + 20, _short(label, 10), "middle"))
    for j, (name, values) in enumerate(series):
        points = [(left + i * gap, base - min(v / high, 1) * height) for i, v in enumerate(values)]
        if not points:
            continue
        css = ("curve", "curve-2", "curve-3")[min(j, 2)]
        marks.append(f'<polyline class="{css}" points="{" ".join(f"{_n(x)},{_n(y)}" for x, y in points)}"/>')
        marks.append(f'<circle class="dot" cx="{_n(points[-1][0])}" cy="{_n(points[-1][1])}" r="4"/>')
        marks.append(_text(points[-1][0] - 6, points[-1][1] - 10, name, "end", "say"))
    said = desc or ". ".join(f"{n}: " + ", ".join(number(v) for v in vs) for n, vs in series) or "Nothing yet"
    rows = [(label, *(number(vs[i]) if i < len(vs) else "–" for _, vs in series)) for i, label in enumerate(labels)]
    head = ("", *(f"{n}, {unit}" if unit else n for n, _ in series))
    return _figure(title, said, (420, 200), "".join(marks), _table(head, rows, title))


# ── Round ──────────────────────────────────────────────────────────────────


def donut(title: str, parts: Sequence[Pair], *, middle: str = "", unit: str = "", desc: str = "") -> SafeString:
    """A ring cut into parts, with the key beside it and `middle` (a number or a word) inside."""
    total = sum(max(v, 0) for _, v in parts)
    radius, turn = 58.0, 0.0
    ring = 2 * math.pi * radius
    marks = ['<circle class="ring-off" cx="80" cy="80" r="58"/>']
    for i, (_, value) in enumerate(parts):
        share = max(value, 0) / total if total else 0
        if share:
            marks.append(
                f'<circle class="ring r-{i % TONES + 1}" cx="80" cy="80" r="58" stroke-dasharray="{_n(max(ring * share - 2, 0.5))} {_n(ring)}" '
                f'stroke-dashoffset="{_n(-ring * turn)}" transform="rotate(-90 80 80)"/>'
            )
        turn += share
    marks.append(_text(80, 88, middle or number(total), "middle", "middle"))
    for i, (label, value) in enumerate(parts):
        y = 24 + i * 28
        marks.append(f'<rect class="c-{i % TONES + 1}" x="180" y="{y}" width="14" height="14" rx="2"/>' + _text(202, y + 12, f"{_short(label, 22)}  {number(value)}"))
    height = max(160, 24 + len(parts) * 28)
    return _figure(title, desc or _say(parts, unit), (420, height), "".join(marks), _table(("", unit or "Value"), [(a, number(b)) for a, b in parts], title))


def radar(title: str, axes: Sequence[str], series: Sequence[tuple[str, Sequence[float]]], *, top: float = 10, desc: str = "") -> SafeString:
    """A web of marks: one spoke per axis from 0 to `top`; the first series full, the second dashed.

    Fewer than three axes give the flat bars of the first series instead.
    """
    if len(axes) < 3:
        first = series[0][1] if series else ()
        return bar(title, list(zip(axes, first, strict=False)), desc=desc)
    cx, cy, radius = 210.0, 150.0, 100.0

    def at(i: int, value: float) -> tuple[float, float]:
        angle = 2 * math.pi * i / len(axes) - math.pi / 2
        reach = radius * min(max(value / top, 0), 1)
        return cx + reach * math.cos(angle), cy + reach * math.sin(angle)

    def ring(value: float) -> str:
        return " ".join(f"{_n(x)},{_n(y)}" for x, y in (at(i, value) for i in range(len(axes))))

    marks = [f'<polygon class="web" points="{ring(top * part)}"/>' for part in (0.25, 0.5, 0.75, 1)]
    for i, axis in enumerate(axes):
        x, y = at(i, top)
        marks.append(f'<path class="rule" d="M{_n(cx)} {_n(cy)}L{_n(x)} {_n(y)}"/>')
        lx, ly = at(i, top * 1.0)
        lx, ly = cx + (lx - cx) * 1.12, cy + (ly - cy) * 1.14 + 5
        anchor = "middle" if abs(lx - cx) < 12 else "start" if lx > cx else "end"
        marks.append(_text(lx, ly, _short(axis, 18), anchor))
    for j, (_, values) in enumerate(series):
        css = "area" if j == 0 else "area-2"
        marks.append(f'<polygon class="{css}" points="{" ".join(f"{_n(x)},{_n(y)}" for x, y in (at(i, v) for i, v in enumerate(values)))}"/>')
    for j, (name, _) in enumerate(series):
        y = 290 + j * 22
        marks.append(f'<path class="{"curve" if j == 0 else "curve-2"}" d="M110 {y - 5}h28"/>' + _text(146, y, name))
    said = desc or ". ".join(f"{n}: " + ", ".join(f"{a} {number(v)}" for a, v in zip(axes, vs, strict=False)) for n, vs in series)
    rows = [(a, *(number(vs[i]) if i < len(vs) else "–" for _, vs in series)) for i, a in enumerate(axes)]
    return _figure(title, said or "Nothing yet", (420, 290 + 22 * len(series)), "".join(marks), _table(("", *(n for n, _ in series)), rows, title))


# ── Heat map: a table already, so it is drawn as one ───────────────────────


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


def heat(title: str, columns: Sequence[str], rows: Sequence[HeatRow], *, foot: HeatRow | None = None, corner: str = "") -> SafeString:
    """A heat map as a table that scrolls in its own frame: figure in the cell, shade second, hatch third."""
    head = "".join(f'<th scope="col">{escape(c)}</th>' for c in columns)
    body = []
    for row in rows:
        note = f' <span class="faint">{escape(row.note)}</span>' if row.note else ""
        if row.group:
            body.append(f'<tr><th scope="rowgroup" colspan="{len(columns) + 1}"><strong>{escape(row.label)}</strong>{note}</th></tr>')
        else:
            body.append(f'<tr><th scope="row">{escape(row.label)}{note}</th>{"".join(_cell(c) for c in row.cells)}</tr>')
    last = f'<tfoot><tr><th scope="row">{escape(foot.label)}</th>{"".join(_cell(c) for c in foot.cells)}</tr></tfoot>' if foot else ""
    first = f'<th scope="col">{escape(corner)}</th>' if corner else "<td></td>"
    return _safe(
        f'<div class="scroll pad" tabindex="0" role="region" aria-label="{escape(title)}"><table class="heat">'
        f'<caption class="sr">{escape(title)}</caption><thead><tr>{first}{head}</tr></thead>'
        f'<tbody>{"".join(body)}</tbody>{last}</table></div>'
    )
