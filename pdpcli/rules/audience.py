"""Who came to an action, without anybody's name: so many, of an activity and a size of employer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pdpcli.errors import Refusal
from pdpcli.rules.choices import parse_choice
from pdpcli.rules.identifiers import SIZE_BANDS, parse_naf, size_band

_BANDS: Mapping[str, str] = {label: label for _, label in reversed(SIZE_BANDS)}
_PARTS = 3


@dataclass(frozen=True)
class Audience:
    """``n`` participants whose employer has this activity and this size; "" is not said."""

    naf: str
    size_band: str
    n: int


def parse_audience(text: str) -> Audience:
    """« 43.99C:11 à 49:12 », « 43.99C::5 », « ::3 »: activity, size, how many.

    Raises:
        Refusal: not three parts, or one that is not understood.
    """
    parts = [part.strip() for part in text.split(":")]
    if len(parts) != _PARTS:
        raise Refusal("il faut NAF:EFFECTIF:NOMBRE, par exemple 43.99C:11 à 49:12")
    return audience(*parts)


def audience(naf: str, size: str, count: str) -> Audience:
    """The same, its parts apart; ``size`` is a number of salariés or a band.

    Raises:
        Refusal: one is not understood.
    """
    if not count.isascii() or not count.isdecimal() or not 0 < int(count) < 100_000:  # noqa: PLR2004
        raise Refusal("il faut un nombre de participants, en chiffres")
    return Audience(parse_naf(naf) if naf else "", _band(size), int(count))


def _band(text: str) -> str:
    if text.isascii() and text.isdecimal():
        return size_band(int(text[:9]))
    said = text.replace("-", " à ").replace("<", "moins de ").strip()
    return parse_choice(said, _BANDS) if said else ""


def joined(rows: Iterable[Audience]) -> list[Audience]:
    """The rows, those of one activity and one size added up, in order."""
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row.naf, row.size_band)
        found[key] = found.get(key, 0) + row.n
    order = [*_BANDS, ""]
    return [
        Audience(naf, band, n)
        for (naf, band), n in sorted(
            found.items(), key=lambda one: (not one[0][0], one[0][0], order.index(one[0][1]))
        )
    ]
