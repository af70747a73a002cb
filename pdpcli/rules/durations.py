"""How long: ``8h``, ``45 min``, ``1h30``; in days, ``60j``, ``2 mois``."""

import re

from pdpcli.errors import Refusal

_FORM = re.compile(
    r"(\d{1,3})\s*h(?:eures?)?\s*(?:(\d{1,2})\s*(?:m|min)?)?|(\d{1,4})\s*(?:m|min|minutes?)",
    re.IGNORECASE,
)
_LONGEST_HOURS = 24


_DAYS = re.compile(r"(\d{1,4})\s*(j|d|jours?|s|semaines?|m|mois|ans?)?", re.IGNORECASE)
_LONG = {"j": 1, "d": 1, "s": 7, "m": 30, "a": 365}
_MOST_DAYS = 3650


def parse_days(text: str) -> int:
    """The number of days of ``60``, ``60d``, ``60 jours``, ``8 semaines``, ``2 mois``. Refusal.

    A month is thirty days here, a year 365.
    """
    found = _DAYS.fullmatch(text.strip())
    unit = (found[2] or "j")[0].lower() if found else ""
    days = int(found[1]) * _LONG[unit] if found else 0
    if not 0 < days <= _MOST_DAYS:
        raise Refusal("écrivez un nombre de jours comme 60, 60j ou 2 mois.")
    return days


def parse_duration(text: str) -> int:
    """The number of seconds, from one minute to 24 hours. Refusal."""
    found = _FORM.fullmatch(text.strip())
    hours, rest, minutes = (int(part or 0) for part in (found.groups() if found else (0, 0, 0)))
    seconds = hours * 3600 + (rest + minutes) * 60
    if not 0 < seconds <= _LONGEST_HOURS * 3600:
        raise Refusal("écrivez une durée comme 8h, 45min ou 1h30, jusqu'à 24h.")
    return seconds
