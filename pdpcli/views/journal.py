"""The journal in words: a line a write, its moment, author, command and reference."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pdpcli.rules.dates import french
from pdpcli.store.journal_rows import Written
from pdpcli.views.wrap import wrapped

PROVES = (
    "Ce que cela prouve : rien n'a été changé, retiré ni remis dans le fichier sans pdp, "
    "depuis ce que ce poste connaissait. Ce que cela ne prouve pas : qui était au clavier, ni "
    "l'heure exacte ; et quelqu'un qui a la phrase de passe et ce poste peut tout réécrire."
)

#: The notes that are a plain word, in French; the others are shown as they are kept.
_NOTES = {
    "access file": "dossier d'accès",
    "agenda": "ordre du jour",
    "breach record": "fiche de violation",
    "calendar": "fichier d'agenda",
    "calendar with names": "fichier d'agenda, avec les noms",
    "damaged": "abîmée",
    "good": "bonne",
    "letters": "lettres",
    "mail_draft": "brouillon de courriel",
    "minutes": "compte rendu",
    "nir": "numéro de sécurité sociale",
    "recompute": "recalcul",
}


def journal_text(found: Sequence[Written], said: Callable[[str], str], *, more: bool) -> str:
    """One write a line, the latest first; ``said`` puts a command in French."""
    if not found:
        return "Rien de tel dans le journal."
    lines = [line for one in found for line in _lines(one, said)]
    if more:
        lines.append("… et d'autres avant : --toutes, ou --du et --au")
    return "\n".join(lines)


def _lines(one: Written, said: Callable[[str], str]) -> list[str]:
    local = datetime.fromisoformat(one.at).astimezone()
    head = f"{french(local.date())} {local:%H:%M}  "
    count = f"{one.rows} ligne{'s' if one.rows > 1 else ''}"
    shown = " ; ".join(_NOTES.get(note, note) for note in one.notes.split(" ; "))
    notes = f" [{shown}]" if shown else ""
    about = f" {one.subject}" if one.subject else ""
    return wrapped(f"{one.author} : {said(one.action)}{about} ({count}){notes}", head)


def journal_json(found: Sequence[Written]) -> list[dict[str, Any]]:
    """Stable keys; ``at`` is UTC, ``action`` the English command."""
    return [asdict(one) for one in found]
