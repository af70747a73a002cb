"""The one place where commands read the local day and hour."""

from contextlib import suppress
from datetime import date, datetime

from pdpcli.errors import Refusal
from pdpcli.rules.dates import french, parse_date


def today() -> date:
    """The day of the laptop."""
    return date.today()  # noqa: DTZ011 - her day is the laptop's local day


def now() -> datetime:
    """The day and the hour of the laptop, without a zone."""
    return datetime.now()  # noqa: DTZ005 - her hour is the laptop's local one


def day(text: str) -> date:
    """The date that ``text`` names, in any usual French way; a parser for options."""
    return parse_date(text, today())


def day_ahead(text: str) -> date:
    """The same of a day to come: « jeudi » is the next one, 12/6 the nearest."""
    found = parse_date(text, today(), ahead=True)
    if found < today():
        with suppress(Refusal):
            return parse_date(f"{text} prochain", today())
    return found


def moment(stamp: str) -> str:
    """« 21/11/2026 à 14 h 05 », the laptop's local time, for a UTC ``stamp`` of the store."""
    local = datetime.fromisoformat(stamp).astimezone()
    return f"{french(local.date())} à {local.hour} h {local.minute:02}"
