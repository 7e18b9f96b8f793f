"""Titles of qualifications, and the sentences that say how one is achieved."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .classify import LEVEL, NUMBER_WORD, SIZES, count_of, same_words

_SIZE = rf"(?P<size>{'|'.join(SIZES)})"
_KINDS = r"(?:(?!in\b|for\b|of\b|and\b|or\b)[A-Z][\w’'-]*\s+){0,4}?"
_FORMS = (
    re.compile(
        rf"(?P<prefix>(?:[A-Z0-9&][\w&.’'-]*\s+){{0,5}}?)(?i:{LEVEL})\s+{_KINDS}{_SIZE}\s*(?:in|for|of"
        rf"|[-–—:])\s*(?P<subject>\S.*)"
    ),
    re.compile(
        rf"(?P<prefix>(?:[A-Z0-9&][\w&.’'-]*\s+){{0,5}}?){_KINDS}{_SIZE}\s+(?:in|for"
        rf"|of)\s+(?P<subject>\S.*?)\s*[-–—(,]?\s*(?i:(?:at )?{LEVEL})\)?"
    ),
)
_JOINT = re.compile(
    rf"(?P<before>(?:[A-Z0-9&][\w&.’'-]*\s+){{0,5}}?(?i:{LEVEL})\s+{_KINDS})(?P<sizes>(?:{'|'.join(SIZES)})"
    rf"(?:\s*(?:,|and|or|/)\s*(?:{'|'.join(SIZES)}))+)(?P<after>\s+(?:in|for|of)\s+\S.*)"
)
_NUMBER = re.compile(r"\s*[-–—(\[]?\s*\b(?P<number>[A-Z]?\d{4}-\d{2,3}|\d{3}/\d{4}/[\dX])\b[)\]]?\s*$")
_PAGE = re.compile(r"(?:\s*\.{3,}\s*|\s*…+\s*)\d{1,3}$")
_TRAILER = re.compile(
    r"\s*[-–—:]\s*(?:unit choices|structure|units|overview|summary|rules? of combination|qualification structure).*$",
    re.I,
)
_LEADER = re.compile(
    r"(?:qualification |centre |learner |course )?(?:specification|handbook|guide|syllabus)(?: (?:for|to|of))?"
    r"(?: (?:the|our))?\s*[-–—:]?\s+(?=.*\blevel\b)",
    re.I,
)
_PROSE = re.compile(r"[.;!?]$|\b(?:is|are|was|were|will|must|can|has|have|which|that|who|learners?|candidates?)\b|£")
_RULE = re.compile(
    r"(?:in order )?to (?:achieve|gain|attain|be awarded|complete|obtain|earn) (?:the|this|an?|each"
    r"|their) (?P<title>.{5,160}?),? "
    r"(?:the |a |each )?(?:learners?|candidates?|students?|they|you)"
    r" (?:must|needs? to|(?:are|is) required to|should|will need to|have to|has to)\b.*",
    re.I,
)


_BARE_RULE = re.compile(
    r"(?:the |all |each )?(?:learners?|candidates?|students?)(?: must| needs? to|(?: are| is) required to| have to)"
    r" (?:complete|achieve|attain|gain|obtain|take)\b.*\b(?:mandatory|optional|group \w|credits?)\b.*",
    re.I,
)


ALL_MANDATORY = re.compile(
    rf"(?:all|both)(?: of)?(?: the| these)?(?: (?:{NUMBER_WORD}|\d+))? units (?:are|is)"
    r" (?:mandatory|compulsory|required)\.?",
    re.I,
)
_LONGEST, _LONGEST_RULE = 400, 1_200


@dataclass(frozen=True)
class Title:
    """The title of a qualification taken apart; `text` is it as printed, without a number that stood behind it."""

    text: str
    level: int
    size: str
    subject: str
    number: str | None = None

    @property
    def key(self) -> tuple[int, str, str]:
        """What is the same wherever the title is printed: level, size, and the words of the subject."""
        return self.level, self.size, same_words(self.subject)

    def may_be(self, other: Title) -> bool:
        """Whether `other` is this title with words left out: same level and size, its subject's words among these."""
        if (self.level, self.size) != (other.level, other.size):
            return False
        return set(same_words(other.subject).split()) <= set(same_words(self.subject).split())


def title_of(text: str) -> Title | None:
    """The qualification that the whole of `text` is the title of, or None."""
    if len(text) > _LONGEST:
        return None
    text = _LEADER.sub("", _TRAILER.sub("", _PAGE.sub("", text)).strip(" :"))
    if not 12 <= len(text) <= 170:
        return None
    number = _NUMBER.search(text)
    bare = text[: number.start()] if number else text
    if _PROSE.search(bare):
        return None
    for form in _FORMS:
        found = form.fullmatch(bare)
        level = count_of(found[2] if form is _FORMS[0] else found[4]) if found else None
        if found and level and not re.match(r"(?:and|or)\b", found["subject"]):
            return Title(
                bare.strip(), level, found["size"].capitalize(), found["subject"], number["number"] if number else None
            )
    return None


def joint_titles(text: str) -> tuple[Title, ...]:
    """The titles that one line names together: "Level 5 Certificate and Diploma in …"; empty for others."""
    found = _JOINT.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if not found or _PROSE.search(text):
        return ()
    sizes = re.findall("|".join(SIZES), found["sizes"])
    titles = [title_of(f"{found['before']}{size}{found['after']}") for size in sizes]
    return tuple(title for title in titles if title)


def rule_sentence(text: str) -> Title | str | None:
    """Whom a sentence such as "To achieve the … the learner must …" speaks of: a title or its words, or None."""
    if len(text) > _LONGEST_RULE:
        return None
    if _BARE_RULE.fullmatch(text.strip()) or ALL_MANDATORY.fullmatch(text.strip()):
        return "qualification"
    found = _RULE.fullmatch(text.strip())
    if not found or not re.search(r"\bunits?\b|\bcredits?\b", text, re.I):
        return None
    about = title_of(found["title"])
    if about is None and not re.fullmatch(
        r"(?:full )?(?:qualification|award|certificate|diploma)", found["title"], re.I
    ):
        return None
    return about or found["title"]
