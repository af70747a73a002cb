"""Who opens the store, as text."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pdpcli.rules.dates import french

if TYPE_CHECKING:
    from pdpcli.store.envelope import Slot

#: What a former envelope still does; said by every command that makes one.
OLD_COPIES = (
    "Une ancienne copie de l'enveloppe (sauvegarde, autre poste) s'ouvre toujours avec {what}.\n"
    "Pour une clé neuve, et savoir quelles sauvegardes supprimer : pdp mot-de-passe renouveler"
)


def slot_lines(slots: "Sequence[Slot]", recovery: "Slot") -> str:
    """A line a colleague, and the recovery key's."""
    width = max(len(slot.author) for slot in (*slots, recovery))
    return "\n".join(f"{slot.author:<{width}}   {_since(slot)}" for slot in (*slots, recovery))


def slot_json(slots: "Sequence[Slot]", recovery: "Slot") -> dict[str, object]:
    """The same; a day that is not known is null."""
    return {
        "passphrases": [{"name": slot.author, "since": slot.since or None} for slot in slots],
        "recovery_key": {"since": recovery.since or None},
    }


def rotated_text(absent: Sequence[str], left: Sequence[Path], still_open: Sequence[Path]) -> str:
    """What was done; who is to be given a passphrase again; what to delete, and why."""
    blocks = [
        "La clé du cahier est neuve. L'ancien fichier et ses copies à côté sont supprimés.",
        _listed("Sans phrase de passe désormais :", absent, "pdp mot-de-passe ajouter NOM"),
        _listed("À supprimer, le système ne l'a pas permis :", left),
        _listed(
            "S'ouvrent encore avec les anciennes phrases :",
            still_open,
            "Faites une sauvegarde neuve (pdp sauvegarde creer), puis supprimez celles-ci,"
            " là aussi où vous les avez copiées.",
        ),
    ]
    return "\n".join(filter(None, blocks))


def _since(slot: "Slot") -> str:
    return f"depuis le {french(date.fromisoformat(slot.since))}" if slot.since else "date inconnue"


def _listed(head: str, lines: Sequence[str | Path], todo: str = "") -> str:
    if not lines:
        return ""
    return "\n".join([head, *(f"  {line}" for line in lines), *filter(None, [todo])])
