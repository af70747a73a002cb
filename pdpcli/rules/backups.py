"""Which backups the rotation keeps, when a reminder is due: choices of the cell, by calendar."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from pdpcli.rules.deadlines.settings import Setting

_ALL = (
    Setting(
        "daily",
        "Sauvegardes gardées : la dernière de chaque jour, sur combien de jours",
        7,
        "votre choix",
        "aucune source n'en fixe",
        least=1,
        most=365,
        name="jours",
    ),
    Setting(
        "weekly",
        "Sauvegardes gardées : la dernière de chaque semaine, sur combien de semaines",
        4,
        "votre choix ; au-delà, une personne effacée n'est plus dans aucune",
        "aucune source n'en fixe",
        most=520,
        name="semaines",
    ),
    Setting(
        "reminder",
        "Rappel sur l'écran du matin : après combien de jours sans sauvegarde",
        7,
        "votre choix",
        "aucune source n'en fixe",
        least=1,
        name="rappel",
    ),
)

#: Every setting of the backups, by id; kept in the store under ``backup.set.ID``.
SETTINGS: Mapping[str, Setting] = MappingProxyType({one.id: one for one in _ALL})


def kept_days(days: Iterable[date], today: date, daily: int, weekly: int) -> set[date]:
    """Of the days that have a backup, those whose last one is kept; the newest always is.

    A day is kept for ``daily`` days, today included; the last one of a week (from Monday) for
    ``weekly`` weeks, this one included. By calendar, so that what is forgotten is by a known day.
    """
    ordered = sorted(set(days))
    last_of_week = {_monday(day): day for day in ordered}
    since = _monday(today) - timedelta(weeks=weekly - 1)
    kept = {day for day in ordered if day > today - timedelta(daily)}
    kept |= {day for monday, day in last_of_week.items() if weekly and monday >= since}
    return kept | set(ordered[-1:])


def leaves_on(day: date, daily: int, weekly: int) -> date:
    """The first day whose backup lets the rotation delete the one of ``day``."""
    return max(day + timedelta(daily), _monday(day) + timedelta(weeks=weekly))


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())
