"""Dates as they are said and written in French; the clock is a parameter."""

import re
from calendar import monthrange
from datetime import date, timedelta

from pdpcli.errors import Refusal
from pdpcli.rules.names import fold
from pdpcli.rules.text import clean

FIRST_YEAR, LAST_YEAR = 1900, 2100
#: « 34 » typed in 2026 is 2034, « 37 » is 1937: at most ten years ahead (terms of agreements).
YEARS_AHEAD = 10

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)

_RELATIVE = {
    "aujourdhui": 0,
    "auj": 0,
    "ce jour": 0,
    "hier": -1,
    "avant hier": -2,
    "demain": 1,
    "apres demain": 2,
}
# Signs that may stand in a date; the others (« 10:30 », « 3,5 ») are not taken for one.
_READABLE = re.compile(r"[A-Za-zÀ-ÿ0-9 ./'’ᵉʳ‐‑-]+")
_WEEKDAY = re.compile(r"(?P<weekday>[a-z]{3,})(?: (?P<which>dernier|prochain))?")
_ISO = re.compile(r"(?P<weekday>)(?P<year>[0-9]{4}) (?P<month>[0-9]{1,2}) (?P<day>[0-9]{1,2})")
_TOGETHER = re.compile(r"(?P<weekday>)(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4})")
_WRITTEN = re.compile(
    r"(?:(?P<weekday>[a-z]{3,}) )?(?P<day>1er|[0-9]{1,2}) "
    r"(?P<month>[0-9]{1,2}|[a-z]{3,})(?: (?P<year>[0-9]+))?"
)


def parse_date(text: str, today: date, *, ahead: bool = False) -> date:
    """The day meant by ``text``, typed on ``today``; the day always comes before the month.

    Understood: 14/04/2025 (or with ``- .`` or spaces), 14042025, 14-4-25, 2025-04-14,
    « 14 avril 2025 », « lundi 1er sept. 2025 », « hier », « demain »; « lundi » is the last
    one before today, « lundi prochain » the next one; without a year, the nearest one, which
    must be past unless the day may be to come (``ahead``).

    Raises:
        Refusal: not understood, no such day, out of 1900 to 2100, or a year to be said.
    """
    words = _words(clean(text, limit=60))
    if words in _RELATIVE:
        return today + timedelta(days=_RELATIVE[words])
    if (found := _WEEKDAY.fullmatch(words)) and (rank := _rank(found["weekday"], WEEKDAYS)):
        return _nearest_weekday(rank - 1, today, coming=found["which"] == "prochain")
    found = _ISO.fullmatch(words) or _TOGETHER.fullmatch(words) or _WRITTEN.fullmatch(words)
    if not found:
        raise _not_understood()
    day, month = int(found["day"].removesuffix("er")), _month(found["month"])
    named = _build(day, month, found["year"], today, ahead=ahead)
    _check_weekday(found["weekday"], named)
    return named


def _words(text: str) -> str:
    """The words and figures of a date, folded; nothing when it holds another sign."""
    return fold(text).removeprefix("le ") if _READABLE.fullmatch(text) else ""


def _not_understood() -> Refusal:
    return Refusal(
        "Cette date n'a pas été comprise : écrivez-la comme 14/04/2025, 14 avril 2025, "
        "auj (aujourd'hui), hier ou lundi."
    )


def _rank(word: str, names: tuple[str, ...]) -> int:
    """The rank, from 1, of the only name that begins with ``word``; 0 when there is none."""
    ranks = [rank for rank, name in enumerate(names, 1) if fold(name).startswith(word)]
    return ranks[0] if len(ranks) == 1 else 0


def _nearest_weekday(weekday: int, today: date, *, coming: bool) -> date:
    """The nearest such weekday, strictly after or strictly before ``today``."""
    if coming:
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def _month(word: str) -> int:
    """The month, from 1 to 12, that ``word`` writes in figures or in letters."""
    if not word.isdigit():
        if rank := _rank(word, MONTHS):
            return rank
        raise _not_understood()
    if not 1 <= int(word) <= len(MONTHS):
        raise Refusal(
            "Cette date n'existe pas : les mois vont de 1 à 12 (le jour s'écrit avant le mois)."
        )
    return int(word)


def _build(day: int, month: int, year: str | None, today: date, *, ahead: bool) -> date:
    """The date, or the reason why there is no such day."""
    if not 1 <= day <= 31:  # noqa: PLR2004 - no month is longer
        raise Refusal("Cette date n'existe pas : les jours vont de 1 à 31.")
    if year is None:
        return _nearest(day, month, today, ahead=ahead)
    full_year = _year(year, today)
    if day > monthrange(full_year, month)[1]:
        raise _no_such_day(month, full_year)
    return date(full_year, month, day)


def _nearest(day: int, month: int, today: date, *, ahead: bool) -> date:
    past, coming = _nearest_past(day, month, today), _nearest_coming(day, month, today)
    if today - past <= coming - today:
        return past
    if ahead:
        return coming
    raise Refusal(f"Précisez l'année : {french(past)}, ou {french(coming)} ?")


def _nearest_past(day: int, month: int, today: date) -> date:
    """The last such day, today included; a 29 February may be eight years back."""
    for year in range(today.year, today.year - 9, -1):
        if day <= monthrange(year, month)[1] and date(year, month, day) <= today:
            return date(year, month, day)
    raise _no_such_day(month, today.year)


def _nearest_coming(day: int, month: int, today: date) -> date:
    """The next such day, today included; the day exists, some year."""
    return next(
        date(year, month, day)
        for year in range(today.year, today.year + 9)
        if day <= monthrange(year, month)[1] and date(year, month, day) >= today
    )


def _no_such_day(month: int, year: int) -> Refusal:
    """« avril a 30 jours »; February is not the same every year."""
    days, february = monthrange(year, month)[1], 2
    when = " cette année-là" if month == february else ""
    return Refusal(f"Cette date n'existe pas : {MONTHS[month - 1]} a {days} jours{when}.")


def _year(digits: str, today: date) -> int:
    """The year in four figures; two figures mean at most ``YEARS_AHEAD`` from ``today``."""
    if len(digits) not in {2, 4}:
        raise Refusal("L'année s'écrit avec quatre chiffres, par exemple 2025.")
    year = int(digits)
    if len(digits) == 2:  # noqa: PLR2004 - « 25 »
        latest = today.year + YEARS_AHEAD
        year = latest - (latest - year) % 100
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(f"L'année doit être comprise entre {FIRST_YEAR} et {LAST_YEAR}.")
    return year


def _check_weekday(word: str | None, named: date) -> None:
    """Refuse « mardi » before a date that is a Monday: one of the two is wrong."""
    if not word:
        return
    rank = _rank(word, WEEKDAYS)
    if not rank:
        raise _not_understood()
    if rank - 1 != named.weekday():
        right = WEEKDAYS[named.weekday()]
        raise Refusal(f"Le jour de la semaine ne va pas avec la date, qui tombe un {right}.")


def french(day: date) -> str:
    """``14/04/2025``."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def french_iso(day: str | None) -> str:
    """The same of a day kept as ``2025-04-14``; "" for none."""
    return french(date.fromisoformat(day)) if day else ""


def french_long(day: date) -> str:
    """« lundi 15 juin 2026 », « mardi 1er septembre 2026 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{WEEKDAYS[day.weekday()]} {number} {MONTHS[day.month - 1]} {day.year}"


def months_later(day: date, months: int) -> date:
    """The same day some months later (or before), or the last of the month when it has none."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def age(born: date, on: date) -> int:
    """Completed years on a day; born a 29 February, the birthday is 1 March in other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
