"""What no source says of a consent: how long it holds, how far it reaches, whether aloud will do.

Every agreement has these parameters, with a shown default. A convention whose text decides one
says so under ``[parameter.consent_months]``; what was signed keeps the terms it was signed under.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from pdpcli.agreements.agreement import Parameter
from pdpcli.rules.dates import months_later
from pdpcli.rules.vocabulary import CHOICES

MOST_MONTHS = 1200

#: The three parameters, with the program's default.
CONSENT_PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "consent_months",
        "Durée d'un accord, en mois (0 : sans terme)",
        0,
        "votre durée",
        "aucune source n'en fixe ; retirable à tout moment, RGPD, art. 7.3",
        most=MOST_MONTHS,
    ),
    Parameter(
        "consent_scope",
        "Ce que couvre un accord",
        "person",
        "votre choix",
        "aucune source ne le fixe ; toujours entre ces deux organismes seulement",
        choices=dict(CHOICES["consent_scope"]),
    ),
    Parameter(
        "consent_oral",
        "Accord donné de vive voix",
        "no",
        "votre choix",
        "aucune source ne le prévoit : les fiches se signent",
        choices={
            "no": "non, il faut une signature",
            "yes": "oui, en notant qui l'a recueilli, quand et comment",
        },
    ),
)
#: What holds in an agreement of ours that keeps nothing of them.
DEFAULTS: Mapping[str, str | int] = MappingProxyType(
    {one.id: one.default for one in CONSENT_PARAMETERS}
)


@dataclass(frozen=True)
class ConsentTerms:
    """The terms in force for one agreement of ours."""

    months: int
    scope: str
    oral: bool

    def expires_on(self, signed_on: date) -> date | None:
        """The last day a consent signed that day holds, included; None when it has no term."""
        return months_later(signed_on, self.months) if self.months else None


def in_force(parameters: Mapping[str, str | int]) -> ConsentTerms:
    """The terms of an agreement of ours, from what it keeps; the defaults where it keeps none."""
    kept = {**DEFAULTS, **parameters}
    return ConsentTerms(
        int(kept["consent_months"]), str(kept["consent_scope"]), kept["consent_oral"] == "yes"
    )


def resolved(parameters: tuple[Parameter, ...]) -> dict[str, str | int]:
    """The terms of a convention when it becomes ours: all are kept, so that the gate reads them.

    One that exchanges no fiche has none.
    """
    return {**DEFAULTS, **{one.id: one.default for one in parameters}} if parameters else {}
