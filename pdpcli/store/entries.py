"""What each side wrote on a fiche, round after round, as SQL."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.rules import exchange_state

if TYPE_CHECKING:
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Write


@dataclass(frozen=True)
class Entry:
    """A request or a reply of one ``round``; ``answers`` are texts by the form's base field id.

    ``referent``, ``phone`` and ``email`` say who wrote it, also where the form has no place for it.
    """

    round: int
    kind: str  # 'request' or 'reply'
    side: str  # 'us' or 'partner'
    on: date
    answers: Mapping[str, str]
    referent: str = ""
    phone: str = ""
    email: str = ""
    document_id: int | None = None


def entries_of(db: Connection, liaison_id: int) -> list[Entry]:
    """The entries of a fiche, in the order of its rounds, each request before its reply."""
    rows = db.execute(
        """SELECT round, kind, side, on_date, answers, referent, phone, email, document_id
        FROM entry WHERE liaison_id = ? ORDER BY round, kind DESC""",
        (liaison_id,),
    )
    return [
        Entry(
            row["round"],
            row["kind"],
            row["side"],
            date.fromisoformat(row["on_date"]),
            json.loads(row["answers"]),
            row["referent"] or "",
            row["phone"] or "",
            row["email"] or "",
            row["document_id"],
        )
        for row in rows
    ]


def is_theirs(liaison: "LiaisonRow", entries: Sequence[Entry]) -> bool:
    """Whether the request of the fiche's last round is the partner's: we owe the reply."""
    asked = (one for one in entries if one.kind == "request" and one.round == liaison.round)
    return exchange_state.is_theirs(
        liaison.direction, liaison.round, next((one.side for one in asked), "")
    )


def written_again(db: Connection, liaison: "LiaisonRow") -> str:
    """The command that writes again what is ours on a fiche that nobody has."""
    if is_theirs(liaison, entries_of(db, liaison.id)):
        return f"pdp fiche repondre {liaison.ref}"
    return f"pdp fiche {'suite' if liaison.round else 'corriger'} {liaison.ref}"


def open_round(write: "Write", liaison: "LiaisonRow", asked: Entry) -> None:
    """Write the request of a further liaison; the fiche is from now on of that round."""
    write.db.execute("UPDATE liaison SET round = ? WHERE id = ?", (asked.round, liaison.id))
    put_entry(write, liaison.id, asked)


def put_entry(write: "Write", liaison_id: int, entry: Entry) -> None:
    """Write an entry; the one of the same round and kind is replaced (journaled as all is).

    Raises:
        InputRefused: the other side wrote the one that is there.
    """
    done = write.db.execute(
        """INSERT INTO entry (liaison_id, round, kind, side, on_date, referent, phone, email,
          answers, document_id, recorded_at, author)
        VALUES (:liaison, :round, :kind, :side, :on, :referent, :phone, :email, :answers,
          :document, :at, :author)
        ON CONFLICT (liaison_id, round, kind) DO UPDATE SET side = excluded.side,
          on_date = excluded.on_date, referent = excluded.referent, phone = excluded.phone,
          email = excluded.email, answers = excluded.answers,
          document_id = coalesce(excluded.document_id, document_id),
          recorded_at = excluded.recorded_at, author = excluded.author
        WHERE side = excluded.side""",
        {
            "liaison": liaison_id,
            "round": entry.round,
            "kind": entry.kind,
            "side": entry.side,
            "on": entry.on.isoformat(),
            "referent": entry.referent or None,
            "phone": entry.phone or None,
            "email": entry.email or None,
            "answers": json.dumps(dict(entry.answers), ensure_ascii=False),
            "document": entry.document_id,
            "at": write.at,
            "author": write.author,
        },
    )
    if not done.rowcount:
        raise InputRefused(
            "La fiche a changé entre-temps : l'autre y a écrit. Rien n'a été écrit.",
            todo="Recommencez : ce qu'elle dit maintenant vous sera montré.",
        )


def drop_entry(write: "Write", liaison_id: int, number: int, kind: str) -> None:
    """Unwrite the entry of that round and kind: it was told by mistake."""
    write.db.execute(
        "DELETE FROM entry WHERE liaison_id = ? AND round = ? AND kind = ?",
        (liaison_id, number, kind),
    )
