"""Horizontal bars: filled, hatched or empty, so that they are read in black and white.

Each bar has its value written beside: nothing is said by the drawing alone.
"""

from pdpcli.forms.font import BOLD, REGULAR
from pdpcli.forms.measure import width
from pdpcli.forms.report import Bar, Chart
from pdpcli.forms.report_place import (
    LEFT,
    PITCH,
    RIGHT,
    SMALL,
    SMALL_PITCH,
    WIDTH,
    Box,
    Line,
    Place,
    folded,
)

FILLINGS = ("solid", "hatched", "empty")
_THICK, _STEP = 7.0, 10.0  # one bar, and from one to the next
_LABELS = 180.0  # the room of the labels
_VALUES = 62.0  # the room of the longest value
_BETWEEN = 5.0  # groups
_KEY = 9.0  # a square of the legend


def put_chart(place: Place, chart: Chart) -> None:
    """The bars of each label, under a legend that is said again on each page."""
    place.room(chart_head(chart))
    most = max((value or 0 for bar in chart.bars for value in bar.values), default=0)
    _legend(place, chart)
    for bar in chart.bars:
        if not place.fits(_height(bar)):
            place.turn()
            _legend(place, chart)
        _group(place, bar, most)
    place.space(_BETWEEN)


def chart_head(chart: Chart) -> float:
    """The legend and the first group, which is not parted from it."""
    title = len(folded(chart.title, BOLD, SMALL, WIDTH))
    return (title + len(chart.series)) * PITCH + sum(_height(bar) for bar in chart.bars[:2])


def _lines(bar: Bar) -> list[str]:
    return folded(bar.label, REGULAR, SMALL, _LABELS - 8)


def _height(bar: Bar) -> float:
    return max(len(_lines(bar)) * SMALL_PITCH, len(bar.values) * _STEP) + _BETWEEN


def _legend(place: Place, chart: Chart) -> None:
    place.space(3)
    place.put(chart.title, BOLD, SMALL, PITCH)
    x = LEFT + _LABELS
    for series, filling in zip(chart.series, FILLINGS, strict=False):
        if x > LEFT + _LABELS and x + _KEY + 4 + width(series, REGULAR, SMALL) > RIGHT:
            x, place.y = LEFT + _LABELS, place.y - SMALL_PITCH
        place.page.boxes.append(Box(filling, x, place.y - 1, _KEY, 7.0))
        place.page.lines.append(Line(series, x + _KEY + 4, place.y, size=SMALL))
        x += _KEY + 4 + width(series, REGULAR, SMALL) + 16
    place.y -= PITCH


def _group(place: Place, bar: Bar, most: float) -> None:
    for rank, text in enumerate(_lines(bar)):
        place.page.lines.append(Line(text, LEFT, place.y - rank * SMALL_PITCH, size=SMALL))
    room = RIGHT - LEFT - _LABELS - _VALUES
    for rank, (value, filling) in enumerate(zip(bar.values, FILLINGS, strict=False)):
        y = place.y - rank * _STEP
        long = room * (value or 0) / most if most else 0.0
        if long:
            place.page.boxes.append(Box(filling, LEFT + _LABELS, y - 1, long, _THICK))
        place.page.lines.append(Line(bar.shown[rank], LEFT + _LABELS + long + 4, y, size=SMALL))
    place.y -= _height(bar)
