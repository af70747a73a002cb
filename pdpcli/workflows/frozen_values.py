"""What was frozen beside what is counted today: the frozen value holds, the difference is said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.evaluation.annual import Moved
from pdpcli.evaluation.sheet_json import read_sheet
from pdpcli.evaluation.sheets import Figure, Line, Sheet
from pdpcli.store.frozen import Frozen, frozen_of
from pdpcli.workflows.opaque_words import opaque_sheet

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.evaluation.terms import Evaluation

Place = tuple[str, str, str, str]  # figure, line, dimension, code
Values = Mapping[Place, float | None]


def with_frozen(db: "Connection", sheet: Sheet) -> tuple[Sheet, tuple[Moved, ...]]:
    """The sheet with the frozen values of its earlier periods, and what a recount moved of them."""
    found = dict(frozen_periods(db, sheet))
    found.pop(0, None)
    moved = tuple(_moved(sheet, found))
    held = {rank: values_of(one) for rank, one in found.items()}
    figures = tuple(_held(figure, held) for figure in sheet.figures)
    return replace(sheet, figures=figures), moved


def beside(db: "Connection", evaluation: "Evaluation", sheet: Sheet) -> tuple[Moved, ...]:
    """Every value of the sheet that is not the one that was frozen, its own period included."""
    found = dict(frozen_periods(db, sheet))
    return tuple(_moved(opaque_sheet(db, evaluation, sheet), found)) if found else ()


def frozen_periods(db: "Connection", sheet: Sheet) -> Iterator[tuple[int, Frozen]]:
    """The periods of the sheet that are frozen, by their rank."""
    periods = sheet.figures[0].periods if sheet.figures else (sheet.period,)
    for rank, period in enumerate(periods):
        frozen = frozen_of(db, sheet.agreement, period)
        if frozen:
            yield rank, frozen


def values_of(frozen: Frozen) -> Values:
    """The value of each line of a frozen period."""
    return dict(placed(read_sheet(frozen.sheet).figures))


def placed(figures: Sequence[Figure], rank: int = 0) -> Iterator[tuple[Place, float | None]]:
    """Each line's place, and its value for the period of that rank."""
    for figure in figures:
        for line in figure.lines:
            yield place(figure, line), line.values[rank]


def place(figure: Figure, line: Line) -> Place:
    """Where a line is among all others."""
    return figure.id, line.id, line.dimension, line.code


def _held(figure: Figure, held: Mapping[int, Values]) -> Figure:
    lines = tuple(replace(line, values=_values(figure, line, held)) for line in figure.lines)
    return replace(figure, lines=lines)


def _values(figure: Figure, line: Line, held: Mapping[int, Values]) -> tuple[float | None, ...]:
    at = place(figure, line)
    values = [held.get(rank, {}).get(at, value) for rank, value in enumerate(line.values)]
    return tuple(values)


def _moved(sheet: Sheet, found: Mapping[int, Frozen]) -> Iterator[Moved]:
    """Of the figures of the sheet; a line of a breakdown that only one has is nothing elsewhere."""
    shown = {figure.id for figure in sheet.figures}
    for rank, frozen in found.items():
        then = dict(_told(read_sheet(frozen.sheet).figures, 0))
        now = dict(_told(sheet.figures, rank))
        for at in dict.fromkeys((*now, *then)):
            said = (then.get(at) or now[at])[0]
            was, is_ = (told[at][1] if at in told else _absent(at) for told in (then, now))
            if was != is_ and at[0] in shown:
                yield Moved(frozen.label, frozen.on, at[0], at[1], said, was, is_)


def _absent(at: Place) -> float | None:
    """What a line that is not there would be: nothing, of a breakdown."""
    return 0 if at[2] else None


def _told(figures: Sequence[Figure], rank: int) -> Iterator[tuple[Place, tuple[str, float | None]]]:
    for figure in figures:
        for line in figure.lines:
            word = line.label or (f"n° {line.code}" if line.code.isdecimal() else "non nommé")
            said = f"{line.dimension} : {word}" if line.dimension else line.label
            yield place(figure, line), (said, line.values[rank])


def moved_value(moved: Sequence[Moved]) -> list[dict[str, Any]]:
    """As JSON holds them, beside the sheet that was frozen."""
    return [{**asdict(one), "frozen_on": one.frozen_on.isoformat()} for one in moved]


def read_moved(sheet: Mapping[str, Any]) -> tuple[Moved, ...]:
    """What ``moved_value`` gave."""
    return tuple(
        Moved(**{**one, "frozen_on": date.fromisoformat(one["frozen_on"])})
        for one in sheet.get("moved", ())
    )
