"""`pdp liaison new`: a fiche begun, or one for each of several partners."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, note
from pdpcli.errors import InputRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdpcli.store.cases import CaseRow
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Write
    from pdpcli.store.our_agreements import OurAgreement


def new(
    ref: Annotated[str, argument("RÉF", "La situation : 42, 26-42 ou 2026-0042")],
    *,
    on: Annotated[
        date | None,
        option("on", "Date du signalement au partenaire", metavar="DATE", parser=day),
    ] = None,
    agreement: Annotated[
        list[str] | None, option("agreement", "La convention (répétable : une fiche pour chacune)")
    ] = None,
) -> None:
    """Commencer une fiche ; sa date de signalement décide de l'année où elle compte

    La convention se déduit quand une seule convient à la situation.
    """
    from pdpcli.commands.subject import case_of

    with open_store().write("liaison new") as write:
        case = case_of(write, ref)
        under = _said(write, agreement) if agreement else [_inferred(write, case)]
        begun = [_begun(write, case, one, on) for one in under]
    emit(
        "\n".join(f"Fiche {one.ref} commencée pour {one.agreement.partner_name}." for one in begun)
    )
    note(f"À faire signer : pdp accord imprimer {' '.join(one.ref for one in begun)}")


def _said(write: "Write", names: "Sequence[str]") -> "list[OurAgreement]":
    from pdpcli.store.our_agreements import our_agreement

    return list({one.id: one for one in (our_agreement(write.db, n) for n in names)}.values())


def _inferred(write: "Write", case: "CaseRow") -> "OurAgreement":
    """The only one we have, else the only one that fits, else the one chosen at the terminal.

    Raises:
        InputRefused: none is ours, or several may do and there is nobody to ask.
    """
    from pdpcli.store.our_agreements import our_agreement, with_fiche
    from pdpcli.workflows.fitting import fitting

    ours = with_fiche(write.db)
    if len(ours) < 2:  # noqa: PLR2004 - one, or the refusal of none
        return our_agreement(write.db, None)
    may = fitting(write.db, case, today())
    if len(may) == 1:
        note(f"Convention déduite de la situation : {may[0].title}.")
        return may[0]
    return our_agreement(write.db, _chosen(may or ours))


def _chosen(among: "Sequence[OurAgreement]") -> str:
    from pdpcli.commands.questions import answers_to
    from pdpcli.forms.form import Field

    otherwise = InputRefused(
        "De quelle convention s'agit-il ?",
        todo="Ajoutez --convention avec l'une de : " + ", ".join(one.id for one in among),
    )
    titles = {one.id: f"{one.title} ({one.partner_name})" for one in among}
    field = Field(
        "under", "Sous quelle convention ?", "choice", choices=titles, required=("register",)
    )
    return str(answers_to([field], otherwise)["under"])


def _begun(write: "Write", case: "CaseRow", under: "OurAgreement", on: date | None) -> "LiaisonRow":
    """Begin the fiche; what was there already is said."""
    from pdpcli.rules.vocabulary import label
    from pdpcli.store.exchange import fiches
    from pdpcli.workflows.liaison import begin

    before = [one for one in fiches(write.db, today(), case.id) if one["agreement"] == under.id]
    fiche = begin(write, case, under, on or (today() if before else case.opened_on))
    if before:
        last = before[-1]
        known, state = f"{case.ref}/{last['number']}", label("fiche_state", last["state"])
        note(
            f"La fiche {known} est en cours avec ce partenaire ({state}). Pour lui écrire encore"
            f" sur la même : pdp fiche suite {known}"
        )
    return fiche
