"""What a check finds: sound or not, what is lost, what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pdpcli.errors import StoreDamaged

#: The findings that are about the journal and what it attests.
OF_THE_JOURNAL = ("journal", "data", "documents", "history")
_CACHES = ("deadlines", "snapshots", "tally", "words")
_RESTORE = (
    "N'écrivez rien de plus. Remettez votre dernière sauvegarde : pdp sauvegarde liste, puis"
    " pdp sauvegarde restaurer FICHIER"
)
_OTHER_HISTORY = (
    f"{_RESTORE}\nSi c'est vous qui avez remis cette copie exprès :"
    " pdp verifier --declarer-restauration"
)
_DAMAGE = ("ce que ces lignes disaient ; le reste se lit", _RESTORE)
_RECOMPUTE = ("rien : ils se recalculent", "Pour les recalculer : pdp verifier --recalculer")
#: What is lost and what to do, by what is not sound.
_CONSEQUENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "file": ("ce que portaient ces pages", _RESTORE),
        "schema": ("rien à soi seul : un autre programme a modifié le fichier", _RESTORE),
        "journal": ("la preuve de ce qui a été écrit, à partir de cette ligne", _RESTORE),
        "documents": ("ces pièces-là ; redemandez-les, ou remettez une sauvegarde", _RESTORE),
        "history": ("ce qui a été écrit entre les deux", _OTHER_HISTORY),
        "backups": ("ce qui a été écrit entre les deux", _RESTORE),
        **dict.fromkeys(_CACHES, _RECOMPUTE),
    }
)


@dataclass(frozen=True)
class Finding:
    """One thing checked: its stable id, its name, whether it is sound, what was seen.

    When it is not: what is ``lost``, and what ``todo``.
    """

    id: str
    name: str
    sound: bool
    seen: str
    lost: str = ""
    todo: str = ""


def finding(id_: str, name: str, *, sound: bool, seen: str) -> Finding:
    """A finding, with what is lost and what to do when it is not sound."""
    if sound:
        return Finding(id_, name, sound, seen)
    return Finding(id_, name, sound, seen, *_CONSEQUENCES.get(id_, _DAMAGE))


def refuse_damage(findings: Sequence[Finding]) -> None:
    """StoreDamaged when something is not sound: what, and what to do about each.

    What is only computed is not to be computed anew from what is damaged.
    """
    wrong = [one for one in findings if not one.sound]
    if not wrong:
        return
    damaged = [one for one in wrong if one.id not in _CACHES]
    raise StoreDamaged(
        f"Le cahier n'est pas en ordre : {', '.join(one.name for one in wrong)}.",
        todo="\n".join(dict.fromkeys(one.todo for one in damaged or wrong)),
    )
