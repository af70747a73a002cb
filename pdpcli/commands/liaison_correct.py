"""`pdp liaison correct`: a fiche rectifiée, for those who had the first."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.following import told
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, note
from pdpcli.commands.pdf import Force, Output

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Store

_OPTIONS = {"reason": "motif", "new_signature": "nouvelle-signature"}


def _yes_or_no(text: str) -> str:
    from pdpcli.rules.choices import parse_choice

    return parse_choice(text, {"yes": "oui", "no": "non"})


def correct(  # noqa: PLR0913 - one option a thing said
    ref: Annotated[str, argument("RÉF", "La fiche : 42, ou 42/1 s'il y en a plusieurs")],
    *,
    reason: Annotated[
        str, option("reason", "Ce qui était faux [demandé ; reste ici]", parser=told)
    ] = "",
    new_signature: Annotated[
        str,
        option("new-signature", "La personne signe-t-elle de nouveau ? oui, non [demandé]",
               metavar="oui|non", parser=_yes_or_no),
    ] = "",
    agreement: Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")] = "",
    output: Output = None,
    force: Force = False,
    yes: Annotated[bool, option("yes", "Ne pas demander de confirmer")] = False,
) -> None:  # fmt: skip
    """Commencer la fiche rectifiée (version 2) et écrire la lettre qui l'accompagne"""
    from pdpcli.commands.following import fiche_followed
    from pdpcli.commands.letters import letter_places, put_letters
    from pdpcli.workflows.rectify import rectify

    store = open_store()
    said = _said(store, ref, agreement, {"reason": reason, "new_signature": new_signature}, yes=yes)
    again = said["new_signature"] == "yes"
    with store.write("liaison correct") as write:
        fiche = fiche_followed(write, ref, agreement)
        done = rectify(write, fiche, said["reason"], today(), new_signature=again)
        places = letter_places(done.letters, output, force=force)
    put_letters(done.letters, places, force=force, saved="La rectification est commencée")
    _tell(done.liaison, again=again)


def _said(
    store: "Store", ref: str, agreement: str, said: "Mapping[str, str]", *, yes: bool
) -> dict[str, str]:
    """What is required, asked at a terminal once it is known that the fiche left."""
    from pdpcli.commands.following import asked_beside
    from pdpcli.commands.questions import confirmed
    from pdpcli.commands.subject import known_fiche
    from pdpcli.forms.form import Field
    from pdpcli.workflows.rectify import rectify_doubts, refuse_not_sent

    with closing(store.read()) as db:
        fiche = known_fiche(db, ref, agreement)
        refuse_not_sent(db, fiche)
        doubts = rectify_doubts(db, fiche)
    confirmed(doubts, yes=yes)
    fields = (
        Field("reason", "Qu'est-ce qui était faux ? (gardé ici, absent de la lettre)", "paragraph",
              required=("register",)),
        Field("new_signature", "La personne doit-elle signer de nouveau ?", "choice",
              required=("register",), choices={"yes": "oui", "no": "non"},
              help="Oui si ce qui change touche à ce qu'elle a accepté de partager ; sinon"
              " l'accord qu'elle a signé vaut aussi pour la fiche rectifiée."),
    )  # fmt: skip
    return asked_beside(fields, said, _OPTIONS)


def _tell(fiche: "LiaisonRow", *, again: bool) -> None:
    emit(f"Fiche {fiche.ref} : version {fiche.version} commencée, pour "
         f"{fiche.agreement.partner_name}.")  # fmt: skip
    steps = [
        f"Corriger la situation ou la fiche   pdp situation corriger {fiche.case.ref}",
        f"                                    pdp fiche corriger {fiche.ref}",
    ]
    steps += [f"Faire signer de nouveau             pdp accord imprimer {fiche.ref}"] * again
    steps += [f"Puis la produire                    pdp fiche produire {fiche.ref}"]
    note("\n".join(steps))
