"""The next step: what a home page lists for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class NextStep:
    """One thing to do. `blocks` counts what waits for it: the higher, the further up it stands.

    `due_on` None means that no day is set. `url_name` and `url_args` name the page where the step is done.
    """

    title: str
    why: str
    button: str
    url_name: str
    url_args: tuple = ()
    due_on: date | None = None
    icon: str = "circle-dot"
    blocks: int = 0
    note: str = ""


def in_order(steps: list[NextStep], today: date) -> list[NextStep]:
    """Overdue first, then what blocks most, then the nearest day; undated steps come last, ties keep their order.

    Source: ADR 0001
    """

    def rank(step: NextStep) -> tuple:
        overdue = step.due_on is not None and step.due_on < today
        return (not overdue, -step.blocks, step.due_on or date.max)

    return sorted(steps, key=rank)
