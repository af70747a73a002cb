"""What happened in a situation that is merged into another: moved, and counted once."""

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Write

# Told by both: the same kind, day and detail. Of the life of the situation, the one kept tells it.
_DOUBLED = """UPDATE act SET state = 'cancelled', cancel_reason = :reason
  WHERE case_id = :other AND state <> 'cancelled' AND (
    kind IN ('entry', 'closure', 'reopening')
    OR (kind = 'referral' AND liaison_number IS NULL AND EXISTS (
      SELECT 1 FROM act k WHERE k.case_id = :kept AND k.state <> 'cancelled'
        AND k.kind = 'referral' AND k.direction = act.direction
        AND k.agreement IS act.agreement))
    OR (kind <> 'referral' AND EXISTS (
      SELECT 1 FROM act k WHERE k.case_id = :kept AND k.state <> 'cancelled'
        AND k.kind = act.kind AND k.on_date = act.on_date AND k.nature IS act.nature
        AND k.agreement IS act.agreement AND k.days IS act.days)))"""
_MOVED = """UPDATE act SET case_id = :kept, person_key = (
      SELECT p.key FROM person p WHERE p.id = (SELECT coalesce(same_as, id) FROM person
        WHERE id = :person)),
    fiche_under = CASE WHEN liaison_number IS NULL THEN NULL ELSE coalesce(fiche_under, :ref) END
  WHERE case_id = :other"""
#: Tables whose rows are simply of the situation kept from now on.
_BESIDE = ("plan", "reminder_note")
# A fiche that neither left nor was signed, while the one kept has its own under the convention.
_BLANK = """SELECT l.id, l.number FROM liaison l JOIN case_file c ON c.id = l.case_id
  WHERE l.case_id = :other AND l.cancelled_on IS NULL AND l.direction = 'out' AND l.round = 0
    AND EXISTS (SELECT 1 FROM liaison k WHERE k.case_id = :kept AND k.agreement = l.agreement
      AND k.cancelled_on IS NULL)
    AND NOT EXISTS (SELECT 1 FROM release r WHERE r.case_ref = c.ref
      AND r.liaison_number = l.number)
    AND NOT EXISTS (SELECT 1 FROM dispatch d WHERE d.case_ref = c.ref
      AND d.liaison_number = l.number)
    AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.case_ref = c.ref
      AND n.liaison_number = l.number)
    AND NOT EXISTS (SELECT 1 FROM consent k WHERE k.scope = c.ref || '/' || l.number)"""


def move_acts(write: "Write", kept: "CaseRow", other: "CaseRow") -> int:
    """Move every act to the one kept; how many were told twice, and count no more."""
    bound = {
        "kept": kept.id, "other": other.id, "person": kept.person_id, "ref": other.ref,
        "reason": f"doublon : réunie avec {kept.ref}",
    }  # fmt: skip
    doubled = write.db.execute(_DOUBLED, bound).rowcount
    write.db.execute(_MOVED, bound)
    return int(doubled)


def move_beside(db: "Connection", kept: "CaseRow", other: "CaseRow") -> None:
    """Move plans, notes and what is on the agenda of a meeting; each contact, if none is known.

    A deadline moves as it is, for what she said of it and its place in her calendar to stay.
    """
    for table in _BESIDE:
        db.execute(f"UPDATE {table} SET case_id = ? WHERE case_id = ?", (kept.id, other.id))
    db.execute(
        """UPDATE agenda_item SET case_id = :kept WHERE case_id = :other AND NOT EXISTS (
          SELECT 1 FROM agenda_item k WHERE k.case_id = :kept
            AND k.gathering_id = agenda_item.gathering_id)""",
        {"kept": kept.id, "other": other.id},
    )
    db.execute(
        """UPDATE OR IGNORE deadline SET subject = ?, case_id = ?
        WHERE subject = ? AND fiche IS NULL""",
        (kept.ref, kept.id, other.ref),
    )
    for column in ("employee_contact", "employer_contact", "member_id"):
        db.execute(
            f"""UPDATE case_file SET {column} = coalesce({column},
              (SELECT {column} FROM case_file WHERE id = ?)) WHERE id = ?""",
            (other.id, kept.id),
        )


def settle_fiches(write: "Write", kept: "CaseRow", other: "CaseRow", today: date) -> list[str]:
    """Cancel those that were only begun twice; the references of the others, which stay."""
    db, bound = write.db, {"kept": kept.id, "other": other.id}
    for row in db.execute(_BLANK, bound).fetchall():
        db.execute(
            "UPDATE liaison SET cancelled_on = ?, cancel_reason = ? WHERE id = ?",
            (today.isoformat(), f"doublon : réunie avec {kept.ref}", row["id"]),
        )
    rows = db.execute(
        """SELECT number FROM liaison WHERE case_id = ? AND cancelled_on IS NULL
        ORDER BY number""",
        (other.id,),
    )
    return [f"{other.ref}/{row['number']}" for row in rows]
