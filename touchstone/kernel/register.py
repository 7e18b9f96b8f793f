"""The register of rules: every rule of the source documents, in our own words, by its number."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NUMBER = re.compile(r"\bR\d{3}\b")


@dataclass(frozen=True)
class Rule:
    """One rule: its number, the part of the documents it stands in, whom it binds, how strongly, and what it says."""

    id: str
    group: str
    section: str
    binds: str
    modality: str
    modes: tuple[str, ...]
    rule: str

    @property
    def is_must(self) -> bool:
        return self.modality.startswith("must")


@cache
def register() -> dict[str, Rule]:
    """Every rule by its number, in the order of the documents."""
    rows = json.loads(Path(__file__).with_name("register.json").read_text(encoding="utf-8"))["rules"]
    return {row["id"]: Rule(**row | {"modes": tuple(row["modes"])}) for row in rows}


def numbers_in(text: str) -> list[str]:
    """The rule numbers that `text` names, in order, each once."""
    return list(dict.fromkeys(NUMBER.findall(text)))
