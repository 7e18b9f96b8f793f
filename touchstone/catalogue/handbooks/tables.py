"""Tables that list units or qualifications: which column is which, and the rows under them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .classify import CODE, UAN, criterion_of, first_count, label
from .lines import Row

_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "uan",
        re.compile(
            r"uan|urn|(?:unit )?(?:accreditation|reference|regulation|ofqual)(?: ref(?:erence)?)?(?: number"
            r"| no\.?| code)?|ofqual.*"
        ),
    ),
    ("qualification", re.compile(r"(?:qualification )?title and level|qualifications?(?: titles?)?")),
    ("title", re.compile(r"(?:unit )?(?:title|name)|title of unit|units? titles?")),
    ("code", re.compile(r"(?:\w+ )?unit (?:number|no\.?|code|ref\.?)|unit|number|no\.?|ref\.?|code")),
    ("level", re.compile(r"(?:unit |rqf |qcf )?level")),
    ("credit", re.compile(r"(?:unit |total )?credits?(?: values?| points?)?|cv")),
    ("guided_hours", re.compile(r"(?:unit |total )?glh|(?:total )?guided learning(?: hours?)?(?: glh)?")),
    ("tqt", re.compile(r"tqt|total qualification time(?: tqt)?")),
    ("status", re.compile(r"(?:mandatory|m) ?(?:/|or) ?(?:optional|o)|status|type|unit type")),
    ("group", re.compile(r"(?:unit )?group")),
    ("method", re.compile(r"assessment (?:methods?|type)|method of assessment|assessed by")),
    ("validity", re.compile(r"(?:\w+ )?registration (?:valid for|period|validity)|valid for|validity")),
)
_FACTS = {"level", "credit", "guided_hours", "tqt"}
GROUP = re.compile(
    r"(?:(?P<status>mandatory|core|compulsory|optional"
    r"|elective)\s*(?:units?)?\s*[:–—(-]*\s*)?(?P<group>(?:optional "
    r"|mandatory )?group\s+\w{1,3}\b)?.{0,60}",
    re.I,
)
_CODE = re.compile(rf"(?:unit\s+)?(?P<code>{CODE}|[A-Z]\d*)", re.I)
_CODE_AND_TITLE = re.compile(
    rf"(?:unit\s+)(?P<code>{CODE})\s*[:.–—-]*\s+(?P<title>\D.*)|(?P<bare>\d[\d.-]*)\s*[:.–—-]*\s+(?P<after>[A-Z].*)",
    re.I,
)


@dataclass(frozen=True)
class UnitRow:
    """A unit as a table lists it."""

    line: int
    title: str
    code: str | None = None
    uan: str | None = None
    level: int | None = None
    credit: int | None = None
    guided_hours: int | None = None
    status: str | None = None
    group: str | None = None
    method: str | None = None


@dataclass(frozen=True)
class Table:
    """A header's columns and the rows under it, each with as many texts as there are columns."""

    line: int
    columns: tuple[str | None, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def named(self, row: tuple[str, ...]) -> dict[str, str]:
        """The texts of `row` by the names of their columns; of two columns with one name the first counts."""
        found: dict[str, str] = {}
        for name, text in zip(self.columns, row, strict=True):
            if name and text:
                found.setdefault(name, text)
        return found


def columns_of(row: Row) -> tuple[str | None, ...]:
    """What each cell of a header row stands over; None for a cell with another word."""
    return tuple(
        next((name for name, pattern in _COLUMNS if pattern.fullmatch(label(text))), None) for text in row.texts
    )


def is_structure_header(row: Row) -> bool:
    """Whether `row` heads a table that lists units with their facts or method, or qualifications with theirs."""
    if not row.table or len(row.filled) < 2:
        return False
    names = set(columns_of(row)) - {None}
    if "qualification" in names:
        return bool(names & (_FACTS | {"validity"}))
    return ("title" in names and len(names) >= 2) or ("code" in names and len(names & _FACTS) >= 2)


def table_at(rows: Sequence[Row], place: int) -> tuple[Table, int]:
    """The table whose header is `rows[place]`, and how many rows it takes.

    A row that a blank line broke apart is put together again where the pieces fill the columns. A row with one text is
    kept with that text alone in front: it names a group.
    """
    header = rows[place]
    columns = columns_of(header)
    found: list[tuple[int, tuple[str, ...]]] = []
    index = place + 1
    while index < len(rows) and _belongs(rows[index]):
        texts, taken = _put_together(rows, index, columns)
        fitted = _fitted(texts, len(columns))
        if fitted is None:
            break
        found.append((rows[index].number, fitted))
        index += taken
    return Table(header.number, columns, tuple(found)), index - place


def _belongs(row: Row) -> bool:
    """Whether a row may stand under a header: no paragraph, no other header, no criterion."""
    criterion = any(criterion_of(text) and len(text) > 8 for text in row.filled)
    return row.table and not is_structure_header(row) and not criterion


def _put_together(rows: Sequence[Row], index: int, columns: tuple[str | None, ...]) -> tuple[tuple[str, ...], int]:
    """The texts of a row and of the pieces that belong to it, and how many rows that took."""
    row = rows[index]
    texts, taken = row.texts, 1
    while row.loose and len(texts) < len(columns) and index + taken < len(rows):
        following = rows[index + taken]
        if not _goes_on(following, len(columns) - len(texts)):
            break
        texts += following.texts
        taken += 1
    return (texts, taken) if taken == 1 or _figures_in_place(columns, texts) else (row.texts, 1)


def _fitted(texts: tuple[str, ...], width: int) -> tuple[str, ...] | None:
    """`texts` as a row of `width`, or None when they are no row of this table."""
    filled = [text for text in texts if text]
    if len(texts) == width:
        return texts
    if len(filled) == 1:
        return (filled[0], *[""] * (width - 1)) if group_of(filled[0]) else None
    if len(texts) > width:
        return None if any(texts[width:]) else texts[:width]
    return (*texts, *[""] * (width - len(texts))) if len(filled) >= max(2, (width + 1) // 2) else None


def _figures_in_place(columns: tuple[str | None, ...], texts: tuple[str, ...]) -> bool:
    """Whether the columns of figures hold figures, so that pieces put together were one row."""
    pairs = list(zip(columns, texts, strict=False))
    return all(any(char.isdigit() for char in text) for name, text in pairs if name in _FACTS)


def _goes_on(row: Row, missing: int) -> bool:
    return row.table and row.loose and 0 < len(row.cells) <= missing and not is_structure_header(row)


def group_of(text: str) -> tuple[str | None, str | None] | None:
    """The status and the group that a heading over units names: "Optional units – Group B"; None for others."""
    found = GROUP.fullmatch(text.strip())
    if not found or not (found["status"] or found["group"]) or len(text) > 90 or text.rstrip().endswith("."):
        return None
    inside = re.search(r"\b(mandatory|core|compulsory|optional|elective)\b", text, re.I)
    status = status_of(inside[1]) if inside else None
    group = re.search(r"group\s+\w{1,3}", found["group"] or "", re.I)
    name = group[0][0].upper() + group[0][1:] if group else None
    if status == "optional" and name is None:
        name = text.strip(" :")
    return status or ("optional" if name else None), name


def status_of(text: str) -> str | None:
    """ "mandatory" or "optional" for the words and letters that mean it; None for others."""
    bare = text.strip().lower()
    if bare in ("m", "c") or re.match(r"mandatory|core|compulsory|required", bare):
        return "mandatory"
    if bare in ("o", "e") or re.match(r"optional|elective", bare):
        return "optional"
    return None


def unit_rows(table: Table, status: str | None, group: str | None) -> list[UnitRow]:
    """The units of a table, in order, with the status and group that stood over it or inside it."""
    units: list[UnitRow] = []
    for line, texts in table.rows:
        filled = [text for text in texts if text]
        if len(filled) == 1:
            named = group_of(filled[0])
            status, group = named if named else (status, group)
            continue
        unit = _unit_row(line, table.named(texts), status, group)
        if unit:
            units.append(unit)
    return units


def _unit_row(line: int, cells: dict[str, str], status: str | None, group: str | None) -> UnitRow | None:
    code, title = cells.get("code"), cells.get("title")
    if title is None:
        code, title = None, code
    if title and not code:
        both = _CODE_AND_TITLE.fullmatch(title)
        if both:
            code, title = both["code"] or both["bare"], both["title"] or both["after"]
    uan = next((found[0].upper() for text in cells.values() if (found := re.search(rf"\b{UAN}\b", text, re.I))), None)
    shaped = _CODE.fullmatch(code.strip()) if code else None
    if not title or not re.search(r"[A-Za-z]{3}", title) or re.match(r"total\b", title, re.I):
        return None
    if not shaped and not uan and not any(name in cells for name in ("level", "credit", "guided_hours", "method")):
        return None
    numbers = {name: first_count(cells[name]) for name in ("level", "credit", "guided_hours") if name in cells}
    return UnitRow(
        line,
        title,
        shaped["code"] if shaped else None,
        uan,
        numbers.get("level"),
        numbers.get("credit"),
        numbers.get("guided_hours"),
        status_of(cells.get("status", "")) or status,
        cells.get("group") or group,
        cells.get("method"),
    )
