"""What a count is made of, to be kept: each unit, its bucket, its weight, the acts behind it.

Keys are opaque: the number of an act, of a gathering or of a situation, the key of a person. None
says who she is, and all outlive her erasure.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdpcli.evaluation.count import Compiled
from pdpcli.evaluation.members import members_of
from pdpcli.evaluation.period import Period
from pdpcli.evaluation.sheets import Code, fetch, unit_of
from pdpcli.evaluation.terms import COLUMNS, Evaluation

if TYPE_CHECKING:
    from sqlite3 import Connection

Opaque = Callable[[str, Code], Code]
#: what a count may be of, and be made of rows
OF_ROWS = ("act", "gathering")


@dataclass(frozen=True)
class Unit:
    """One unit counted: its opaque key, its bucket, what it weighs, the acts that made it."""

    key: str | int
    codes: tuple[Code, ...]
    weight: int
    acts: tuple[int, ...]


@dataclass(frozen=True)
class Units:
    """The units of one count, whose ``unit`` says what they are; ``labels``: one a code."""

    indicator: str
    count: str
    unit: str
    units: tuple[Unit, ...]
    labels: tuple[str, ...]


def units_of(
    db: "Connection",
    evaluation: Evaluation,
    period: Period,
    said: Mapping[str, str],
    opaque: Opaque,
) -> Iterator[Units]:
    """The units of every count that is made of rows, over one period.

    ``opaque``: a column and one of its codes -> a code that names nobody.
    """
    for indicator in evaluation.indicators:
        for count in indicator.counts:
            if count.source in OF_ROWS:
                settled = evaluation.settle(count, said)
                compiled = Compiled(evaluation, settled, (period,))
                units = tuple(_units(db, compiled, opaque))
                labels = _labels(compiled)
                yield Units(indicator.id, count.id, unit_of(settled), units, labels)


def _units(db: "Connection", compiled: Compiled, opaque: Opaque) -> Iterator[Unit]:
    acts: dict[str | int, list[int]] = {}
    weights: dict[str | int, int] = {}
    for _, key, number, weight in fetch(db, compiled.rows()):
        acts.setdefault(key, []).append(number)
        weights[key] = weight
    of_acts = compiled.count.source == "act"
    for one in members_of(db, compiled):
        behind = tuple(acts[one.key]) if of_acts else ()
        cut = zip(compiled.dimensions, one.codes, strict=False)
        codes = [opaque(dimension.column, code) for dimension, code in cut]
        codes += one.codes[len(codes) :]
        yield Unit(one.key, tuple(codes), weights[one.key], behind)


def _labels(compiled: Compiled) -> tuple[str, ...]:
    """What each code of a bucket is of: a breakdown's heading, or the id of a line."""
    return (
        *(dimension.label for dimension in compiled.dimensions),
        *(split.id for split in compiled.count.lines),
    )


def code_text(evaluation: Evaluation, counted: Units, rank: int, code: Code) -> str:
    """What a code of a bucket says in French, as the evaluation now reads it."""
    count = next(
        (count for one in evaluation.indicators if one.id == counted.indicator
         for count in one.counts if count.id == counted.count), None,
    )  # fmt: skip
    if count is None or rank >= len(count.by):
        return {"1": "oui", "0": "non"}.get(code or "", code or "non")
    dimension = evaluation.dimensions[count.by[rank]]
    if code is None:
        return dimension.missing
    if dimension.bands:
        return dimension.bands[int(code)].label
    if dimension.column in {"job", "title"}:  # its words are not kept
        return "non nommé"
    return COLUMNS[count.source][dimension.column].get(code, code)
