"""How long: ``8h``, ``45 min``, ``1h30``."""

import re

from pdpcli.errors import Refusal

_FORM = re.compile(
    r"(\d{1,3})\s*h(?:eures?)?\s*(?:(\d{1,2})\s*(?:m|min)?)?|(\d{1,4})\s*(?:m|min|minutes?)",
    re.IGNORECASE,
)
_LONGEST_HOURS = 24


def parse_duration(text: str) -> int:
    """The number of seconds, from one minute to 24 hours. Refusal."""
    found = _FORM.fullmatch(text.strip())
    hours, rest, minutes = (int(part or 0) for part in (found.groups() if found else (0, 0, 0)))
    seconds = hours * 3600 + (rest + minutes) * 60
    if not 0 < seconds <= _LONGEST_HOURS * 3600:
        raise Refusal("écrivez une durée comme 8h, 45min ou 1h30, jusqu'à 24h.")
    return seconds
