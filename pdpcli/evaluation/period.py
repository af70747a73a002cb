"""The time a figure is counted over: a year, a quarter, or from a day to another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pdpcli.rules.dates import french, months_later

CALENDAR = "01-01"
BESIDE = 2  # the periods of the years before, shown beside the one asked for
_DAY = timedelta(days=1)
_YEAR, _QUARTER = 12, 3


@dataclass(frozen=True)
class Period:
    """From ``first`` to ``last``, both included; ``label`` is as short as a column's heading."""

    label: str
    first: date
    last: date

    @property
    def year(self) -> int | None:
        """The year that this period is: a calendar one, or twelve months from another day."""
        whole = months_later(self.first, _YEAR) - _DAY == self.last
        return self.first.year if whole else None

    @property
    def calendar_year(self) -> int | None:
        """The year that this period is, from January to December."""
        year = self.first.year
        return year if (self.first, self.last) == (date(year, 1, 1), date(year, 12, 31)) else None


def years(year: int, year_from: str = CALENDAR) -> tuple[Period, ...]:
    """``year`` and the two before it; with ``year_from`` (MM-DD), those that begin that day.

    29 February begins on the last day of February in a common year.
    """
    firsts = [_begins(year - before, year_from) for before in range(-1, BESIDE + 1)]
    bounds = zip(firsts[1:], firsts, strict=False)
    return tuple(Period(_named(first, until), first, until - _DAY) for first, until in bounds)


def quarters(year: int, quarter: int) -> tuple[Period, ...]:
    """The first to fourth quarter of a calendar year, then the same of the two years before."""
    return tuple(_quarter(year - before, quarter) for before in range(BESIDE + 1))


def spans(first: date, last: date) -> tuple[Period, ...]:
    """From ``first`` to ``last``, then the same days of the years before.

    A span longer than a year is set back by as many years as it takes not to overlap.
    """
    back = next(years for years in range(1, 300) if _set_back(last, _YEAR * years) < first)
    return tuple(_spans(first, last, back * _YEAR))


def _set_back(last: date, months: int) -> date:
    """The same day some months before; of the end of a month, the end of that month."""
    after = last + _DAY
    return months_later(after, -months) - _DAY if after.day == 1 else months_later(last, -months)


def _begins(year: int, year_from: str) -> date:
    month, day = map(int, year_from.split("-"))
    return date(year, month, min(day, _last_day(year, month)))


def _last_day(year: int, month: int) -> int:
    return (months_later(date(year, month, 1), 1) - _DAY).day


def _named(first: date, until: date) -> str:
    if (first.month, first.day) == (1, 1):
        return str(first.year)
    return f"{first.year}-{until.year % 100:02d}"


def _quarter(year: int, quarter: int) -> Period:
    first = date(year, 1 + _QUARTER * (quarter - 1), 1)
    return Period(f"T{quarter} {year}", first, months_later(first, _QUARTER) - _DAY)


def _spans(first: date, last: date, months: int) -> Iterator[Period]:
    for rank in range(BESIDE + 1):
        begins, ends = months_later(first, -months * rank), _set_back(last, months * rank)
        opening = french(begins)[:5] if begins.year == ends.year else french(begins)
        yield Period(f"{opening}-{french(ends)}", begins, ends)
