"""`pdp liaison send`: noting that fiches left, or drafting the mail that carries them."""

from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.chosen_fiches import All, Choice, Meeting, Partner, Refs, chosen_fiches
from pdpcli.commands.clock import day, today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import one_of, option
from pdpcli.commands.output import emit, note
from pdpcli.commands.pdf import Force, Output

if TYPE_CHECKING:
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Store

_CHANNEL = option(
    "channel",
    "messagerie sécurisée, courrier postal, remise en main propre… [demandé]",
    parser=one_of("channel"),
)
_MAIL = "Écrire un brouillon de courriel (.eml) avec le PDF, sans noter l'envoi"
_CLEAR = "Effacer ensuite les PDF en clair écrits pour ces fiches"
_PROTECT = "Avec --brouillon : joindre une copie qui demande un mot de passe"
_PASSWORD = option("password-file", "Le mot de passe du PDF, seul dans ce fichier")


@dataclass(frozen=True)
class _Sending:
    """How each of the fiches left."""

    agreement: str
    channel: str
    on: date
    yes: bool


def send(  # noqa: PLR0913 - which fiches, and how they left
    refs: Refs = None,
    *,
    all_: All = False,
    partner: Partner = "",
    meeting: Meeting = None,
    channel: Annotated[str, _CHANNEL] = "",
    on: Annotated[
        date | None, option("on", "Le jour [aujourd'hui]", metavar="DATE", parser=day)
    ] = None,
    agreement: Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")] = "",
    clear: Annotated[bool, option("clear", _CLEAR)] = False,
    mail: Annotated[bool, option("mail", _MAIL)] = False,
    protect: Annotated[bool, option("protect", _PROTECT)] = False,
    password_file: Annotated[Path | None, _PASSWORD] = None,
    output: Output = None,
    force: Force = False,
    yes: Annotated[bool, option("yes", "Ne pas demander de confirmer")] = False,
) -> None:
    """Noter que la fiche est partie : c'est là que les délais commencent

    Le destinataire est montré en entier avant. --brouillon prépare le courriel sans rien noter.
    Plusieurs à la fois : des références, ou --toutes, --partenaire, --reunion.
    """
    store = open_store()
    chosen = chosen_fiches(store, Choice(refs or (), all_, partner, meeting), "send")
    _show_recipients(store, chosen, agreement, on or today())
    if mail:
        from pdpcli.commands.mail_drafts import Drafting, draft_mails

        asked = Drafting(agreement, protect, password_file, output, force, yes)
        draft_mails(store, chosen, asked)
        return
    _refuse_of_a_draft(protect=protect, password_file=password_file, output=output)
    sending = _Sending(agreement, _channel(channel), on or today(), yes)
    _note_all(store, chosen, sending, clear=clear)


def _refuse_of_a_draft(*, protect: bool, password_file: Path | None, output: Path | None) -> None:
    from pdpcli.errors import InputRefused

    if protect or password_file or output:
        raise InputRefused("--proteger et --sortie vont avec --brouillon : ici rien n'est écrit.")


def _channel(said: str) -> str:
    from pdpcli.commands.questions import channel_asked

    return said or channel_asked()


def _show_recipients(store: "Store", chosen: list[str], agreement: str, on: date) -> None:
    """Each recipient in full, with the fiches that go to it."""
    from pdpcli.commands.subject import destination
    from pdpcli.store.recipients import recipient_of
    from pdpcli.views.preview import recipient_lines

    going: dict[str, list[str]] = {}
    with closing(store.read()) as db:
        for ref in chosen:
            known, body = destination(db, ref, agreement)
            going.setdefault(body, []).append(known)
        for body, refs in going.items():
            note(f"{', '.join(refs)}, pour :")
            note("\n".join(recipient_lines(vars(recipient_of(db, body, on)))))


def _note_all(store: "Store", chosen: list[str], sending: _Sending, *, clear: bool) -> None:
    from pdpcli.commands.batch import each
    from pdpcli.commands.clear_files import offer_to_delete

    gone: list[LiaisonRow] = []
    try:
        each(chosen, partial(_note_one, store, sending, gone), "notée")
    finally:
        if gone:
            offer_to_delete(store, gone, delete=clear)


def _note_one(store: "Store", sending: _Sending, gone: "list[LiaisonRow]", ref: str) -> None:
    from pdpcli.commands.subject import fiche_of
    from pdpcli.rules.vocabulary import label
    from pdpcli.workflows.dispatch import dispatch, doubts, unsecured

    with store.write("liaison send") as write:
        fiche = fiche_of(write, ref, sending.agreement)
        found = [*doubts(write.db, fiche), *unsecured(fiche, sending.channel)]
        _sure(found, yes=sending.yes)
        sent = dispatch(write, fiche, sending.channel, sending.on, today())
    gone.append(fiche)
    emit(f"Envoi noté : {fiche.ref}, {sent.recipient}, {label('channel', sending.channel)}.")
    if sent.breach:
        _warn(fiche.case.ref)


def _sure(found: list[str], *, yes: bool) -> None:
    if found and not yes:
        from pdpcli.commands.questions import confirmed

        confirmed(found, yes=False)


def _warn(ref: str) -> None:
    from pdpcli.rules.breach import TO_NOTIFY
    from pdpcli.views.wrap import wrapped

    note("\n".join(wrapped(f"{_BREACH} {TO_NOTIFY}")))
    note(f"  Qui l'a reçue et quand : pdp situation voir {ref}")


_BREACH = (
    "Attention : cette fiche est partie sans accord valable. L'envoi est noté, parce que c'est un "
    "fait ; c'est une violation de données."
)
