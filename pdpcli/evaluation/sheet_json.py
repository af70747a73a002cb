"""A sheet as JSON holds it, to be kept and read again as it was.

A key that a later program no longer knows is left out, one that it adds takes its default: what was
frozen stays readable.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any, TypeVar

from pdpcli.evaluation.period import Period
from pdpcli.evaluation.sheets import Figure, Hypothesis, Line, Sheet

T = TypeVar("T")


def sheet_value(sheet: Sheet) -> dict[str, Any]:
    """Plain values, days in ISO form."""
    value = _plain(asdict(sheet))
    assert isinstance(value, dict)  # noqa: S101 - a dataclass
    return value


def read_sheet(value: Mapping[str, Any]) -> Sheet:
    """The sheet that ``sheet_value`` gave."""
    figures = tuple(_figure(one) for one in value["figures"])
    return _built(Sheet, {**value, "period": _period(value["period"]), "figures": figures})


def _figure(value: Mapping[str, Any]) -> Figure:
    inner = {
        "periods": tuple(_period(one) for one in value["periods"]),
        "lines": tuple(_built(Line, one) for one in value["lines"]),
        "hypotheses": tuple(_built(Hypothesis, one) for one in value["hypotheses"]),
    }
    return _built(Figure, {**value, **inner})


def _period(value: Mapping[str, Any]) -> Period:
    first, last = date.fromisoformat(value["first"]), date.fromisoformat(value["last"])
    return Period(value["label"], first, last)


def _built(kind: type[T], value: Mapping[str, Any]) -> T:
    names = [one.name for one in fields(kind)]  # type: ignore[arg-type] # a dataclass
    return kind(**{name: _tuples(value[name]) for name in names if name in value})


def _plain(value: Any) -> Any:  # noqa: ANN401 - what a dataclass holds
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(one) for one in value]
    return value


def _tuples(value: Any) -> Any:  # noqa: ANN401 - what JSON holds
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value
