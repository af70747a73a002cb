"""A fiche that reached somebody else: a breach, with what happened and since when it is known.

RGPD art. 33: documented in every case (§5), notified within 72 hours if there is a risk (§1). The
letter to whoever received it carries the reference of the dispatch, and nothing else.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.forms.letter import Letter
from pdpcli.rules.breach import Misdirected, notify_before
from pdpcli.rules.dates import french
from pdpcli.rules.moments import french_moment
from pdpcli.store.bodies import body_called, postal_lines
from pdpcli.store.dispatches import Sent, dispatches
from pdpcli.store.liaisons import LiaisonRow
from pdpcli.store.notices import Notice, notices_of, put_notice
from pdpcli.workflows.letter import Addressed, LetterFile, write_letter

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.open import Write

_SUBJECT = "document reçu par erreur, à ne pas lire ni conserver"
_TEXT = """\
Le document cité en référence, parti de notre service, vous est parvenu par erreur : il ne vous \
était pas destiné. Il contient des données confidentielles ; pour cette raison, cette lettre n'en \
dit rien de plus.

Nous vous demandons de ne pas le lire, de ne pas le copier ni le transmettre, de nous le retourner \
ou de le détruire, copies et pièces jointes comprises, et de nous confirmer par écrit que c'est \
fait, et si d'autres personnes en ont eu connaissance.

Nous vous présentons nos excuses pour cette erreur."""
#: The recipient of a letter whose address is written by hand.
UNKNOWN = "le mauvais destinataire"
_BLANK = ("." * 46,) * 3  # an addressee to be written by hand


@dataclass(frozen=True)
class Misdirection:
    """What is told: to whom it went in fact, when it was known (local), what happened and done."""

    to: str
    aware: datetime
    facts: str
    measures: str
    sent_on: date | None = None  # which dispatch: the last one unless said


@dataclass(frozen=True)
class Noted:
    """What was recorded: the dispatch, until when to tell the CNIL (local), the letter."""

    sent: Sent
    before: datetime
    letter: LetterFile


def misdirected(write: "Write", liaison: LiaisonRow, said: Misdirection, today: date) -> Noted:
    """Record that a dispatch of the fiche reached somebody else, and write the letter to them.

    That dispatch counts as sent no more: the fiche is to be sent again.

    Raises:
        InputRefused: no such dispatch, already told of it, or known before it was sent.
    """
    sent = _dispatch(write, liaison, said.sent_on)
    if said.aware.date().isoformat() < sent["on_date"]:
        day = french(date.fromisoformat(sent["on_date"]))
        raise InputRefused(
            f"L'erreur ne peut pas être connue avant l'envoi ({day}).", where=liaison.ref
        )
    document, letter = _letter(write, liaison, said, sent, today)
    aware = said.aware.astimezone()
    told = Misdirected(said.to, aware, said.facts, said.measures, letter.name)
    notice = Notice(
        "misdirected",
        said.aware.date(),
        {**told.content(), "document": document},
        body=sent["recipient"],
        channel=sent["channel"],
        dispatch_id=sent["id"],
    )
    put_notice(write, liaison, notice)
    return Noted(sent, notify_before(aware).astimezone().replace(tzinfo=None), letter)


def sent_ones(db: "Connection", liaison: LiaisonRow, on: date | None) -> list[Sent]:
    """What was sent of the fiche, of the day ``on`` if it is said, in the order of the days.

    Raises:
        InputRefused: there is none.
    """
    every = dispatches(db, liaison, reached=False)
    if not every:
        raise InputRefused(
            "Aucun envoi de cette fiche n'est noté.",
            where=liaison.ref,
            todo=f"Si elle est partie, notez-le d'abord : pdp fiche envoyer {liaison.ref}",
        )
    found = [one for one in every if on is None or one["on_date"] == on.isoformat()]
    if not found:
        days = ", ".join(dict.fromkeys(french(date.fromisoformat(e["on_date"])) for e in every))
        raise InputRefused(
            "Aucun envoi n'est noté ce jour-là.", where=liaison.ref, todo=f"--le : {days}"
        )
    return found


def _dispatch(write: "Write", liaison: LiaisonRow, on: date | None) -> Sent:
    """The last dispatch of that day, or of all."""
    last = max(sent_ones(write.db, liaison, on), key=lambda one: int(one["id"]))
    for one in notices_of(write.db, liaison.case.ref, liaison.number):
        if (one["kind"], one["dispatch_id"]) == ("misdirected", last["id"]):
            raise InputRefused(
                "Cet envoi est déjà noté comme parti au mauvais destinataire.",
                where=liaison.ref,
                todo=f"Pour le redire : pdp fiche annuler {liaison.ref} --evenement {one['id']}",
            )
    return last


def _letter(
    write: "Write", liaison: LiaisonRow, said: Misdirection, sent: Sent, today: date
) -> tuple[int, LetterFile]:
    body = body_called(write.db, said.to)
    day = french(date.fromisoformat(sent["on_date"]))
    letter = Letter(
        sender=postal_lines(write.db, liaison.agreement.as_body),
        recipient=postal_lines(write.db, body) if body else _BLANK,
        on=today,
        subject=_SUBJECT,
        paragraphs=tuple(_TEXT.split("\n\n")),
        references=(f"{liaison.ref}, envoi du {day}",),
        signed_by=write.author,
    )
    return write_letter(
        write, liaison.case, Addressed(letter, "erreur-envoi", said.to if body else UNKNOWN)
    )


def deadline_text(before: datetime) -> str:
    """Until when the CNIL is told, and on what condition."""
    return (
        f"À notifier à la CNIL avant le {french_moment(before)} (72 heures après l'avoir su : RGPD,"
        " art. 33), s'il y a un risque pour la personne ; à lui dire à elle aussi si le risque est"
        " élevé (art. 34). Sans risque, rien à notifier : ce qui vient d'être noté en garde la"
        " trace."
    )
