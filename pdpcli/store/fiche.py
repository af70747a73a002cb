"""What a fiche holds: the record of the situation, our referent, and the fiche's own answers."""

from contextlib import suppress
from datetime import date
from sqlite3 import Connection

from pdpcli.errors import Refusal
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Form
from pdpcli.store.cases import record
from pdpcli.store.liaisons import LiaisonRow

_REFERENT = """SELECT m.last_name, m.first_name, coalesce(m.phone, b.phone) AS phone,
    coalesce(m.email, b.email) AS email
  FROM case_file c JOIN member m ON m.id = coalesce(
    c.member_id, (SELECT min(id) FROM member WHERE until IS NULL))
  LEFT JOIN body b ON b.id = :us WHERE c.id = :case"""


def fiche_values(db: Connection, form: Form, liaison: LiaisonRow, on: date) -> dict[str, Value]:
    """The values of the fiche at ``on``, by field id: proposed from the store, then answered."""
    known = record(db, liaison.case.id, on) | _of_the_liaison(db, liaison)
    values = form.propose(known)
    for key, text in liaison.answers.items():
        with suppress(Refusal):  # refused today: what the situation says stands
            values[key] = form.by_id[key].parse(text, on)
    return {key: value for key, value in values.items() if form.applies(form.by_id[key], values)}


def _of_the_liaison(db: Connection, liaison: LiaisonRow) -> dict[str, Value]:
    ends = (liaison.agreement.as_body, liaison.agreement.partner)
    sender, recipient = ends if liaison.direction == "out" else reversed(ends)
    said: dict[str, Value] = {
        "liaison.ref": liaison.ref,
        "liaison.signalled_on": liaison.signalled_on,
        "liaison.sender": sender,
        "liaison.recipient": recipient,
    }
    row = db.execute(
        _REFERENT, {"case": liaison.case.id, "us": liaison.agreement.as_body}
    ).fetchone()
    referent = dict(row) if row else {}
    return said | {
        f"liaison.sender_referent.{name}": value for name, value in referent.items() if value
    }
