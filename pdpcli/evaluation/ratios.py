"""Ratios between lines already counted: per cent, a quotient, a mean length in months."""

from collections.abc import Callable, Iterator, Sequence

from pdpcli.evaluation.line import Line, aimed
from pdpcli.evaluation.period import Period
from pdpcli.evaluation.terms import Ratio, RatioForm

_DAYS_A_MONTH = 365.25 / 12
_SCALE: dict[RatioForm, float] = {"percent": 100, "quotient": 1, "months": 1 / _DAYS_A_MONTH}
Values = tuple[float | None, ...]


def ratio_lines(
    ratio: Ratio, lines: Callable[[str], Sequence[Line]], periods: Sequence[Period]
) -> Iterator[Line]:
    """The ratio, then that of each part that both have; ``lines`` finds those of a reference."""
    of, over = lines(ratio.of), lines(ratio.over)
    whole = _divided(ratio, of[0].values, over[0].values)
    yield aimed(Line(ratio.id, ratio.label, ratio.form, whole), ratio.target, periods)
    if ratio.each:
        under = {(line.dimension, line.code): line for line in over[1:] if line.unit != "percent"}
        for part in of[1:]:
            place = (part.dimension, part.code)
            if part.unit != "percent" and place in under:
                values = _divided(ratio, part.values, under[place].values)
                yield Line(ratio.id, part.label, ratio.form, values, *place)


def _divided(ratio: Ratio, of: Values, over: Values) -> Values:
    scale = _SCALE[ratio.form]
    pairs = zip(of, over, strict=True)
    return tuple(round(scale * x / y, 1) if y and x is not None else None for x, y in pairs)
