"""A signature made on screen: its picture is placed once, in a sealed fiche, and kept nowhere else.

At most a simple electronic signature (input.md): paper and its scan stay the usual way.
"""

import hmac
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.errors import DocumentRefused, InputRefused, Problem, Refusal
from pdpcli.forms.form import read_form
from pdpcli.forms.sheet import SignaturePictures
from pdpcli.store import journal
from pdpcli.store.printed_sheets import keep_sheet
from pdpcli.workflows.consent import Signed, give
from pdpcli.workflows.release import Released, leaving, release
from pdpcli.workflows.since_signed import shown_texts

if TYPE_CHECKING:
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Write


@dataclass(frozen=True)
class _OnScreen(Signed):
    """A signature, and what tells that its pictures served already (never the pictures)."""

    pictures: tuple[str, ...] = ()


def sign(  # noqa: PLR0913 - who signs what, when, and what is looked at between
    write: "Write",
    liaison: "LiaisonRow",
    signed: Signed,
    pictures: SignaturePictures,
    days: tuple[date, date],
    *,
    look: Callable[[], None] = lambda: None,
) -> Released:
    """Record the consent, then release the sealed fiche that bears the pictures: both or nothing.

    ``days`` are the one of the signature and today. ``look`` is called in between: what it raises
    leaves nothing written.

    Raises:
        InputRefused: a picture that served already or has no place, what `give` refuses, something
            required to send is missing.
        ConsentMissing: the gate stays closed (a limitation, a new signature of another scope…).
        DocumentRefused: a picture that cannot be drawn.
    """
    from pdpcli.forms.visible import visible

    on, today = days
    _refuse_without_hand(signed, liaison)
    _refuse_without_place(liaison, pictures)
    marks = _marks(write.db, pictures)
    _refuse_again(write.db, marks)
    told = {**asdict(signed), "pictures": marks}
    number = give(write, liaison, _OnScreen(**told), on, today, means="screen")
    look()
    try:
        made = release(write, liaison, today, sealed=True, pictures=pictures)
    except Refusal as refusal:
        raise DocumentRefused(f"L'image n'a pas pu être placée : {refusal.reason}") from None
    form, values = leaving(write.db, liaison, today)
    seen = visible(form, values)
    keep_sheet(write, liaison, on, made.pdf, shown_texts(form, seen), consent=number)
    return made


def _refuse_without_hand(signed: Signed, liaison: "LiaisonRow") -> None:
    if signed.capacity == "unable":
        raise InputRefused(
            "La personne ne peut pas signer : il n'y a pas d'image à placer.",
            where=liaison.ref,
            todo=f"Son accord constaté par un témoin : pdp accord enregistrer {liaison.ref}",
        )


def _refuse_without_place(liaison: "LiaisonRow", pictures: SignaturePictures) -> None:
    asked = {one.path for one in read_form(liaison.form_text).fields}
    if pictures.professional and "consent.collected" not in asked:
        raise InputRefused(
            "Cette fiche n'a pas de place pour la signature du professionnel.",
            where=liaison.ref,
            todo="Recommencez sans --image-professionnel.",
        )


def _marks(db: Connection, pictures: SignaturePictures) -> tuple[str, ...]:
    """A keyed hash of what each picture shows: tells that it comes back, and nothing else."""
    secret = journal.secret(db)
    given = filter(None, (pictures.person, pictures.professional))
    seen = (_pixels(one).encode() for one in given)
    return tuple(hmac.digest(secret, b"signature\0" + one, "sha256").hex() for one in seen)


def _pixels(picture: bytes) -> str:
    from pdpcli.forms.scan import check_scan

    try:
        return check_scan(picture).pixels
    except DocumentRefused as refused:
        raise DocumentRefused(
            f"L'image de la signature ne se lit pas : {refused.what}",
            todo="Refaites-la, en PNG ou en JPEG, puis reprenez.",
        ) from None


def _refuse_again(db: Connection, marks: tuple[str, ...]) -> None:
    """One picture serves one consent (input.md)."""
    served = db.execute(
        f"""SELECT 1 FROM consent_detail d, json_each(d.content, '$.pictures') p
        WHERE p.value IN ({", ".join("?" for _ in marks)}) LIMIT 1""",
        marks,
    ).fetchone()
    if served or len(set(marks)) < len(marks):
        raise InputRefused(
            "L'accord n'a pas été enregistré : cette image de signature a déjà servi.",
            problems=[Problem("--image", "une image sert une fois ; faites signer de nouveau.")],
        )
