"""What was sent, as SQL reads: the one place that says whether a fiche left, and reached whom.

What reached somebody else did not reach the partner: it counts as sent nowhere, except where the
fact that it left is what matters (cancelling a fiche, the register of breaches).
"""

from collections.abc import Mapping
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from pdpcli.store.breaches import WITHOUT_CONSENT

if TYPE_CHECKING:
    from pdpcli.store.liaisons import LiaisonRow

#: Whether a dispatch ``d`` reached its recipient, as SQL.
REACHED = """NOT EXISTS (SELECT 1 FROM standing_notice m WHERE m.case_ref = d.case_ref
    AND m.liaison_number = d.liaison_number AND m.kind = 'misdirected' AND m.dispatch_id = d.id)"""
_SENT = f"""
SELECT d.id, d.person_key, d.case_ref, d.liaison_number, d.release_id, d.recipient, d.channel,
  d.on_date, d.recorded_at, d.author, d.version, d.round, b.short AS partner, l.agreement,
  NOT ({REACHED}) AS misdirected,
  {WITHOUT_CONSENT} AS without_consent
FROM dispatch d
JOIN body b ON b.id = d.recipient
JOIN case_file c ON c.ref = d.case_ref
JOIN liaison l ON l.case_id = c.id AND l.number = d.liaison_number
JOIN declaration f ON f.hash = l.form_hash
JOIN agreement a ON a.id = l.agreement
"""
_OF_A_PERSON = """WHERE d.person_key = :person AND (:form IS NULL OR f.form_id = :form)
ORDER BY d.recipient, d.case_ref, d.liaison_number, d.on_date, d.id"""
_OF_A_FICHE = """WHERE d.case_ref = :ref AND d.liaison_number = :number
ORDER BY d.on_date, d.id"""

#: A dispatch, with the partner's usual name, the agreement, and whether it is a breach:
#: ``misdirected``, ``without_consent`` (see store.breaches).
Sent = Mapping[str, Any]


def sent_about(db: Connection, person_key: str, form_id: str | None = None) -> list[Sent]:
    """Everything sent about a person (of one form, when it is said), by recipient and by fiche.

    What reached somebody else is there too, and says so.
    """
    rows = db.execute(f"{_SENT}{_OF_A_PERSON}", {"person": person_key, "form": form_id})
    return [dict(row) for row in rows]


def dispatches(db: Connection, liaison: "LiaisonRow", *, reached: bool = True) -> list[Sent]:
    """What was sent of a fiche, of every version and round, by day: what ``reached`` its partner.

    ``reached=False``: what reached somebody else too.
    """
    bound = {"ref": liaison.case.ref, "number": liaison.number}
    rows = [dict(row) for row in db.execute(f"{_SENT}{_OF_A_FICHE}", bound)]
    return [row for row in rows if not (reached and row["misdirected"])]


def reached(db: Connection, liaison: "LiaisonRow") -> list[Sent]:
    """What of this version reached its recipient, by day."""
    return [one for one in dispatches(db, liaison) if one["version"] == liaison.version]


def sent_now(db: Connection, liaison: "LiaisonRow") -> list[Sent]:
    """What reached its recipient of the fiche as it now is (version and round), by day."""
    return [one for one in reached(db, liaison) if one["round"] == liaison.round]


def sent_ref(sent: Sent) -> str:
    """``2026-0042/1``, as it is printed on the fiche."""
    return f"{sent['case_ref']}/{sent['liaison_number']}"
