"""The rows of a table, page after page: its columns are said again at the head of each."""

from collections.abc import Sequence

from pdpcli.forms.font import BOLD, REGULAR
from pdpcli.forms.measure import width
from pdpcli.forms.report import Row, Table
from pdpcli.forms.report_place import BOTTOM, LEFT, PITCH, RIGHT, TOP, WIDTH, Line, Place, folded

SIZE = 9.0
_ROW = 12.5
_LEVEL = 12.0
_GUTTER = 6.0
_AFTER = 5.0
_MOST = (TOP - BOTTOM) / 2  # rows that are not parted, at their highest


def put_table(place: Place, table: Table) -> None:
    """The whole table; a row is never parted, nor a heading or a last row left alone."""
    place.room(table_head(table))
    _columns(place, table)
    for rank, row in enumerate(table.rows):
        if not place.fits(_whole(table, rank)):
            place.turn()
            _columns(place, table)
        _row(place, table, row)
    place.space(_AFTER)


def _whole(table: Table, rank: int) -> float:
    """The height of a row and of those that are not parted from it; its own when it is too much."""
    last = rank
    while last + 1 < len(table.rows) and _stays(table.rows, last):
        last += 1
    height = sum(_height(table, row) for row in table.rows[rank : last + 1])
    return height if height <= _MOST else _height(table, table.rows[rank])


def _stays(rows: Sequence[Row], rank: int) -> bool:
    """Whether a row is not parted from the next: nothing of a breakdown is left alone."""
    row, following = rows[rank], rows[rank + 1]
    if row.heading or following.remark:
        return True
    if following.heading or following.level != row.level:
        return False
    first = rank > 0 and rows[rank - 1].heading
    after = rows[rank + 2] if rank + 2 < len(rows) else None
    return first or after is None or after.heading or after.level < row.level


def table_head(table: Table) -> float:
    """The columns and the first rows, which are not parted from them."""
    return 2 * PITCH + sum(_height(table, row) for row in table.rows[:2])


def _columns(place: Place, table: Table) -> None:
    lines = [folded(one, BOLD, SIZE, wide - 2) for one, wide in _wide(table)]
    place.y -= (max(map(len, lines), default=1) - 1) * _ROW
    for x, said in zip(_edges(table), lines, strict=True):
        for rank, text in enumerate(reversed(said)):
            _right(place, text, x, BOLD, place.y + rank * _ROW)
    place.page.rules.append((LEFT, place.y - 3.5, WIDTH))
    place.y -= _ROW + 2


def _wide(table: Table) -> list[tuple[str, float]]:
    return list(zip(table.columns, table.widths, strict=True))


def _edges(table: Table) -> list[float]:
    """The right edge of each column."""
    edges, x = [], RIGHT
    for wide in reversed(table.widths):
        edges.append(x)
        x -= wide
    return edges[::-1]


def _label(table: Table, row: Row) -> list[str]:
    """The lines of a label; a heading has the whole width."""
    room = WIDTH - row.level * _LEVEL - (sum(table.widths) + _GUTTER if row.cells else 0)
    return folded(row.label, _font(row), SIZE, room)


def _font(row: Row) -> str:
    return BOLD if row.heading else REGULAR


def _cells(table: Table, row: Row) -> list[list[str]]:
    pairs = zip(row.cells, table.widths, strict=True)
    return [folded(text, REGULAR, SIZE, wide - 2) for text, wide in pairs]


def _height(table: Table, row: Row) -> float:
    cells = _cells(table, row) if row.cells else []
    return max(len(_label(table, row)), *map(len, cells), 1) * _ROW + (3 if row.heading else 0)


def _row(place: Place, table: Table, row: Row) -> None:
    if row.heading:
        place.space(3)
    lines, cells = _label(table, row), _cells(table, row) if row.cells else []
    most = max(len(lines), *map(len, cells), 1)
    for rank, text in enumerate(lines):
        x = LEFT + row.level * _LEVEL
        place.page.lines.append(Line(text, x, place.y - rank * _ROW, _font(row), SIZE))
    last = place.y - (len(lines) - 1 if lines else 0) * _ROW
    for x, said in zip(_edges(table), cells, strict=bool(cells)):
        first = last if len(said) <= 1 else place.y
        for rank, text in enumerate(said):
            _right(place, text, x, REGULAR, first - rank * _ROW)
    place.y -= most * _ROW


def _right(place: Place, text: str, edge: float, font: str, y: float) -> None:
    place.page.lines.append(Line(text, edge - width(text, font, SIZE), y, font, SIZE))
