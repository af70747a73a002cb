"""The consent a fiche stands on, the copy kept of it, and what was printed to be signed, as SQL."""

import json
from datetime import date
from sqlite3 import Connection
from typing import Any

from pdpcli.store.bodies import BODIES_OF_PAIR
from pdpcli.store.liaisons import LiaisonRow, valid_consent

_LAST = """SELECT * FROM consent WHERE person_key = ? AND pair = ? AND form_id = ?
    ORDER BY id DESC LIMIT 1"""
_PROOF = """SELECT kind, media, name, sha256, length(bytes) AS size, substr(added_at, 1, 10)
    AS added_on FROM document WHERE consent_id = ? ORDER BY kind = 'scan' DESC, id DESC LIMIT 1"""
_SCANNED = """SELECT DISTINCT d.consent_id FROM document d JOIN consent c ON c.id = d.consent_id
    WHERE c.person_key = ? AND d.kind = 'scan'"""
_PRINTED = "to_sign "


def current_consent(db: Connection, liaison: LiaisonRow, today: date) -> dict[str, Any] | None:
    """The consent that opens the gate of this fiche, else the last act told for it; None if none.

    The row of ``consent``, with ``said`` (its detail, {} once erased) and ``proof``: the copy
    kept of it (kind, media, name, sha256, size, added_on) or None.
    """
    found = valid_consent(db, liaison, today)
    if found is None:
        key = (liaison.case.person_key, liaison.agreement.pair, liaison.form_id)
        last = db.execute(_LAST, key).fetchone()
        found = dict(last) if last else None
    return None if found is None else {**found, **_detail(db, found["id"])}


def _detail(db: Connection, consent_id: int) -> dict[str, Any]:
    return {"said": said_of(db, consent_id), "proof": proof_of(db, consent_id)}


def said_of(db: Connection, consent_id: int) -> dict[str, Any]:
    """What was noted of a consent (see ``workflows.consent.Signed``); {} once erased."""
    detail = db.execute(
        "SELECT content FROM consent_detail WHERE consent_id = ?", (consent_id,)
    ).fetchone()
    return json.loads(detail["content"]) if detail else {}


def proof_of(db: Connection, consent_id: int) -> dict[str, Any] | None:
    """The copy kept of a consent, without its bytes: the scan, else the sheet received."""
    row = db.execute(_PROOF, (consent_id,)).fetchone()
    return dict(row) if row else None


def proof_bytes(db: Connection, sha256: str, person_key: str) -> bytes:
    """The bytes of a copy kept of this person's consent."""
    row = db.execute(
        """SELECT bytes FROM document
        WHERE sha256 = ? AND person_key = ? AND consent_id IS NOT NULL""",
        (sha256, person_key),
    ).fetchone()
    return bytes(row["bytes"])


def pair_names(db: Connection, pair: str) -> str:
    """« Santé BTP 34 et SSAM Carsat LR »."""
    row = db.execute(f"SELECT {BODIES_OF_PAIR} FROM (SELECT ? AS pair) c", (pair,)).fetchone()
    return str(row[0])


def scanned(db: Connection, person_key: str) -> set[int]:
    """The numbers of this person's consents of which a scan is kept."""
    return {row[0] for row in db.execute(_SCANNED, (person_key,))}


def printed_note(fiche_ref: str) -> str:
    """What the journal notes of a sheet printed to be signed."""
    return f"{_PRINTED}{fiche_ref}"


def printed(db: Connection, case_ref: str) -> dict[int, str]:
    """The fiches of a situation that were printed to be signed: number -> the last day, ISO."""
    first = len(printed_note(f"{case_ref}/")) + 1
    rows = db.execute(
        """SELECT CAST(substr(row, ?) AS INTEGER), max(date(at, 'localtime')) FROM journal
        WHERE "table" = '' AND row > ? AND row < ? GROUP BY row""",
        (first, printed_note(f"{case_ref}/"), printed_note(f"{case_ref}0")),
    )
    return {row[0]: row[1] for row in rows}
