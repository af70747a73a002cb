"""The rights of a person: their articles, and the month in which each is answered (RGPD)."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from pdpcli.rules.dates import months_later

#: The article of the RGPD by right (a code of CHOICES["right"]).
ARTICLES: Mapping[str, str] = MappingProxyType(
    {
        "access": "article 15",
        "portability": "article 20",
        "rectification": "article 16",
        "limitation": "article 18",
        "opposition": "article 21",
        "erasure": "article 17",
    }
)
#: « dans un délai d'un mois », « prolongé de deux mois » (art. 12, 3).
MONTHS, MORE = 1, 2


def last_day(received_on: date, *, extended: bool = False) -> date:
    """The last day to answer a request received that day (art. 12, 3; not put off)."""
    return months_later(received_on, MONTHS + (MORE if extended else 0))


def may_extend(received_on: date, today: date) -> bool:
    """Whether she can still be told that it takes longer: within the first month."""
    return today <= last_day(received_on)
