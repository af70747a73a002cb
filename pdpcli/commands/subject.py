"""The situation, the agreement and the fiche that a command is about, from what was typed."""

from typing import TYPE_CHECKING

from pdpcli.commands.clock import today
from pdpcli.errors import InputRefused
from pdpcli.rules.references import split_fiche_ref
from pdpcli.store.cases import CaseRow, case_by_ref, refuse_erased
from pdpcli.store.liaisons import numbered_fiche
from pdpcli.store.our_agreements import OurAgreement, our_agreement

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Write


def case_of(write: "Write", ref: str) -> CaseRow:
    """The situation that ``ref`` names; what is written is journaled as about it.

    Raises:
        InputRefused: no such situation, or its person was erased.
    """
    case = case_by_ref(write.db, ref, today())
    refuse_erased(case)
    write.subject = case.ref
    return case


def case_and_agreement(write: "Write", ref: str, agreement: str) -> tuple[CaseRow, OurAgreement]:
    """The situation, and the agreement that was said or the only one that fits."""
    case = case_of(write, ref)
    return case, our_agreement(write.db, agreement or None, case.id)


def fiche_of(write: "Write", ref: str, agreement: str) -> "LiaisonRow":
    """The fiche that ``42/1`` names, else the last one of the situation ``42``.

    Without a number it is begun, with the signalement's date, when there is none yet.

    Raises:
        InputRefused: no such situation, agreement or fiche.
    """
    from pdpcli.workflows.liaison import ensure

    typed, number = split_fiche_ref(ref)
    if number is not None:
        return numbered_fiche(write.db, case_of(write, typed), number)
    return ensure(write, *case_and_agreement(write, typed, agreement))


def known_fiche(db: "Connection", ref: str, agreement: str) -> "LiaisonRow":
    """The same for a read: nothing is begun.

    Raises:
        InputRefused: no such situation or agreement, or it has no fiche yet.
    """
    found = begun_fiche(db, ref, agreement)
    if found is None:
        case = case_by_ref(db, ref, today())
        raise InputRefused(
            "Cette situation n'a pas encore de fiche.",
            where=case.ref,
            todo=f"pdp fiche nouveau {case.ref}",
        )
    return found


def begun_fiche(db: "Connection", ref: str, agreement: str) -> "LiaisonRow | None":
    """The same; None when the situation has no fiche yet under this agreement."""
    from pdpcli.store.liaisons import liaison_of

    typed, number = split_fiche_ref(ref)
    case = case_by_ref(db, typed, today())
    if number is not None:
        return numbered_fiche(db, case, number)
    return liaison_of(db, case, our_agreement(db, agreement or None, case.id))


def destination(db: "Connection", ref: str, agreement: str) -> tuple[str, str]:
    """The fiche (or the situation, when it has none yet) and the body that it goes to.

    Raises:
        InputRefused: no such situation, agreement or fiche.
    """
    from pdpcli.store.liaisons import liaison_of

    typed, number = split_fiche_ref(ref)
    case = case_by_ref(db, typed, today())
    if number is not None:
        fiche = numbered_fiche(db, case, number)
        return fiche.ref, fiche.agreement.partner
    ours = our_agreement(db, agreement or None, case.id)
    found = liaison_of(db, case, ours)
    return found.ref if found else case.ref, ours.partner
