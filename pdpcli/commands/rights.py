"""`pdp rights` : les demandes des personnes sur leurs données."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, note, width
from pdpcli.commands.pdf import Force, Output
from pdpcli.errors import InputRefused, Interrupted

if TYPE_CHECKING:
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
    from pdpcli.commands.subject import case_of
    from pdpcli.workflows.erase import erase as erase_person
    from pdpcli.workflows.erase import held

    store = open_store()
    with closing(store.read()) as db:
        from pdpcli.store.cases import case_by_ref

        case = case_by_ref(db, ref, today())
        found = held(db, case)
    note(_told(found))
    _confirm(case.ref, yes=yes)
    _letters(store, case.ref, output, force=force)
    with store.write("rights erase") as write:
        refs = erase_person(write, case_of(write, case.ref), today())
    emit(f"Personne effacée : {', '.join(refs)}.")
    note(_left(found))


def _told(found: "Held") -> str:
    """What will be erased and what stays, without a name."""
    from pdpcli.views.sent import sent_table

    sent = f"Déjà parti :\n{sent_table(found.sent, width())}" if found.sent else "Rien n'est parti."
    return _BEFORE.format(
        refs=", ".join(found.refs), documents=found.documents, drafts=found.drafts, sent=sent
    )


_BEFORE = """Va être effacé, sans retour possible : l'identité, les faits, les réponses, les accords
signés, les contenus des fiches, {documents} pièces gardées et {drafts} saisies suspendues.
Situations : {refs}
Restent des lignes statistiques sans identité (date, nature, âge, sexe, département,
secteur…) : les chiffres ne changent pas. Elles ne sont pas anonymes au sens du RGPD.
{sent}"""


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


def _left(found: "Held") -> str:
    """What the store cannot do for her."""
    lines = ["À faire encore :"]
    lines += [f"  envoyer la lettre à {name}" for name in dict.fromkeys(_partners(found))]
    lines += [f"  supprimer ce fichier en clair : {path}" for path in found.clear]
    lines += [
        f"  une autre situation porte le même nom : {ref} (est-ce la même personne ?)"
        for ref in found.alike
    ]
    lines.append("  les sauvegardes faites avant gardent ses données jusqu'à leur remplacement")
    return "\n".join(lines)


def _partners(found: "Held") -> list[str]:
    return [str(one["partner"]) for one in found.sent]
