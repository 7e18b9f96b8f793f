"""Charts drawn on the server: plain numbers in, SVG out, with a title, a description and the same as a table.

Only presentation attributes and classes are used, so the strictest content-security policy lets them through.
Every text that comes in is escaped. Numbers may be int or float; labels are plain words.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from touchstone.ui.heatmap import HeatCell, HeatRow, heat, shade

__all__ = [
    "HeatCell",
    "HeatRow",
    "bar",
    "curve",
    "donut",
    "heat",
    "meter",
    "radar",
    "shade",
    "spark",
    "stacked",
    "streak",
    "streak_of",
    "trend",
]

Pair = tuple[str, float]

CELL = 100
SLANT = 1.5
GAP = 0.7
TONES = 5
LETTER = 8.2  # a letter at 16 px, on the wide side
LINES = ("curve", "curve-2", "curve-3")


def number(value: float | None) -> str:
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
        "<tr>"
        + f'<th scope="row">{escape(r[0])}</th>'
        + "".join(f'<td class="num">{escape(c)}</td>' for c in r[1:])
        + "</tr>"
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
    marks = ((filled, f"a-{layer}"), (filled + referred, "a-r"), (filled + referred + partial, "a-h"))
    return _cells([next((name for upto, name in marks if i < upto), "a-off") for i in range(max(total, 1))])


def streak_of(states: Sequence[str], layer: int) -> SafeString:
    """One streak with a cell for each criterion in its own order.

    A state is "on", "part" (partly there, hatched), "referred" or "" (nothing yet); others count as nothing yet.
    """
    looks = {"on": f"a-{layer}", "part": "a-h", "referred": "a-r"}
    return _cells([looks.get(state, "a-off") for state in states] or ["a-off"])


def _cells(looks: Sequence[str]) -> SafeString:
    count = len(looks)
    slant, gap = SLANT * count, GAP * count  # the frame is stretched, so both grow with the count
    cells = []
    for i, css in enumerate(looks):
        left, right = i * CELL, (i + 1) * CELL
        start_top = 0 if i == 0 else left + slant
        end_top = count * CELL if i == count - 1 else right + slant - gap
        end_bottom = count * CELL if i == count - 1 else right - gap
        cells.append(f'<path class="{css}" d="M{_n(start_top)} 0H{_n(end_top)}L{_n(end_bottom)} 10H{_n(left)}z"/>')
    return _safe(
        f'<svg viewBox="0 0 {count * CELL} 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f"{''.join(cells)}</svg>"
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

WIDE = 320.0
ROW = 46.0


def _row_words(y: float, label: str, figure: str) -> str:
    return _text(0, y + 16, _short(label, 32)) + _text(WIDE, y + 16, figure, "end", "say")


def bar(title: str, data: Sequence[Pair], *, unit: str = "", target: float | None = None, desc: str = "") -> SafeString:
    """Flat bars, one per (label, value), its words and figure above it; `target` draws a dashed line across."""
    top = max([value for _, value in data] + [target or 0, 1e-9])
    marks = []
    for i, (label, value) in enumerate(data):
        y = i * ROW
        length = max(value, 0) / top * WIDE
        marks.append(_row_words(y, label, number(value)))
        marks.append(f'<rect class="c-4" x="0" y="{_n(y + 24)}" width="{_n(WIDE)}" height="12" rx="3"/>')
        marks.append(f'<rect class="c-1" x="0" y="{_n(y + 24)}" width="{_n(length)}" height="12" rx="3"/>')
    height = len(data) * ROW
    if target is not None:
        x = min(target / top * WIDE, WIDE - 1)
        marks += [f'<path class="drop-line" d="M{_n(x)} {_n(i * ROW + 20)}v20"/>' for i in range(len(data))]
        anchor = "end" if x > WIDE * 0.6 else "start"
        marks.append(_text(x, height + 12, f"Target {number(target)}", anchor))
        height += 20
    said = desc or _say(data, unit)
    table = _table(("", unit or "Value"), [(a, number(b)) for a, b in data], title)
    return _figure(title, said, (WIDE, max(height, 30)), "".join(marks), table)


def stacked(
    title: str, series: Sequence[str], rows: Sequence[tuple[str, Sequence[float]]], *, unit: str = "", desc: str = ""
) -> SafeString:
    """One bar per row, cut into the parts named by `series`, with a key above; at most five parts."""
    total = max([sum(values) for _, values in rows] + [1e-9])
    key, top = _key(series)
    marks = [key]
    for i, (label, values) in enumerate(rows):
        x, y = 0.0, top + i * ROW
        marks.append(_row_words(y, label, number(sum(values))))
        for j, value in enumerate(values):
            length = max(value, 0) / total * WIDE
            marks.append(
                f'<rect class="c-{j % TONES + 1}" x="{_n(x)}" y="{_n(y + 24)}" width="{_n(length)}" height="14"/>'
            )
            x += length
    spoken = (
        f"{label}: " + ", ".join(f"{s} {number(v)}" for s, v in zip(series, vs, strict=False)) for label, vs in rows
    )
    said = desc or ". ".join(spoken) or "Nothing yet"
    table = _table(("", *series), [(a, *(number(v) for v in vs)) for a, vs in rows], title)
    return _figure(title, said, (WIDE, top + len(rows) * ROW), "".join(marks), table)


def _key(names: Sequence[str]) -> tuple[str, float]:
    """The key of a chart, wrapped to its width, and the height it takes."""
    x, y, out = 0.0, 0.0, []
    for i, name in enumerate(names):
        wide = 22 + LETTER * len(name)
        if x and x + wide > WIDE:
            x, y = 0.0, y + 24
        out.append(f'<rect class="c-{i % TONES + 1}" x="{_n(x)}" y="{_n(y + 2)}" width="14" height="14" rx="2"/>')
        out.append(_text(x + 20, y + 15, name))
        x += wide + 14
    return "".join(out), y + 30 if names else 0.0


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


# ── Lines ──────────────────────────────────────────────────────────────────


def spark(title: str, values: Sequence[float], *, unit: str = "", desc: str = "") -> SafeString:
    """A line as small as a word, its last point marked; it has no table, its description gives every number."""
    said = desc or "Nothing yet"
    if values and not desc:
        each = ", ".join(number(v) for v in values)
        said = f"From {number(values[0])} to {number(values[-1])} {unit}".strip() + f". All: {each}"
    low, high = (min(values), max(values)) if values else (0, 1)
    span = (high - low) or 1
    points = [(6 + i * (108 / max(len(values) - 1, 1)), 27 - (v - low) / span * 20) for i, v in enumerate(values)]
    return _figure(title, said, (122, 34), _line("curve", points), "", "chart--spark")


def _line(css: str, points: Sequence[tuple[float, float]]) -> str:
    if not points:
        return ""
    x, y = points[-1]
    return f'<polyline class="{css}" points="{_points(points)}"/><circle class="dot" cx="{_n(x)}" cy="{_n(y)}" r="4"/>'


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def trend(
    title: str,
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float]]],
    *,
    top: float | None = None,
    unit: str = "",
    desc: str = "",
) -> SafeString:
    """Up to three lines over the same labels: the first drawn full, the second dashed, the third dotted."""
    high = top or max([v for _, vs in series for v in vs] + [1e-9])
    left, width, base, height = 38.0, WIDE - 58, 158.0, 140.0
    marks = []
    for part in (0, 0.5, 1):
        y = base - part * height
        marks.append(f'<path class="rule" d="M{_n(left)} {_n(y)}H{_n(left + width)}"/>')
        marks.append(_text(left - 8, y + 5, number(high * part), "end"))
    gap = width / max(len(labels) - 1, 1)
    every = max(1, math.ceil(len(labels) / 5))
    marks += [
        _text(left + i * gap, base + 22, _short(label, 8), "middle")
        for i, label in enumerate(labels)
        if i % every == 0 or (i == len(labels) - 1 and i % every > every / 2)
    ]
    for j, (name, values) in enumerate(series):
        css = LINES[min(j, len(LINES) - 1)]
        marks.append(_line(css, [(left + i * gap, base - min(v / high, 1) * height) for i, v in enumerate(values)]))
        y = base + 52 + j * 24
        marks.append(f'<path class="{css}" d="M{_n(left)} {_n(y - 5)}h28"/>' + _text(left + 36, y, name))
    said = desc or ". ".join(f"{n}: " + ", ".join(number(v) for v in vs) for n, vs in series) or "Nothing yet"
    rows = [(label, *(number(vs[i]) if i < len(vs) else "–" for _, vs in series)) for i, label in enumerate(labels)]
    head = ("", *(f"{n}, {unit}" if unit else n for n, _ in series))
    return _figure(title, said, (WIDE, base + 36 + 24 * len(series)), "".join(marks), _table(head, rows, title))


def curve(
    title: str,
    series: Sequence[tuple[str, Sequence[tuple[float, float]]]],
    *,
    chosen: tuple[float, str] | None = None,
    across: str = "",
    desc: str = "",
) -> SafeString:
    """Lines through (x, y) points, y from 0 to 100; `chosen` (x, words) drops a gold line at one x of the first.

    `across` names what x counts. The first line is drawn full, the second dashed, the third dotted.
    """
    left, width, base, height = 38.0, WIDE - 58, 150.0, 140.0
    far = max([x for _, points in series for x, _ in points] + [1e-9])

    def at(x: float, y: float) -> tuple[float, float]:
        return left + x / far * width, base - min(max(y, 0), 100) / 100 * height

    marks = []
    for level in (0, 25, 50, 75, 100):
        y = at(0, level)[1]
        marks.append(f'<path class="rule" d="M{_n(left)} {_n(y)}H{_n(left + width)}"/>')
        marks.append(_text(left - 8, y + 5, str(level), "end"))
    marks += [_text(at(x, 0)[0], base + 20, number(round(x)), "middle") for x in (0, far / 2, far)]
    bottom = base + 22
    if across:
        bottom += 22
        marks.append(_text(left + width / 2, bottom, across, "middle"))
    for j, (name, points) in enumerate(series):
        css = LINES[min(j, len(LINES) - 1)]
        marks.append(f'<polyline class="{css}" points="{_points([at(x, y) for x, y in points])}"/>')
        bottom += 24
        marks.append(f'<path class="{css}" d="M{_n(left)} {_n(bottom - 5)}h28"/>' + _text(left + 36, bottom, name))
    if chosen and series and series[0][1]:
        x, y = at(*min(series[0][1], key=lambda point: abs(point[0] - chosen[0])))
        side = "end" if x > left + width * 0.6 else "start"
        marks.append(f'<path class="drop-line" d="M{_n(x)} {_n(y)}V{_n(base)}"/>')
        marks.append(f'<circle class="dot" cx="{_n(x)}" cy="{_n(y)}" r="5"/>')
        marks.append(_text(x + (8 if side == "start" else -8), base - 10, chosen[1], side, "say"))
    said = desc or ". ".join(f"{n}: " + ", ".join(f"{number(x)} gives {number(y)}" for x, y in ps) for n, ps in series)
    rows = [(number(x), *(number(dict(ps).get(x)) for _, ps in series)) for x, _ in (series[0][1] if series else ())]
    table = _table((across or "", *(n for n, _ in series)), rows, title)
    return _figure(title, said or "Nothing yet", (WIDE, bottom + 8), "".join(marks), table)


# ── Round ──────────────────────────────────────────────────────────────────


def donut(title: str, parts: Sequence[Pair], *, middle: str = "", unit: str = "", desc: str = "") -> SafeString:
    """A ring cut into parts, with the key beside it and `middle` (a number or a word) inside."""
    total = sum(max(v, 0) for _, v in parts)
    turn, ring = 0.0, 2 * math.pi * 52
    marks = ['<circle class="ring-off" cx="64" cy="64" r="52"/>']
    for i, (_, value) in enumerate(parts):
        share = max(value, 0) / total if total else 0
        if share:
            gap = 2 if share < 1 else 0
            marks.append(
                f'<circle class="ring r-{i % TONES + 1}" cx="64" cy="64" r="52" '
                f'stroke-dasharray="{_n(max(ring * share - gap, 0.5))} {_n(ring)}" '
                f'stroke-dashoffset="{_n(-ring * turn)}" transform="rotate(-90 64 64)"/>'
            )
        turn += share
    marks.append(_text(64, 74, middle or number(total), "middle", "middle"))
    for i, (label, value) in enumerate(parts):
        y = 8 + i * 27
        marks.append(f'<rect class="c-{i % TONES + 1}" x="146" y="{y}" width="14" height="14" rx="2"/>')
        marks.append(_text(168, y + 13, _short(label, 14)) + _text(WIDE, y + 13, number(value), "end", "say"))
    table = _table(("", unit or "Value"), [(a, number(b)) for a, b in parts], title)
    return _figure(title, desc or _say(parts, unit), (WIDE, max(128, 8 + len(parts) * 27)), "".join(marks), table)


def radar(
    title: str,
    axes: Sequence[str],
    series: Sequence[tuple[str, Sequence[float]]],
    *,
    top: float = 10,
    desc: str = "",
) -> SafeString:
    """A web of marks: one spoke per axis from 0 to `top`; the first series full, the second dashed.

    Long or many axes are numbered, with their names in the table. Fewer than three give the flat bars of the first
    series instead.
    """
    if len(axes) < 3:
        first = series[0][1] if series else ()
        return bar(title, list(zip(axes, first, strict=False)), desc=desc)
    cx, cy, radius = WIDE / 2, 118.0, 84.0

    def at(i: int, value: float) -> tuple[float, float]:
        angle = 2 * math.pi * i / len(axes) - math.pi / 2
        reach = radius * min(max(value / top, 0), 1)
        return cx + reach * math.cos(angle), cy + reach * math.sin(angle)

    numbered = len(axes) > 8 or any(len(axis) > 9 for axis in axes)
    marks = [
        f'<polygon class="web" points="{_points([at(i, top * part) for i in range(len(axes))])}"/>'
        for part in (0.25, 0.5, 0.75, 1)
    ]
    for i, axis in enumerate(axes):
        x, y = at(i, top)
        marks.append(f'<path class="rule" d="M{_n(cx)} {_n(cy)}L{_n(x)} {_n(y)}"/>')
        anchor = "middle" if abs(x - cx) < 12 else "start" if x > cx else "end"
        words = str(i + 1) if numbered else axis
        marks.append(_text(cx + (x - cx) * 1.1, cy + (y - cy) * 1.16 + 5, words, anchor))
    for j, (name, values) in enumerate(series):
        shape = _points([at(i, v) for i, v in enumerate(values)])
        marks.append(f'<polygon class="{"area" if j == 0 else "area-2"}" points="{shape}"/>')
        y = 244 + j * 24
        marks.append(f'<path class="{"curve" if j == 0 else "curve-2"}" d="M0 {y - 5}h28"/>' + _text(36, y, name))
    spoken = (f"{n}: " + ", ".join(f"{a} {number(v)}" for a, v in zip(axes, vs, strict=False)) for n, vs in series)
    named = [f"{i + 1} {axis}" for i, axis in enumerate(axes)] if numbered else list(axes)
    rows = [(a, *(number(vs[i]) if i < len(vs) else "–" for _, vs in series)) for i, a in enumerate(named)]
    table = _table(("", *(n for n, _ in series)), rows, title)
    said = desc or ". ".join(spoken) or "Nothing yet"
    return _figure(title, said, (WIDE, 232 + 24 * len(series)), "".join(marks), table)
