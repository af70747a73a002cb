"""The figures of the year, as text of 80 columns, as JSON values and as CSV."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from textwrap import wrap
from typing import Any

from pdpcli.evaluation.period import Period
from pdpcli.evaluation.sheets import Figure, Line, Sheet

WIDTH = 80
_CELL = 8
_RUN_BY_SPREADSHEETS = "=+-@\t\r"
_HEADINGS = (
    "convention", "chiffre", "intitulé", "ligne", "libellé", "ventilation", "code", "unité",
    "période", "valeur",
)  # fmt: skip


def stats_text(sheets: Sequence[Sheet], today: date) -> str:
    """Every figure of every sheet; a period that is not over is said provisional."""
    blocks = ["\n".join(_sheet(sheet, today)) for sheet in sheets]
    todo = "Ce qui est derrière un chiffre : pdp chiffres --annee {} --expliquer {}"
    figures = [(sheet.period.first.year, one.id) for sheet in sheets for one in sheet.figures]
    blocks += [todo.format(*first) for first in figures[:1]]
    return "\n\n".join(blocks)


def _sheet(sheet: Sheet, today: date) -> Iterator[str]:
    yield from wrap(f"CHIFFRES {sheet.period.label} · {sheet.title}", WIDTH)
    if not sheet.figures:
        yield "Cette convention ne demande pas de chiffres."
        return
    if sheet.period.last >= today:
        yield f"{sheet.period.label} n'est pas terminée : chiffres provisoires."
    for figure in sheet.figures:
        yield ""
        yield from figure_table(figure, heading=True)


def figure_table(figure: Figure, *, heading: bool = False) -> Iterator[str]:
    """The lines of one figure, its periods beside, the first one being the one asked for."""
    if heading:
        yield from wrap(f"{figure.id} · {figure.label}", WIDTH, subsequent_indent="  ")
    labels = [period.label for period in figure.periods]
    yield " " * (WIDTH - _CELL * len(labels)) + "".join(f"{label:>{_CELL}}" for label in labels)
    several = len({line.dimension for line in figure.lines if line.dimension}) > 1
    before = ""
    for line in figure.lines:
        if several and line.dimension and line.dimension != before:
            yield f"   {line.dimension}"
        before = line.dimension
        yield from _row(line)


def _row(line: Line) -> Iterator[str]:
    inner = line.dimension or line.code
    indent = "     " if inner else "   " if lettered(line.id) else ""
    first = indent if inner else f"{line.id}) " if lettered(line.id) else ""
    room = WIDTH - _CELL * len(line.values) - 1
    *above, last = wrap(line.label, room, initial_indent=first, subsequent_indent=indent)
    yield from above
    yield last.ljust(room + 1) + _cells(line.values)


def _cells(values: Sequence[float | None]) -> str:
    return "".join(f"{_number(value):>{_CELL}}" for value in values)


def _number(value: float | None) -> str:
    """A whole number, or a share with its comma; « n.d. » is a share of nothing."""
    return "n.d." if value is None else str(value).replace(".", ",")


def lettered(line: str) -> bool:
    """Whether a line bears a letter of the text: a, b, c…"""
    return len(line) == 1


def stats_json(sheets: Sequence[Sheet]) -> dict[str, Any]:
    """The sheets as plain values, with stable keys."""
    return {
        "agreements": [
            {
                "agreement": sheet.agreement,
                "title": sheet.title,
                "period": _period_json(sheet.period),
                "figures": [figure_json(figure) for figure in sheet.figures],
            }
            for sheet in sheets
        ]
    }


def figure_json(figure: Figure) -> dict[str, Any]:
    """One figure as plain values; ``values`` is by the label of the period."""
    return {
        "id": figure.id,
        "label": figure.label,
        "source": figure.source,
        "periods": [_period_json(period) for period in figure.periods],
        "lines": [_line_json(figure, line) for line in figure.lines],
        "hypotheses": [vars(hypothesis) for hypothesis in figure.hypotheses],
    }


def _period_json(period: Period) -> dict[str, str]:
    days = {"first": period.first.isoformat(), "last": period.last.isoformat()}
    return {"label": period.label, **days}


def _line_json(figure: Figure, line: Line) -> dict[str, Any]:
    labels = [period.label for period in figure.periods]
    values = dict(zip(labels, line.values, strict=True))
    return {**vars(line), "values": values}


def stats_csv(sheets: Sequence[Sheet]) -> str:
    """One row a line and period, ``;`` between cells as a French spreadsheet reads them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    for sheet in sheets:
        for figure in sheet.figures:
            for line in figure.lines:
                head = (sheet.agreement, figure.id, figure.label)
                about = (line.id, line.label, line.dimension, line.code, line.unit)
                cells = [inert(cell) for cell in (*head, *about)]
                for period, value in zip(figure.periods, line.values, strict=True):
                    writer.writerow([*cells, period.label, _number(value)])
    return out.getvalue()


def inert(cell: str) -> str:
    """``cell`` with an apostrophe before what a spreadsheet would run."""
    return f"'{cell}" if cell.lstrip().startswith(tuple(_RUN_BY_SPREADSHEETS)) else cell
