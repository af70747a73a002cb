"""Reading what the counts of an evaluation name: open points, populations, dimensions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast, get_args

from pdpcli.declarations.table import Table
from pdpcli.evaluation.columns import COLUMNS, NUMBERS
from pdpcli.evaluation.conditions import read_where
from pdpcli.evaluation.terms import (
    Band,
    Choice,
    Dimension,
    Parameter,
    Population,
    Sector,
    Take,
)

_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_MOST, _MOST_BANDS = 1_000_000, 50
_OLDEST = 120


@dataclass(frozen=True)
class Declared:
    """What counts may name; the parameters ``everywhere`` bear on all of them."""

    agreement: str
    populations: Mapping[str, Population]
    parameters: Mapping[str, Parameter]
    dimensions: Mapping[str, Dimension]
    everywhere: tuple[str, ...]


def read_declared(root: Table) -> Declared:
    """What ``root`` declares; problems are noted in the table."""
    agreement = root.text("agreement", limit=60)
    populations = {
        name: _population(table, name, agreement) for name, table in root.simple_names("population")
    }
    parameters = {
        name: _parameter(table, name, agreement, populations)
        for name, table in root.simple_names("parameter")
    }
    dimensions = {name: _dimension(table, name) for name, table in root.simple_names("dimension")}
    everywhere = root.some_of("parameters", parameters)
    return Declared(agreement, populations, parameters, dimensions, everywhere)


def _population(table: Table, name: str, agreement: str) -> Population:
    population = Population(name, table.text("label"), read_where(table, "where", agreement))
    table.close()
    return population


def _parameter(
    table: Table, name: str, agreement: str, populations: Mapping[str, Population]
) -> Parameter:
    choices = {
        code: _choice(inner, code, agreement, populations)
        for code, inner in table.simple_names("choice")
    }
    default = table.one_of("default", choices)
    parameter = Parameter(name, table.text("label"), default, choices)
    table.close()
    return parameter


def _choice(
    table: Table, code: str, agreement: str, populations: Mapping[str, Population]
) -> Choice:
    year_from = table.text("year_from", "")
    if year_from and not _DAY.fullmatch(year_from):
        table.refuse("year_from", "un jour s'écrit MM-JJ, par exemple 04-14.")
    choice = Choice(
        code,
        table.text("text"),
        read_where(table, "where", agreement),
        cast("Take | None", table.one_of("take", get_args(Take), "") or None),
        table.one_of("population", populations, "") or None,
        year_from or None,
        table.integer("senior", 0, most=_OLDEST) or None,
        cast("Sector | None", table.one_of("sector", get_args(Sector), "") or None),
        table.integer("recurring", 0) or None,
    )
    table.close()
    return choice


def _dimension(table: Table, name: str) -> Dimension:
    columns = dict.fromkeys((*COLUMNS["act"], *COLUMNS["gathering"]))
    given = name in columns
    column = table.one_of("column", columns, name if given else None)
    label, missing = table.text("label"), table.text("missing", "non renseigné")
    bands = _bands(table)
    if bands and column not in NUMBERS:
        table.refuse("bands", f"seuls {' et '.join(NUMBERS)} se découpent en tranches.")
    if column in NUMBERS and not bands:
        table.refuse("bands", f"« {column} » se découpe en tranches.")
    always = table.some_of("always", _codes(column)) if not bands else ()
    table.close()
    return Dimension(name, column, label, missing, bands, always)


def _codes(column: str) -> tuple[str, ...]:
    """The codes that a column may hold, whatever is counted; none when it is free."""
    held = (columns.get(column, {}) for columns in COLUMNS.values())
    return tuple(dict.fromkeys(code for codes in held for code in codes))


def _bands(table: Table) -> tuple[Band, ...]:
    inner = table.table("bands")
    if inner is None:
        return ()
    names = inner.names()
    if len(names) > _MOST_BANDS:
        inner.refuse("", f"{_MOST_BANDS} tranches au plus.")
    return tuple(_band(inner, label) for label in names)


def _band(table: Table, label: str) -> Band:
    said = table.take(label)
    match said:
        case [low, high] if type(low) is type(high) is int and 0 <= low <= high <= _MOST:
            return Band(table.clean(label, label, limit=60), low, high)
    table.refuse(label, f"il faut deux bornes de 0 à {_MOST}, la plus petite d'abord.")
    return Band(label, 0, 0)
