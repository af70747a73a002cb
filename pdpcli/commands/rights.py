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
    from pathlib import Path

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
    from pdpcli.workflows.erase import held

    store = open_store()
    with closing(store.read()) as db:
        case = case_by_ref(db, ref, today())
        found = held(db, case) if case.person_id is not None else None
    if found is None:
        return _again(store, case.ref)
    note(_told(found))
    _confirm(case.ref, yes=yes)
    _letters(store, case.ref, output, force=force)
    _erase(store, case.ref)
    kept = _without_clear(found)
    return note(_left(found, kept))


def _erase(store: "Store", ref: str) -> None:
    from pdpcli.commands.subject import case_of
    from pdpcli.workflows.erase import erase as erase_person

    with store.write("rights erase") as write:
        refs = erase_person(write, case_of(write, ref), today())
    emit(f"Personne effacée : {', '.join(refs)}.")
    _compact(store, ref)


def _again(store: "Store", ref: str) -> None:
    """Already erased: the file is written anew, in case it could not be then."""
    with store.write("rights erase", ref) as write:
        write.note("compact")
    _compact(store, ref)
    emit(f"Cette personne est déjà effacée ({ref}) ; le cahier a été réécrit sans ses restes.")


def _compact(store: "Store", ref: str) -> None:
    """Write the file anew; when it cannot be, say what is done and what is not."""
    from pdpcli.store.compact import compact

    try:
        compact(store)
    except PdpError as error:
        error.kept = "La personne est effacée ; le fichier n'a pas pu être réécrit sans ses restes."
        error.todo = f"{error.what}\nEnsuite : pdp droits effacer {ref}"
        raise


def _without_clear(found: "Held") -> "list[Path]":
    """Delete the files in clear that were shown; those that could not be."""
    kept = []
    for copy in found.clear:
        try:
            if copy.still_there:
                copy.path.unlink()
                emit(f"Effacé : {copy.path}")
        except OSError:
            kept.append(copy.path)
    return kept


def _told(found: "Held") -> str:
    """What will be erased and what stays, without a name."""
    from pdpcli.views.sent import sent_table
    from pdpcli.views.wrap import wrapped

    lines = [*wrapped(_BEFORE), *wrapped(", ".join(found.refs), "Situations : ")]
    if found.documents or found.drafts:
        lines.append(f"Pièces gardées : {found.documents} ; saisies suspendues : {found.drafts}")
    lines += [f"Fichier en clair : {copy.path}" for copy in found.clear]
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


def _left(found: "Held", kept: "list[Path]") -> str:
    """What the program cannot do for her."""
    from pdpcli.views.wrap import wrapped

    partners = dict.fromkeys(str(one["partner"]) for one in found.sent)
    lines = [f"envoyer la lettre à {name}" for name in partners]
    lines += [f"supprimer ce fichier en clair : {path}" for path in kept]
    lines += [
        f"la situation {ref} porte le même nom : est-ce la même personne ?" for ref in found.alike
    ]
    lines.append("supprimer les copies que vous avez faites : feuilles à signer, scans, courriels")
    lines.append("les sauvegardes d'avant gardent ses données jusqu'à leur remplacement")
    folded = [line for text in lines for line in wrapped(text, "  - ")]
    return "\n".join(["À faire encore :", *folded])
