"""The register of the requests of persons, and since when one limited her data, as SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from pdpcli.errors import InputRefused
from pdpcli.rules.rights import last_day

if TYPE_CHECKING:
    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Write

_SHOWN = """SELECT r.*, p.last_name, p.first_name FROM rights_request r
LEFT JOIN person p ON p.key = r.person_key"""


@dataclass(frozen=True)
class Request:
    """A request as the commands need it; days are None when not yet, texts "" once erased."""

    id: int
    person_key: str
    case_ref: str
    kind: str
    received_on: date
    asked: str
    identity_on: date | None
    identity_how: str
    extended_on: date | None
    extended_why: str
    answered_on: date | None
    outcome: str
    answer: str
    lifted_on: date | None
    last_name: str = ""
    first_name: str = ""

    @property
    def last_day(self) -> date:
        """The last day to answer."""
        return last_day(self.received_on, extended=self.extended_on is not None)


def requests(db: Connection, keys: Sequence[str] | None = None) -> list[Request]:
    """Every request, or those of the person of these keys, in the order they were recorded."""
    rows = db.execute(f"{_SHOWN} ORDER BY r.id").fetchall()
    return [_request(row) for row in rows if keys is None or row["person_key"] in keys]


def numbered_request(db: Connection, number: int) -> Request:
    """The request of that number; InputRefused when there is none."""
    row = db.execute(f"{_SHOWN} WHERE r.id = ?", (number,)).fetchone()
    if row is None:
        raise InputRefused(
            "Aucune demande ne porte ce numéro.", todo="Les demandes : pdp droits liste"
        )
    return _request(row)


def open_requests(db: Connection, keys: Sequence[str], *kinds: str) -> list[Request]:
    """Those of the person that are not answered yet, of these rights."""
    every = requests(db, keys)
    return [one for one in every if one.answered_on is None and one.kind in kinds]


def requests_about(db: Connection, case_id: int, ref: str) -> list[dict[str, Any]]:
    """The requests recorded under a situation, or under a reference merged into it."""
    rows = db.execute(
        """SELECT id, kind, received_on, extended_on, answered_on FROM rights_request
        WHERE case_ref = :ref OR case_ref IN (SELECT ref FROM case_alias WHERE case_id = :case)
        ORDER BY id""",
        {"ref": ref, "case": case_id},
    )
    return [dict(row) for row in rows]


def add_request(write: "Write", case: "CaseRow", kind: str, received_on: date, asked: str) -> int:
    """Record a request of the person of ``case``; its number."""
    number = write.db.execute(
        """INSERT INTO rights_request (person_key, case_ref, kind, received_on, asked, recorded_at,
          author) VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (case.person_key, case.ref, kind, received_on.isoformat(), asked or None, write.at,
         write.author),
    ).lastrowid  # fmt: skip
    return int(number or 0)


def change_request(db: Connection, number: int, said: Mapping[str, Any]) -> None:
    """Set these columns of a request; days are written in ISO form."""
    values = {
        key: value.isoformat() if isinstance(value, date) else value for key, value in said.items()
    }
    columns = ", ".join(f"{one} = :{one}" for one in values)
    db.execute(f"UPDATE rights_request SET {columns} WHERE id = :id", {**values, "id": number})


def _request(row: Mapping[str, Any]) -> Request:
    return Request(
        row["id"],
        row["person_key"],
        row["case_ref"],
        row["kind"],
        date.fromisoformat(row["received_on"]),
        row["asked"] or "",
        _day(row["identity_on"]),
        row["identity_how"] or "",
        _day(row["extended_on"]),
        row["extended_why"] or "",
        _day(row["answered_on"]),
        row["outcome"] or "",
        row["answer"] or "",
        _day(row["lifted_on"]),
        row["last_name"] or "",
        row["first_name"] or "",
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def limited_since(db: Connection, person_id: int | None) -> date | None:
    """Since when she asked that her data be used no more (art. 18); None when she did not."""
    row = db.execute("SELECT limited_on FROM person WHERE id = ?", (person_id,)).fetchone()
    return _day(row["limited_on"]) if row else None


def put_limit(db: Connection, person_id: int, since: date | None) -> None:
    """Close the gate for her since a day, or open it again (None)."""
    db.execute(
        """UPDATE person SET limited_on = ? WHERE id =
          (SELECT coalesce(same_as, id) FROM person WHERE id = ?)""",
        (since and since.isoformat(), person_id),
    )
