"""`pdp rights rectify` : ce qui a été corrigé, et les partenaires à prévenir."""

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.following import told
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import option
from pdpcli.commands.output import emit, note
from pdpcli.commands.pdf import Force, Output
from pdpcli.commands.rights_options import Identity, ReceivedOn, Ref

if TYPE_CHECKING:
    from pdpcli.store.open import Store
    from pdpcli.workflows.rectification import Rectification


def rectify(  # noqa: PLR0913 - one option a thing said
    ref: Ref,
    *,
    text: Annotated[
        str,
        option("text", "Ce qui a été corrigé : dit à elle, absent des autres lettres", parser=told),
    ],
    received_on: ReceivedOn = None,
    identity: Identity = "",
    new_signature: Annotated[
        bool, option("new-signature", "Les fiches rectifiées sont à signer de nouveau")
    ] = False,
    output: Output = None,
    force: Force = False,
    yes: Annotated[bool, option("yes", "Ne pas demander de confirmer")] = False,
) -> None:
    """Répondre à une rectification (art. 16) : une lettre à chaque partenaire, et à elle"""
    from pdpcli.commands.rights_letters import places_of, put
    from pdpcli.commands.subject import case_of
    from pdpcli.workflows.rectification import rectify_person
    from pdpcli.workflows.rights import Asked

    store, said = open_store(), Asked(received_on, identity, text)
    _confirm(store, ref, yes=yes)
    with store.write("rights rectify") as write:
        case = case_of(write, ref)
        done = rectify_person(write, case, said, today(), new_signature=new_signature)
        letters = [*done.letters, done.answer]
        places = places_of(write, case.ref, letters, output, force=force)
    emit(f"Rectification notée ({case.ref}).")
    put(letters, places, force=force)
    _tell(done)


def _confirm(store: "Store", ref: str, *, yes: bool) -> None:
    from pdpcli.commands.questions import confirmed
    from pdpcli.store.cases import case_by_ref
    from pdpcli.workflows.rectification import rectification_doubts

    with closing(store.read()) as db:
        doubts = rectification_doubts(db, case_by_ref(db, ref, today()), today())
    confirmed(doubts, yes=yes)


def _tell(done: "Rectification") -> None:
    """The fiches to produce again."""
    for one in done.fiches:
        note(f"Fiche {one.ref}, version {one.version}, à produire : pdp fiche produire {one.ref}")
