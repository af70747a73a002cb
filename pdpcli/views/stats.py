"""The figures of a period beside those of the years before, as text of 80 columns."""

from collections.abc import Iterator, Sequence
from datetime import date
from textwrap import wrap

from pdpcli.evaluation.evolution import evolution
from pdpcli.evaluation.period import Period
from pdpcli.evaluation.sheets import Figure, Hypothesis, Line, Sheet
from pdpcli.views.numbers import MASKED, moved, moved_percent, number
from pdpcli.views.wrap import tied

WIDTH = 80
_CELL, _WIDE_CELL = 8, 9  # a year; a day, when periods are told by their two days
_MOVED, _PERCENT = 9, 8
_IN = " " * 5  # before the target of a line
_REACHED = {True: "atteinte", False: "non atteinte", None: "n.d."}
_NOT_YET = "pas encore atteinte"


def stats_text(sheets: Sequence[Sheet], today: date) -> str:
    """Every figure of every sheet; a period that is not over is said provisional."""
    blocks = ["\n".join(_sheet(sheet, today)) for sheet in sheets]
    figures = [(asked(sheet.period), one.id) for sheet in sheets for one in sheet.figures]
    blocks += [_behind(*first) for first in figures[:1]]
    return "\n\n".join(blocks)


def _behind(period: str, figure: str) -> str:
    """The command that explains the first figure, whole on its line."""
    said, command = "Ce qui est derrière un chiffre :", f"pdp chiffres{period} --expliquer {figure}"
    return f"{said}{' ' if len(said) + len(command) < WIDTH else chr(10) + '  '}{command}"


def asked(period: Period) -> str:
    """The options that ask for ``period`` again."""
    first, last = period.first, period.last
    if period.label[:1] == "T":
        return f" --trimestre {first.year}-{period.label[:2]}"
    if period.label[:4] == str(first.year):  # a year, the calendar's or the agreement's
        return f" --annee {first.year}"
    return f" --du {first:%d/%m/%Y} --au {last:%d/%m/%Y}"


def _sheet(sheet: Sheet, today: date) -> Iterator[str]:
    yield from wrap(f"CHIFFRES {sheet.period.label} · {sheet.title}", WIDTH)
    if not sheet.figures:
        yield "Cette convention ne demande pas de chiffres."
        return
    yield from wrap(provisional(sheet.period, today), WIDTH)
    for one in common_hypotheses(sheet):
        yield from wrap(tied(f"· {one.label} : {one.text}"), WIDTH, subsequent_indent="  ")
    for figure in sheet.figures:
        yield ""
        yield from figure_table(figure, heading=True, over=sheet.period.last < today)


def common_hypotheses(sheet: Sheet) -> list[Hypothesis]:
    """What was chosen, and bears on every figure of the sheet: its year, what is masked."""
    first, *others = sheet.figures or (None,)
    if first is None:
        return []
    return [one for one in first.hypotheses if all(one in each.hypotheses for each in others)]


def provisional(period: Period, today: date) -> str:
    """That the period is not over; nothing when it is."""
    if period.last < today:
        return ""
    if period.calendar_year:
        return f"{period.label} n'est pas terminée : chiffres provisoires."
    return f"Période non terminée ({period.label}) : chiffres provisoires."


def figure_table(figure: Figure, *, heading: bool = False, over: bool = True) -> Iterator[str]:
    """The lines of one figure, its periods beside, the first one being the one asked for.

    ``over``: whether that one is.
    """
    if heading:
        yield from wrap(tied(f"{figure.id} · {figure.label}"), WIDTH, subsequent_indent="  ")
    cell = _cell(figure.periods)
    yield from _heads(figure.periods, cell)
    several = len({line.dimension for line in figure.lines if line.dimension}) > 1
    before = ""
    for line in figure.lines:
        if several and line.dimension and line.dimension != before:
            yield f"   {line.dimension}"
        before = line.dimension
        yield from _row(line, cell)
        if said := target_said(line, over=over):
            yield from wrap(f"cible : {said}", WIDTH, initial_indent=_IN, subsequent_indent=_IN)


def _cell(periods: Sequence[Period]) -> int:
    return _CELL if all(len(period.label) < _CELL for period in periods) else _WIDE_CELL


def _heads(periods: Sequence[Period], cell: int) -> Iterator[str]:
    """Labels in one line; longer ones by their first and last day, one above the other."""
    if cell == _CELL:
        rows = [("", [period.label for period in periods])]
    else:
        rows = [("du", [f"{period.first:%d/%m/%y}" for period in periods])]
        rows += [("au", [f"{period.last:%d/%m/%y}" for period in periods])]
    room = _room(len(periods), cell)
    for rank, (word, days) in enumerate(rows, 1):
        ends = ("évol.", "en %") if rank == len(rows) and len(periods) > 1 else ("", "")
        yield f"{word:>{room}}{_cells(days, cell)}{_ends(*ends)}".rstrip()


def _row(line: Line, cell: int) -> Iterator[str]:
    first, indent = _indents(line)
    room = _room(len(line.values), cell)
    label = line.crossed.label if line.crossed else line.label
    *above, last = wrap(tied(label), room - 1, initial_indent=first, subsequent_indent=indent)
    yield from above
    move = evolution(line.values, line.unit)
    ends = _ends(moved(move, line.unit), moved_percent(move, line.unit))
    yield f"{last:<{room}}{_cells(shown(line), cell)}{ends}".rstrip()


def target_said(line: Line, *, over: bool) -> str:
    """What the text asks this line to reach, and whether it does; nothing when it asks nothing."""
    wanted = line.target and not line.crossed
    return f"{line.target} : {reached(line, over=over)}" if wanted else ""


def reached(line: Line, *, over: bool) -> str:
    """Whether a line reaches its target, or does not yet: its period is not ``over``."""
    return _NOT_YET if line.reached is False and not over else _REACHED[line.reached]


def _indents(line: Line) -> tuple[str, str]:
    """Before the first line of a label, and before the next ones."""
    inner = bool(line.dimension or line.code)
    indent = "     " if inner else "   " if lettered(line.id) else ""
    if line.crossed:
        return (f"{indent}  · ", f"{indent}    ")
    return (indent if inner else f"{line.id}) " if lettered(line.id) else "", indent)


def _room(periods: int, cell: int) -> int:
    return WIDTH - cell * periods - (_MOVED + _PERCENT if periods > 1 else 0)


def _ends(move: str, percent: str) -> str:
    return f"{move:>{_MOVED}}{percent:>{_PERCENT}}"


def _cells(values: Sequence[str], cell: int) -> str:
    return "".join(f"{value:>{cell}}" for value in values)


def shown(line: Line) -> list[str]:
    """The values of a line as they are written, whatever they are written on."""
    masks = line.masked or (False,) * len(line.values)
    pairs = zip(line.values, masks, strict=True)
    return [MASKED if mask else number(value, line.unit) for value, mask in pairs]


def lettered(line: str) -> bool:
    """Whether a line bears a letter of the text: a, b, c…"""
    return len(line) == 1
