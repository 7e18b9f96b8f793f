"""Find: one box over what the person's role may see."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from touchstone.access.actors import STAFF, Actor, Role
from touchstone.admissions import queries as admissions
from touchstone.portfolio import queries as portfolio

LEAST_LETTERS = 2
SHOWN = 10


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    title: str
    note: str
    url: str


@dataclass(frozen=True)
class Group:
    """What was found of one kind."""

    title: str
    rows: list[Hit]


def find(actor: Actor, words: str) -> list[Group]:
    """At most ten of each kind; empty for fewer than two letters. Staff find learners, a learner their own evidence."""
    if len(words) < LEAST_LETTERS:
        return []
    groups = []
    if actor.role in STAFF | {Role.EQA}:
        groups.append(Group("Learners", [_registration(r) for r in admissions.search(actor, words, SHOWN)]))
    if actor.role is Role.LEARNER:
        groups.append(Group("Your evidence", [_evidence(e) for e in portfolio.search(actor, words, SHOWN)]))
    return [group for group in groups if group.rows]


def _registration(row) -> Hit:
    note = f"{row.qualification_number}, {row.get_state_display()}"
    return Hit(row.learner_name, note, reverse("registration", args=[row.pk]))


def _evidence(row) -> Hit:
    return Hit(f"{row.label} {row.title}", row.get_kind_display(), reverse("evidence", args=[row.pk]))
