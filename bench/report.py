"""The tables of the report, and the figures as they are kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.mixed import Load
    from bench.pages import Measured

Found = dict[str, Any]
Figures = dict[str, Found]


def kept(rows: list[Measured], load: Load) -> Found:
    """The figures of one engine and size, ready for JSON: {"pages": {name: …}, "load": …}."""
    return {"pages": {row.name: asdict(row) for row in rows}, "load": asdict(load)}


def print_head() -> None:
    print(f"{'':<32}{'median ms':>10}{'cpu ms':>9}{'least':>8}{'statements':>12}{'aim ms':>8}")


def print_row(row: Measured) -> None:
    aim = f"{row.aim_ms:>8.0f}" if row.aim_ms else ""
    figures = f"{row.wall_ms:>10.1f}{row.cpu_ms:>9.1f}{row.least_cpu_ms:>8.1f}{row.statements:>12}"
    print(f"{row.name:<32}{figures}{aim}", flush=True)


def print_ratios(engine: str, sizes: list[str], figures: Figures) -> None:
    """Each page's CPU and statements at the largest size against the one before it; nothing for a single size."""
    if len(sizes) < 2:
        return
    small, large = (figures[f"{engine} {size}"].get("pages", {}) for size in sizes[-2:])
    print(f"\n== {engine}: {sizes[-1]} learners against {sizes[-2]} (CPU; the aim is at most 1.2)")
    for name in [name for name in small if name in large]:
        was, now = small[name], large[name]
        same = "same statements" if was["statements"] == now["statements"] else "OTHER STATEMENTS"
        ratio = now["least_cpu_ms"] / was["least_cpu_ms"]
        print(f"{name:<32}{ratio:>6.2f}   {was['statements']:>3} → {now['statements']:<3} {same}", flush=True)


def print_comparison(before: Figures, after: Figures) -> None:
    """What each page took in the kept figures and in these, in CPU milliseconds."""
    for key in [key for key in after if key in before]:
        print(f"\n== {key} learners: CPU ms then and now")
        then, now = before[key].get("pages", {}), after[key].get("pages", {})
        for name in [name for name in now if name in then]:
            was, takes = then[name]["least_cpu_ms"], now[name]["least_cpu_ms"]
            print(f"{name:<32}{was:>8.1f}{takes:>8.1f}{takes / was:>7.2f}")
