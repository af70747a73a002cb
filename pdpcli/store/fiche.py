"""What a fiche holds: the record of the situation, who sends it, its own answers, its entries."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from sqlite3 import Connection

from pdpcli.errors import Refusal
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Form, read_form
from pdpcli.forms.rounds import reply_ids, request_ids, with_rounds
from pdpcli.rules.concerned import of_the_concerned
from pdpcli.store.cases import record
from pdpcli.store.entries import Entry, entries_of
from pdpcli.store.liaisons import LiaisonRow

_REFERENT = """SELECT m.last_name, m.first_name, coalesce(m.phone, b.phone) AS phone,
    coalesce(m.email, b.email) AS email
  FROM case_file c JOIN member m ON m.id = coalesce(
    c.member_id, (SELECT min(id) FROM member WHERE until IS NULL))
  LEFT JOIN body b ON b.id = :us WHERE c.id = :case"""


def fiche_form(liaison: LiaisonRow) -> Form:
    """The form the fiche began with, with as many « nouvelles liaisons » as it has rounds."""
    return with_rounds(read_form(liaison.form_text), max(liaison.round, 1))


def fiche_values(db: Connection, form: Form, liaison: LiaisonRow, on: date) -> dict[str, Value]:
    """The values of the fiche at ``on``, by field id of ``form`` (see ``fiche_form``).

    Proposed from the store, then what the fiche says otherwise, then what each side wrote on it.
    """
    known = of_the_concerned(record(db, liaison.case.id, on)) | _of_the_liaison(db, liaison)
    values = form.propose(known) | _read(form, liaison.answers, on)
    for entry in entries_of(db, liaison.id):
        values |= entry_values(form, entry, on)
    return {key: value for key, value in values.items() if form.applies(form.by_id[key], values)}


def entry_values(form: Form, entry: Entry, on: date) -> dict[str, Value]:
    """What an entry says, by field id of ``form``."""
    ids = (request_ids if entry.kind == "request" else reply_ids)(form, entry.round)
    return _read(form, {ids[key]: text for key, text in entry.answers.items() if key in ids}, on)


def _read(form: Form, texts: Mapping[str, str], on: date) -> dict[str, Value]:
    """The texts that are still read today; for one refused, what the situation says stands."""
    values = {}
    for key, text in texts.items():
        with suppress(Refusal):
            values[key] = form.by_id[key].parse(text, on)
    return values


def our_referent(db: Connection, liaison: LiaisonRow) -> dict[str, str]:
    """Who follows the situation among us: last_name, first_name, phone, email, when known."""
    row = db.execute(
        _REFERENT, {"case": liaison.case.id, "us": liaison.agreement.as_body}
    ).fetchone()
    return {key: value for key, value in dict(row or {}).items() if value}


def _of_the_liaison(db: Connection, liaison: LiaisonRow) -> dict[str, Value]:
    """Who sends to whom; of an incoming fiche, the sender's referent is among its answers."""
    ends = (liaison.agreement.as_body, liaison.agreement.partner)
    sender, recipient = ends if liaison.direction == "out" else reversed(ends)
    said: dict[str, Value] = {
        "liaison.ref": liaison.ref,
        "liaison.signalled_on": liaison.signalled_on,
        "liaison.sender": sender,
        "liaison.recipient": recipient,
    }
    referent = our_referent(db, liaison) if liaison.direction == "out" else {}
    return said | {f"liaison.sender_referent.{name}": value for name, value in referent.items()}
