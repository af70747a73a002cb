"""References: a situation, ``2026-0042`` (``42`` or ``26-42`` at the keyboard); a fiche, ``/1``."""

import re

from pdpcli.errors import Refusal

_REF = re.compile(r"(?:(?P<year>[0-9]{4}|[0-9]{2})\s*[- ]\s*)?(?P<number>[0-9]{1,6})")
_FICHE = re.compile(r"(?P<case>[^/]+)/\s*(?P<fiche>[0-9]{1,4})\s*")


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


def split_fiche_ref(text: str) -> tuple[str, int | None]:
    """``2026-0042/1`` -> its situation as typed, and the number of the fiche when it is said."""
    found = _FICHE.fullmatch(text)
    return (found["case"], int(found["fiche"])) if found else (text, None)
