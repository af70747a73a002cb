"""What has no number in the sources: settings with a shown default, of the cell or an agreement."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from pdpcli.errors import Refusal
from pdpcli.rules.dates import months_later
from pdpcli.rules.delays import after_days

Value = int | tuple[int, ...]
_MOST_RUNGS = 6


@dataclass(frozen=True)
class Setting:
    """A number of the cell's own, or a list of numbers; ``note`` says why it is only a default.

    ``name`` is the French word it is typed by; the id is also accepted.
    """

    id: str
    label: str
    default: Value
    note: str
    source: str
    least: int = 0
    most: int = 3650
    name: str = ""

    def parse(self, text: str) -> Value:
        """The value that ``text`` writes: « 15 », or « 0, 15, 30 » for a list.

        Raises:
            Refusal: not a number, too small or too big, or a list that does not grow.
        """
        several = isinstance(self.default, tuple)
        words = re.split(r"[\s,;]+", text.strip()) if several else [text.strip()]
        if not all(re.fullmatch("[0-9]{1,5}", word) for word in words):
            raise Refusal("écrivez des nombres, par exemple 0, 15, 30." if several
                          else "écrivez un nombre, par exemple 15.")  # fmt: skip
        return self.checked(tuple(map(int, words)) if several else int(words[0]))

    def checked(self, value: Value) -> Value:
        """``value`` itself. Refusal when it is out of bounds."""
        numbers = value if isinstance(value, tuple) else (value,)
        if not all(self.least <= one <= self.most for one in numbers):
            raise Refusal(f"un nombre de {self.least} à {self.most}.")
        if list(numbers) != sorted(set(numbers)) or len(numbers) > _MOST_RUNGS:
            raise Refusal(f"des nombres de plus en plus grands, {_MOST_RUNGS} au plus.")
        return value


_ALL = (
    Setting(
        "information_days",
        "Combien de jours une information reste affichée",
        7,
        "votre choix",
        "aucune source n'en fixe",
        name="information",
    ),
    Setting(
        "missed_days",
        "Combien de jours un manquement passé reste signalé",
        31,
        "votre choix",
        "aucune source n'en fixe",
        name="manquement",
    ),
    Setting(
        "cpam_lead_days",
        "Accord de la CPAM : combien de jours avant le début de l'action",
        5,
        "votre délai ; l'accord doit seulement précéder l'action",
        "bilan PDP 2023, Carsat BFC : « un accord de la CPAM avant de débuter »",
        least=1,
        name="accord-cpam",
    ),
    Setting(
        "ssam_lead_days",
        "Rendez-vous avec le service social : combien de jours avant l'essai encadré ou la CRPE",
        14,
        "votre délai ; le rendez-vous est obligatoire, sans date",
        "bilan PDP 2023, Carsat BFC : « un rendez-vous […] est obligatoire »",
        least=1,
        name="service-social",
    ),
    Setting(
        "ssam_offer_days",
        "Rendez-vous proposé par le service social, en jours après la demande",
        14,
        "promesse de la Carsat Bourgogne-Franche-Comté ; la vôtre peut différer",
        "bilan PDP 2023, Carsat BFC, dernière page : « sous 14 jours »",
        least=1,
        name="rendez-vous-propose",
    ),
    Setting(
        "midcareer_age",
        "Âge de la visite de mi-carrière",
        45,
        "45 ans, sauf accord de branche",
        "C. trav., L.4624-2-2",
        least=30,
        most=65,
        name="mi-carriere",
    ),
    Setting(
        "reminder_ladder",
        "Relances d'un partenaire, en jours après le délai",
        (0, 15, 30),
        "votre choix",
        "aucune source n'en fixe",
        most=365,
        name="relances",
    ),
    Setting(
        "recall_attempts",
        "Appel à 6 mois : après combien d'essais la personne est dite « sans nouvelles »",
        3,
        "votre choix",
        "aucune source n'en fixe",
        least=1,
        most=20,
        name="essais",
    ),
    Setting(
        "recall_retry_days",
        "Appel à 6 mois : jours entre deux essais",
        7,
        "votre choix",
        "aucune source n'en fixe",
        least=1,
        name="entre-essais",
    ),
    Setting(
        "agreement_warning_days",
        "Convention : combien de jours avant une échéance la montrer",
        60,
        "votre choix",
        "aucune source n'en fixe",
        name="fin-convention",
    ),
    Setting(
        "communication_days",
        "Convention : délai pour la communiquer, en jours après la signature",
        8,
        "votre délai ; la convention dit « dès sa signature »",
        "convention PREVY / Cap emploi, art. 8.3",
        name="communication",
    ),
    Setting(
        "agenda_lead_days",
        "Réunion de cellule : combien de jours avant envoyer l'ordre du jour",
        7,
        "votre délai ; les protocoles disent seulement qu'il est indiqué",
        "protocoles de la Carsat LR, art. 3",
        name="ordre-du-jour",
    ),
    Setting(
        "retention_months",
        "Conservation : combien de mois après le dernier contact",
        24,
        "recommandé, non obligatoire ; écrit pour les ESSMS, repris par analogie",
        "CNIL, référentiel du 11/03/2021 (délib. 2021-028) et délib. 2023-095",
        least=1,
        most=600,
        name="conservation",
    ),
)

#: Every setting of the cell, by id.
SETTINGS: Mapping[str, Setting] = MappingProxyType({one.id: one for one in _ALL})


def setting_id(word: str, settings: Mapping[str, Setting]) -> str:
    """The id of the setting that ``word`` types, by its name or its id; else ``word`` itself."""
    typed = word.casefold()
    return next((one.id for one in settings.values() if typed in (one.id, one.name)), word)


#: The delays of an agreement that the engine counts: ``[[delay]] id`` of its folder.
DELAYS = ("answer", "acknowledge", "taken-on", "news", "review", "formal-notice", "conciliation")


@dataclass(frozen=True)
class AgreementDelay:
    """A delay of an agreement of ours, its parameter resolved: days, or months date to date."""

    source: str
    days: int = 0
    months: int = 0
    note: str = ""

    def after(self, start: date) -> date:
        """The last day, counted from ``start``, whose own day does not count."""
        return months_later(start, self.months) if self.months else after_days(start, self.days)

    @property
    def said(self) -> str:
        """« 15 jours (votre délai ; le protocole n'en fixe pas) »."""
        length = f"{self.months} mois" if self.months else _days(self.days)
        return f"{length} ({self.note})" if self.note else length


@dataclass(frozen=True)
class Settings:
    """What was chosen: by setting, by agreement and delay, by agreement for the reminders."""

    values: Mapping[str, Value] = field(default_factory=dict)
    delays: Mapping[str, Mapping[str, AgreementDelay]] = field(default_factory=dict)
    ladders: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def number(self, id_: str) -> int:
        """The number chosen, else the shown default; KeyError when there is no such setting."""
        value = self.values.get(id_, SETTINGS[id_].default)
        if isinstance(value, tuple):
            raise TypeError(id_)
        return value

    def ladder(self, agreement: str) -> tuple[int, ...]:
        """The days, after the delay, on which a partner is reminded."""
        value = self.values.get("reminder_ladder", SETTINGS["reminder_ladder"].default)
        usual = value if isinstance(value, tuple) else (value,)
        return self.ladders.get(agreement, usual)

    def delay(self, agreement: str, id_: str) -> AgreementDelay | None:
        """The delay of that agreement, None when its text knows none."""
        return self.delays.get(agreement, {}).get(id_)


def _days(number: int) -> str:
    return f"{number} jour" if number <= 1 else f"{number} jours"
