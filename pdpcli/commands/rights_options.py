"""What the verbs of `pdp rights` take: a situation, a request's number, when, how recognised."""

from datetime import date
from typing import Annotated

from pdpcli.commands.clock import day
from pdpcli.commands.options import argument, option

_IDENTITY = "Comment l'identité a été vérifiée : pièce, copie, connue, représentant"
_WORDS = {"document": "pièce", "copy": "copie", "known": "connue", "representative": "représentant"}


def _identity_how(text: str) -> str:
    from pdpcli.rules.choices import parse_choice
    from pdpcli.rules.vocabulary import CHOICES

    return parse_choice(text, CHOICES["identity_how"], _WORDS)


Ref = Annotated[str, argument("RÉF", "Une situation de la personne : 42 ou 2026-0042")]
Number = Annotated[int, argument("NUMÉRO", "Celui que donne « pdp droits liste »")]
Json = Annotated[bool, option("json", "En JSON, clés stables et dates ISO")]
How = Annotated[str, option("how", _IDENTITY, parser=_identity_how)]
Identity = Annotated[str, option("identity", _IDENTITY, parser=_identity_how)]
ReceivedOn = Annotated[
    date | None,
    option("received-on", "Le jour où la demande est arrivée [aujourd'hui]", metavar="DATE",
           parser=day),
]  # fmt: skip
