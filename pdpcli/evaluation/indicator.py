"""Reading ``evaluation.toml``: one declaration in, frozen values out, all problems at once."""

import re
import tomllib
from collections.abc import Mapping
from string import Formatter
from typing import Any, cast, get_args

from pdpcli.errors import InputRefused, Problem
from pdpcli.evaluation.reader import Reader
from pdpcli.evaluation.terms import (
    COLUMNS,
    Band,
    Check,
    Choice,
    Condition,
    Count,
    Dimension,
    Evaluation,
    Indicator,
    Parameter,
    Population,
    Source,
    Split,
    Take,
    Unit,
    Where,
)
from pdpcli.rules.vocabulary import ACT_KINDS, DIMENSIONS

#: what ``counted``, ``found`` and ``clear`` may quote
QUOTED = frozenset({"value", "rows", "cases", "persons", "year", "n"})
_UNITS: Mapping[str, tuple[str, ...]] = {
    "act": ("row", "case", "person"),
    "gathering": ("row", "participants"),
}
_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def read_evaluation(text: str) -> Evaluation:
    """The evaluation that a TOML text declares.

    Raises:
        InputRefused: with one Problem a fault, its place being the key in the file.
    """
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        unreadable = Problem("", f"ce n'est pas du TOML lisible ({error}).")
        raise InputRefused("evaluation.toml est refusé.", problems=[unreadable]) from None
    reading = _Reading(table)
    evaluation = reading.evaluation()
    if reading.problems:
        raise InputRefused("evaluation.toml est refusé.", problems=reading.problems)
    return evaluation


class _Reading(Reader):
    """One reading of one declaration."""

    def __init__(self, table: dict[str, Any]) -> None:
        super().__init__()
        self.table = table
        self.agreement = self.text(table, "agreement", "")
        self.parameters = self.named(table, "parameter", self._parameter)
        self.populations = self.named(table, "population", self._population)
        self.dimensions = self.named(table, "dimension", self._dimension)
        self.everywhere = self.texts(table, "parameters", "", self.parameters)

    def evaluation(self) -> Evaluation:
        """The whole; sound only when no problem was noted."""
        allowed = "agreement source parameters parameter population dimension indicator"
        self.keys(self.table, "", allowed)
        indicators = [
            self._indicator(entry, f"indicator {entry.get('id', number)}")
            for number, entry in enumerate(self.tables(self.table, "indicator", ""), 1)
        ]
        self.distinct((item.id for item in indicators), "indicator")
        for parameter in self.parameters.values():
            self._populations_known(parameter)
        source = self.text(self.table, "source", "")
        return Evaluation(
            self.agreement,
            source,
            tuple(indicators),
            self.parameters,
            self.populations,
            self.dimensions,
        )

    def _populations_known(self, parameter: Parameter) -> None:
        for choice in parameter.choices.values():
            if choice.population is not None and choice.population not in self.populations:
                place = f"parameter.{parameter.id}.choice.{choice.id}.population"
                self.refuse(place, "population inconnue")

    def _indicator(self, table: dict[str, Any], place: str) -> Indicator:
        self.keys(table, place, "id label count check")
        counts = [self._count(entry, place) for entry in self.tables(table, "count", place)]
        self.distinct((split.id for count in counts for split in count.lines), place)
        self.distinct((count.id for count in counts), place)
        return Indicator(
            self.text(table, "id", place),
            self.text(table, "label", place),
            tuple(counts),
            tuple(
                self._check(entry, place) for entry in self.tables(table, "check", place, least=0)
            ),
        )

    def _count(self, table: dict[str, Any], inside: str) -> Count:
        place = f"{inside}, count {table.get('id', '?')}"
        self.keys(table, place, "id label of unit where take population by line parameters counted")
        said = self.one_of(table, "of", place, COLUMNS, "act")
        source = cast("Source", said if said in COLUMNS else "act")
        count = Count(
            id=self.text(table, "id", place),
            label=self.text(table, "label", place, default=""),
            source=source,
            unit=cast("Unit", self.one_of(table, "unit", place, get_args(Unit))),
            where=self._where(table, "where", place, source),
            take=cast("Take", self.one_of(table, "take", place, get_args(Take), "each")),
            population=self.known(table, "population", place, self.populations),
            by=self.texts(table, "by", place, self.dimensions),
            lines=tuple(
                self._split(entry, place, source)
                for entry in self.tables(table, "line", place, least=0)
            ),
            parameters=(*self.everywhere, *self.texts(table, "parameters", place, self.parameters)),
            counted=self._quoting(table, "counted", place, default=""),
        )
        self._possible(count, place)
        return count

    def _possible(self, count: Count, place: str) -> None:
        if count.unit in get_args(Unit) and count.unit not in _UNITS[count.source]:
            self.refuse(f"{place}, unit", f"« {count.unit} » ne se compte pas sur {count.source}")
        patches = [c for name in count.parameters for c in self.parameters[name].choices.values()]
        of_cases = count.population or any(c.where or c.population or c.take for c in patches)
        if count.source == "gathering" and of_cases:
            self.refuse(place, "une réunion n'a ni population ni paramètre de situation")
        if not count.label and not count.lines:
            self.refuse(place, "il faut un label, ou des lignes")
        self._broken_down(count, place)

    def _broken_down(self, count: Count, place: str) -> None:
        for name in count.by:
            if self.dimensions[name].column not in COLUMNS[count.source]:
                self.refuse(f"{place}, by", f"« {name} » n'existe pas sur {count.source}")
        if count.by and count.take == "each" and count.unit in {"case", "person"}:
            reason = "ventiler des situations ou des personnes exige take = « last »"
            self.refuse(f"{place}, by", reason)

    def _split(self, table: dict[str, Any], place: str, source: Source) -> Split:
        place = f"{place}, line {table.get('id', '?')}"
        self.keys(table, place, "id label where")
        return Split(
            self.text(table, "id", place),
            self.text(table, "label", place),
            self._where(table, "where", place, source),
        )

    def _check(self, table: dict[str, Any], inside: str) -> Check:
        place = f"{inside}, check"
        self.keys(table, place, "where without population parameters found clear")
        count = Count(
            id="check",
            label="",
            source="act",
            unit="case",
            where=self._where(table, "where", place, "act"),
            population=self.known(table, "population", place, self.populations),
            parameters=(*self.everywhere, *self.texts(table, "parameters", place, self.parameters)),
        )
        without = self._where(table, "without", place, "act")
        found = self._quoting(table, "found", place)
        return Check(count, without, found, self._quoting(table, "clear", place))

    def _where(self, table: Mapping[str, Any], key: str, place: str, source: Source) -> Where:
        said = self.table_at(table, key, place)
        return tuple(
            self._condition(column, said[column], f"{place}, {key}.{column}", source)
            for column in said
        )

    def _condition(self, column: str, said: object, place: str, source: Source) -> Condition:
        values = tuple(said if isinstance(said, list) else [said])
        if not values or not all(isinstance(value, str) for value in values):
            self.refuse(place, "un texte ou une liste de textes est attendu")
            return Condition(column, ())
        if column == "group" and source == "act":
            return self._group(values, place)
        if column not in COLUMNS[source]:
            self.refuse(place, self.meant("colonne inconnue", column, COLUMNS[source]))
            return Condition(column, values)
        codes = COLUMNS[source][column]
        for value in values:
            if codes and value not in codes and value != "unknown":
                self.refuse(place, self.meant(f"« {value} » inconnu", value, codes))
        if column == "agreement":
            values = tuple(self.agreement if value == "this" else value for value in values)
        return Condition(column, values)

    def _group(self, groups: tuple[str, ...], place: str) -> Condition:
        kinds = tuple(code for code, kind in ACT_KINDS.items() if kind.group in groups)
        known = {kind.group for kind in ACT_KINDS.values()}
        for group in groups:
            if group not in known:
                self.refuse(place, self.meant(f"« {group} » inconnu", group, known))
        return Condition("kind", kinds)

    def _parameter(self, table: dict[str, Any], name: str, place: str) -> Parameter:
        self.keys(table, place, "label default choice")
        choices = self.named(table, "choice", self._choice, inside=f"{place}.")
        default = self.known(table, "default", place, choices)
        if default is None:
            self.refuse(f"{place}, default", "il faut dire le choix proposé")
        return Parameter(name, self.text(table, "label", place), default or "", choices)

    def _choice(self, table: dict[str, Any], name: str, place: str) -> Choice:
        self.keys(table, place, "text where take population year_from")
        year_from = self.text(table, "year_from", place, default="") or None
        if year_from and not _DAY.fullmatch(year_from):
            self.refuse(f"{place}.year_from", "un jour s'écrit MM-JJ, par exemple 04-14")
        take = self.one_of(table, "take", place, get_args(Take), "") or None
        return Choice(
            name,
            self.text(table, "text", place),
            self._where(table, "where", place, "act"),
            cast("Take | None", take),
            self.text(table, "population", place, default="") or None,
            year_from,
        )

    def _population(self, table: dict[str, Any], name: str, place: str) -> Population:
        self.keys(table, place, "label where")
        label = self.text(table, "label", place)
        return Population(name, label, self._where(table, "where", place, "act"))

    def _dimension(self, table: dict[str, Any], name: str, place: str) -> Dimension:
        self.keys(table, place, "column label missing bands")
        columns = {*COLUMNS["act"], *COLUMNS["gathering"]}
        column = self.one_of(table, "column", place, columns, name)
        bands = tuple(
            self._band(label, said, f"{place}.bands")
            for label, said in self.table_at(table, "bands", place).items()
        )
        if bands and column not in {"age", "size"}:
            self.refuse(f"{place}.bands", "seuls age et size se découpent en tranches")
        if column in DIMENSIONS and column in {"age", "size"} and not bands:
            self.refuse(f"{place}.bands", f"« {column} » se découpe en tranches")
        missing = self.text(table, "missing", place, default="non renseigné")
        return Dimension(name, column, self.text(table, "label", place), missing, bands)

    def _band(self, label: str, said: object, place: str) -> Band:
        match said:
            case [int(low), int(high)] if low <= high:
                return Band(label, low, high)
        self.refuse(place, f"« {label} » : deux bornes sont attendues, la plus petite d'abord")
        return Band(label, 0, 0)

    def _quoting(
        self, table: Mapping[str, Any], key: str, place: str, default: str | None = None
    ) -> str:
        text = self.text(table, key, place, default=default)
        try:
            quoted = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError:
            quoted = {"{"}
        if quoted - QUOTED:
            names = ", ".join(sorted(QUOTED))
            self.refuse(f"{place}, {key}", f"entre accolades, seulement : {names}")
        return text
