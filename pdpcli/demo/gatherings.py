"""The meetings and collective actions of the fictional service, from ``calendar.toml``."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from pdpcli.demo.story import declared

#: the instance that examines a situation -> the kind of meeting where it does
_WHERE = {"cell": "cell", "insurance": "instances"}
_AHEAD = timedelta(days=90)


@dataclass(frozen=True)
class Planned:
    """One gathering; its number is its place in `gatherings`, from 1."""

    kind: str
    on: date
    title: str
    joint: bool
    state: str
    mode: str | None
    people: int | None


def gatherings(seed: int, first: date, today: date) -> list[Planned]:
    """The gatherings from ``first`` to some weeks after ``today``, by date."""
    every = [
        _gathering(one, on, seed, today)
        for one in declared("calendar.toml")["gathering"]
        for on in _days(one, first, today)
    ]
    return sorted(every, key=lambda one: (one.on, one.kind))


def next_meeting(
    calendar: Sequence[Planned], instance: str, on: date
) -> tuple[int, Planned] | None:
    """The first meeting of ``instance`` from ``on`` and its number; None beyond the calendar."""
    start = bisect_left(calendar, on, key=lambda one: one.on)
    for number, one in enumerate(calendar[start:], start + 1):
        if one.kind == _WHERE[instance] and one.state != "cancelled":
            return number, one
    return None


def working_day(on: date) -> date:
    """``on``, or the Friday before it."""
    return on - timedelta(days=max(0, on.weekday() - 4))


def _days(one: Mapping[str, Any], first: date, today: date) -> Iterator[date]:
    for year in range(first.year, today.year + 2):
        for month in one["months"]:
            on = working_day(date(year, month, one["day"]))
            if first <= on <= today + _AHEAD:
                yield on


def _gathering(one: Mapping[str, Any], on: date, seed: int, today: date) -> Planned:
    chance = Random(f"{seed}:{one['kind']}:{on}")  # noqa: S311 - fiction
    people = chance.randint(*one["people"]) if "people" in one else None
    cancelled = on.month in one.get("cancelled", ())
    state = "cancelled" if cancelled else "planned" if on > today else "done"
    return Planned(
        one["kind"], on, one["title"], one.get("joint", False), state, one.get("mode"),
        people if state == "done" else None,
    )  # fmt: skip
