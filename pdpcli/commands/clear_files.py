"""The PDF in clear that were written for a fiche: deleted once it left, never silently."""

import sys
from contextlib import closing
from typing import TYPE_CHECKING

from pdpcli.commands.output import emit, note
from pdpcli.errors import InputRefused, Interrupted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdpcli.store.clear_copies import ClearCopy
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Store


def offer_to_delete(store: "Store", fiches: "Sequence[LiaisonRow]", *, delete: bool) -> None:
    """Say which files in clear are still there as they were written; delete them if told to."""
    from pdpcli.store.clear_copies import clear_copies

    with closing(store.read()) as db:
        there = [
            copy
            for fiche in {one.ref: one for one in fiches}.values()
            for copy in clear_copies(db, fiche.case.ref, fiche.number)
        ]
    if not there:
        return
    note("En clair sur ce poste :" if len(there) == 1 else f"En clair sur ce poste, {len(there)} :")
    note("\n".join(f"  {copy.path}" for copy in there))
    if delete or _agreed(len(there)):
        _delete(store, there)
    else:
        note("Laissé : effacez-les vous-même quand ils ne servent plus.")


def _agreed(count: int) -> bool:
    """Asked at a terminal; « non » without one, or when she leaves."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    from pdpcli.commands.asker import terminal
    from pdpcli.commands.questions import or_leave

    question = "L'effacer ?" if count == 1 else f"Effacer ces {count} fichiers ?"
    try:
        return or_leave(lambda: terminal().confirm(question, proposed=True))
    except (Interrupted, InputRefused):
        return False


def _delete(store: "Store", there: "Sequence[ClearCopy]") -> None:
    from pdpcli.files import cannot_write
    from pdpcli.store.clear_copies import forget_clear

    for copy in there:
        if not copy.still_there:
            continue
        try:
            copy.path.unlink()
        except OSError as error:
            raise cannot_write(copy.path, error) from error
        with store.write("liaison send --clear") as write:
            forget_clear(write, copy.path)
        emit(f"Effacé : {copy.path}")
