"""A count as SQL: text made of the closed columns of ``terms``, every value bound.

One pass over the years counted: ``act_year`` gives the slice by year, kind and state; what comes
out is one row a bucket, however many acts there are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pdpcli.evaluation.terms import CALENDAR, Condition, Count, Dimension, Evaluation, Where
from pdpcli.rules.vocabulary import UNKNOWN

_KEYS = {"row": "a.id", "participants": "a.id", "case": "a.case_id", "person": "a.person_key"}
_DONE = Condition("state", ("done",))
_NOT_CANCELLED = "a.case_id NOT IN (SELECT id FROM case_file WHERE state = 'cancelled')"


@dataclass(frozen=True)
class Query:
    """SQL text and its bound values, by name."""

    sql: str
    values: dict[str, str | int]


class Compiled:
    """A settled count over some years, ready to be asked three ways."""

    def __init__(
        self, evaluation: Evaluation, count: Count, years: Sequence[int], without: Where = ()
    ) -> None:
        self.evaluation, self.count, self.years, self.without = evaluation, count, years, without
        self.dimensions = [evaluation.dimensions[name] for name in count.by]
        self.width = len(self.dimensions) + len(count.lines)
        self._values: dict[str, str | int] = {}
        self._columns = ", ".join(f"c{i}" for i in range(self.width))

    def tally(self) -> Query:
        """Rows (year, one column a dimension, one flag a line, number of units)."""
        number = "COALESCE(SUM(weight), 0)" if self.count.unit == "participants" else "COUNT(*)"
        grouped = f"y, {self._columns}" if self.width else "y"
        sql = f"SELECT {grouped}, {number} FROM ({self._units()}) GROUP BY {grouped}"
        return Query(sql, self._values)

    def members(self) -> Query:
        """Rows (year, dimensions, flags, key of the unit, reference), in order of reference."""
        columns = f"y, {self._columns}" if self.width else "y"
        if self.count.source == "gathering":
            sql = f"SELECT {columns}, key, at FROM ({self._units()}) ORDER BY at, key"
        else:
            sql = f"""SELECT {columns}, u.key, c.ref FROM ({self._units()}) u
                JOIN case_file c ON c.id = u.case_id ORDER BY c.year, c.number, u.key"""
        return Query(sql, self._values)

    def totals(self) -> Query:
        """Rows (year, acts, cases, persons), counted apart from the buckets, as a control."""
        which = "COUNT(DISTINCT a.case_id), COUNT(DISTINCT a.person_key)"
        if self.count.source == "gathering":
            which = "COALESCE(SUM(a.participants), 0), COUNT(a.participants)"
        sql = f"SELECT {self._year('a')} AS y, COUNT(*), {which} {self._matching()} GROUP BY 1"
        return Query(sql, self._values)

    def _units(self) -> str:
        """One row a unit: its year, key, case, dimensions and flags."""
        shown = [self._code(dimension) for dimension in self.dimensions]
        flags = [self._flag(split.where) for split in self.count.lines]
        head = f"SELECT {self._year('a')} AS y, {_KEYS[self.count.unit]} AS key"
        if self.count.source == "gathering":
            extra, group = "a.on_date AS at, a.participants AS weight", ""
        elif self.count.unit == "row":
            extra, group = "a.case_id AS case_id", ""
        elif self.count.take == "last":
            extra = "a.case_id AS case_id, MAX(a.on_date || printf('%012d', a.id))"
            group = "GROUP BY 1, 2"  # the columns beside a lone MAX are those of its row
        else:
            flags = [f"MAX({flag})" for flag in flags]
            extra, group = "MAX(a.case_id) AS case_id", "GROUP BY 1, 2"
        named = [f"{text} AS c{i}" for i, text in enumerate([*shown, *flags])]
        return f"{', '.join([head, extra, *named])} {self._matching()} {group}"

    def _matching(self) -> str:
        asked = {condition.column for condition in self.count.where}
        where = self.count.where if "state" in asked else (*self.count.where, _DONE)
        terms = [*self._within_years(), *self._conditions(where, "a")]
        if self.count.source == "act":
            terms.append(_NOT_CANCELLED)
        if self.count.population:
            population = self.evaluation.populations[self.count.population]
            known = self._some(population.where, "p")
            terms.append(f"EXISTS ({known} AND {self._year('p')} <= {self._year('a')})")
        if self.without:
            terms.append(f"NOT EXISTS ({self._some(self.without, 'w')})")
        return f"FROM {self.count.source} a WHERE {' AND '.join(terms)}"

    def _some(self, where: Where, alias: str) -> str:
        terms = [f"{alias}.case_id = a.case_id", *self._conditions((*where, _DONE), alias)]
        return f"SELECT 1 FROM act {alias} WHERE {' AND '.join(terms)}"

    def _within_years(self) -> list[str]:
        """The calendar years to read, and the years counted when they do not begin in January."""
        listed = self._bound(self.years)
        if self.count.year_from == CALENDAR:
            return [f"a.year IN ({listed})"]
        touched = {year + shift for year in self.years for shift in (0, 1)}
        return [f"a.year IN ({self._bound(sorted(touched))})", f"{self._year('a')} IN ({listed})"]

    def _year(self, alias: str) -> str:
        """The year an act counts in: the calendar one, or the one begun on ``year_from``."""
        if self.count.year_from == CALENDAR:
            return f"{alias}.year"
        first = self._bound([self.count.year_from])
        return f"({alias}.year - (substr({alias}.on_date, 6) < {first}))"

    def _flag(self, where: Where) -> str:
        met = " AND ".join(self._conditions(where, "a")) or "TRUE"
        return f"CASE WHEN {met} THEN 1 ELSE 0 END"

    def _code(self, dimension: Dimension) -> str:
        """The code of a dimension; of a banded one, the rank of its band. NULL is « missing »."""
        column = _column(dimension.column, "a")
        if not dimension.bands:
            return f"NULLIF({column}, '{UNKNOWN}')"
        ranks = " ".join(
            f"WHEN {column} BETWEEN {self._bound([band.low])} AND {self._bound([band.high])}"
            f" THEN {rank}"
            for rank, band in enumerate(dimension.bands)
        )
        return f"CASE {ranks} END"

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


def _column(column: str, alias: str) -> str:
    if column == "joint":
        return f"CASE {alias}.joint WHEN 1 THEN 'yes' ELSE 'no' END"
    return f"{alias}.{column}"
