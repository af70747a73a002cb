"""The one place where the clock is read."""

from datetime import date

from pdpcli.errors import InputRefused, Refusal
from pdpcli.rules.dates import parse_date


def today() -> date:
    """The day of the laptop."""
    return date.today()  # noqa: DTZ011 - her day is the laptop's local day


def day(text: str) -> date:
    """The date that ``text`` names, in any usual French way; a parser for options."""
    return parse_date(text, today())


def seen_from(text: str) -> date:
    """The day given to ``--at``, or today."""
    try:
        return day(text) if text else today()
    except Refusal as refusal:
        raise InputRefused(f"--vu-le : {refusal.reason}") from None
