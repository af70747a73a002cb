"""The situation, the agreement and the fiche that a command is about, from what was typed."""

from typing import TYPE_CHECKING

from pdpcli.commands.clock import today
from pdpcli.store.cases import CaseRow, case_by_ref
from pdpcli.store.our_agreements import OurAgreement, our_agreement

if TYPE_CHECKING:
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Write


def case_of(write: "Write", ref: str) -> CaseRow:
    """The situation that ``ref`` names; what is written is journaled as about it."""
    case = case_by_ref(write.db, ref, today())
    write.subject = case.ref
    return case


def case_and_agreement(write: "Write", ref: str, agreement: str) -> tuple[CaseRow, OurAgreement]:
    """The situation, and the agreement that was said or the only one that fits."""
    case = case_of(write, ref)
    return case, our_agreement(write.db, agreement or None, case.id)


def fiche_of(write: "Write", ref: str, agreement: str) -> "LiaisonRow":
    """The fiche of a situation, begun with the signalement's date when there is none yet."""
    from pdpcli.workflows.liaison import ensure

    return ensure(write, *case_and_agreement(write, ref, agreement))
