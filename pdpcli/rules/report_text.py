"""The parts of a report written in one file: « # Perspectives » begins the second one."""

from collections.abc import Mapping

from pdpcli.rules.names import fold
from pdpcli.rules.text import clean

LIMIT = 40_000
_HEADING = "#"


def parts_of(text: str, headings: Mapping[str, str]) -> dict[str, str]:
    """The text of each part; what comes before any heading is the first part's.

    ``headings``: part -> its titles, one a line; a heading is a line that begins with « # ». One
    that names no part is left in the text.

    Raises:
        Refusal: a character that is not accepted, or too long.
    """
    titles = {fold(one): part for part, told in headings.items() for one in told.split("\n")}
    part = next(iter(headings))
    found: dict[str, list[str]] = {}
    for line in clean(text, multiline=True, limit=LIMIT).split("\n"):
        said = titles.get(fold(line)) if line.startswith(_HEADING) else None
        if said:
            part = said
            found.setdefault(part, [])
        else:
            found.setdefault(part, []).append(line)
    return {part: clean("\n".join(lines), multiline=True, limit=LIMIT) for part, lines in
            found.items()}  # fmt: skip
