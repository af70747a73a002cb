"""An hour as it is said: « 14 h », « 14h30 », « 9:05 »; kept as 14:30."""

import re

from pdpcli.errors import Refusal

_HOUR = re.compile(r"([0-9]{1,2})\s*(?:[hH:]\s*([0-9]{2})?)?")


def parse_hour(text: str) -> str:
    """``14:30`` for what was typed.

    Raises:
        Refusal: no hour of a day.
    """
    found = _HOUR.fullmatch(text.strip())
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:  # noqa: PLR2004 - of a day
        raise Refusal("une heure s'écrit 14 h, 14h30 ou 14:30")
    return f"{int(found[1]):02}:{int(found[2] or 0):02}"


def french_hour(hour: str) -> str:
    """« 14 h », « 9 h 05 » for ``14:00``, ``09:05``; "" for ""."""
    if not hour:
        return ""
    hours, _, minutes = hour.partition(":")
    return f"{int(hours)} h" + (f" {minutes}" if minutes != "00" else "")
