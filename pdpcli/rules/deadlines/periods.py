"""Civil periods, and the minimum frequencies counted over them: « 3 faites sur 4 »."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pdpcli.rules.dates import MONTHS, french, months_later
from pdpcli.rules.deadlines.deadline import Deadline
from pdpcli.rules.deadlines.rule import Rule
from pdpcli.rules.deadlines.settings import Settings

#: How many months each period of an agreement's [[frequency]] has.
LENGTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_ORDINALS = ("1er", "2e", "3e", "4e")


@dataclass(frozen=True)
class Period:
    """A month, a quarter, a half-year or a year, from its first to its last day."""

    first: date
    last: date
    name: str


def period(on: date, per: str) -> Period:
    """The civil period of ``on``; KeyError when ``per`` is none of LENGTHS."""
    length = LENGTHS[per]
    rank = (on.month - 1) // length
    first = date(on.year, rank * length + 1, 1)
    last = months_later(first, length) - timedelta(1)
    return Period(first, last, _name(first, per, rank))


def _name(first: date, per: str, rank: int) -> str:
    if per == "month":
        return f"{MONTHS[first.month - 1]} {first.year}"
    called = {"quarter": "trimestre", "half_year": "semestre"}.get(per)
    return f"{_ORDINALS[rank]} {called} {first.year}" if called else str(first.year)


def running(today: date, per: str) -> tuple[Period, Period]:
    """The period before, and the one of ``today``."""
    now = period(today, per)
    return period(now.first - timedelta(1), per), now


@dataclass(frozen=True)
class Minimum:
    """At least so many per period; ``held`` are the days of what counts, None: not counted."""

    rule: Rule
    id: str
    label: str
    at_least: int
    per: str
    source: str
    held: Sequence[date] | None


def minimum_deadlines(minimum: Minimum, today: date, settings: Settings) -> Iterator[Deadline]:
    """Of the running period and of the one before, which is said to be missed for a while."""
    for one in running(today, minimum.per):
        done = sorted(day for day in minimum.held or () if one.first <= day <= one.last)
        enough = len(done) >= minimum.at_least
        yield Deadline(
            rule=minimum.rule,
            occurrence=f"{minimum.id}/{one.first.isoformat()}",
            on=one.last,
            opens_on=one.first,
            closes_on=one.last + timedelta(settings.number("missed_days")),
            met_on=done[minimum.at_least - 1] if enough else None,
            why=f"{minimum.label} : {_counted(minimum, len(done))}, {one.name}",
            counted=f"du {french(one.first)} au {french(one.last)} ; {minimum.source}",
            doubt=minimum.rule.doubt,
        )


def _counted(minimum: Minimum, done: int) -> str:
    """« 3 faites sur 4 », and of what no gathering counts, how many there must be."""
    if minimum.held is None:
        return f"au moins {minimum.at_least}, à marquer à la main"
    made = "faite" if done <= 1 else "faites"
    return f"{done} {made} sur {minimum.at_least}"
