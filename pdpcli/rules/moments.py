"""A day and an hour as they are said: « 15/06/2026 à 8 h 40 », « hier 14h », « 8:40 »."""

import re
from datetime import datetime, time

from pdpcli.errors import Refusal
from pdpcli.rules.dates import french, parse_date
from pdpcli.rules.text import clean

_HOUR = re.compile(
    r"(?P<day>.*?)(?:^|[\s,]+|[\s,]à\s+)(?P<hour>[0-9]{1,2})\s*[hH:]\s*(?P<minute>[0-9]{2})?"
)


def parse_moment(text: str, now: datetime) -> datetime:
    """The moment that ``text`` names, without a zone as ``now`` is; a bare hour is today's.

    A day without its hour begins at midnight: what runs from it then ends at the earliest.

    Raises:
        Refusal: not understood, or in the future.
    """
    said = clean(text, limit=60).strip()
    found = _HOUR.fullmatch(said)
    words = found["day"].removesuffix(" à").strip() if found else said
    day = parse_date(words, now.date()) if words else now.date()
    moment = datetime.combine(day, _hour(found) if found else time())
    if moment > now:
        raise Refusal("Cette date ou cette heure est dans le futur.")
    return moment


def _hour(found: re.Match[str]) -> time:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if hour > 23 or minute > 59:  # noqa: PLR2004 - the last hour and minute of a day
        raise Refusal("Cette heure n'existe pas : écrivez-la comme 8 h 40.")
    return time(hour, minute)


def french_moment(moment: datetime) -> str:
    """« 15/06/2026 à 8 h 40 »."""
    return f"{french(moment.date())} à {moment.hour} h {moment.minute:02}"
