"""Every read of this room."""

from touchstone.assessment.queries.awarding import all_confirmed, assessors_of_registration, sheets_of
from touchstone.assessment.queries.desks import Desk, Pin, SigningPage, desk, first_undecided, signing_page
from touchstone.assessment.queries.paper import sheet_facts
from touchstone.assessment.queries.queues import PAGE_ROWS, QueuePage, WaitingPage, next_steps, queue, signed, waiting
from touchstone.assessment.queries.results import Result, UnitStanding, result_for, results, unit_standings
from touchstone.assessment.queries.sheets import (
    assessors_for,
    bank_holidays,
    carried_into,
    content_sha256,
    due_again,
    sheet_for,
    standing_of,
)

__all__ = [
    "PAGE_ROWS",
    "Desk",
    "Pin",
    "QueuePage",
    "Result",
    "SigningPage",
    "UnitStanding",
    "WaitingPage",
    "all_confirmed",
    "assessors_for",
    "assessors_of_registration",
    "bank_holidays",
    "carried_into",
    "content_sha256",
    "desk",
    "due_again",
    "first_undecided",
    "next_steps",
    "queue",
    "result_for",
    "results",
    "sheet_facts",
    "sheet_for",
    "sheets_of",
    "signed",
    "signing_page",
    "standing_of",
    "unit_standings",
    "waiting",
]
