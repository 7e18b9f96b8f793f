"""What the reader has gathered so far of a unit, before it is fixed in `model`."""

from __future__ import annotations

from dataclasses import dataclass, field

from .classify import same_words, tail_of


@dataclass
class CriterionDraft:
    ref: str
    text: str
    line: int
    depth: list[str] = field(default_factory=list)
    guidance: list[str] = field(default_factory=list)
    guidance_line: int | None = None
    referral: list[str] = field(default_factory=list)
    passing: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)


@dataclass
class OutcomeDraft:
    number: str
    text: str
    line: int
    criteria: list[CriterionDraft] = field(default_factory=list)


@dataclass
class UnitDraft:
    """A unit on its way. `code` is what its own heading calls it; `refs` are other codes found in tables."""

    code: str
    title: str
    line: int
    uan: str | None = None
    level: int | None = None
    credit: int | None = None
    guided_hours: int | None = None
    aim: list[str] = field(default_factory=list)
    aim_line: int | None = None
    method: str | None = None
    requirements: list[str] = field(default_factory=list)
    outcomes: list[OutcomeDraft] = field(default_factory=list)
    ref: str = ""
    aliases: list[str] = field(default_factory=list)

    @property
    def criteria(self) -> list[CriterionDraft]:
        return [criterion for outcome in self.outcomes for criterion in outcome.criteria]

    def criterion(self, ref: str) -> CriterionDraft | None:
        return next((criterion for criterion in self.criteria if criterion.ref == ref), None)

    def called(self, name: str) -> bool:
        """Whether `name` is one of the codes or numbers of this unit."""
        return name in (self.ref, self.code, self.uan, *self.aliases) or name == tail_of(self.ref)

    def titled(self, title: str) -> bool:
        """Whether `title` is this unit's, whatever its capitals and its ampersands."""
        return bool(title) and same_words(title) == same_words(self.title)
