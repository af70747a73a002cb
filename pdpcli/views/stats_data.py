"""The figures as JSON values and as CSV: the same numbers as on screen, for other programs."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from pdpcli.evaluation.evolution import evolution
from pdpcli.evaluation.period import Period
from pdpcli.evaluation.sheets import Figure, Line, Sheet
from pdpcli.views.numbers import moved_percent
from pdpcli.views.stats import shown, target_said

_RUN_BY_SPREADSHEETS = "=+-@\t\r"
_HEADINGS = (
    "convention", "chiffre", "intitulé", "ligne", "libellé", "ventilation", "code", "croisement",
    "libellé croisé", "code croisé", "unité", "période", "du", "au", "provisoire", "valeur",
    "évolution", "évolution en %", "cible",
)  # fmt: skip


def stats_json(sheets: Sequence[Sheet], today: date) -> dict[str, Any]:
    """The sheets as plain values, with stable keys."""
    return {
        "agreements": [
            {
                "agreement": sheet.agreement,
                "title": sheet.title,
                "period": _period_json(sheet.period),
                "provisional": sheet.period.last >= today,
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
    return {
        **vars(line),
        "values": dict(zip(labels, line.values, strict=True)),
        "crossed": vars(line.crossed) if line.crossed else None,
        "masked": [label for label, mask in zip(labels, line.masked, strict=False) if mask],
        "evolution": vars(evolution(line.values, line.unit)),
    }


def stats_csv(sheets: Sequence[Sheet], today: date) -> str:
    """One row a line and period, ``;`` between cells as a French spreadsheet reads them.

    What moved is beside the period asked for.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    for sheet in sheets:
        for figure in sheet.figures:
            for line in figure.lines:
                writer.writerows(_rows(sheet, figure, line, today))
    return out.getvalue()


def _rows(sheet: Sheet, figure: Figure, line: Line, today: date) -> Iterator[list[str]]:
    across = (line.crossed.heading, line.crossed.label, line.crossed.code) if line.crossed else ()
    head = (sheet.agreement, figure.id, figure.label, line.id, line.label, line.dimension)
    about = [inert(cell) for cell in (*head, line.code, *(across or ("", "", "")), line.unit)]
    move = evolution(line.values, line.unit)
    ends = [bare(move.change), bare(move.percent) or moved_percent(move, line.unit)]
    ends.append(target_said(line, over=figure.periods[0].last < today))
    for period, value in zip(figure.periods, shown(line), strict=True):
        days = (period.first.isoformat(), period.last.isoformat())
        over = "oui" if period.last >= today else "non"
        yield [*about, period.label, *days, over, value, *ends]
        ends = ["", "", ""]


def bare(value: float | None) -> str:
    """A number that a spreadsheet reads as one: no sign but the minus, no space."""
    return "" if value is None else str(value).replace(".", ",")


def inert(cell: str) -> str:
    """``cell`` with an apostrophe before what a spreadsheet would run."""
    return f"'{cell}" if cell.lstrip().startswith(tuple(_RUN_BY_SPREADSHEETS)) else cell
