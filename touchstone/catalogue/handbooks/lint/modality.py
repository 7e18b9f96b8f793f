"""Must here and may there: duties, conditions and exceptions that do not agree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Handbook, Warning
from ..parts import Kind
from ..reading import Reading


def _line(reading: Reading, pattern: str) -> int | None:
    """The first source line that `pattern` is found in."""
    return next((n for n, text in enumerate(reading.document.raw, start=1) if re.search(pattern, text, re.I)), None)


def required_or_recommended(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """Tutorial support or induction that must be given in one place and is recommended in another: it is required."""
    raw = reading.document.raw
    for topic in ("tutorial support", "induction"):
        required = next(
            (n for n, text in enumerate(raw, 1) if re.search(rf"\bmust\b[^.]*\b{topic}\b", text, re.I)), None
        )
        recommended = next(
            (
                n
                for n, text in enumerate(raw, 1)
                if re.search(r"\bis recommended\b", text, re.I)
                and any(topic in near.lower() for near in raw[n : n + 8])
            ),
            None,
        )
        if required and recommended:
            yield Warning(
                "required-or-recommended",
                f"“{topic.capitalize()}” must be given (line {required}) and is recommended here. It is taken as "
                f"required.",
                recommended,
            )


def exception_to_a_limit(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """A unit limits the number of people and its guidance allows one more: only that unit has the exception."""
    for unit in reading.units:
        limit = next((u.practice.maximum_clients for u in handbook.units if u.ref == unit.ref), None)
        for criterion in unit.criteria:
            text = " ".join(criterion.guidance)
            found = re.search(
                r"\bexceptional circumstances\b|\ba (?:third|fourth|further) (?:individual|client)\b", text, re.I
            )
            if limit and found:
                yield Warning(
                    "exception-to-a-limit",
                    f"Unit {unit.ref}, criterion {criterion.ref}: the guidance allows an exception to the limit of "
                    f"{limit} people. It holds for "
                    "this unit alone; the limit is kept.",
                    criterion.guidance_line,
                )


def mandatory_or_own(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """Forms that must be used in one place and need not in another."""
    must = _line(
        reading,
        r"\btemplates?\b[^.]*\bMUST be (?:used|included)|\bmust use the [^.]*\btemplates?\b|\b(?:matrix"
        r"|document) must be included\b",
    )
    may = _line(reading, r"\bnot mandatory documents?\b|\bmay opt to use their own\b|\bare not mandatory\b")
    if must and may:
        yield Warning(
            "mandatory-or-own",
            f"Line {must} makes forms a duty, this line lets centres use their own. A person must decide.",
            may,
        )


def electronic_or_paper(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """Only electronic portfolios are accepted, but forms are to be photocopied."""
    only = _line(reading, r"\bonly\b[^.]*\belectronically\b")
    paper = _line(reading, r"\bphotocopy(?:ing|ied)?\b")
    if only and paper:
        yield Warning(
            "electronic-or-paper", f"Line {only} accepts electronic work only, this form is to be photocopied.", paper
        )


def anonymous_or_signed(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """A contract that is anonymous and signed by all parties at once."""
    for unit in reading.units:
        for criterion in unit.criteria:
            for example in criterion.evidence:
                if re.search(r"\banonymised\b", example, re.I) and re.search(r"\bsigned\b", example, re.I):
                    yield Warning(
                        "anonymous-or-signed",
                        f"Unit {unit.ref}, criterion {criterion.ref}: the example is anonymised and signed at once.",
                        criterion.line,
                    )


def length_is_advice(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """A length in words beside the rule that only unmet criteria refer: it is advice."""
    rule = _line(reading, r"\bonly acceptable reason for a referral\b|\bcannot be referred purely\b")
    length = _line(reading, r"\bword count\b[^.]*\d")
    if rule and length:
        yield Warning(
            "word-count-is-advice",
            f"The length is a suggestion: by line {rule} only unmet criteria lead to a referral.",
            length,
        )


def method_in_no_unit(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """Tests on screen are promised, but no unit has one."""
    line = _line(reading, r"\bon-?screen tests?\b")
    methods = [unit.assessment_method for unit in handbook.units if unit.assessment_method]
    if line and methods and not any(re.search(r"\btest|exam", method, re.I) for method in methods):
        yield Warning("method-in-no-unit", "Onscreen tests are named here, but no unit is assessed by one.", line)


def method_for_all(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """One assessment method is printed for everything: no unit takes it over."""
    general = reading.structure.general_method
    if general and handbook.units:
        yield Warning(
            "assessment-method-for-all",
            f"One method is printed for all: “{general[0]}”. It was put to no unit.",
            general[1],
        )


def external_or_internal(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """Units are assessed internally, and an external assessment is spoken of."""
    internal = _line(reading, r"\bunits\b[^.]*\binternally[ -]assessed\b")
    external = _line(reading, r"\bboth external and internal assessments?\b|\binternal and external assessments?\b")
    if internal and external:
        yield Warning(
            "external-or-internal",
            f"By line {internal} units are assessed internally; this line speaks of external assessment too.",
            external,
        )


def target_reaches_limit(handbook: Handbook, reading: Reading) -> Iterator[Warning]:
    """A suggested time that may last as long as the registration."""
    for part in reading.parts:
        for row in part.rows if part.kind is Kind.OTHER else ():
            years = [re.findall(r"(\d+)\s*years?\b", text) for text in row.filled]
            if len(row.filled) == 3 and years[1] and years[2] and int(years[2][-1]) >= int(years[1][0]):
                yield Warning(
                    "target-reaches-limit",
                    f"{row.filled[0]}: the suggested time reaches the {years[1][0]} years of the registration.",
                    row.number,
                )


RULES = (
    required_or_recommended,
    exception_to_a_limit,
    mandatory_or_own,
    electronic_or_paper,
    anonymous_or_signed,
    length_is_advice,
    method_in_no_unit,
    method_for_all,
    external_or_internal,
    target_reaches_limit,
)
