"""What is past its term, and why it may not be erased: pure, from the days (rules §7).

Two years after the last contact: CNIL, référentiel of 11/03/2021 and délib. 2023-095, recommended
and not mandatory, by analogy (it was written for the ESSMS).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from pdpcli.rules.dates import french, months_later
from pdpcli.rules.deadlines import SETTINGS as OF_DEADLINES
from pdpcli.rules.deadlines.settings import Setting

MONTHS = "retention_months"
_OURS = (
    Setting(
        "share",
        "Effacement : part la plus grande des situations du cahier, en pour cent, d'un seul coup",
        25,
        "votre garde-fou contre une horloge ou une durée fausses",
        "aucune source n'en fixe",
        least=1,
        most=100,
    ),
    Setting(
        "clock_days",
        "Horloge : combien de jours sans rien écrire au plus, avant d'effacer",
        62,
        "votre garde-fou : au-delà, l'horloge a peut-être sauté",
        "aucune source n'en fixe",
        least=1,
        most=3650,
    ),
)
#: The settings of the retention: how long, the greatest share at once, the greatest gap.
SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {MONTHS: OF_DEADLINES[MONTHS], **{one.id: one for one in _OURS}}
)


@dataclass(frozen=True)
class Silence:
    """What is known of a person whose situations nobody touches any more, by references."""

    refs: tuple[str, ...]
    last_contact: date
    open_refs: tuple[str, ...] = ()  # situations not closed
    coming: bool = False  # an act to come is planned
    limited: bool = False
    held: str = ""  # why she must not be erased
    asking: bool = False  # a request of hers waits for an answer


@dataclass(frozen=True)
class Review:
    """What would be erased, what is past its term and kept (with the reason), and the doubts.

    ``share`` is the part of the situations that it would be, in per cent, rounded up.
    ``unfrozen``: by year, the agreements of which no evaluation of that year is frozen.
    """

    past: tuple[Silence, ...]
    kept: tuple[tuple[Silence, str], ...]
    chosen: Mapping[str, int]
    share: int
    clock: str
    excess: bool
    unfrozen: Mapping[int, tuple[str, ...]]


def is_past(one: Silence, months: int, today: date) -> bool:
    """Whether the term is over: the day after the last one."""
    return months_later(one.last_contact, months) < today


def kept_because(one: Silence) -> str:
    """Why she is not erased although the term is over; "" when she may be."""
    reasons = {
        f"encore ouverte : {', '.join(one.open_refs)}": bool(one.open_refs),
        "un acte à venir est prévu": one.coming,
        "traitement limité à sa demande (art. 18) : elle peut avoir besoin de ces données":
            one.limited,
        f"effacement bloqué : {one.held}": bool(one.held),
        "une demande attend sa réponse": one.asking,
    }  # fmt: skip
    return next((text for text, holds in reasons.items() if holds), "")


def clock_doubt(today: date, last: date | None, before: date | None, days: int) -> str:
    """Why the clock is not believed; "" when it is.

    ``last`` is the day of the latest write, ``before`` that of the latest before today; None when
    there is none. A day of difference is the universal hour of the journal.
    """
    if last and last > today + timedelta(1):
        return (
            f"L'horloge a reculé : le journal va jusqu'au {french(last)}, "
            f"et ce poste dit le {french(today)}."
        )
    if before and (today - before).days > days:
        return (
            f"L'horloge a peut-être avancé : rien n'a été écrit depuis le {french(before)}, "
            f"et ce poste dit le {french(today)}."
        )
    return ""


def too_many(count: int, total: int, percent: int) -> bool:
    """Whether ``count`` situations of ``total`` are more than the share allowed at once."""
    return count * 100 > total * percent
