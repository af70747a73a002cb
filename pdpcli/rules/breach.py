"""A breach of personal data: until when the CNIL is told, if there is a risk (RGPD, art. 33)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

#: « 72 heures au plus tard après en avoir pris connaissance »: hours that pass, nights included.
NOTIFY_WITHIN = timedelta(hours=72)

#: The sentence said wherever a breach is shown.
TO_NOTIFY = "À notifier à la CNIL s'il y a un risque pour la personne (RGPD, art. 33 : 72 heures)."


def notify_before(known: datetime) -> datetime:
    """The last moment, in UTC, for what was ``known`` then (with its zone)."""
    return known.astimezone(UTC) + NOTIFY_WITHIN


def hours_left(known: datetime, at: datetime) -> int:
    """How many whole hours are left at ``at``; negative once it is too late."""
    return (notify_before(known) - at) // timedelta(hours=1)


@dataclass(frozen=True)
class Misdirected:
    """What is told of a fiche that reached somebody else: who it went to, when that was known.

    ``aware`` carries its zone; ``letter`` is the name of the one that was written about it.
    """

    to: str
    aware: datetime
    facts: str
    measures: str = ""
    letter: str = ""

    def content(self) -> dict[str, str]:
        """The same as texts, as it is kept; see ``read_misdirected``."""
        aware = self.aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return {**vars(self), "aware": aware}


def read_misdirected(kept: Mapping[str, str]) -> Misdirected | None:
    """What was told, from what is kept of it; None once it is erased."""
    if "aware" not in kept:
        return None
    return Misdirected(
        kept["to"],
        datetime.fromisoformat(kept["aware"]),
        kept["facts"],
        kept.get("measures", ""),
        kept.get("letter", ""),
    )
