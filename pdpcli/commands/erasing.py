"""What every erasure does at the keyboard: letters first, then the rows, the files, the remains."""

from contextlib import closing
from typing import TYPE_CHECKING

from pdpcli.commands.clock import today
from pdpcli.commands.output import emit
from pdpcli.errors import PdpError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Store
    from pdpcli.workflows.erase import Held
    from pdpcli.workflows.stop_letter import Why


def letters_first(
    store: "Store", ref: str, output: "Path | None", *, force: bool, why: "Why" = "erased"
) -> None:
    """The letters are kept and on the disk before anything is erased."""
    from pdpcli.commands.letters import letter_places, put_letters
    from pdpcli.commands.subject import case_of
    from pdpcli.workflows.erase import erasure_letters

    with store.write("rights erase letters") as write:
        letters = erasure_letters(write, case_of(write, ref), today(), why)
        places = letter_places(letters, output, force=force)
    put_letters(letters, places, force=force, saved="Rien n'est encore effacé")


def erase_rows_of(store: "Store", ref: str, reason: str = "request") -> None:
    """Erase the person of a situation, and say so."""
    from pdpcli.commands.subject import case_of
    from pdpcli.workflows.erase import erase

    with store.write("rights erase") as write:
        refs = erase(write, case_of(write, ref), today(), reason)
    emit(f"Personne effacée : {', '.join(refs)}.")


def without_remains(store: "Store", cases: "Sequence[CaseRow]", kept: "list[Path]") -> None:
    """Delete what says them outside the store, and write it anew.

    ``kept`` gets the files that could not be deleted, even when the rest fails.
    """
    for case in cases:
        kept += without_files(store, case)
    _compact(store, cases[-1].ref)


def _compact(store: "Store", ref: str) -> None:
    """Write the file anew; when it cannot be, say what is done and what is not."""
    from pdpcli.store.compact import compact

    try:
        compact(store)
    except PdpError as error:
        error.kept = "La personne est effacée ; le fichier n'a pas pu être réécrit sans ses restes."
        error.todo = f"{error.what}\nEnsuite : pdp droits effacer {ref}"
        raise


def without_files(store: "Store", case: "CaseRow") -> "list[Path]":
    """Delete the files in clear about her, and the stores of before an update; those left."""
    from pdpcli.store.clear_copies import forget_clear
    from pdpcli.store.erasing import cases_under, written_in_clear
    from pdpcli.store.upgrade import copies

    with closing(store.read()) as db:
        refs = [one["ref"] for one in cases_under(db, case.person_key)]
        clear = [copy.path for copy in written_in_clear(db, refs)]
    kept = _deleted([*clear, *copies(store)])
    with store.write("rights erase", case.ref) as write:
        for path in clear:
            if path not in kept:
                forget_clear(write, path)
    return kept


def _deleted(paths: "Sequence[Path]") -> "list[Path]":
    """Delete them, saying so; those that could not be."""
    kept = []
    for path in paths:
        try:
            path.unlink()
            emit(f"Effacé : {path}")
        except OSError:
            kept.append(path)
    return kept


def to_do(found: "Held") -> list[str]:
    """What the program cannot do for her."""
    partners = dict.fromkeys(str(one["partner"]) for one in found.sent)
    return [
        *(f"envoyer la lettre à {name}" for name in partners),
        *["remettre à la personne la lettre qui lui répond"] * found.asked,
        *(f"la situation {ref} porte le même nom : est-ce la même personne ?"
          for ref in found.alike),
    ]  # fmt: skip


def left(store: "Store", todo: "Sequence[str]", kept: "Sequence[Path]") -> str:
    """What is still to be done outside the program, and until when backups remember.

    A path is on a line of its own, never folded.
    """
    from pdpcli.rules.dates import french
    from pdpcli.store.backup import oldest_holding
    from pdpcli.store.journal_rows import exported_on
    from pdpcli.views.wrap import wrapped

    with closing(store.read()) as db:
        held = oldest_holding(db, store.home)
        exported = exported_on(db)
    by_hand = [*(one.path for one in held.by_hand), *held.aside]
    told = [_EXPORTED.format(on=", ".join(map(french, exported)))] if exported else []
    lines = [*todo, _COPIES, *told, *_remembering(held.until, by_hand)]
    folded = [line for text in lines for line in wrapped(text, "  - ")]
    files = [f"  - supprimer ce fichier, où elle est encore :\n    {path}" for path in kept]
    files += [f"  - supprimer cette sauvegarde d'avant, qui la garde :\n    {path}"
              for path in by_hand]  # fmt: skip
    return "\n".join(["À faire encore :", *files, *folded])


def _remembering(until: "date | None", by_hand: "Sequence[Path]") -> list[str]:
    """Until when the rotation keeps her; that nothing known does, when nothing does."""
    from pdpcli.rules.dates import french

    if until:
        return [_FORGOTTEN.format(on=french(until))]
    return [] if by_hand else [_NONE]


_COPIES = "supprimer vos copies : feuilles à signer, scans, courriels, listes, exports"
_EXPORTED = "supprimer l'export de tout le cahier, en clair, écrit le {on}"
_FORGOTTEN = (
    "les sauvegardes auront oublié ses données le {on}, si la rotation se fait ; d'ici là, "
    "une restauration les remettrait : il faudrait effacer de nouveau"
)
_NONE = "aucune sauvegarde connue ne la garde ; vos copies du dossier du cahier, si : supprimez-les"
