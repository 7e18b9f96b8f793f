"""What a handbook says, as plain frozen values.

Every absent value is None, every absent list is empty. `Handbook.as_json` is the one public form: the keys and their
order never change with the document, so that a reader of the JSON can index it without asking first.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Status = Literal["mandatory", "optional"]


@dataclass(frozen=True)
class Source:
    """The file that was read, and the SHA-256 of its bytes in hexadecimal."""

    file: str
    sha256: str


@dataclass(frozen=True)
class Warning:
    """One thing that a person should look at; `line` counts from 1 in the source."""

    code: str
    message: str
    line: int | None


@dataclass(frozen=True)
class ChosenUnit:
    """A unit's place in a qualification; `ref` is the `ref` of a unit of the same handbook."""

    ref: str
    status: Status
    group: str | None


@dataclass(frozen=True)
class Group:
    """A set of optional units, and how much of it is needed; None where the document does not say."""

    group: str
    units: tuple[str, ...]
    minimum_credit: int | None
    minimum_units: int | None


@dataclass(frozen=True)
class Combination:
    """Which units make the qualification.

    All of `mandatory`, and enough of at least `groups_needed` of the `groups` (one of two is "either … or"), to a total
    of `minimum_credit`. `text` is the rule as the document prints it.
    """

    text: str | None
    minimum_credit: int | None
    minimum_units: int | None
    mandatory: tuple[str, ...]
    groups: tuple[Group, ...]
    groups_needed: int


@dataclass(frozen=True)
class Qualification:
    """One award, certificate or diploma as the document describes it."""

    number: str | None
    title: str
    level: int | None
    size: str | None
    credit: int | None
    guided_hours: int | None
    tqt_hours: int | None
    minimum_age: int | None
    validity_years: int | None
    units: tuple[ChosenUnit, ...]
    rule_of_combination: Combination | None


@dataclass(frozen=True)
class Practice:
    """How much of the real thing a unit asks for; hours and heads."""

    minimum_hours: int | None = None
    minimum_clients: int | None = None
    maximum_clients: int | None = None
    supervision_hours: int | None = None
    supervision_sessions: int | None = None


@dataclass(frozen=True)
class WordCount:
    """The suggested length of a written assignment; advice, never a limit."""

    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True)
class Criterion:
    """One assessment criterion with everything printed about it."""

    ref: str
    text: str
    verb: str | None
    depth: tuple[str, ...] = ()
    guidance: str | None = None
    referral_descriptors: tuple[str, ...] = ()
    pass_descriptors: tuple[str, ...] = ()
    evidence_examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """A learning outcome and its criteria, in the printed order."""

    number: str
    text: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Unit:
    """A unit. `ref` is the fullest code the document prints; `aliases` are its other codes in the same document."""

    ref: str
    number: str | None
    aliases: tuple[str, ...]
    uan: str | None
    title: str
    level: int | None
    credit: int | None
    guided_hours: int | None
    aim: str | None
    assessment_method: str | None
    practice: Practice
    word_count: WordCount
    outcomes: tuple[Outcome, ...]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion of every outcome, in the printed order."""
        return tuple(criterion for outcome in self.outcomes for criterion in outcome.criteria)

    def criterion(self, ref: str) -> Criterion | None:
        """The criterion called `ref`, or None."""
        return next((criterion for criterion in self.criteria if criterion.ref == ref), None)


@dataclass(frozen=True)
class Handbook:
    """A whole document, read. Nothing in it was corrected; what looks wrong is in `warnings`."""

    source: Source
    qualifications: tuple[Qualification, ...]
    units: tuple[Unit, ...]
    warnings: tuple[Warning, ...] = field(default=())

    def unit(self, name: str) -> Unit | None:
        """The unit whose ref, number, UAN or alias is `name`, or None; a ref wins over the others."""
        by_ref = next((unit for unit in self.units if unit.ref == name), None)
        return by_ref or next((u for u in self.units if name in (u.number, u.uan, *u.aliases)), None)

    def as_json(self) -> dict[str, Any]:
        """The handbook as dictionaries, lists, strings, whole numbers and None, ready for `json.dumps`."""
        return _lists(asdict(self))  # a title or a text that is not printed is null


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lists(inner) if inner != "" else None for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_lists(inner) for inner in value]
    return value
