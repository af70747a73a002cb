"""A « nouvelle liaison » on the same fiche: its next round, asked by us (dossier §1.1).

It keeps the declaration the fiche began with, so the consent that was signed on it covers it
(S0, fiche de liaison: « les contacts et démarches nécessaires »).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.forms.form import Form, read_form
from pdpcli.forms.part import part
from pdpcli.forms.rounds import repeats
from pdpcli.store.cases import refuse_ended
from pdpcli.store.dispatches import sent_now
from pdpcli.store.entries import Entry, entries_of, is_theirs, open_round
from pdpcli.store.fiche import fiche_form, fiche_values, our_referent
from pdpcli.store.liaisons import LiaisonRow
from pdpcli.workflows.reply import held, of_us

if TYPE_CHECKING:
    from pdpcli.store.open import Write


@dataclass(frozen=True)
class Asking:
    """The request to be written: what it asks, what it says already (one begun and not sent).

    ``liaison`` is the fiche at that round; ``doubts`` are to be confirmed before it is begun.
    """

    liaison: LiaisonRow
    form: Form
    held: Mapping[str, str]
    proposed: Mapping[str, str]
    doubts: tuple[str, ...]


def asking(db: Connection, liaison: LiaisonRow, today: date) -> Asking:
    """What the next « nouvelle liaison » asks; the last one of ours is taken up while not sent.

    Raises:
        InputRefused: the form has none, or the situation is cancelled or erased.
    """
    _refuse(liaison)
    entries = entries_of(db, liaison.id)
    sent, ours = bool(sent_now(db, liaison)), not is_theirs(liaison, entries)
    again = liaison.round > 0 and ours and not sent
    at_round = liaison if again else replace(liaison, round=liaison.round + 1)
    form = fiche_form(at_round)
    values = fiche_values(db, form, at_round, today)
    written = part(form, "request", at_round.round, values)
    return Asking(
        at_round,
        written,
        held(entries, written, at_round.round, "request") if again else {},
        {} if again else of_us(our_referent(db, liaison), written, today),
        () if again else tuple(_doubts(liaison, entries, sent=sent)),
    )


def _refuse(liaison: LiaisonRow) -> None:
    refuse_ended(liaison.case)
    if not repeats(read_form(liaison.form_text)):
        raise InputRefused(
            "Cette fiche ne prévoit pas de nouvelle liaison : une autre fiche se commence.",
            where=liaison.ref,
            todo=f"pdp fiche nouveau {liaison.case.ref} --convention {liaison.agreement.id}",
        )


def _doubts(liaison: LiaisonRow, entries: list[Entry], *, sent: bool) -> list[str]:
    if is_theirs(liaison, entries):
        return [] if sent else ["Notre réponse n'est pas partie : commencer la suite ?"]
    answered = any((one.round, one.kind) == (liaison.round, "reply") for one in entries)
    if not sent:
        return ["L'envoi de cette fiche n'est pas noté : commencer la suite quand même ?"]
    return [] if answered else ["Cette fiche n'a pas encore de réponse : commencer la suite ?"]


def begin_round(write: "Write", asked: Asking, entry: Entry) -> LiaisonRow:
    """Write our request; the fiche is then of that round, to be produced and sent as usual."""
    open_round(write, asked.liaison, entry)
    return asked.liaison
