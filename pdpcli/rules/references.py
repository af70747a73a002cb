"""References of situations: ``2026-0042``, written ``42`` or ``26-42`` at the keyboard."""

import re

from pdpcli.errors import Refusal

_REF = re.compile(r"(?:(?P<year>[0-9]{4}|[0-9]{2})\s*[-/ ]\s*)?(?P<number>[0-9]{1,6})")


def format_ref(year: int, number: int) -> str:
    """``2026, 42`` -> ``2026-0042``."""
    return f"{year}-{number:04d}"


def parse_ref(text: str) -> tuple[int | None, int]:
    """The year (``None`` when not said) and the number that ``text`` names.

    Raises:
        Refusal: it is not a reference.
    """
    found = _REF.fullmatch(text.strip())
    if not found or int(found["number"]) == 0:
        raise Refusal("une référence s'écrit 2026-0042, 26-42 ou simplement 42.")
    year = int(found["year"]) if found["year"] else None
    if year is not None and year < 100:  # noqa: PLR2004 - two digits mean this century
        year += 2000
    return year, int(found["number"])
