"""Days, ages and working days on plain dates."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta


def years_after(day: date, years: int) -> date:
    """The same calendar day `years` later; 29 February becomes 28 February in a common year.

    Source: R124 (8585 and 8586 handbooks, time constraints)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def age_on(born_on: date, day: date) -> int:
    """Whole years lived on `day`; someone born on 29 February has a birthday on 28 February in common years.

    Source: R123 (8585 and 8586 handbooks, age restrictions)
    """
    years = day.year - born_on.year
    return years - 1 if years_after(born_on, years) > day else years


def working_days_after(day: date, count: int, holidays: Collection[date] = ()) -> date:
    """The day `count` working days after `day`, `holidays` left out; `count` 0 gives `day` itself."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in holidays:
            count -= 1
    return day
