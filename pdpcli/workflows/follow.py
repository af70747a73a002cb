"""What happens to a fiche once sent: each thing the partner says is a dated notice, never edited.

Cap emploi commits to three (S1 annexe 2, art. 2): acknowledge, name the counsellor, give news.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.rules.dates import french
from pdpcli.store.cases import refuse_ended
from pdpcli.store.dispatches import dispatches, reached, sent_now
from pdpcli.store.entries import drop_entry, entries_of, is_theirs, written_again
from pdpcli.store.liaisons import LiaisonRow
from pdpcli.store.notices import Notice, notices_of, put_notice
from pdpcli.workflows.referral import uncount_referral

if TYPE_CHECKING:
    from pdpcli.store.open import Write


@dataclass(frozen=True)
class Fact:
    """What is to be noted: a kind of CHOICES["notice"], its day, its code, what it says."""

    kind: str
    on: date
    said: Mapping[str, str] = field(default_factory=dict)
    code: str | None = None


def follow_doubts(db: Connection, liaison: LiaisonRow, on: date) -> list[str]:
    """What makes one doubt that the partner said that at ``on``: each is to be confirmed."""
    if is_theirs(liaison, entries_of(db, liaison.id)):
        return _received_after(liaison, on)
    sent = sent_now(db, liaison)
    if not sent:
        return ["L'envoi de cette fiche n'est pas noté : est-ce bien celle-ci ?"]
    first = date.fromisoformat(sent[0]["on_date"])
    if on < first:
        day = french(first)
        return [f"Cette date précède l'envoi de la fiche ({day}) : est-elle juste ?"]
    return []


def _received_after(liaison: LiaisonRow, on: date) -> list[str]:
    if liaison.received_on is None or on >= liaison.received_on:
        return []
    day = french(liaison.received_on)
    return [f"Cette date précède la réception de la fiche ({day}) : est-elle juste ?"]


def follow(write: "Write", liaison: LiaisonRow, fact: Fact, today: date) -> int:
    """Note a fact of the exchange; returns its number.

    A refusal of what the partner asks is ours; all the rest is said by the partner.

    Raises:
        InputRefused: a date in the future, or a situation that is cancelled or erased.
    """
    if fact.on > today:
        raise InputRefused("Rien n'a été noté : la date est dans le futur.", where=liaison.ref)
    refuse_ended(liaison.case)
    ours = fact.kind == "declined" and is_theirs(liaison, entries_of(write.db, liaison.id))
    body = liaison.agreement.as_body if ours else ""
    notice = Notice(fact.kind, fact.on, dict(fact.said), body=body, code=fact.code)
    return put_notice(write, liaison, notice)


def take_back(write: "Write", liaison: LiaisonRow, number: int, today: date) -> str:
    """Undo a notice noted by mistake, once; returns its kind. A reply so undone is unwritten.

    Raises:
        InputRefused: this fiche has no such notice, or it was undone already.
    """
    told = notices_of(write.db, liaison.case.ref, liaison.number)
    noted = next((one for one in told if one["id"] == number), None)
    if noted is None:
        raise InputRefused(
            "Cette fiche n'a pas de fait de ce numéro, ou il est déjà annulé.",
            where=liaison.ref,
            todo=f"Les numéros : pdp fiche voir {liaison.ref}",
        )
    put_notice(write, liaison, Notice("undone", today, body=noted["body"] or "", undoes=number))
    again = any(
        (one["kind"], one["round"]) == ("replied", noted["round"]) and one["id"] != number
        for one in told
    )
    if noted["kind"] == "replied" and not again:
        drop_entry(write, liaison.id, noted["round"], "reply")
    return str(noted["kind"])


def cancel(write: "Write", liaison: LiaisonRow, reason: str, today: date) -> None:
    """Cancel a fiche that never left, and the referral that was counted of it.

    Raises:
        InputRefused: it left: that is a fact.
    """
    _refuse_sent(write.db, liaison)
    write.db.execute(
        "UPDATE liaison SET cancelled_on = ?, cancel_reason = ? WHERE id = ?",
        (today.isoformat(), reason, liaison.id),
    )
    uncount_referral(write, liaison, reason)


def _refuse_sent(db: Connection, liaison: LiaisonRow) -> None:
    """It left, even to somebody else: what can be done then."""
    sent = dispatches(db, liaison, reached=False)
    if not sent:
        return
    day = french(date.fromisoformat(sent[-1]["on_date"]))
    mend = (
        f"pdp fiche rectifier {liaison.ref}" if reached(db, liaison) else written_again(db, liaison)
    )
    raise InputRefused(
        f"Cette fiche est partie le {day} : elle ne s'annule pas.",
        where=liaison.ref,
        todo=f"Elle contient une erreur        {mend}\n"
        f"Plus rien n'est attendu         pdp fiche sans-suite {liaison.ref}\n"
        f"La personne retire son accord   pdp accord retirer {liaison.case.ref}",
    )
