"""The copy of a signed sheet: kept with its hash, under the consent it proves."""

from datetime import date
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.rules.dates import french
from pdpcli.store.consents import proof_of
from pdpcli.store.documents import Document, keep_document

if TYPE_CHECKING:
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Write
    from pdpcli.workflows.received import ReceivedFile


def keep_scan(
    write: "Write",
    liaison: "LiaisonRow",
    consent_id: int,
    file: "ReceivedFile",
    *,
    replace: bool = False,
) -> None:
    """Keep the copy of what was signed. With ``replace``, the one kept by mistake is deleted.

    Raises:
        InputRefused: a copy is already kept, or this file is kept for another person.
    """
    _refuse_another_person(write, liaison, file)
    held = proof_of(write.db, consent_id)
    if held and held["kind"] == "scan":
        if not replace:
            raise _already(liaison.ref, held["added_on"], held["sha256"])
        write.db.execute(
            "DELETE FROM document WHERE consent_id = ? AND kind = 'scan'", (consent_id,)
        )
    name = f"accord-{liaison.case.ref}-{liaison.number}.{file.media}"
    document = Document("scan", name, file.media, file.bytes, consent_id=consent_id)
    keep_document(write, document, liaison)


def _refuse_another_person(write: "Write", liaison: "LiaisonRow", file: "ReceivedFile") -> None:
    """One signed sheet is one person's: the wrong file would show another's."""
    row = write.db.execute(
        """SELECT case_ref FROM document WHERE sha256 = ? AND kind = 'scan' AND person_key <> ?
        LIMIT 1""",
        (file.sha256, liaison.case.person_key),
    ).fetchone()
    if row:
        raise InputRefused(
            f"Ce fichier est déjà gardé avec la situation {row['case_ref']}, d'une autre personne.",
            where=liaison.ref,
            todo="Vérifiez que c'est bien la feuille de cette personne.",
        )


def _already(ref: str, added_on: str, sha256: str) -> InputRefused:
    return InputRefused(
        "Une copie de cet accord est déjà gardée, depuis le "
        f"{french(date.fromisoformat(added_on))}.",
        where=f"{ref}, empreinte {sha256}",
        todo=f"La revoir       pdp accord voir {ref} --sortie FICHIER\n"
        "La remplacer    la même commande, avec --remplacer",
    )
