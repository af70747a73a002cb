"""One reminder for all that a partner owes: references, days and channels, and nobody's name.

A reminder that named a person would need the gate (design, law 1); this one does not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from pdpcli.errors import InputRefused
from pdpcli.forms.letter import Letter
from pdpcli.rules.dates import french
from pdpcli.rules.vocabulary import label
from pdpcli.store.answers_due import answers_due
from pdpcli.store.cases import case_by_ref
from pdpcli.store.documents import Document, keep_document
from pdpcli.store.exchange import fiches
from pdpcli.store.liaisons import LiaisonRow, numbered_fiche
from pdpcli.store.notices import Notice, put_notice
from pdpcli.workflows.eml import draft, partner_address
from pdpcli.workflows.letter import Told, letter_to_partner

if TYPE_CHECKING:
    from pdpcli.store.open import Write

_SUBJECT = "fiches de liaison en attente de votre retour"
_TEXT = """\
Nous vous avons adressé ce qui est cité en référence, et n'avons pas noté de réponse de votre \
part. Pour protéger les personnes concernées, cette lettre ne porte aucun nom : la référence est \
imprimée au bas de chaque page de la fiche.

Merci de nous faire parvenir votre réponse sur la fiche, ou de nous dire où en est chaque \
demande : reçue, prise en charge et par qui, ou ne relevant pas de votre service.

Si vous avez répondu ces jours-ci, merci de ne pas tenir compte de cette lettre ; si l'une de ces \
fiches ne vous est pas parvenue, dites-le-nous : nous vous l'adresserons de nouveau."""


@dataclass(frozen=True)
class Owed:
    """A fiche whose answer is awaited: since when and how it was sent, when it was reminded.

    ``due_on`` is the last day of what is awaited first; None when no delay says one.
    """

    ref: str
    number: int
    agreement: str
    partner_id: str
    partner: str
    sent_on: date
    channel: str
    reminded: tuple[date, ...]
    due_on: date | None = None

    def late(self, today: date) -> bool:
        """Whether what is awaited first should have come before ``today``."""
        return self.due_on is not None and self.due_on < today

    @property
    def awaited(self) -> str:
        """« attendue pour le 04/06/2026 »."""
        return f"attendue pour le {french(self.due_on)}" if self.due_on else "sans délai convenu"

    @property
    def named(self) -> str:
        """« fiche 2026-0042/1, envoyée le 20/05/2026 (courrier postal), déjà relancée le … »."""
        said = f"fiche {self.ref}/{self.number}, envoyée le {french(self.sent_on)} ({self.channel})"
        return f"{said}, {self.history}" if self.reminded else said

    @property
    def history(self) -> str:
        """« déjà relancée le 04/06/2026 et le 20/06/2026 », or ""."""
        days = " et le ".join(map(french, self.reminded))
        return f"déjà relancée le {days}" if days else ""


def owed(db: Connection, today: date, fiche: LiaisonRow | None = None) -> list[Owed]:
    """The fiches whose answer a partner owes, the oldest first; or ``fiche`` alone if it is one.

    Nothing that was answered, declined, dropped, withdrawn or cancelled; nobody who is limited.
    """
    rows = fiches(db, today, fiche.case.id if fiche else None)
    due = answers_due(db, today)
    return [_owed(row, due) for row in rows if row["waits"] == "answer" and _is(row, fiche)]


def _is(row: dict[str, Any], fiche: LiaisonRow | None) -> bool:
    return fiche is None or fiche.number == row["number"]


def _owed(row: dict[str, Any], due: Mapping[tuple[str, str], date]) -> Owed:
    return Owed(
        row["ref"],
        row["number"],
        row["agreement"],
        row["partner_id"],
        row["partner"],
        date.fromisoformat(row["sent_on"]),
        label("channel", row["channel"]),
        tuple(map(date.fromisoformat, row["told"].get("reminded", ()))),
        due.get((row["ref"], f"{row['number']}/{row['round']}")),
    )


def reminder(write: "Write", asked: Sequence[Owed], today: date) -> Letter:
    """The letter, or the text of the mail, for what one partner owes; each fiche is noted.

    Raises:
        InputRefused: nothing is owed.
    """
    if not asked:
        raise InputRefused(
            "Aucune réponse n'est attendue : il n'y a rien à relancer.",
            todo="Où en sont les fiches : pdp fiche liste --toutes",
        )
    for one in asked:
        put_notice(write, _fiche(write, one, today), Notice("reminded", today))
    agreement = _fiche(write, asked[0], today).agreement
    told = Told(_SUBJECT, tuple(_TEXT.split("\n\n")), tuple(one.named for one in asked))
    return letter_to_partner(write, agreement, told, today)


def keep_reminder(write: "Write", asked: Sequence[Owed], pdf: bytes, today: date) -> str:
    """Keep the letter under each fiche it names; its name, without personal data."""
    name = f"relance-{asked[0].partner_id}-{today.isoformat()}.pdf"
    for one in asked:
        keep_document(write, Document("letter", name, "pdf", pdf), _fiche(write, one, today))
    return name


def _fiche(write: "Write", one: Owed, today: date) -> LiaisonRow:
    return numbered_fiche(write.db, case_by_ref(write.db, one.ref, today), one.number)


def reminder_mail(db: Connection, letter: Letter, partner_id: str, on: date) -> tuple[str, bytes]:
    """The address of that day, "" when none is known, and the ``.eml`` draft with its text."""
    from pdpcli.forms.letter import letter_text

    to = partner_address(db, partner_id, on)
    subject = letter.subject[:1].upper() + letter.subject[1:]
    return to, draft(to, subject, letter_text(letter))
