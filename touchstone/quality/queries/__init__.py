"""Every read of this room."""

from touchstone.quality.queries.checks import (
    CheckPage,
    CheckRow,
    Counts,
    check_for,
    check_page,
    checks,
    sample,
)
from touchstone.quality.queries.confirming import (
    Confirmation,
    checked_for,
    confirmations,
    refused_since,
)
from touchstone.quality.queries.eqa import (
    EqaItem,
    NotNow,
    Overview,
    ResultRow,
    activities,
    eqa_item,
    latest_activity_of,
    open_activity_of,
    overview,
    require_readable,
    results,
    tested,
)
from touchstone.quality.queries.steps import next_steps
from touchstone.quality.queries.taking_part import bars_for, bars_of, took_part, tutors_of

__all__ = [
    "CheckPage",
    "CheckRow",
    "Confirmation",
    "Counts",
    "EqaItem",
    "NotNow",
    "Overview",
    "ResultRow",
    "activities",
    "bars_for",
    "bars_of",
    "check_for",
    "check_page",
    "checked_for",
    "checks",
    "confirmations",
    "eqa_item",
    "latest_activity_of",
    "next_steps",
    "open_activity_of",
    "overview",
    "refused_since",
    "require_readable",
    "results",
    "sample",
    "tested",
    "took_part",
    "tutors_of",
]
