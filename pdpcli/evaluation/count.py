"""A count as SQL: text made of the closed columns of ``columns``, every value bound.

One pass over the periods counted, through the indexes by year or by agreement; what comes out is
one row a bucket, however many acts there are. The codes of a bucket travel as one text: grouping
by one column is what makes it fast.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pdpcli.evaluation.clauses import Clauses
from pdpcli.evaluation.columns import OF_AUDIENCE
from pdpcli.evaluation.period import Period
from pdpcli.evaluation.terms import Condition, Count, Evaluation, Split, Where
from pdpcli.rules.vocabulary import UNKNOWN

_KEYS = {"row": "a.id", "days": "a.id", "case": "a.case_id", "person": "a.person_key"}
_WEIGHTS = {
    "participants": "a.participants",
    "days": "julianday(a.on_date) - (SELECT julianday(c.opened_on) FROM case_file c"
    " WHERE c.id = a.case_id)",
}
_GROUPED = ("case", "person")
_ADDING_UP = ("row", "participants", "days")
_DONE = Condition("state", ("done",))
_BETWEEN = "\x1f"  # rules.text.clean lets no such character in
_MOMENT = f"replace(a.on_date, '-', '') * {1 << 32} + a.id"  # the day, then the order of entry
_NOT_CANCELLED = "a.case_id NOT IN (SELECT id FROM case_file WHERE state = 'cancelled')"


@dataclass(frozen=True)
class Query:
    """SQL text and its bound values, by name."""

    sql: str
    values: dict[str, str | float]


class Compiled:
    """A settled count over some periods that do not overlap, ready to be asked several ways.

    A period is known by its rank: 0 is the one asked for. ``table``: a copy of the acts of these
    periods, to be read instead of them all.
    """

    def __init__(
        self,
        evaluation: Evaluation,
        count: Count,
        periods: Sequence[Period],
        without: Where = (),
        table: str = "",
    ) -> None:
        self.evaluation, self.count, self.periods = evaluation, count, periods
        self.without = without
        self._table = table or count.source
        self.dimensions = [evaluation.dimensions[name] for name in count.by]
        joined = count.unit == "participants" and self._reads_audience()
        self._clauses = Clauses(count.source, count.readings, joined)
        self._key = "a.id || IFNULL('-' || u.id, '')" if joined else _KEYS.get(count.unit, "a.id")
        weight = "IFNULL(u.n, a.participants)" if joined else _WEIGHTS.get(count.unit, "")
        self._weight = f"IFNULL({weight}, 0)" if weight else ""

    @property
    def adds_up(self) -> bool:
        """Whether each unit is in one bucket: an act is; a case or a person by its last act."""
        return self.count.take == "last" or self.count.unit in _ADDING_UP

    def tally(self) -> Query:
        """Rows (period, bucket, number of units), for a count that adds up."""
        number = "SUM(weight)" if self._weight else "COUNT(*)"
        inner = self._units(f"{self._weight} AS weight" if self._weight else "")
        return self._query(f"SELECT p, bucket, {number} FROM ({inner}) GROUP BY p, bucket")

    def distinct(self) -> Query:
        """Rows (period, distinct units, those of each line), for lines that may overlap."""
        flags = [self._flag(split) for split in self.count.lines]
        lines = [f"COUNT(DISTINCT CASE WHEN {flag} = '1' THEN {self._key} END)" for flag in flags]
        whole = f"COUNT(DISTINCT {self._key})" if self.count.label else "0"
        columns = ", ".join([f"{self._rank('a')} AS p", whole, *lines])
        return self._query(f"SELECT {columns} {self._matching()} GROUP BY 1")

    def members(self) -> Query:
        """Rows (period, bucket, key of the unit, reference), in order of reference."""
        if self.count.source == "gathering":
            inner = self._units("a.on_date AS at")
            return self._query(f"SELECT p, bucket, key, at FROM ({inner}) ORDER BY at, key")
        inner = self._units(f"{'a.case_id' if self.adds_up else 'MAX(a.case_id)'} AS case_id")
        return self._query(f"""SELECT p, bucket, u.key, c.ref FROM ({inner}) u
            JOIN case_file c ON c.id = u.case_id ORDER BY c.year, c.number, u.key""")

    def rows(self) -> Query:
        """Rows (period, key of the unit, number of the row behind it, what this one weighs)."""
        head = f"SELECT {self._rank('a')} AS p, {self._key}, a.id, {self._weight or '1'}"
        return self._query(f"{head} {self._matching()} ORDER BY p, a.id")

    def codes(self, bucket: str) -> tuple[str | None, ...]:
        """What a bucket holds: a code a dimension (``None`` is missing), « 1 » or « 0 » a line."""
        return tuple(None if x in {"", UNKNOWN} else x for x in bucket.split(_BETWEEN))

    def totals(self) -> Query:
        """Rows (period, acts, cases, persons, sum of what they weigh), counted apart, as a control.

        Of gatherings: (period, gatherings, those whose participants are noted, 0, the same sum).
        """
        which = "COUNT(DISTINCT a.case_id), COUNT(DISTINCT a.person_key)"
        if self.count.source == "gathering":
            which = "COUNT(DISTINCT CASE WHEN a.participants IS NOT NULL THEN a.id END), 0"
        weighed = f"SUM({self._weight})" if self._weight else "0"
        columns = f"{self._rank('a')} AS p, COUNT(DISTINCT a.id), {which}, {weighed}"
        return self._query(f"SELECT {columns} {self._matching()} GROUP BY 1")

    def _query(self, sql: str) -> Query:
        return Query(sql, self._clauses.values)

    def _units(self, extra: str) -> str:
        """One row a unit: its period, its key, its bucket, and ``extra``."""
        codes = [self._clauses.code(dimension, "a") for dimension in self.dimensions]
        flags = [self._flag(split) for split in self.count.lines]
        if self.count.take == "last" and self.count.unit in _GROUPED:
            taken = zip(flags, self.count.lines, strict=True)
            flags = [_some(flag) if split.take == "each" else flag for flag, split in taken]
        elif not self.adds_up:
            flags = [f"MAX({flag})" for flag in flags]
        bucket = f" || char({ord(_BETWEEN)}) || ".join([*codes, *flags]) or "''"
        columns = [f"{self._rank('a')} AS p", f"{self._key} AS key"]
        columns += [f"{bucket} AS bucket", *([extra] if extra else [])]
        if self.count.take == "last" and self.count.unit in _GROUPED:
            columns.append(f"MAX({_MOMENT})")  # the columns beside a lone MAX are its row's
        group = "GROUP BY 1, 2" if self.count.unit in _GROUPED else ""
        return f"SELECT {', '.join(columns)} {self._matching()} {group}"

    def _matching(self) -> str:
        asked = {condition.column for condition in self.count.where}
        where = self.count.where if "state" in asked else (*self.count.where, _DONE)
        terms = [*self._within_periods(), *self._clauses.conditions(where, "a")]
        if self.count.source == "act":
            terms.append(_NOT_CANCELLED)
        if self.count.population:
            population = self.evaluation.populations[self.count.population]
            known = self._some(population.where, "p")
            terms.append(f"EXISTS ({known} AND {self._until_that_of_a('p')})")
        if self.without:
            terms.append(f"NOT EXISTS ({self._some(self.without, 'w')})")
        audience = " LEFT JOIN audience u ON u.gathering_id = a.id" if self._clauses.joined else ""
        return f"FROM {self._table} a{audience} WHERE {' AND '.join(terms)}"

    def _some(self, where: Where, alias: str) -> str:
        terms = [f"{alias}.case_id = a.case_id", self._clauses.met((*where, _DONE), alias)]
        return f"SELECT 1 FROM act {alias} WHERE {' AND '.join(terms)}"

    def _reads_audience(self) -> bool:
        named = {dimension.column for dimension in self.dimensions}
        wheres = [self.count.where, *(split.where for split in self.count.lines)]
        named |= {condition.column for where in wheres for condition in where}
        return self.count.source == "gathering" and not named.isdisjoint(OF_AUDIENCE)

    @property
    def _years(self) -> list[int]:
        """The calendar years counted, one after the other: then the index by year is enough."""
        first = self.periods[0].calendar_year or 0
        wanted = [first - rank for rank in range(len(self.periods))]
        return wanted if [period.calendar_year for period in self.periods] == wanted else []

    def _within_periods(self) -> list[str]:
        """The calendar years to read, and the days of the periods when they are not these years."""
        bound = self._clauses.bound
        if self._years:
            return [f"a.year IN ({bound(self._years)})"]
        years = {year for period in self.periods for year in _touched(period)}
        return [f"a.year IN ({bound(sorted(years))})", f"{self._rank('a')} IS NOT NULL"]

    def _rank(self, alias: str) -> str:
        """The rank of the period an act is in; NULL when it is in none."""
        if self._years:
            return f"({self._clauses.bound(self._years[:1])} - {alias}.year)"
        return f"CASE {' '.join(self._when(n, alias) for n in range(len(self.periods)))} END"

    def _when(self, rank: int, alias: str) -> str:
        period = self.periods[rank]
        days = (self._clauses.bound([day.isoformat()]) for day in (period.first, period.last))
        return f"WHEN {alias}.on_date BETWEEN {' AND '.join(days)} THEN {rank}"

    def _until_that_of_a(self, alias: str) -> str:
        """An act of the same case at the latest on the last day of the period of ``a``."""
        if self._years:
            return f"{alias}.year <= a.year"
        lasts = [self._clauses.bound([period.last.isoformat()]) for period in self.periods]
        whens = " ".join(f"WHEN {rank} THEN {last}" for rank, last in enumerate(lasts))
        return f"{alias}.on_date <= CASE {self._rank('a')} {whens} END"

    def _flag(self, split: Split) -> str:
        # A text: it may be alone in its bucket.
        return f"CASE WHEN {self._clauses.met(split.where, 'a')} THEN '1' ELSE '0' END"


def _some(flag: str) -> str:
    """Of a group, whether one row has the flag; not a MAX, which must stay alone beside others."""
    return f"CASE WHEN SUM({flag} = '1') > 0 THEN '1' ELSE '0' END"


def _touched(period: Period) -> range:
    return range(period.first.year, period.last.year + 1)
