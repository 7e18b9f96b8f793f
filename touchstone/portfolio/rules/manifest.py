"""The manifest: exactly what a learner submits and signs, as one set of facts with one hash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from touchstone.kernel.canonical import fingerprint

STATEMENT_VERSION = "1"
STATEMENT = (
    "I confirm that everything in this submission is my own work, done by me for this unit. "
    "Where I used the words, ideas or help of others, or of a program, I have said so and named the source. "
    "I have not named the people I coached or mentored, and I have their leave to use what I show. "
    "I understand that this submission is fixed from now on, and that a false statement may lead to "
    "an investigation by my centre and the awarding organisation."
)


@dataclass(frozen=True)
class Item:
    """A piece of evidence as it goes in; `sha256` is that of its bytes."""

    label: str
    title: str
    kind: str
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class Line:
    """A line of the matrix: evidence `label` speaks to `criterion`, and where in it."""

    label: str
    criterion: str
    page: int | None = None
    paragraph: int | None = None
    second: int | None = None
    note: str = ""


def manifest(
    *,
    learner: str,
    registration: str,
    unit: str,
    attempt: int,
    items: Iterable[Item],
    lines: Iterable[Line],
    without_evidence: Iterable[str] = (),
    carried: Iterable[str] = (),
    statement: str = STATEMENT,
    statement_version: str = STATEMENT_VERSION,
) -> dict[str, Any]:
    """What is submitted, in one fixed order whatever order it came in; any change of a byte changes its hash.

    `learner` and `registration` are ids, `unit` its reference; criteria are named by reference.

    Source: R219, R220, R258 (8585 and 8586 handbooks, authenticity and portfolio matrix)
    """
    return {
        "form": 1,
        "learner": learner,
        "registration": registration,
        "unit": unit,
        "attempt": attempt,
        "items": sorted(
            (asdict(item) for item in items), key=lambda item: (_label_order(item["label"]), item["sha256"])
        ),
        "matrix": sorted((asdict(line) for line in lines), key=_line_order),
        "without_evidence": sorted(set(without_evidence)),
        "carried": sorted(set(carried)),
        "statement": {"version": statement_version, "text": statement},
    }


def manifest_sha256(facts: Mapping[str, Any]) -> str:
    """The SHA-256 of a manifest, as 64 hexadecimal digits: what the learner's declaration is bound to.

    Source: R220 (8585 and 8586 handbooks, authenticity)
    """
    return fingerprint(dict(facts))


def files_of(facts: Mapping[str, Any]) -> tuple[Item, ...]:
    """The items of a manifest, in its order.

    Source: R220 (8585 and 8586 handbooks, authenticity)
    """
    return tuple(Item(**item) for item in facts.get("items", ()))


def acknowledgements(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """What a manifest says beside its statement, in words: criteria left without evidence, and passes carried over.

    Source: ADR 0001
    """
    said = []
    if left := facts.get("without_evidence"):
        said.append(f"Submitted without evidence, as confirmed by the learner: {', '.join(left)}.")
    if passed := facts.get("carried"):
        said.append(f"Passed before and carried over: {', '.join(passed)}.")
    return tuple(said)


def receipt_number(unit_number: str, attempt: int, sha256: str) -> str:
    """The receipt's number, at most 24 characters: unit, attempt, and the first eight digits of the manifest's hash.

    Source: ADR 0001
    """
    return f"{unit_number[:10]}-{attempt}-{sha256[:8].upper()}"


def _label_order(label: str) -> tuple[str, int]:
    return (label[:1], int(label[1:])) if label[1:].isdecimal() else (label, 0)


def _line_order(line: Mapping[str, Any]) -> tuple:
    parts = tuple(-1 if line[name] is None else line[name] for name in ("page", "paragraph", "second"))
    return (line["criterion"], _label_order(line["label"]), *parts, line["note"])
