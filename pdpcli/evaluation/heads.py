"""The members of the cell on the last day of a period, by function.

Somebody with two functions is in both lines, and once in the total (dossier §4.4, DGT-1).
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdpcli.evaluation.line import Line, aimed
from pdpcli.evaluation.period import Period
from pdpcli.evaluation.terms import Count, Where

if TYPE_CHECKING:
    from sqlite3 import Connection

_MEMBERS = "SELECT id, functions, since, until FROM member"


@dataclass(frozen=True)
class Head:
    """One member: the functions held, from which day to which (ISO; None: not said)."""

    id: int
    functions: frozenset[str]
    since: str | None
    until: str | None

    def there(self, day: str) -> bool:
        """Whether she was of the cell on ``day``."""
        return (self.since or day) <= day <= (self.until or day)


def head_lines(db: "Connection", count: Count, periods: Sequence[Period]) -> Iterator[Line]:
    """Each line, then the total; ``where`` keeps those who hold one of its functions."""
    there = [heads_on(db, count.where, period) for period in periods]
    for split in count.lines:
        held = tuple(sum(_meets(head, split.where) for head in heads) for heads in there)
        yield aimed(Line(split.id, split.label, "member", held), split.target, periods)
    if count.label:
        total = tuple(len(heads) for heads in there)
        yield aimed(Line(count.id, count.label, "member", total), count.target, periods)


def heads_on(db: "Connection", where: Where, period: Period) -> list[Head]:
    """The members there on the last day of ``period`` who meet ``where``."""
    rows = db.execute(_MEMBERS).fetchall()
    heads = [
        Head(row[0], frozenset(json.loads(row[1])), row[2], row[3]) for row in map(tuple, rows)
    ]
    day = period.last.isoformat()
    return [head for head in heads if head.there(day) and _meets(head, where)]


def _meets(head: Head, where: Where) -> bool:
    return all(head.functions & set(condition.values) for condition in where)
