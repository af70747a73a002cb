"""French public holidays, by year and place (C. trav. L.3133-1, L.3134-13, L.3422-2).

Eleven national ones; in Alsace-Moselle Good Friday and 26 December; overseas the day that
commemorates the abolition of slavery. A place is a department's code: « 34 », « 2A », « 974 ».
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

#: Departments of the local law; Good Friday only in communes that have a « temple protestant ».
ALSACE_MOSELLE = frozenset({"57", "67", "68"})
#: Month and day of the abolition of slavery, by department (décret 83-1003 and L.3422-2).
ABOLITION: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "971": (5, 27),
        "972": (5, 22),
        "973": (6, 10),
        "974": (12, 20),
        "976": (4, 27),
        "977": (10, 9),  # Saint-Barthélemy
        "978": (5, 28),  # Saint-Martin
    }
)
_FIXED: Mapping[tuple[int, int], str] = MappingProxyType(
    {
        (1, 1): "jour de l'an",
        (5, 1): "fête du travail",
        (5, 8): "8 mai",
        (7, 14): "14 juillet",
        (8, 15): "Assomption",
        (11, 1): "Toussaint",
        (11, 11): "11 novembre",
        (12, 25): "Noël",
    }
)
_FROM_EASTER: Mapping[int, str] = MappingProxyType(
    {1: "lundi de Pâques", 39: "Ascension", 50: "lundi de Pentecôte"}
)


@lru_cache(maxsize=256)
def holidays(year: int, dept: str = "") -> Mapping[date, str]:
    """The public holidays of ``year`` in ``dept``, by day; national ones only when it is ""."""
    found = {date(year, month, day): name for (month, day), name in _FIXED.items()}
    sunday = easter(year)
    found |= {sunday + timedelta(days): name for days, name in _FROM_EASTER.items()}
    if dept in ALSACE_MOSELLE:
        found[sunday - timedelta(2)] = "vendredi saint"
        found[date(year, 12, 26)] = "26 décembre"
    if dept in ABOLITION:
        found[date(year, *ABOLITION[dept])] = "abolition de l'esclavage"
    return MappingProxyType(dict(sorted(found.items())))


def holiday(day: date, dept: str = "") -> str:
    """The name of the public holiday that ``day`` is, or ""."""
    return holidays(day.year, dept).get(day, "")


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the « anonymous » computation, letters kept)."""
    a = year % 19
    b, c = divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
