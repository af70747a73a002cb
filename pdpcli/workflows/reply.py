"""A reply is written on the fiche: the partner's to what we asked, or ours to what they asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Form
from pdpcli.forms.part import EMAIL, ON, PHONE, REFERENT, Kind, at, is_beside, part
from pdpcli.rules.dates import french
from pdpcli.store.dispatches import dispatches, sent_now
from pdpcli.store.entries import Entry, entries_of, is_theirs, put_entry
from pdpcli.store.fiche import fiche_form, fiche_values, our_referent
from pdpcli.store.liaisons import LiaisonRow
from pdpcli.store.notices import Notice, notices_of, put_notice

if TYPE_CHECKING:
    from pdpcli.store.open import Write


@dataclass(frozen=True)
class Replying:
    """The reply of a fiche's round as it is now: what it asks, what it says already.

    ``held`` and ``proposed`` are texts by field id of ``form``; ``held`` is {} when there is none.
    """

    liaison: LiaisonRow
    form: Form
    ours: bool
    held: Mapping[str, str]
    proposed: Mapping[str, str]

    @property
    def round(self) -> int:
        """The round it answers."""
        return self.liaison.round


def replying(db: Connection, liaison: LiaisonRow, today: date) -> Replying:
    """What the reply of the last round asks of whoever owes it."""
    form, entries = fiche_form(liaison), entries_of(db, liaison.id)
    ours = is_theirs(liaison, entries)
    values = fiche_values(db, form, liaison, today)
    written = part(form, "reply", liaison.round, values, ours=ours)
    proposed = of_us(_us(db, liaison, form, values), written, today) if ours else {}
    return Replying(liaison, written, ours, held(entries, written, liaison.round), proposed)


def held(
    entries: list[Entry], written: Form, number: int, kind: Kind = "reply"
) -> Mapping[str, str]:
    """What the entry of that round and kind says, by field id of ``written``; {} without one."""
    for one in entries:
        if (one.round, one.kind) == (number, kind):
            return texts_of(one, written)
    return {}


def texts_of(entry: Entry, written: Form) -> dict[str, str]:
    """What an entry says, by field id of its part."""
    beside = {
        ON: french(entry.on),
        REFERENT: entry.referent,
        PHONE: entry.phone,
        EMAIL: entry.email,
    }
    said = {one.id: beside[one.path] for one in written.fields if is_beside(one)}
    return {key: text for key, text in {**said, **entry.answers}.items() if text}


def _us(
    db: Connection, liaison: LiaisonRow, form: Form, values: Mapping[str, Value]
) -> dict[str, str]:
    """Our referent, as the fiche already gives it when it is one of ours."""
    us = our_referent(db, liaison)
    if liaison.direction == "in":
        return us
    root = "liaison.sender_referent."
    said = {
        one.path.removeprefix(root): one.format(values[one.id])
        for one in form.fields
        if one.path.startswith(root) and one.id in values
    }
    return us | said


def of_us(us: Mapping[str, str], written: Form, today: date) -> dict[str, str]:
    """The day and our referent ``us``, as proposed in a part that we write."""
    name = " ".join(us[key] for key in ("first_name", "last_name") if key in us)
    said = {ON: french(today), REFERENT: name, PHONE: us.get("phone"), EMAIL: us.get("email")}
    return {at(written, path): text for path, text in said.items() if text and at(written, path)}


def entry_of(
    written: Form, values: Mapping[str, Value], number: int, kind: Kind, side: str
) -> Entry:
    """The entry that the ``values`` of a part say."""
    texts = {key: written.by_id[key].format(value) for key, value in values.items()}
    on = values[at(written, ON)]
    if not isinstance(on, date):
        raise TypeError("an entry is dated")
    return Entry(
        number,
        kind,
        side,
        on,
        {key: text for key, text in texts.items() if not is_beside(written.by_id[key])},
        referent=texts.get(at(written, REFERENT), ""),
        phone=texts.get(at(written, PHONE), ""),
        email=texts.get(at(written, EMAIL), ""),
    )


def put_reply(write: "Write", liaison: LiaisonRow, entry: Entry, how: str) -> None:
    """Write the reply; the partner's is a dated fact of the exchange too. ``how``: typed or read.

    Raises:
        InputRefused: ours has left already (what they hold is another one), or the fiche went on
            while this was being written.
    """
    refuse_changed(write.db, liaison)
    if entry.side == "us":
        _refuse_gone(write.db, liaison)
    put_entry(write, liaison.id, entry)
    if entry.side == "partner":
        _note_replied(write, replace(liaison, round=entry.round), entry.on, how)


def refuse_changed(db: Connection, liaison: LiaisonRow) -> None:
    """InputRefused when the fiche is no longer as it was read: its round, version or person."""
    row = db.execute(
        """SELECT l.round, l.version, l.cancelled_on, f.person_id FROM liaison l
        JOIN case_file f ON f.id = l.case_id WHERE l.id = ?""",
        (liaison.id,),
    ).fetchone()
    read = (liaison.round, liaison.version, None, liaison.case.person_id)
    if row is None or tuple(row) != read:
        raise InputRefused(
            "La fiche a changé entre-temps : rien n'a été écrit.",
            where=liaison.ref,
            todo="Recommencez : ce qu'elle dit maintenant vous sera montré.",
        )


def _note_replied(write: "Write", liaison: LiaisonRow, on: date, how: str) -> None:
    """One standing « replied » for a round; another day undoes the one that was noted."""
    for row in notices_of(write.db, liaison.case.ref, liaison.number):
        same = (row["kind"], row["version"], row["round"])
        if same != ("replied", liaison.version, liaison.round):
            continue
        if row["on_date"] == on.isoformat():
            return
        put_notice(write, liaison, Notice("undone", on, undoes=row["id"]))
    put_notice(write, liaison, Notice("replied", on, {"how": how}))


def _refuse_gone(db: Connection, liaison: LiaisonRow) -> None:
    if gone := sent_now(db, liaison):
        day = french(date.fromisoformat(gone[-1]["on_date"]))
        raise InputRefused(
            f"Notre réponse est partie le {day} : elle ne se récrit plus ici.",
            where=liaison.ref,
            todo=f"Une fiche rectifiée : pdp fiche rectifier {liaison.ref}",
        )


def reply_doubts(db: Connection, liaison: LiaisonRow, on: date) -> list[str]:
    """What makes one doubt that this is the partner's reply to this fiche: to be confirmed."""
    sent = dispatches(db, liaison)
    if not sent:
        return ["Aucun envoi de cette fiche n'est noté : est-ce bien la réponse à celle-ci ?"]
    first = date.fromisoformat(sent[0]["on_date"])
    if on < first:
        day = french(first)
        return [f"Cette réponse est datée d'avant l'envoi ({day}) : la date est-elle juste ?"]
    return []
