"""`pdp unlock` et `pdp lock` : ouvrir le cahier pour un temps, le refermer."""

from typing import Annotated

from pdpcli.commands.opening import ask_secret
from pdpcli.commands.options import option
from pdpcli.commands.output import emit
from pdpcli.rules.durations import parse_duration
from pdpcli.store.home import home

_For = Annotated[str, option("for", "Combien de temps (8h).", metavar="DURÉE")]
_Idle = Annotated[
    str,
    option("idle", "Refermer après ce temps sans commande (4h).", metavar="DURÉE"),
]


def unlock(*, lasting: _For = "8h", idle: _Idle = "4h") -> None:
    """Ouvrir le cahier pour un temps : la phrase de passe n'est plus demandée."""
    from pdpcli.workflows import keys

    seconds = parse_duration(lasting)
    store = keys.unlock(home(), ask_secret, seconds, parse_duration(idle))
    hours, minutes = divmod(seconds // 60, 60)
    emit(f"Ouvert pour {hours} h {minutes:02} au nom de {store.author}. Refermer : pdp verrouiller")


def lock() -> None:
    """Refermer le cahier : la phrase de passe sera demandée."""
    from pdpcli.workflows import keys

    emit("Refermé." if keys.lock(home()) else "Il était déjà refermé.")
