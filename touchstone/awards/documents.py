"""The facts of the papers that this room lays out."""

from __future__ import annotations

from datetime import date

from touchstone.access.actors import Actor
from touchstone.awards.queries import Trace, TraceStep
from touchstone.documents import facts as papers
from touchstone.ui.statuses import status


def trace_facts(found: Trace, actor: Actor, today: date) -> papers.DecisionTrace:
    """The decision trace as facts for a paper: what happened, newest first; what has not happened is left out."""
    steps = [_step(step, "") for step in found.award if step.at]
    for unit in found.units:
        steps += [_step(step, f"{unit.number} {unit.title}: ") for step in unit.steps if step.at]
    registration = found.registration
    return papers.DecisionTrace(
        learner_name=registration.learner_name,
        qualification_title=registration.qualification.title,
        centre_name=actor.centre_name,
        steps=tuple(steps),
        dated_on=today,
        certificate_number=found.certificate.number if found.certificate else "",
        learner_registration_number=registration.enr,
        ledger_entries=found.count_of_entries or None,
        ledger_head=found.last.hash if found.last else "",
    )


def _step(step: TraceStep, where: str) -> papers.TraceStep:
    last = step.entries[-1] if step.entries else None
    facts = [f"{name}: {value}" for name, value in step.facts if value]
    pieces = [f"{piece.label} {piece.title}: {piece.sha256}" for piece in step.pieces]
    return papers.TraceStep(
        title=f"{where}{step.title}",
        happened_at=step.at,
        actor=step.who,
        detail=step.says,
        status=status(step.state).word,
        rules=(*facts, *pieces),
        ledger_entry=last.sequence if last else None,
        ledger_hash=last.hash if last else "",
    )
