"""`pdp consent withdraw` : la personne retire son accord."""

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, note, width
from pdpcli.commands.pdf import Force, Output

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from sqlite3 import Connection

    from pdpcli.store.cases import CaseRow
    from pdpcli.store.dispatches import Sent
    from pdpcli.store.open import Store
    from pdpcli.workflows.withdraw import Given, Withdrawn

_SAVED = "Le retrait est enregistré"
_LATE = "Attention : parti après le jour du retrait ({refs}). C'est une violation de données."


def withdraw(  # noqa: PLR0913 - one option a choice of hers
    ref: Annotated[str, argument("RÉF", "La situation : 42, 26-42 ou 2026-0042")],
    *,
    on: Annotated[
        date | None, option("on", "Le jour du retrait [aujourd'hui]", metavar="DATE", parser=day)
    ] = None,
    agreement: Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")] = "",
    every: Annotated[bool, option("all", "Tous les accords, toutes conventions")] = False,
    letters: Annotated[
        bool, option("letters", "Écrire de nouveau les lettres déjà faites")
    ] = False,
    output: Output = None,
    force: Force = False,
    yes: Annotated[bool, option("yes", "Ne pas demander de confirmer")] = False,
) -> None:
    """La personne retire son accord : plus rien ne part, et les lettres sont écrites"""
    from pdpcli.commands.letters import letter_places, put_letters
    from pdpcli.workflows.withdraw import withdraw as withdraw_consent

    store = open_store()
    if letters:
        return _again(store, ref, output, force=force)
    seen = _confirm(store, ref, agreement, every=every, yes=yes)
    with store.write("consent withdraw") as write:
        case, given = _meant(write.db, ref, agreement, every=every)
        write.subject = case.ref
        done = withdraw_consent(write, case, given, on or today(), today())
        places = letter_places(done.letters, output, force=force)
    _tell(done, case.ref, seen=seen)
    return put_letters(done.letters, places, force=force, saved=_SAVED)


def _meant(
    db: "Connection", ref: str, agreement: str, *, every: bool
) -> "tuple[CaseRow, list[Given]]":
    """The situation, and what is withdrawn; ``42/1`` names the agreement of that fiche."""
    from pdpcli.rules.references import split_fiche_ref
    from pdpcli.store.cases import case_by_ref
    from pdpcli.workflows.withdraw import to_withdraw

    typed, number = split_fiche_ref(ref)
    case = case_by_ref(db, typed, today())
    named = db.execute(
        "SELECT agreement FROM liaison WHERE case_id = ? AND number = ?",
        ((case.under or case).id, number),
    ).fetchone()
    under = agreement or (named["agreement"] if named else "")
    return case, to_withdraw(db, case, under, every=every)


def _confirm(store: "Store", ref: str, agreement: str, *, every: bool, yes: bool) -> bool:
    """Show what was sent and ask, at a terminal (True); elsewhere it is as easy as giving was."""
    import sys

    from pdpcli.workflows.withdraw import sent_under

    if yes or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    with closing(store.read()) as db:
        _, given = _meant(db, ref, agreement, every=every)
        sent = sent_under(db, given)
    _ask(given, sent)
    return True


def _ask(given: "Sequence[Given]", sent: "Sequence[Sent]") -> None:
    from pdpcli.commands.asker import terminal
    from pdpcli.commands.questions import or_leave
    from pdpcli.errors import Interrupted

    note(_sent_text(sent))
    names = " et ".join(one.agreement.partner_name for one in given)
    asked = f"Retirer l'accord donné pour {names} ? Plus rien ne partira."
    if not or_leave(lambda: terminal().confirm(asked, proposed=False)):
        raise Interrupted("Laissé là : l'accord n'est pas retiré.")


def _sent_text(sent: "Sequence[Sent]") -> str:
    from pdpcli.views.sent import sent_table

    if not sent:
        return "Rien n'avait été envoyé : il n'y a pas de lettre à écrire."
    return f"Ce qui était déjà parti :\n{sent_table(sent, width())}"


def _tell(done: "Withdrawn", ref: str, *, seen: bool) -> None:
    from pdpcli.rules.breach import TO_NOTIFY
    from pdpcli.views.wrap import wrapped

    emit(f"Accord retiré pour {' et '.join(done.partners)} ({ref}) : plus rien ne part.")
    if not seen:
        emit(_sent_text(done.sent))
    if done.late:
        refs = dict.fromkeys(f"{one['case_ref']}/{one['liaison_number']}" for one in done.late)
        late = _LATE.format(refs=", ".join(refs))
        note("\n".join(wrapped(f"{late} {TO_NOTIFY}")))


def _again(store: "Store", ref: str, output: "Path | None", *, force: bool) -> None:
    """The letters of a withdrawal already recorded, as they were."""
    from pdpcli.commands.letters import letter_places, put_letters
    from pdpcli.commands.subject import case_of
    from pdpcli.rules.references import split_fiche_ref
    from pdpcli.workflows.stop_letter import letters_again

    with store.write("consent withdraw --letters") as write:
        found = letters_again(write, case_of(write, split_fiche_ref(ref)[0]), "withdrawn")
        places = letter_places(found, output, force=force)
    put_letters(found, places, force=force, saved="")
