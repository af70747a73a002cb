"""Which period the figures are asked over: a year, a quarter, from a day to another."""

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.commands.clock import today
from pdpcli.errors import InputRefused, Refusal

if TYPE_CHECKING:
    from pdpcli.evaluation.period import Period

_QUARTER = re.compile(r"(?P<year>\d{4})[ -]?[tq](?P<quarter>[1-4])", re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 1950, 2149


@dataclass(frozen=True)
class Quarter:
    """One of the four quarters of a calendar year."""

    year: int
    number: int


def quarter_named(text: str) -> Quarter:
    """A parser: a year and its quarter, written 2025-T1. Refusal."""
    found = _QUARTER.fullmatch(text.strip())
    if not found or not _FIRST_YEAR <= int(found["year"]) <= _LAST_YEAR:
        raise Refusal("un trimestre s'écrit 2025-T1")
    return Quarter(int(found["year"]), int(found["quarter"]))


def periods_asked(
    year: int | None, quarter: Quarter | None, first: date | None, last: date | None
) -> "tuple[Period, ...]":
    """The quarter or the span, the same of the two years before beside; none for a year.

    Raises:
        InputRefused: two ways at once, or a span that ends before it begins.
    """
    from pdpcli.evaluation.period import quarters, spans

    if sum(map(bool, (year, quarter, first or last))) > 1:
        raise InputRefused(
            "Une seule façon de dire la période.",
            todo="--annee 2025, ou --trimestre 2025-T1, ou --du 1/1/2025 --au 30/6/2025",
        )
    if quarter:
        return quarters(quarter.year, quarter.number)
    if not first and not last:
        return ()
    until = last or today()
    if first is None:
        raise InputRefused("Depuis quel jour ?", todo="Ajoutez --du, par exemple --du 1/1/2025")
    if until < first:
        raise InputRefused("La période finit avant de commencer.", where="--au")
    return spans(first, until)
