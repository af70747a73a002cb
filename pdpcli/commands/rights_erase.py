"""`pdp rights erase` : effacer une personne, les lettres d'abord."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.erasing import erase_rows_of, left, letters_first, to_do, without_remains
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, note, width
from pdpcli.commands.pdf import Force, Output
from pdpcli.errors import InputRefused, Interrupted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Store
    from pdpcli.workflows.erase import Held


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
    letters_first(store, case.ref, output, force=force)
    erase_rows_of(store, case.ref)
    return _finish(store, case, to_do(found))


def _again(store: "Store", case: "CaseRow") -> None:
    """Already erased: what could not be done then is, and nothing is left under her key."""
    from pdpcli.workflows.erase import sweep

    with store.write("rights erase", case.ref) as write:
        write.note("compact")
        sweep(write, case, today())
    _finish(store, case, [])
    emit(f"Cette personne est déjà effacée ({case.ref}) ; le cahier a été réécrit sans ses restes.")


def _finish(store: "Store", case: "CaseRow", todo: list[str]) -> None:
    """Delete what says her outside the store, write it anew; what is left is said in every case."""
    kept: list[Path] = []
    try:
        without_remains(store, [case], kept)
    finally:
        note(left(store, todo, kept))


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
    "secteur…) : les chiffres ne changent pas, sauf les listes par poste et par entreprise, où "
    "elle devient « non renseigné ». Elles ne sont pas anonymes au sens du RGPD."
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
