"""Sealing a document: its wording, the seal itself, and the row that remembers it."""

import hashlib
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.rules.dates import french
from pdpcli.store.bodies import service_name
from pdpcli.store.seals import current, seal_key
from pdpcli.workflows.seal import create

if TYPE_CHECKING:
    from pdpcli.store.open import Write
    from pdpcli.store.seals import SealRow

_OPENING = (
    "Cachet électronique de {service}, posé le {day} selon l'horloge du poste. "
    "Il permet de constater que ce fichier n'a pas été modifié depuis."
)
_OWN = (
    "Le certificat est établi par la cellule elle-même : il n'atteste ni l'identité du "
    "signataire, ni la date à l'égard des tiers ; ce n'est ni une signature avancée ni une "
    "signature qualifiée (règlement UE 910/2014)."
)
_IMPORTED = (
    "Le certificat est établi par {issuer} au nom de {subject} : niveau déclaré par l'émetteur, "
    "non vérifié. Il n'atteste pas la date à l'égard des tiers."
)


def seal_document(write: "Write", pdf: bytes) -> bytes:
    """``pdf`` sealed with the current seal (made now if there is none), and noted."""
    from pdpcli.forms.seal import seal

    with_seal = _ensured(write)
    sealed = seal(pdf, seal_key(write.db, with_seal.id))
    write.db.execute(
        "INSERT INTO sealing (seal_id, signature, sha256, at, author) VALUES (?, ?, ?, ?, ?)",
        (
            with_seal.id,
            sealed.signature,
            hashlib.sha256(sealed.pdf).hexdigest(),
            write.at,
            write.author,
        ),
    )
    return sealed.pdf


def seal_notice(write: "Write", on: date) -> str:
    """What the document says of the seal it is about to bear on ``on`` (input.md)."""
    from pdpcli.forms.certificate import described, in_groups

    with_seal = _ensured(write)
    level = _OWN
    if with_seal.source == "imported":
        said = described(with_seal.certificate)
        level = _IMPORTED.format(issuer=said.issuer, subject=said.subject)
    opening = _OPENING.format(service=service_name(write.db), day=french(on))
    return f"{opening} {level} Empreinte : {in_groups(with_seal.fingerprint)}"


def _ensured(write: "Write") -> "SealRow":
    """The current seal; a store that has none yet makes its own."""
    return current(write.db) or create(write, service_name(write.db))
