"""What does not fit goes on pages after the form's own, one text under another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pdpcli.forms.metrics import BAND, BOTTOM, NEXT_TOP, PITCH

TITLE_LINES = 2  # the height a title takes, in lines
LEAST_LINES = 2  # a title never stands alone at the foot of a page
LINES_A_PAGE = int((NEXT_TOP - BOTTOM - BAND) // PITCH) + 1


@dataclass(frozen=True)
class Rest:
    """What is left of a field's text: its section's title, the page it comes from, its lines."""

    field_id: str
    title: str
    page: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Strip:
    """Some lines of a rest on one page, under their title."""

    rest: Rest
    lines: tuple[str, ...]


Pages = tuple[tuple[Strip, ...], ...]


def continue_texts(rests: Sequence[Rest]) -> Pages:
    """The following pages, each full before the next one begins."""
    pages: list[list[Strip]] = []
    room = 0
    for rest in rests:
        lines = rest.lines
        while lines:
            if room < TITLE_LINES + min(LEAST_LINES, len(lines)):
                pages.append([])
                room = LINES_A_PAGE
            count = min(len(lines), room - TITLE_LINES)
            pages[-1].append(Strip(rest, lines[:count]))
            lines, room = lines[count:], room - TITLE_LINES - count
    return tuple(tuple(page) for page in pages)


def first_pages(pages: Pages, before: int) -> Mapping[str, int]:
    """The page where each field's text goes on; ``before`` pages come first."""
    found: dict[str, int] = {}
    for number, page in enumerate(pages, before + 1):
        for strip in page:
            found.setdefault(strip.rest.field_id, number)
    return found
