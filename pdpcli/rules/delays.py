"""Counting delays: days, working days, backwards; months are ``dates.months_later`` (rules.md §5).

« Jours ouvrables » are Monday to Saturday but for public holidays. A delay counted backwards (so
many days or months before) is never postponed (CPC art. 642 is not for « délais à rebours »).
"""

from datetime import date, timedelta

from pdpcli.rules.holidays import holiday

_SATURDAY, _SUNDAY = 5, 6


def after_days(start: date, days: int) -> date:
    """``days`` after ``start``, whose own day does not count (CPC art. 641)."""
    return start + timedelta(days)


def is_working(day: date, dept: str = "") -> bool:
    """Whether ``day`` is « ouvrable »: any day but Sundays and public holidays."""
    return day.weekday() != _SUNDAY and not holiday(day, dept)


def falls_badly(day: date, dept: str = "") -> str:
    """Why a last day is awkward: « samedi », « dimanche », a holiday's name, or ""."""
    if name := holiday(day, dept):
        return name
    return {_SATURDAY: "samedi", _SUNDAY: "dimanche"}.get(day.weekday(), "")


def postponed(day: date, dept: str = "") -> date:
    """The last day of a procedural delay: Saturday, Sunday, holiday go on to the next working day.

    Source: CPC art. 642, where a last Saturday too goes on.
    """
    while falls_badly(day, dept):
        day += timedelta(1)
    return day


def working_days(first: date, last: date, dept: str = "") -> int:
    """How many « jours ouvrables » from ``first`` to ``last``, both included; 0 when reversed."""
    span = (last - first).days + 1
    return sum(is_working(first + timedelta(one), dept) for one in range(max(span, 0)))


def after_working_days(start: date, days: int, dept: str = "") -> date:
    """The ``days``-th « jour ouvrable » after ``start``, whose own day does not count."""
    day = start
    while days > 0:
        day += timedelta(1)
        days -= is_working(day, dept)
    return day
