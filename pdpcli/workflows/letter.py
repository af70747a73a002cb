"""A letter of ours to a partner: who writes, to whom, from the names and addresses of the store."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.forms.letter import Letter
from pdpcli.store.bodies import postal_lines
from pdpcli.store.letters import keep_letter

if TYPE_CHECKING:
    from pdpcli.store.cases import CaseRow
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


@dataclass(frozen=True)
class Addressed:
    """A letter about a situation, the beginning of its file's name, who receives it."""

    letter: Letter
    prefix: str
    recipient: str


def write_letter(write: "Write", case: "CaseRow", said: Addressed) -> tuple[int, LetterFile]:
    """Draw the letter and keep it: its number in the documents, and its file."""
    from pdpcli.forms.letter import draw_letter

    pdf = draw_letter(said.letter)
    document, name = keep_letter(write, case, said.prefix, pdf)
    return document, LetterFile(name, pdf, said.recipient)
