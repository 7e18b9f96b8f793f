"""Writing into a unit: the pen knows what was written last, and so what an unnumbered line goes on with."""

from __future__ import annotations

from dataclasses import dataclass

from .classify import Mark, criteria_of, graded_of, lettered_of, without_lead_in
from .drafts import CriterionDraft, OutcomeDraft, UnitDraft
from .lines import Line, Row
from .notes import Notes, quoted

_SENTENCE_END = (".", ":", ";", "!", "?", ")")


@dataclass(frozen=True)
class Step:
    """One line and its place: the row it stands in, its cell, and whether it follows the line before directly."""

    line: Line
    row: Row
    cell: int
    close: bool

    @property
    def place(self) -> tuple[int, int]:
        return self.row.number, self.cell


class Pen:
    """Writes outcomes, criteria, depth and guidance into a draft; what does not fit it notes."""

    def __init__(self, draft: UnitDraft, notes: Notes) -> None:
        self.draft, self.notes = draft, notes
        self.outcome: OutcomeDraft | None = None
        self.target: list[CriterionDraft] = []  # the criteria that depth and guidance now speak of
        self.pending: tuple[str, str] | None = None  # what waits for its text: an outcome or a criterion, and which
        self.last: tuple[str, tuple[int, int]] | None = None  # what was written last, and where it stood
        self._counted: set[str] = set()  # references that are not printed
        self._joined: set[str] = set()  # references put together of an outcome's number and a printed one

    def note(self, code: str, message: str, line: int) -> None:
        name = self.draft.code or quoted(self.draft.title)
        self.notes.add(code, f"Unit {name}: {message}", line)

    def rest(self) -> None:
        """Forgets what was written last; the next line starts anew."""
        self.target, self.last = [], None

    # outcomes

    @property
    def next_number(self) -> int:
        """The number of an outcome that would follow."""
        return max((int(outcome.number) for outcome in self.draft.outcomes if outcome.number.isdigit()), default=0) + 1

    def known_outcome(self, number: str) -> OutcomeDraft | None:
        return next((outcome for outcome in self.draft.outcomes if outcome.number == number), None)

    def outcome_number(self, number: str, text: str, step: Step) -> None:
        """Starts outcome `number`, or waits for its text where there is none yet."""
        if without_lead_in(text):
            self.start_outcome(number, text, step)
        else:
            self.pending = ("outcome", number)

    def start_outcome(self, number: str, text: str, step: Step) -> None:
        self.pending = None
        text, known = without_lead_in(text), self.known_outcome(number)
        if known is None:
            known = OutcomeDraft(number, text, step.line.number)
            self.draft.outcomes.append(known)
        elif known.text and text and known.text != text:
            message = f"learning outcome {number} is printed again, as {quoted(text)}."
            self.note("outcome-twice", message, step.line.number)
        known.text = known.text or text
        self.outcome = known
        self.last = ("outcome", step.place)

    def unnumbered_outcome(self, step: Step) -> None:
        number = str(self.next_number)
        self.start_outcome(number, step.line.text, step)
        message = f"this learning outcome has no number; it was counted as {number}."
        self.note("outcome-without-number", message, step.line.number)

    # criteria

    @property
    def has_decimals(self) -> bool:
        """Whether criteria of this unit are called 1.1, and not a or P1."""
        return any("." in criterion.ref for criterion in self.draft.criteria)

    @property
    def prints_decimals(self) -> bool:
        """Whether a reference such as 1.1 was printed in this unit, and not put together here."""
        return any("." in c.ref and c.ref not in self._joined | self._counted for c in self.draft.criteria)

    @property
    def prints_numbers(self) -> bool:
        """Whether criteria of this outcome carry printed numbers, so that a line without one is none."""
        return any(c.ref not in self._counted for c in self.outcome.criteria) if self.outcome else False

    def fits(self, ref: str) -> bool:
        """Whether a reference belongs where it stands: to an outcome already named, or to one that may follow."""
        number = ref.partition(".")[0]
        now = int(self.outcome.number) if self.outcome and self.outcome.number.isdigit() else 0
        return int(number) >= now or self.known_outcome(number) is not None

    def start_criterion(self, ref: str, text: str, step: Step) -> None:
        self.pending = None
        outcome = self._owner(ref, step)
        if self.draft.criterion(ref):
            self.note("criterion-twice", f"criterion {ref} is printed twice; the first is kept.", step.line.number)
            self.last = None
            return
        criterion = CriterionDraft(ref, text, step.line.number)
        outcome.criteria.append(criterion)
        self.target = [criterion]
        self.last = ("criterion", step.place)
        if not text:
            self.pending = ("criterion", ref)

    def _owner(self, ref: str, step: Step) -> OutcomeDraft:
        """The outcome that a criterion belongs to by its number, or the one it stands under."""
        number, dot, _place = ref.partition(".")
        known = self.known_outcome(number) if dot else self.outcome
        if known is None:
            message = f"criterion {ref} stands under no learning outcome {number}."
            self.note("outcome-missing", message, step.line.number)
            self.start_outcome(number, "", step)
            known = self.draft.outcomes[-1]
        self.outcome = known
        return known

    def plain_criterion(self, step: Step) -> bool:
        """Takes "a) Describe …" and "P1 Explain …" where criteria are called so."""
        if self.outcome is None or self.pending or self.has_decimals:
            return False
        graded, lettered = graded_of(step.line.text), lettered_of(step.line.text)
        if graded:
            self.start_criterion(graded.number, graded.text, step)
        elif lettered:
            self.start_criterion(f"{self.outcome.number}{lettered.number}", lettered.text, step)
        return bool(graded or lettered)

    def unnumbered_criterion(self, step: Step) -> None:
        if self.outcome is None:
            return
        ref = f"{self.outcome.number}.{len(self.outcome.criteria) + 1}"
        self._counted.add(ref)
        self.start_criterion(ref, step.line.text, step)
        self.last = None
        self.note(
            "criterion-without-number", f"this criterion has no number; it was counted as {ref}.", step.line.number
        )

    def counted_criterion(self, number: str, text: str, step: Step) -> None:
        """Starts a criterion that is only called `number` under its outcome."""
        if self.outcome:
            ref = f"{self.outcome.number}.{number}"
            self._joined.add(ref)
            self.start_criterion(ref, text, step)

    def fill(self, step: Step) -> None:
        """Gives what waited for its text this line."""
        kind, name = self.pending or ("", "")
        self.pending = None
        if kind == "outcome":
            self.start_outcome(name, step.line.text, step)
        elif criterion := self.draft.criterion(name):
            criterion.text = step.line.text
            self.last = ("criterion", step.place)

    def join(self, step: Step) -> bool:
        """Adds a line to the outcome or criterion that it goes on from; False where it goes on from none."""
        if self.last is None or not self._continues(step):
            return False
        text = step.line.text
        if self.last[0] == "outcome" and self.outcome:
            self.outcome.text = f"{self.outcome.text} {text}".strip()
        elif self.last[0] == "criterion" and self.target:
            joint = " • " if step.line.bullet else " "
            self.target[-1].text = f"{self.target[-1].text}{joint}{text}"
        else:
            mark = Mark(self.last[0])
            for criterion in self.target:
                self._write(mark, criterion, text, step)
        return True

    def _continues(self, step: Step) -> bool:
        if step.row.table:
            return self.last is not None and self.last[1] == step.place
        return step.close or step.line.bullet or step.line.text[:1].islower()

    # depth and guidance

    def add(self, mode: Mark, step: Step) -> None:
        """Adds depth or guidance to the criteria that a line names; without a number, to those of the line before."""
        refs, text = self._named(step.line.text)
        if refs:
            self.target = [criterion for ref in refs if (criterion := self.draft.criterion(ref))]
            self.last = None
            if not self.target:
                message = f"{mode.value} for {', '.join(refs)}, which the unit does not have: {quoted(text)}"
                self.note(f"{_slug(mode)}-without-criterion", message, step.line.number)
                return
        elif not self.target:
            self._whole_outcome(mode, step)
        for criterion in self.target if text else ():
            self._write(mode, criterion, text, step)
        self.last = (mode.value, step.place) if text else self.last

    def add_labelled(self, mode: Mark, step: Step) -> None:
        """Adds what carries its own label to the criterion it follows; says so where it may be meant for all."""
        refs, _text = self._named(step.line.text)
        follows = self.last is not None and self.last[0] == "criterion" and not refs and not step.close
        if follows and self.outcome and len(self.outcome.criteria) > 1:
            message = f"this {mode.value} names no criterion; it was put to {self.target[-1].ref}, which it follows."
            self.note(f"{_slug(mode)}-by-place", message, step.line.number)
        self.add(mode, step)

    def _named(self, text: str) -> tuple[tuple[str, ...], str]:
        refs, rest = criteria_of(text)
        if refs or not self.draft.criteria or self.has_decimals:
            return refs, rest
        lettered, graded = lettered_of(text), graded_of(text)
        if lettered and self.outcome:
            return (f"{self.outcome.number}{lettered.number}",), lettered.text
        return ((graded.number,), graded.text) if graded else ((), text)

    def _write(self, mode: Mark, criterion: CriterionDraft, text: str, step: Step) -> None:
        entries = {
            Mark.DEPTH: criterion.depth,
            Mark.GUIDANCE: criterion.guidance,
            Mark.REFERRAL: criterion.referral,
            Mark.PASSING: criterion.passing,
        }[mode]
        if mode is Mark.GUIDANCE:
            criterion.guidance_line = criterion.guidance_line or step.line.number
        wrapped = entries and self.last and self.last[0] == mode.value and step.close and not step.line.bullet
        if wrapped and text[:1].islower() and not entries[-1].endswith(_SENTENCE_END):
            entries[-1] = f"{entries[-1]} {text}"
        else:
            entries.append(f"• {text}" if step.line.bullet and mode is Mark.GUIDANCE else text)

    def _whole_outcome(self, mode: Mark, step: Step) -> None:
        """Turns to every criterion of the outcome, for depth or guidance that names none."""
        self.target = list(self.outcome.criteria) if self.outcome else []
        if self.outcome and self.target:
            message = f"this {mode.value} names no criterion; it was put to each of outcome {self.outcome.number}."
            self.note(f"{_slug(mode)}-for-whole-outcome", message, step.line.number)
        else:
            message = f"this {mode.value} names no criterion and was left out: {quoted(step.line.text)}"
            self.note(f"{_slug(mode)}-without-criterion", message, step.line.number)

    # what is left

    def left_over(self, line: Line) -> None:
        self.note("not-placed", f"this line found no place: {quoted(line.text)}", line.number)

    def stray_number(self, number: str, line: int) -> None:
        message = f"the number {number} stands alone and belongs to nothing; a page number, perhaps."
        self.note("stray-number", message, line)

    def finish(self) -> None:
        """Notes what the unit lacks."""
        if not self.draft.title:
            self.note("unit-without-title", "no title is printed.", self.draft.line)
        if self.pending:
            self.note(f"{self.pending[0]}-without-text", f"{' '.join(self.pending)} has no text.", self.draft.line)
        for outcome in self.draft.outcomes:
            if not outcome.criteria:
                message = f"learning outcome {outcome.number} has no criteria."
                self.note("outcome-without-criteria", message, outcome.line)
        for criterion in self.draft.criteria:
            if not criterion.text:
                self.note("criterion-without-text", f"criterion {criterion.ref} has no text.", criterion.line)


def _slug(mode: Mark) -> str:
    return mode.value.replace(" ", "-")
