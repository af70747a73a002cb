"""`pdp rights` : les demandes des personnes sur leurs données."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, note, width
from pdpcli.commands.pdf import Force, Output
from pdpcli.errors import InputRefused, Interrupted, PdpError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Store
    from pdpcli.workflows.erase import Held

app = noun("rights")


@app.command("erase")
def erase(
    ref: Annotated[str, argument("RÉF", "Une situation de la personne : 42 ou 2026-0042")],
    *,
    output: Output = None,
    force: Force = False,
    yes: Annotated[bool, option("yes", "Ne pas demander de confirmer")] = False,
) -> None:
    """Effacer une personne : les lettres d'abord, puis tout sauf des lignes sans identité"""
    from pdpcli.store.cases import case_by_ref
    from pdpcli.store.upgrade import copies
    from pdpcli.workflows.erase import held

    store = open_store()
    with closing(store.read()) as db:
        case = case_by_ref(db, ref, today())
        found = held(db, case) if case.person_id is not None else None
    if found is None:
        return _again(store, case)
    note(_told(found, copies(store)))
    _confirm(case.ref, yes=yes)
    _letters(store, case.ref, output, force=force)
    _erase(store, case.ref)
    return _finish(store, case, _to_do(found))


def _erase(store: "Store", ref: str) -> None:
    from pdpcli.commands.subject import case_of
    from pdpcli.workflows.erase import erase as erase_person

    with store.write("rights erase") as write:
        refs = erase_person(write, case_of(write, ref), today())
    emit(f"Personne effacée : {', '.join(refs)}.")


def _again(store: "Store", case: "CaseRow") -> None:
    """Already erased: what could not be done then is, and nothing is left under her key."""
    from pdpcli.workflows.erase import sweep

    with store.write("rights erase", case.ref) as write:
        write.note("compact")
        sweep(write, case, today())
    _finish(store, case, [])
    emit(f"Cette personne est déjà effacée ({case.ref}) ; le cahier a été réécrit sans ses restes.")


def _finish(store: "Store", case: "CaseRow", to_do: list[str]) -> None:
    """Delete what says her outside the store, write it anew; what is left is said in every case."""
    kept: list[Path] = []
    try:
        kept += _without_files(store, case)
        _compact(store, case.ref)
    finally:
        note(_left(to_do, kept))


def _compact(store: "Store", ref: str) -> None:
    """Write the file anew; when it cannot be, say what is done and what is not."""
    from pdpcli.store.compact import compact

    try:
        compact(store)
    except PdpError as error:
        error.kept = "La personne est effacée ; le fichier n'a pas pu être réécrit sans ses restes."
        error.todo = f"{error.what}\nEnsuite : pdp droits effacer {ref}"
        raise


def _without_files(store: "Store", case: "CaseRow") -> "list[Path]":
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


def _told(found: "Held", stores: "Sequence[Path]") -> str:
    """What will be erased and what stays, without a name."""
    from pdpcli.views.sent import sent_table
    from pdpcli.views.wrap import wrapped

    lines = [*wrapped(_BEFORE), *wrapped(", ".join(found.refs), "Situations : ")]
    if found.documents or found.drafts:
        lines.append(f"Pièces gardées : {found.documents} ; saisies suspendues : {found.drafts}")
    lines += [f"Fichier en clair : {copy.path}" for copy in found.clear]
    lines += [f"Copie d'avant une mise à jour : {path}" for path in stores]
    lines += wrapped(_STAYS)
    if found.sent:
        lines.append(f"Déjà parti (une lettre à chacun) :\n{sent_table(found.sent, width())}")
    return "\n".join(lines)


_BEFORE = (
    "Va être effacé, sans retour possible : l'identité, les faits, les réponses, les accords "
    "signés, ce que les fiches disaient, les pièces et les saisies suspendues."
)
_STAYS = (
    "Restent des lignes statistiques sans identité (date, nature, âge, sexe, département, "
    "secteur…) : les chiffres ne changent pas. Elles ne sont pas anonymes au sens du RGPD."
)


def _confirm(ref: str, *, yes: bool) -> None:
    """Have the reference typed: the only confirmation that is not a habit.

    Raises:
        InputRefused: nobody to ask, and no --oui.
        Interrupted: something else was typed.
    """
    if yes:
        return
    from pdpcli.commands.asker import terminal
    from pdpcli.commands.questions import or_leave
    from pdpcli.forms.asking import Question

    otherwise = InputRefused("Un effacement est à confirmer.", where=ref, todo="Ajoutez --oui.")
    asker = terminal(otherwise)
    typed = or_leave(lambda: asker.ask(Question(f"Pour effacer, tapez la référence {ref}")))
    if typed.strip() != ref:
        raise Interrupted("Laissé là : rien n'a été effacé.")


def _letters(store: "Store", ref: str, output: "Output", *, force: bool) -> None:
    """The letters are kept and on the disk before anything is erased."""
    from pdpcli.commands.letters import letter_places, put_letters
    from pdpcli.commands.subject import case_of
    from pdpcli.workflows.erase import erasure_letters

    with store.write("rights erase letters") as write:
        letters = erasure_letters(write, case_of(write, ref), today())
        places = letter_places(letters, output, force=force)
    put_letters(letters, places, force=force, saved="Rien n'est encore effacé")


def _to_do(found: "Held") -> list[str]:
    """What the program cannot do for her."""
    partners = dict.fromkeys(str(one["partner"]) for one in found.sent)
    return [
        *(f"envoyer la lettre à {name}" for name in partners),
        *(f"la situation {ref} porte le même nom : est-ce la même personne ?"
          for ref in found.alike),
    ]  # fmt: skip


def _left(to_do: "Sequence[str]", kept: "Sequence[Path]") -> str:
    from pdpcli.views.wrap import wrapped

    lines = list(to_do)
    lines.append("supprimer les copies que vous avez faites : feuilles à signer, scans, courriels")
    lines.append("les sauvegardes d'avant gardent ses données jusqu'à leur remplacement")
    folded = [line for text in lines for line in wrapped(text, "  - ")]
    files = [f"  - supprimer ce fichier, où elle est encore :\n    {path}" for path in kept]
    return "\n".join(["À faire encore :", *files, *folded])
