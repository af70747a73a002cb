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
class CellMember:
    """One member: the functions held, from which day to which (ISO; None: not said)."""

    id: int
    functions: frozenset[str]
    since: str | None
    until: str | None

    def there(self, day: str) -> bool:
        """Whether she was of the cell on ``day``."""
        return (self.since or day) <= day <= (self.until or day)


def cell_member_lines(db: "Connection", count: Count, periods: Sequence[Period]) -> Iterator[Line]:
    """Each line, then the total; ``where`` keeps those who hold one of its functions."""
    there = [cell_members_on(db, count.where, period) for period in periods]
    for split in count.lines:
        held = tuple(sum(_meets(member, split.where) for member in members) for members in there)
        yield aimed(Line(split.id, split.label, "member", held), split.target, periods)
    if count.label:
        total = tuple(len(members) for members in there)
        yield aimed(Line(count.id, count.label, "member", total), count.target, periods)


def cell_members_on(db: "Connection", where: Where, period: Period) -> list[CellMember]:
    """The members there on the last day of ``period`` who meet ``where``."""
    members = [
        CellMember(id_, frozenset(json.loads(functions)), since, until)
        for id_, functions, since, until in map(tuple, db.execute(_MEMBERS))
    ]
    day = period.last.isoformat()
    return [member for member in members if member.there(day) and _meets(member, where)]


def _meets(member: CellMember, where: Where) -> bool:
    return all(member.functions & set(condition.values) for condition in where)
