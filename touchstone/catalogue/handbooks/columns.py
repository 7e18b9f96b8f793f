"""Tables of outcomes and criteria whose cells stand under the columns of a header."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .classify import BESIDE, Mark, criterion_of, decision_of, label, mark_of, numbered_of, outcome_heading
from .lines import Cell, Line, Row
from .notes import quoted
from .pen import Pen, Step

_LEAD_IN = re.compile(
    r"(?<=\S)[ .…–—-]+(?:the |each |a )?(?:learners?|candidates?|students?) (?:will|can|must)"
    r"(?: be able to| know| understand)?[ .…]*$"
)
_INLINE_CRITERION = re.compile(r"(?<=\s)(?=(?:AC ?)?\d{1,2}\.\d{1,2}[.):]?\s+\S)")


class Columns:
    """What each column of a table holds, and the way to read a row under it."""

    def __init__(self, marks: Sequence[Mark | None], pen: Pen) -> None:
        self.marks, self.pen = tuple(marks), pen

    def fit(self, row: Row) -> bool:
        """Whether the cells of `row` are where the header says; a row that broke apart is not."""
        if len(row.cells) != len(self.marks):
            return False
        pairs = zip(self.marks, row.texts, strict=True)
        return not any(mark in (Mark.OUTCOME, None) and criterion_of(text) for mark, text in pairs)

    def read(self, row: Row) -> None:
        """Reads the outcome and the criteria of a row, then what stands beside them."""
        pen = self.pen
        before = len(pen.draft.criteria)
        for number, (mark, cell) in enumerate(zip(self.marks, row.cells, strict=True)):
            if mark in (Mark.OUTCOME, Mark.CRITERIA):
                for step in _steps(row, number, cell):
                    (self._outcome if mark is Mark.OUTCOME else self._criterion)(step)
        fresh = pen.draft.criteria[before:]
        for number, (mark, cell) in enumerate(zip(self.marks, row.cells, strict=True)):
            if mark not in (Mark.OUTCOME, Mark.CRITERIA) and cell.lines:
                pen.target, pen.last = list(fresh or pen.target), None
                self._beside(mark, row, number, cell, bool(fresh))

    def _outcome(self, step: Step) -> None:
        text, pen = step.line.text, self.pen
        heading, found = outcome_heading(text), numbered_of(text)
        if mark_of(text) is Mark.LEAD_IN:
            return
        if heading and heading.number:
            pen.outcome_number(heading.number, heading.text, step)
        elif found and (found.text or int(found.number) == pen.next_number):
            pen.outcome_number(found.number, found.text, step)
        elif found:
            pen.stray_number(found.number, step.line.number)
        elif pen.pending:
            pen.fill(step)
        elif not pen.join(step):
            pen.unnumbered_outcome(step)

    def _criterion(self, step: Step) -> None:
        text, pen = step.line.text, self.pen
        found = criterion_of(text)
        if mark_of(text) is Mark.LEAD_IN:
            return
        if found and pen.fits(found.number):
            pen.start_criterion(found.number, found.text, step)
        elif pen.pending:
            pen.fill(step)
        elif pen.plain_criterion(step) or (_goes_on(pen, step) and pen.join(step)):
            return
        elif pen.outcome and not pen.prints_numbers:
            pen.unnumbered_criterion(step)
        else:
            pen.left_over(step.line)

    def _beside(self, mark: Mark | None, row: Row, number: int, cell: Cell, fresh: bool) -> None:
        """Reads depth, guidance or examples beside the criteria of a row."""
        pen = self.pen
        for line in cell.lines:
            if mark in BESIDE:
                pen.add(mark, Step(line, row, number, line is not cell.lines[0]))
            elif mark is Mark.TAIL and fresh:
                for criterion in pen.target:
                    criterion.evidence.append(line.text)
            else:
                message = f"a column without a place: {quoted(line.text)}"
                pen.note("column-not-read", message, line.number)


def columns_under(row: Row, pen: Pen) -> Columns | None:
    """The columns that a header of outcomes and criteria names, or None; a nameless column goes with its left."""
    if len(row.filled) < 2 or any(criterion_of(text) for text in row.filled):
        return None
    marks = [_column_mark(text) for text in row.texts]
    if Mark.CRITERIA not in marks:
        return None
    filled: list[Mark | None] = []
    for mark, text in zip(marks, row.texts, strict=True):
        filled.append(mark if text else (filled[-1] if filled else None))
    return Columns(filled, pen)


def inline_criteria(line: Line) -> list[Line]:
    """`line` cut before each further criterion in it, where their numbers follow on: "1.1 … 1.2 … 1.3 …"."""
    head = criterion_of(line.text)
    if not head:
        return [line]
    first, *cuts = _INLINE_CRITERION.split(line.text)
    pieces, outcome, place = [first], *map(int, head.number.split("."))
    for cut in cuts:
        found = criterion_of(cut)
        if found and found.number == f"{outcome}.{place + 1}":
            pieces.append(cut.strip())
            place += 1
        else:
            pieces[-1] = f"{pieces[-1].rstrip()} {cut}"
    return [Line(line.number, piece.strip(), line.bullet) for piece in pieces]


def _steps(row: Row, number: int, cell: Cell) -> list[Step]:
    pieces = [(piece, line is not cell.lines[0]) for line in cell.lines for piece in inline_criteria(line)]
    return [Step(piece, row, number, close) for piece, close in pieces]


def _goes_on(pen: Pen, step: Step) -> bool:
    return pen.last is not None and pen.last[1] == step.place


def _column_mark(text: str) -> Mark | None:
    bare = _LEAD_IN.sub("", label(text))
    if re.fullmatch(r"(?:learning )?(?:outcomes?|objectives?)|los?", bare):
        return Mark.OUTCOME
    if re.fullmatch(r"(?:assessment |performance )?criteri(?:a|on)|acs?", bare):
        return Mark.CRITERIA
    if re.fullmatch(r"(?:the |each )?(?:learner|candidate|student)s? will(?: be able to)?", bare):
        return Mark.OUTCOME
    if re.fullmatch(r"(?:the |each )?(?:learner|candidate|student)s? can", bare):
        return Mark.CRITERIA
    mark = mark_of(text) or decision_of(text)
    if mark is None and re.search(r"\bevidence examples?\b|examples? of evidence", bare):
        return Mark.TAIL
    return mark if mark is not Mark.LEAD_IN else None
