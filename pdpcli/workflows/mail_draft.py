"""A draft for her mail program, with the fiche attached: nothing in its words names the person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.errors import InputRefused
from pdpcli.store.bodies import service_name
from pdpcli.store.entries import entries_of, is_theirs
from pdpcli.store.exchange import produced
from pdpcli.store.liaisons import LiaisonRow
from pdpcli.workflows.eml import draft, partner_address
from pdpcli.workflows.export import protected_copy, protected_name
from pdpcli.workflows.fiche_pdf import release_sheet
from pdpcli.workflows.release import open_gate

if TYPE_CHECKING:
    from pdpcli.store.open import Write

_TEXT = """Bonjour,

Vous trouverez en pièce jointe la fiche de liaison {ref}.
{title}

{said}Si ce message ne vous est pas destiné, merci de le supprimer et de nous le dire.

"""
_ANSWER = "Merci de votre retour sur la fiche elle-même : votre partie se remplit à l'écran."
_REPLACED = "Elle remplace celle que vous avez reçue."
_PROTECTED = "Le fichier s'ouvre avec un mot de passe, que nous vous dirons autrement."


@dataclass(frozen=True)
class MailDraft:
    """An ``.eml`` file: its name and bytes; ``to`` is empty when no address is known.

    ``clear``: what it carries opens without a password.
    """

    name: str
    content: bytes
    to: str
    clear: bool


def mail_draft(write: "Write", liaison: LiaisonRow, on: date, password: str = "") -> MailDraft:
    """The draft that carries the last release of this fiche as it now is; not noted as sent.

    Raises:
        ConsentMissing: no consent covers it today.
        InputRefused: it was not produced yet, or under a consent that is not today's.
    """
    open_gate(write.db, liaison, on)
    released = produced(write.db, liaison, on)
    if released is None:
        raise InputRefused(
            "La fiche n'est pas encore produite avec cet accord : il n'y a rien à joindre.",
            where=liaison.ref,
            todo=f"pdp fiche produire {liaison.ref}",
        )
    write.note("mail_draft")
    to = partner_address(write.db, liaison.agreement.partner, on)
    file = _attached(write, liaison, released, password)
    printed = release_sheet(write.db, liaison, None, on).reference
    ours = not is_theirs(liaison, entries_of(write.db, liaison.id))
    subject, said = _words(liaison, printed, password, ours=ours)
    content = draft(to, subject, f"{said}{service_name(write.db)}\n", file)
    name = f"courriel-{liaison.case.ref}-{liaison.number}.eml"
    return MailDraft(name, content, to, clear=not password)


def _attached(
    write: "Write", liaison: LiaisonRow, released: Mapping[str, Any], password: str
) -> tuple[str, bytes]:
    pdf = bytes(released["bytes"])
    if not password:
        return f"fiche-{liaison.case.ref}-{liaison.number}.pdf", pdf
    copy = protected_copy(write, liaison, released["id"], pdf, password)
    return protected_name(liaison), copy


def _words(liaison: LiaisonRow, ref: str, password: str, *, ours: bool) -> tuple[str, str]:
    """Subject and text: the reference as printed and the convention, nothing of the person.

    ``ours``: we ask, and wait for an answer.
    """
    what = "Fiche de liaison" if ours else "Notre réponse à la fiche de liaison"
    if ours and liaison.version > 1:
        what = "Fiche de liaison rectifiée"
    elif ours and liaison.round:
        what = "Nouvelle liaison, fiche"
    said = [_REPLACED] * (liaison.version > 1) + [_ANSWER] * ours + [_PROTECTED] * bool(password)
    text = _TEXT.format(
        ref=ref,
        title=liaison.agreement.title,
        said=f"{' '.join(said)}\n\n" if said else "",
    )
    return f"{what} {ref}", text
