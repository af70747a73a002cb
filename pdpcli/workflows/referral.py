"""The referral that a fiche counts for: one act, in the year of its signalement (dossier §4.10)."""

from typing import TYPE_CHECKING

from pdpcli.store.aliases import counted_in
from pdpcli.store.snapshots import refresh

if TYPE_CHECKING:
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Write


def count_referral(write: "Write", liaison: "LiaisonRow") -> None:
    """One referral a fiche, sent (``out``) or received (``in``).

    A situation that this partner opened has its own already: it counts for the fiche of its day.
    """
    on, (case_id, under) = liaison.signalled_on, counted_in(write.db, liaison.case.id)
    write.db.execute(
        """INSERT INTO act (case_id, person_key, kind, state, on_date, year, agreement, direction,
          body, liaison_number, fiche_under, author)
        SELECT :case, :person, 'referral', 'done', :on, :year, :agreement, :direction, :body,
          :number, :under, :author
        WHERE NOT EXISTS (SELECT 1 FROM act WHERE case_id = :case AND kind = 'referral'
          AND direction = :direction AND state <> 'cancelled'
          AND ((liaison_number = :number AND fiche_under IS :under)
            OR (:direction = 'in' AND liaison_number IS NULL
              AND agreement = :agreement AND on_date = :on)))""",
        {
            "case": case_id,
            "under": under,
            "person": liaison.case.person_key,
            "on": on.isoformat(),
            "year": on.year,
            "agreement": liaison.agreement.id,
            "direction": liaison.direction,
            "body": liaison.agreement.partner,
            "number": liaison.number,
            "author": write.author,
        },
    )
    refresh(write.db, case_id)


def uncount_referral(write: "Write", liaison: "LiaisonRow", reason: str) -> None:
    """Cancel the referral that was counted of this fiche."""
    case_id, under = counted_in(write.db, liaison.case.id)
    write.db.execute(
        """UPDATE act SET state = 'cancelled', cancel_reason = ? WHERE case_id = ?
        AND kind = 'referral' AND liaison_number = ? AND fiche_under IS ? AND state <> 'cancelled'
        """,
        (reason, case_id, liaison.number, under),
    )
