"""Reading portfolios. Every function reads the centre in scope, and returns only what its actor may see."""

from touchstone.portfolio.queries.attempts import (
    attempt_for,
    attempts_of,
    carried_of,
    frozen_item_for,
    frozen_mappings,
    items_by_attempt,
    items_of,
    latest_attempts,
    receipt_facts,
)
from touchstone.portfolio.queries.evidence import evidence_for, page_of_evidence, pieces_for, search
from touchstone.portfolio.queries.matrix import Cell, Matrix, matrix
from touchstone.portfolio.queries.progress import (
    OwnWork,
    UnitProgress,
    next_steps,
    own_work,
    portfolio_registration,
    progress,
    unit_page,
)
from touchstone.portfolio.queries.submission import Proposal, proposal_for

__all__ = [
    "Cell",
    "Matrix",
    "OwnWork",
    "Proposal",
    "UnitProgress",
    "attempt_for",
    "attempts_of",
    "carried_of",
    "evidence_for",
    "frozen_item_for",
    "frozen_mappings",
    "items_by_attempt",
    "items_of",
    "latest_attempts",
    "matrix",
    "next_steps",
    "own_work",
    "page_of_evidence",
    "pieces_for",
    "portfolio_registration",
    "progress",
    "proposal_for",
    "receipt_facts",
    "search",
    "unit_page",
]
