"""A count as SQL: text made of the closed columns of ``terms``, every value bound.

One pass over the periods counted, through the indexes by year or by agreement; what comes out is
one row a bucket, however many acts there are. The codes of a bucket travel as one text: grouping
by one column is what makes it fast.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pdpcli.evaluation.period import Period
from pdpcli.evaluation.terms import (
    OF_CASE,
    Condition,
    Count,
    Dimension,
    Evaluation,
    Where,
)
from pdpcli.rules.vocabulary import UNKNOWN

_KEYS = {"row": "a.id", "participants": "a.id", "case": "a.case_id", "person": "a.person_key"}
_DONE = Condition("state", ("done",))
_BETWEEN = "\x1f"  # rules.text.clean lets no such character in
_MOMENT = f"replace(a.on_date, '-', '') * {1 << 32} + a.id"  # the day, then the order of entry
_NOT_CANCELLED = "a.case_id NOT IN (SELECT id FROM case_file WHERE state = 'cancelled')"


@dataclass(frozen=True)
class Query:
    """SQL text and its bound values, by name."""

    sql: str
    values: dict[str, str | int]


class Compiled:
    """A settled count over some periods that do not overlap, ready to be asked three ways.

    A period is known by its rank: 0 is the one asked for.
    """

    def __init__(
        self, evaluation: Evaluation, count: Count, periods: Sequence[Period], without: Where = ()
    ) -> None:
        self.evaluation, self.count, self.periods = evaluation, count, periods
        self.without = without
        self.dimensions = [evaluation.dimensions[name] for name in count.by]
        self._values: dict[str, str | int] = {}

    @property
    def adds_up(self) -> bool:
        """Whether each unit is in one bucket: an act is; a case or a person by its last act."""
        return self.count.take == "last" or self.count.unit in {"row", "participants"}

    def tally(self) -> Query:
        """Rows (period, bucket, number of units), for a count that adds up."""
        number = "COALESCE(SUM(weight), 0)" if self.count.unit == "participants" else "COUNT(*)"
        inner = self._units("a.participants AS weight" if "weight" in number else "")
        return Query(f"SELECT p, bucket, {number} FROM ({inner}) GROUP BY p, bucket", self._values)

    def distinct(self) -> Query:
        """Rows (period, distinct units, those of each line), for lines that may overlap."""
        key = _KEYS[self.count.unit]
        flags = [self._flag(split.where) for split in self.count.lines]
        lines = [f"COUNT(DISTINCT CASE WHEN {flag} THEN {key} END)" for flag in flags]
        whole = f"COUNT(DISTINCT {key})" if self.count.label else "0"
        columns = ", ".join([f"{self._rank('a')} AS p", whole, *lines])
        return Query(f"SELECT {columns} {self._matching()} GROUP BY 1", self._values)

    def members(self) -> Query:
        """Rows (period, bucket, key of the unit, reference), in order of reference."""
        if self.count.source == "gathering":
            inner = self._units("a.on_date AS at")
            sql = f"SELECT p, bucket, key, at FROM ({inner}) ORDER BY at, key"
        else:
            inner = self._units(f"{'a.case_id' if self.adds_up else 'MAX(a.case_id)'} AS case_id")
            sql = f"""SELECT p, bucket, u.key, c.ref FROM ({inner}) u
                JOIN case_file c ON c.id = u.case_id ORDER BY c.year, c.number, u.key"""
        return Query(sql, self._values)

    def rows(self) -> Query:
        """Rows (period, key of the unit, number of the row behind it, what this one weighs)."""
        weighed = self.count.unit == "participants"
        weight = "COALESCE(a.participants, 0)" if weighed else "1"
        head = f"SELECT {self._rank('a')} AS p, {_KEYS[self.count.unit]}, a.id, {weight}"
        return Query(f"{head} {self._matching()} ORDER BY p, a.id", self._values)

    def codes(self, bucket: str) -> tuple[str | None, ...]:
        """What a bucket holds: a code a dimension (``None`` is missing), « 1 » or « 0 » a line."""
        return tuple(None if x in {"", UNKNOWN} else x for x in bucket.split(_BETWEEN))

    def totals(self) -> Query:
        """Rows (period, acts, cases, persons), counted apart from the buckets, as a control."""
        which = "COUNT(DISTINCT a.case_id), COUNT(DISTINCT a.person_key)"
        if self.count.source == "gathering":
            which = "COALESCE(SUM(a.participants), 0), COUNT(a.participants)"
        sql = f"SELECT {self._rank('a')} AS p, COUNT(*), {which} {self._matching()} GROUP BY 1"
        return Query(sql, self._values)

    def _units(self, extra: str) -> str:
        """One row a unit: its period, its key, its bucket, and ``extra``."""
        codes = [self._code(dimension) for dimension in self.dimensions]
        flags = [self._flag(split.where) for split in self.count.lines]
        if not self.adds_up:
            flags = [f"MAX({flag})" for flag in flags]
        bucket = f" || char({ord(_BETWEEN)}) || ".join([*codes, *flags]) or "''"
        columns = [f"{self._rank('a')} AS p", f"{_KEYS[self.count.unit]} AS key"]
        columns += [f"{bucket} AS bucket", *([extra] if extra else [])]
        if self.count.take == "last":
            columns.append(f"MAX({_MOMENT})")  # the columns beside a lone MAX are its row's
        group = "GROUP BY 1, 2" if self.count.unit in {"case", "person"} else ""
        return f"SELECT {', '.join(columns)} {self._matching()} {group}"

    def _matching(self) -> str:
        asked = {condition.column for condition in self.count.where}
        where = self.count.where if "state" in asked else (*self.count.where, _DONE)
        terms = [*self._within_periods(), *self._conditions(where, "a")]
        if self.count.source == "act":
            terms.append(_NOT_CANCELLED)
        if self.count.population:
            population = self.evaluation.populations[self.count.population]
            known = self._some(population.where, "p")
            terms.append(f"EXISTS ({known} AND {self._until_that_of_a('p')})")
        if self.without:
            terms.append(f"NOT EXISTS ({self._some(self.without, 'w')})")
        return f"FROM {self.count.source} a WHERE {' AND '.join(terms)}"

    def _some(self, where: Where, alias: str) -> str:
        terms = [f"{alias}.case_id = a.case_id", *self._conditions((*where, _DONE), alias)]
        return f"SELECT 1 FROM act {alias} WHERE {' AND '.join(terms)}"

    @property
    def _years(self) -> list[int]:
        """The calendar years counted, one after the other: then the index by year is enough."""
        first = self.periods[0].calendar_year or 0
        wanted = [first - rank for rank in range(len(self.periods))]
        return wanted if [period.calendar_year for period in self.periods] == wanted else []

    def _within_periods(self) -> list[str]:
        """The calendar years to read, and the days of the periods when they are not these years."""
        if self._years:
            return [f"a.year IN ({self._bound(self._years)})"]
        years = {year for period in self.periods for year in _touched(period)}
        return [f"a.year IN ({self._bound(sorted(years))})", f"{self._rank('a')} IS NOT NULL"]

    def _rank(self, alias: str) -> str:
        """The rank of the period an act is in; NULL when it is in none."""
        if self._years:
            return f"({self._bound(self._years[:1])} - {alias}.year)"
        return f"CASE {' '.join(self._when(n, alias) for n in range(len(self.periods)))} END"

    def _when(self, rank: int, alias: str) -> str:
        period = self.periods[rank]
        first, last = (self._bound([day.isoformat()]) for day in (period.first, period.last))
        return f"WHEN {alias}.on_date BETWEEN {first} AND {last} THEN {rank}"

    def _until_that_of_a(self, alias: str) -> str:
        """An act of the same case at the latest on the last day of the period of ``a``."""
        if self._years:
            return f"{alias}.year <= a.year"
        lasts = [self._bound([period.last.isoformat()]) for period in self.periods]
        whens = " ".join(f"WHEN {rank} THEN {last}" for rank, last in enumerate(lasts))
        return f"{alias}.on_date <= CASE {self._rank('a')} {whens} END"

    def _flag(self, where: Where) -> str:
        met = " AND ".join(self._conditions(where, "a")) or "TRUE"
        return f"CASE WHEN {met} THEN '1' ELSE '0' END"  # a text: it may be alone in its bucket

    def _code(self, dimension: Dimension) -> str:
        """The code of a dimension; of a banded one, the rank of its band; empty is « missing »."""
        column = _column(dimension.column, "a")
        if not dimension.bands:
            return f"IFNULL({column}, '')"
        ranks = " ".join(
            f"WHEN {column} BETWEEN {self._bound([band.low])} AND {self._bound([band.high])}"
            f" THEN {rank}"
            for rank, band in enumerate(dimension.bands)
        )
        return f"CASE {ranks} ELSE '' END"

    def _conditions(self, where: Where, alias: str) -> list[str]:
        return [self._condition(condition, alias) for condition in where]

    def _condition(self, condition: Condition, alias: str) -> str:
        column = _column(condition.column, alias)
        if UNKNOWN in condition.values:
            column = f"COALESCE({column}, '{UNKNOWN}')"
        return f"{column} IN ({self._bound(condition.values)})"

    def _bound(self, values: Iterable[str | int]) -> str:
        names = []
        for value in values:
            name = f"v{len(self._values)}"
            self._values[name] = value
            names.append(f":{name}")
        return ", ".join(names)


def _touched(period: Period) -> range:
    return range(period.first.year, period.last.year + 1)


def _column(column: str, alias: str) -> str:
    if column == "joint":
        return f"CASE {alias}.joint WHEN 1 THEN 'yes' ELSE 'no' END"
    if column in OF_CASE:
        return f"(SELECT c.{column} FROM case_file c WHERE c.id = {alias}.case_id)"
    return f"{alias}.{column}"
