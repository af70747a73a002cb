"""`pdp liaison reply`: the partner's reply typed by hand, or ours to what the partner asked."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pdpcli.forms.fields import Value
    from pdpcli.store.open import Store
    from pdpcli.workflows.received import ReceivedFile
    from pdpcli.workflows.reply import Replying

_REF = argument("RÉF", "La fiche : 42, ou 42/1 s'il y en a plusieurs")
_FILE = option("file", "Les réponses, dans un fichier TOML ou JSON")
_SCAN = option("scan", "Ce que le partenaire a renvoyé (PDF, JPEG, PNG), à garder à côté")
_AGREEMENT = option("agreement", "La convention, s'il y en a plusieurs")


def reply(
    ref: Annotated[str, _REF],
    *,
    file: Annotated[Path | None, _FILE] = None,
    scan: Annotated[Path | None, _SCAN] = None,
    agreement: Annotated[str, _AGREEMENT] = "",
    yes: Annotated[bool, option("yes", "Ne pas demander de confirmer")] = False,
) -> None:
    """Noter la réponse du partenaire, tapée à la main ; ou écrire la nôtre à ce qu'il demande"""
    from pdpcli.commands.received_file import received_file
    from pdpcli.commands.subject import known_fiche
    from pdpcli.workflows.reply import replying

    store = open_store()
    with closing(store.read()) as db:
        how = replying(db, known_fiche(db, ref, agreement), today())
    received = received_file(scan) if scan else None
    if file:
        values = _read(how, file)
        _confirm(store, how, values, received, yes=yes)
    else:
        values = _typed(store, how, received, yes=yes)
    _write(store, how, values, received)
    _said(how)


def _read(how: "Replying", file: Path) -> "Mapping[str, Value]":
    from pdpcli.commands.answers_file import read_answers
    from pdpcli.commands.registering_file import parsed

    return parsed(how.form, {**how.proposed, **read_answers(file)}, stage="reply")


def _typed(
    store: "Store", how: "Replying", received: "ReceivedFile | None", *, yes: bool
) -> "Mapping[str, Value]":
    """Asked, or picked among what is held, until she confirms it: a « non » loses nothing typed."""
    from pdpcli.commands.asking_part import asked_part
    from pdpcli.errors import SaidNo

    title = "Notre réponse" if how.ours else f"Réponse de {how.liaison.agreement.partner_name}"
    said = how.held
    while True:
        values = asked_part(how.form, title, held=said, proposed=how.proposed)
        try:
            _confirm(store, how, values, received, yes=yes)
        except SaidNo:
            said = {key: how.form.by_id[key].format(value) for key, value in values.items()}
            note("Rien n'est noté : corrigez une réponse, ou « fin » pour laisser.")
        else:
            return values


def _confirm(
    store: "Store",
    how: "Replying",
    values: "Mapping[str, Value]",
    received: "ReceivedFile | None",
    *,
    yes: bool,
) -> None:
    from pdpcli.commands.questions import confirmed
    from pdpcli.errors import InputRefused
    from pdpcli.views.entries import differences
    from pdpcli.workflows.reply import entry_of, reply_doubts

    texts = {key: how.form.by_id[key].format(value) for key, value in values.items()}
    changed = differences(how.form, how.held, texts) if how.held else []
    if how.held and not changed and received is None:
        raise InputRefused("Cette réponse est déjà au cahier, la même : rien n'a été écrit.")
    doubts = []
    if changed:
        emit("\n".join(["Une réponse est déjà au cahier. Ce qui changerait :", *changed]))
        doubts.append("Remplacer la réponse déjà au cahier ?")
    if not how.ours:
        on = entry_of(how.form, values, how.round, "reply", "partner").on
        with closing(store.read()) as db:
            doubts += reply_doubts(db, how.liaison, on)
    confirmed(doubts, yes=yes)


def _write(
    store: "Store",
    how: "Replying",
    values: "Mapping[str, Value]",
    received: "ReceivedFile | None",
) -> None:
    from pdpcli.workflows import reply as workflow
    from pdpcli.workflows.received import keep, refuse_kept

    with store.write("liaison reply", how.liaison.case.ref) as write:
        workflow.refuse_changed(write.db, how.liaison)
        if received:
            refuse_kept(write.db, received)
        side = "us" if how.ours else "partner"
        entry = workflow.entry_of(how.form, values, how.round, "reply", side)
        if received:
            number = keep(write, how.liaison, received, today())
            entry = replace(entry, document_id=number)
        workflow.put_reply(write, how.liaison, entry, "typed")


def _said(how: "Replying") -> None:
    ref, partner = how.liaison.ref, how.liaison.agreement.partner_name
    if how.ours:
        emit(f"Notre réponse à {partner} est écrite sur la fiche {ref}.")
        note(f"La produire sur leur fiche : pdp fiche produire {ref}")
    else:
        emit(f"Réponse de {partner} notée : {ref}.")
