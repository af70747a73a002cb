"""Fiches as SQL reads and their append: what a situation exchanges under an agreement."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import Any

from pdpcli.errors import InputRefused
from pdpcli.store.aliases import shells
from pdpcli.store.bodies import BODIES_OF_PAIR
from pdpcli.store.cases import CaseRow, case_of_id
from pdpcli.store.our_agreements import OurAgreement, our_agreement

_OF_THE_FICHE = """person_key = :person AND pair = :pair AND form_id = :form_id
    AND form_hash = :form_hash AND on_date <= :on
    AND (scope IS NULL OR scope IN (:case_ref, :ref))
    AND (:after IS NULL OR id > :after)"""
# As for the trigger of release, one that is over is not reached back by a date.
_STANDING = f"""SELECT * FROM standing_consent WHERE {_OF_THE_FICHE}
    AND (expires_on IS NULL OR expires_on >= max(:on, date('now', 'localtime')))
    ORDER BY id DESC LIMIT 1"""
_ALOUD = """SELECT 1 FROM agreement a
    JOIN liaison f ON f.agreement = a.id AND f.form_hash = :form_hash
    WHERE min(a.as_body, a.partner) || '|' || max(a.as_body, a.partner) = :pair
      AND json_extract(a.parameters, '$.consent_oral') = 'yes'"""
_STOOD = f"""SELECT 1 FROM consent c WHERE act = 'given' AND {_OF_THE_FICHE}
    AND (expires_on IS NULL OR expires_on >= :on)
    AND NOT EXISTS (SELECT 1 FROM consent l
      WHERE l.person_key = c.person_key AND l.pair = c.pair AND l.form_id = c.form_id
        AND l.id > c.id AND l.act <> 'given' AND l.on_date <= :on)
    AND NOT EXISTS (SELECT 1 FROM person p
      WHERE p.key = c.person_key AND p.limited_on <= :on)
    AND (c.means <> 'oral' OR EXISTS ({_ALOUD}))
    AND (c.means <> 'partner' OR (:incoming AND c.scope = :ref)) LIMIT 1"""


@dataclass(frozen=True)
class LiaisonRow:
    """One fiche of a situation, with the declaration it began with."""

    id: int
    number: int
    form_hash: str
    form_id: str
    form_text: str
    direction: str
    signalled_on: date
    received_on: date | None
    version: int
    round: int
    consent_after: int | None
    answers: Mapping[str, Any]
    case: CaseRow
    agreement: OurAgreement

    @property
    def ref(self) -> str:
        """``2026-0042/1``: printed on every page."""
        return f"{self.case.ref}/{self.number}"


_FICHE = """SELECT l.id, l.number, l.form_hash, d.form_id, d.text AS form_text, l.direction,
      l.signalled_on, l.received_on, l.version, l.round, l.consent_after, l.answers
    FROM liaison l JOIN declaration d ON d.hash = l.form_hash
    WHERE l.case_id = ? AND l.agreement = ? AND l.cancelled_on IS NULL"""


def liaison_of(
    db: Connection, case: CaseRow, agreement: OurAgreement, number: int | None = None
) -> LiaisonRow | None:
    """The fiche of that ``number``, else the last one, of ``case`` under ``agreement``.

    A cancelled one is not found. Without a number, one begun under a reference merged into it.
    """
    found = _of_this_row(db, case, agreement, number)
    for shell in [] if found or number is not None else shells(db, case.id):
        found = found or _of_this_row(db, case_of_id(db, shell["id"]), agreement, None)
    return found


def _of_this_row(
    db: Connection, case: CaseRow, agreement: OurAgreement, number: int | None
) -> LiaisonRow | None:
    row = db.execute(
        f"{_FICHE} AND (? IS NULL OR l.number = ?) ORDER BY l.number DESC LIMIT 1",
        (case.id, agreement.id, number, number),
    ).fetchone()
    if row is None:
        return None
    found = dict(row)
    for column in ("signalled_on", "received_on"):
        found[column] = date.fromisoformat(found[column]) if found[column] else None
    found["answers"] = json.loads(found["answers"])
    return LiaisonRow(**found, case=case, agreement=agreement)


def numbered_fiche(db: Connection, case: CaseRow, number: int) -> LiaisonRow:
    """The fiche of ``case`` of this number; InputRefused when there is none, or it is cancelled.

    Under a merged reference, it is the one that was begun so.
    """
    case = case.under or case
    row = db.execute(
        "SELECT agreement FROM liaison WHERE case_id = ? AND number = ?", (case.id, number)
    ).fetchone()
    found = row and liaison_of(db, case, our_agreement(db, row["agreement"]), number)
    if not found:
        raise InputRefused(
            "Cette situation n'a pas de fiche en cours de ce numéro.",
            where=case.ref,
            todo="Les fiches : pdp fiche liste",
        )
    return found


def valid_consent(db: Connection, liaison: LiaisonRow, on: date) -> dict[str, Any] | None:
    """The consent that lets this fiche leave at ``on``: what the trigger of ``release`` asks."""
    row = db.execute(_STANDING, _bound(liaison, on)).fetchone()
    return dict(row) if row else None


def consent_stood(db: Connection, liaison: LiaisonRow, on: date) -> bool:
    """Whether, by the dates of the acts, a consent covered this fiche on the day it left."""
    return db.execute(_STOOD, _bound(liaison, on)).fetchone() is not None


def heard_aloud(db: Connection, liaison: LiaisonRow) -> bool:
    """Whether a consent given aloud is accepted for this fiche, as the gate reads it."""
    return db.execute(_ALOUD, _bound(liaison, liaison.signalled_on)).fetchone() is not None


def _bound(liaison: LiaisonRow, on: date) -> dict[str, str | int | None]:
    return {
        "case_ref": liaison.case.ref,
        "ref": liaison.ref,
        "after": liaison.consent_after,
        "incoming": liaison.direction == "in",
        "person": liaison.case.person_key,
        "pair": liaison.agreement.pair,
        "form_id": liaison.form_id,
        "form_hash": liaison.form_hash,
        "on": on.isoformat(),
    }


def consents_of(db: Connection, person_key: str) -> list[dict[str, Any]]:
    """Every consent act of a person, in row order, with the detail when it is still held."""
    rows = db.execute(
        f"""SELECT c.*, d.content,
          {BODIES_OF_PAIR} AS bodies
        FROM consent c LEFT JOIN consent_detail d ON d.consent_id = c.id
        WHERE c.person_key = ? ORDER BY c.id""",
        (person_key,),
    )
    return [dict(row) for row in rows]


def last_release(db: Connection, liaison: LiaisonRow) -> dict[str, Any] | None:
    """The last release of this fiche as it now is (version and round), with its document."""
    row = db.execute(
        """SELECT r.*, m.sha256, m.bytes FROM release r
        LEFT JOIN document m ON m.release_id = r.id AND m.kind = 'release'
        WHERE r.case_ref = ? AND r.liaison_number = ? AND r.version = ? AND r.round = ?
          AND r.gathering_id IS NULL
        ORDER BY r.id DESC LIMIT 1""",
        (liaison.case.ref, liaison.number, liaison.version, liaison.round),
    ).fetchone()
    return dict(row) if row else None
