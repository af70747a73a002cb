"""The pages of a report: its cover, its sections one after the other, its signatures kept whole."""

from pdpcli.forms.font import BOLD, OBLIQUE, REGULAR
from pdpcli.forms.measure import width
from pdpcli.forms.report import Block, Chart, Cover, Paragraph, Part, Report, Ruled, Section, Table
from pdpcli.forms.report_chart import chart_head, put_chart
from pdpcli.forms.report_place import (
    BOTTOM,
    LEFT,
    PITCH,
    RIGHT,
    SIZE,
    SMALL,
    SMALL_PITCH,
    TOP,
    WIDTH,
    Box,
    Line,
    Place,
    folded,
)
from pdpcli.forms.report_table import put_table, table_head

_BAND, _GAP, _PAD = 19.0, 7.0, 9.0
_TITLE, _SUBTITLE = 17.0, 13.0
_INDENT, _OVER = 11.0, 11.0
_BY_HAND = 22.0  # from one line to write on to the next
_SIGNATURE, _APART = 128.0, 15.0  # the height of a block to sign, and between two
_SIGNED = ("Nom et qualité :", "Date :", "Signature :")


def paged(report: Report) -> Place:
    """Every page, and the outline; nothing is cut."""
    place = Place()
    _cover(place, report.cover)
    place.turn()
    for section in report.sections:
        _section(place, section)
    if report.signing:
        _signatures(place, report.signing)
    return place


def _cover(place: Place, cover: Cover) -> None:
    place.put(cover.sender, BOLD, 11.0, 15.0)
    place.y = min(place.y, TOP - 90)
    place.titles.append((cover.title, 0, TOP))
    place.put(cover.title, BOLD, _TITLE, 23.0)
    place.space(4)
    place.put(cover.subtitle, REGULAR, _SUBTITLE, 18.0)
    place.space(2 * PITCH)
    _framed(place, cover.notice)
    labels = [label for label, _ in cover.facts]
    column = min(max((width(one, BOLD, SIZE) for one in labels), default=0.0), WIDTH / 3)
    for label, text in cover.facts:
        _fact(place, label, text, column)


def _framed(place: Place, notice: str) -> None:
    """A notice in a frame of its own."""
    if not notice:
        return
    lines = folded(notice, BOLD, SIZE, WIDTH - 2 * _PAD)
    height = len(lines) * PITCH + _PAD
    place.page.boxes.append(
        Box("frame", LEFT, place.y - height + PITCH - 1, WIDTH, height + _PAD / 2)
    )
    place.put(notice, BOLD, x=LEFT + _PAD, right=RIGHT - _PAD)
    place.space(2 * PITCH)


def _fact(place: Place, label: str, text: str, column: float) -> None:
    head = folded(label, BOLD, SIZE, column)
    x = LEFT + column + 12
    place.room(max(len(head), min(len(folded(text, REGULAR, SIZE, RIGHT - x)), 3)) * PITCH)
    page, y = place.page, place.y
    for rank, line in enumerate(head):
        page.lines.append(Line(line, LEFT, y - rank * PITCH, BOLD))
    place.put(text, x=x)
    if place.page is page:
        place.y = min(place.y, y - len(head) * PITCH)
    place.space(4)


def _section(place: Place, section: Section) -> None:
    first = section.parts[0] if section.parts else None
    place.space(2 * _GAP)
    place.room(_BAND + _GAP + (_head_of(first) if first else 0))
    _band(place, section.title)
    for part in section.parts:
        _part(place, part)


def _band(place: Place, title: str) -> None:
    lines = folded(title, BOLD, 11.0, WIDTH - 8)
    height = _BAND + (len(lines) - 1) * PITCH
    place.titles.append((title, len(place.pages) - 1, place.y + 12))
    place.page.boxes.append(Box("band", LEFT, place.y - height + 13, WIDTH, height))
    place.put(title, BOLD, 11.0, PITCH, x=LEFT + 4, right=RIGHT - 4)
    place.space(_BAND - PITCH + _GAP)


def _part(place: Place, part: Part) -> None:
    place.room(_head_of(part))
    if part.over:
        place.space(_GAP)
        place.put(part.over, OBLIQUE, _OVER, 15.0)
        place.page.rules.append((LEFT, place.y + 9.5, WIDTH))
        place.space(4)
    place.put(part.title, BOLD)
    if part.title:
        place.space(2)
    for block in part.blocks:
        _block(place, block)
    place.space(_GAP)


def _head_of(part: Part) -> float:
    """The height of a title and of the beginning of what it is the title of."""
    over = len(folded(part.over, OBLIQUE, _OVER, WIDTH)) * 15.0 + (_GAP + 4 if part.over else 0)
    title = len(folded(part.title, BOLD, SIZE, WIDTH)) * PITCH
    return over + title + (_beginning(part.blocks[0]) if part.blocks else 0)


def _beginning(block: Block) -> float:
    if isinstance(block, Table):
        return table_head(block)
    if isinstance(block, Chart):
        return chart_head(block)
    return 2 * PITCH


def _block(place: Place, block: Block) -> None:
    if isinstance(block, Table):
        put_table(place, block)
    elif isinstance(block, Chart):
        put_chart(place, block)
    elif isinstance(block, Ruled):
        _ruled(place, block)
    else:
        _paragraph(place, block)


def _paragraph(place: Place, block: Paragraph) -> None:
    size, pitch = (SMALL, SMALL_PITCH) if block.small else (SIZE, PITCH)
    font = BOLD if block.bold else OBLIQUE if block.small else REGULAR
    x = LEFT + _INDENT if block.point else LEFT
    lines = len(folded(block.text, font, size, RIGHT - x))
    place.room(min(lines, 2) * pitch)
    if block.point:
        place.page.lines.append(Line("–", LEFT, place.y, font, size))
    place.put(block.text, font, size, pitch, x=x)
    place.space(3)


def _ruled(place: Place, block: Ruled) -> None:
    for _ in range(block.lines):
        place.room(_BY_HAND)
        place.page.dots.append((LEFT, place.y - _BY_HAND / 2, WIDTH))
        place.y -= _BY_HAND


def _signatures(place: Place, signing: tuple[str, ...]) -> None:
    """A block to sign for each, two beside; a block is never parted."""
    room = (WIDTH - _APART) / 2
    heads = [folded(f"Pour {one}", BOLD, SIZE, room - 2 * _PAD) for one in signing]
    pairs = [heads[rank : rank + 2] for rank in range(0, len(heads), 2)]
    place.space(2 * _GAP)
    place.room(_BAND + 2 * _GAP + _to_sign_height(pairs[0]))
    _band(place, "Signatures")
    for pair in pairs:
        height = _to_sign_height(pair)
        place.room(height)
        for beside, lines in enumerate(pair):
            _to_sign(place, LEFT + beside * (room + _APART), (room, height), lines)
        place.y -= height + _GAP
    place.y = max(place.y, BOTTOM)


def _to_sign_height(pair: list[list[str]]) -> float:
    return _SIGNATURE + (max(map(len, pair)) - 1) * PITCH


def _to_sign(place: Place, x: float, size: tuple[float, float], lines: list[str]) -> None:
    top = place.y + 10
    place.page.boxes.append(Box("frame", x, top - size[1], size[0], size[1]))
    y = top - 15
    for line in lines:
        place.page.lines.append(Line(line, x + _PAD, y, BOLD))
        y -= PITCH
    for label in _SIGNED:
        y -= 5
        place.page.lines.append(Line(label, x + _PAD, y, size=SMALL))
        y -= PITCH
