"""The acts of a period, copied once in memory: what many counts read instead of the whole table.

An encrypted page is deciphered each time it is read, and acts are found by their kind all over
their year: sixty counts would decipher the same pages sixty times. A connection that may hold no
temporary table (store/connection.py: guard) counts in the table itself, and finds the same.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pdpcli.evaluation.columns import COLUMNS, DERIVED, OF_CASE
from pdpcli.evaluation.period import Period
from pdpcli.evaluation.terms import Count, Evaluation, Where

if TYPE_CHECKING:
    from sqlite3 import Connection

TABLE = "act_slice"
#: Below so many counts, reading the table is faster than copying it.
WORTH_IT = 8
_ALWAYS = ("case_id", "person_key", "kind", "state", "on_date", "year")
_KINDS = f"CREATE INDEX temp.{TABLE}_kind ON {TABLE} (kind, state)"
_PERSONS = f"CREATE INDEX temp.{TABLE}_person ON {TABLE} (person_key)"


def worth_slicing(counts: Iterable[Count]) -> bool:
    """Whether these counts read so many acts that a copy of the period is faster."""
    return sum(_by_year(count) for count in counts) >= WORTH_IT


@contextmanager
def sliced(
    db: "Connection", evaluation: Evaluation, counts: Iterable[Count], period: Period
) -> Iterator[str]:
    """The name of the table that holds the acts of ``period``: a copy of what ``counts`` read."""
    if not _temporary(db):
        yield "act"
        return
    columns = sorted({*_ALWAYS, *(one for count in counts for one in _read(evaluation, count))})
    first, last = period.first.year, period.last.year
    rows = db.execute("SELECT min(id), max(id) FROM act WHERE year BETWEEN ? AND ?", (first, last))
    low, high = rows.fetchone()
    # By number: the acts of a year follow each other, and no page is deciphered twice.
    db.execute(
        f"""CREATE TEMP TABLE {TABLE} AS SELECT id, {", ".join(columns)} FROM act NOT INDEXED
        WHERE id BETWEEN ? AND ? AND year BETWEEN ? AND ?""",
        (low, high, first, last),
    )
    try:
        db.execute(_KINDS)
        db.execute(_PERSONS)
        yield TABLE
    finally:
        db.execute(f"DROP TABLE temp.{TABLE}")


def _temporary(db: "Connection") -> bool:
    """Whether this connection may hold a temporary table."""
    return not db.execute("PRAGMA query_only").fetchone()[0]


def _by_year(count: Count) -> bool:
    """Whether the acts of a count are found by their year: one agreement's have their own index."""
    named = {condition.column for condition in count.where}
    return count.source == "act" and "agreement" not in named


def _read(evaluation: Evaluation, count: Count) -> Iterator[str]:
    """The columns of an act that a count reads."""
    named = [evaluation.dimensions[name].column for name in count.by]
    for where in (count.where, *(split.where for split in count.lines)):
        named += _named(where)
    for column in named if count.source == "act" else ():
        if column not in OF_CASE:
            yield from DERIVED.get(column, (column,))


def _named(where: Where) -> Iterator[str]:
    for condition in where:
        if condition.any:
            for one in condition.any:
                yield from _named(one)
        elif condition.column in COLUMNS["act"]:
            yield condition.column
