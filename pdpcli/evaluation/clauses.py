"""Conditions and columns as SQL text: closed names only, every value bound."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pdpcli.evaluation.columns import BOUNDS, OF_AUDIENCE, OF_CASE, Source
from pdpcli.evaluation.terms import Condition, Dimension, Readings, Where
from pdpcli.rules.vocabulary import UNKNOWN

_DIVISIONS = "('41', '42', '43')"  # NAF rév. 2, section F; they keep their numbers in NAF 2025
_DEVELOPMENT = "'41.10%'"


@dataclass
class Clauses:
    """SQL about one source; ``values`` are those bound so far, by name.

    ``joined``: the audience of a gathering is joined to it, row by row; otherwise a gathering meets
    a condition on it when some of those who came do.
    """

    source: Source
    readings: Readings
    joined: bool = False
    values: dict[str, str | float] = field(default_factory=dict)

    def bound(self, values: Iterable[str | float]) -> str:
        """The names of ``values``, now bound, with commas between them."""
        names = []
        for value in values:
            name = f"v{len(self.values)}"
            self.values[name] = value
            names.append(f":{name}")
        return ", ".join(names)

    def conditions(self, where: Where, alias: str) -> list[str]:
        """One expression a condition, all of which must be true."""
        return [self._condition(condition, alias) for condition in where]

    def met(self, where: Where, alias: str) -> str:
        """One expression, true when every condition is met."""
        return " AND ".join(self.conditions(where, alias)) or "TRUE"

    def code(self, dimension: Dimension, alias: str) -> str:
        """The code of a dimension; of a banded one, the rank of its band; empty is « missing »."""
        column = self._column(dimension.column, alias)
        if dimension.column == "job":
            column = f"lower({column})"  # « Maçon », « maçon »: one post
        if dimension.column == "employer_id":
            column = f"CAST({column} AS TEXT)"
        if not dimension.bands:
            return f"IFNULL({column}, '')"
        ranks = " ".join(
            f"WHEN {column} BETWEEN {self.bound([band.low])} AND {self.bound([band.high])}"
            f" THEN '{rank}'"
            for rank, band in enumerate(dimension.bands)
        )
        return f"CASE {ranks} ELSE '' END"

    def _condition(self, condition: Condition, alias: str) -> str:
        if condition.any:
            return f"({' OR '.join(f'({self.met(where, alias)})' for where in condition.any)})"
        if self.source == "gathering" and condition.column in OF_AUDIENCE and not self.joined:
            return self._some_audience(condition, alias)
        return self._holds(condition, self._column(condition.column, alias))

    def _holds(self, condition: Condition, column: str) -> str:
        if condition.bounds:
            terms = [f"{column} {BOUNDS[how]} {self.bound([n])}" for how, n in condition.bounds]
            return " AND ".join(terms)
        if UNKNOWN in condition.values:
            column = f"COALESCE({column}, '{UNKNOWN}')"
        return f"{column} IN ({self.bound(condition.values)})"

    def _some_audience(self, condition: Condition, alias: str) -> str:
        column = self._column(condition.column, "u")
        rows = f"SELECT 1 FROM audience u WHERE u.gathering_id = {alias}.id"
        some = f"EXISTS ({rows} AND {self._holds(condition, column)})"
        return f"({some} OR NOT EXISTS ({rows}))" if UNKNOWN in condition.values else some

    def _column(self, column: str, alias: str) -> str:
        if column == "joint":
            return f"CASE {alias}.joint WHEN 1 THEN 'yes' ELSE 'no' END"
        if column in OF_CASE:
            return f"(SELECT c.{column} FROM case_file c WHERE c.id = {alias}.case_id)"
        if self.source == "gathering" and column in OF_AUDIENCE:
            return self._of_audience(column)
        if column == "sector":
            return self._sector(alias, f"{alias}.contract = 'interim'")
        if column == "senior":
            senior = f"{alias}.age >= {self.bound([self.readings.senior])}"
            return f"CASE WHEN {alias}.age IS NULL THEN NULL WHEN {senior} THEN 'yes' ELSE 'no' END"
        return f"{alias}.{column}"

    def _of_audience(self, column: str) -> str:
        return self._sector("u", "FALSE") if column == "sector" else f"NULLIF(u.{column}, '')"

    def _sector(self, alias: str, interim: str) -> str:
        """BTP (dossier §4.10): by the NAF code; an intérimaire is never of it; NULL: not known."""
        naf = f"{alias}.naf"
        btp = f"substr({naf}, 1, 2) IN {_DIVISIONS}"
        if self.readings.sector == "without_development":
            btp += f" AND {naf} NOT LIKE {_DEVELOPMENT}"
        known = f"IFNULL({naf}, '') <> ''"
        whens = f"WHEN {interim} THEN 'other' WHEN NOT {known} THEN NULL WHEN {btp} THEN 'btp'"
        return f"CASE {whens} ELSE 'other' END"
