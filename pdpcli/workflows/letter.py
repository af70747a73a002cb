"""A letter of ours to a partner: who writes, to whom, from the names and addresses of the store."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.forms.letter import Letter
from pdpcli.store.bodies import postal_lines

if TYPE_CHECKING:
    from pdpcli.store.open import Write
    from pdpcli.store.our_agreements import OurAgreement


@dataclass(frozen=True)
class LetterFile:
    """A letter to be written where she says: a name without personal data, who receives it."""

    name: str
    pdf: bytes
    recipient: str


@dataclass(frozen=True)
class Told:
    """What a letter says; ``references`` are printed under its subject."""

    subject: str
    paragraphs: tuple[str, ...]
    references: tuple[str, ...] = ()


def letter_to_partner(write: "Write", agreement: "OurAgreement", told: Told, on: date) -> Letter:
    """A letter from the party that we are to the other one, signed by who writes it."""
    return Letter(
        sender=postal_lines(write.db, agreement.as_body),
        recipient=postal_lines(write.db, agreement.partner),
        on=on,
        subject=told.subject,
        paragraphs=told.paragraphs,
        references=told.references,
        signed_by=write.author,
    )
