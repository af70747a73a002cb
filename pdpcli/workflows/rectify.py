"""A fiche that left with an error is rectified: version 2, for those who had the first.

The letter that goes with it carries the reference of what was sent and nothing of the person (law
1; RGPD art. 16 and 19).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.store.dispatches import Sent, reached
from pdpcli.store.entries import written_again
from pdpcli.store.liaisons import LiaisonRow, consents_of, numbered_fiche
from pdpcli.store.notices import Notice, put_notice
from pdpcli.workflows.letter import Addressed, LetterFile, Told, letter_to_partner, write_letter
from pdpcli.workflows.stop_letter import references

if TYPE_CHECKING:
    from pdpcli.store.open import Write

_SUBJECT = "fiche de liaison rectifiée"
_TEXT = """\
Nous vous avons adressé ce qui est cité en référence. Cette fiche comportait une erreur. Une fiche \
rectifiée, version {version}, la remplace ; elle porte la même référence, imprimée au bas de \
chaque page. Pour protéger la personne concernée, cette lettre ne porte pas son nom.

Nous vous demandons de ne plus utiliser la première fiche, de l'effacer ou de nous la retourner, \
copies comprises, et de reporter la correction dans votre dossier. Si vous l'avez communiquée à \
d'autres, merci de le leur dire aussi. Cette lettre vaut notification au titre de l'article 19 du \
RGPD."""


@dataclass(frozen=True)
class Rectified:
    """The fiche at its new version, and one letter for each partner that had the one before."""

    liaison: LiaisonRow
    letters: tuple[LetterFile, ...]


def rectify_doubts(db: Connection, liaison: LiaisonRow) -> list[str]:
    """A person who said no: the fiche rectified would stay here."""
    ours = [
        one["act"]
        for one in consents_of(db, liaison.case.person_key)
        if (one["pair"], one["form_id"]) == (liaison.agreement.pair, liaison.form_id)
    ]
    if ours and ours[-1] != "given":
        return ["La personne a refusé ou retiré son accord : la fiche rectifiée ne partira pas."]
    return []


def refuse_not_sent(db: Connection, liaison: LiaisonRow) -> None:
    """InputRefused for a fiche (of this version) that nobody has: it is edited, not rectified."""
    if not reached(db, liaison):
        raise InputRefused(
            "Le partenaire n'a pas cette fiche : elle se corrige simplement."
            if liaison.version == 1
            else "Le partenaire n'a pas encore la fiche rectifiée : elle se corrige simplement.",
            where=liaison.ref,
            todo=written_again(db, liaison),
        )


def rectify(
    write: "Write", liaison: LiaisonRow, reason: str, today: date, *, new_signature: bool
) -> Rectified:
    """Begin the next version, and write the letters that will go with it.

    ``new_signature``: only a consent recorded from now on lets it leave.

    Raises:
        InputRefused: it was not sent.
    """
    refuse_not_sent(write.db, liaison)
    sent = reached(write.db, liaison)
    write.db.execute(
        """UPDATE liaison SET version = version + 1, consent_after = CASE WHEN :new THEN (
          SELECT coalesce(max(id), 0) FROM consent WHERE person_key = :person)
          ELSE consent_after END WHERE id = :id""",
        {"new": new_signature, "person": liaison.case.person_key, "id": liaison.id},
    )
    now = numbered_fiche(write.db, liaison.case, liaison.number)
    told = Told(_SUBJECT, tuple(_TEXT.format(version=now.version).split("\n\n")))
    by_partner = groupby(sent, lambda one: str(one["recipient"]))
    letters = [_letter(write, liaison, list(some), told, (reason, today)) for _, some in by_partner]
    return Rectified(now, tuple(letters))


def _letter(
    write: "Write",
    before: LiaisonRow,
    sent: Sequence[Sent],
    told: Told,
    why: tuple[str, date],
) -> LetterFile:
    """Write, keep and note the letter about what was ``sent`` of the version ``before``."""
    reason, today = why
    told = replace(told, references=tuple(references(sent)))
    last = sent[-1]
    letter = letter_to_partner(write, before.agreement, told, today)
    said = Addressed(letter, "rectification", last["partner"])
    document, file = write_letter(write, before.case, said)
    notice = Notice(
        "correction_letter",
        today,
        {"document": document, "reason": reason, "version": before.version + 1},
        body=last["recipient"],
        dispatch_id=last["id"],
    )
    put_notice(write, before, notice)
    return file
