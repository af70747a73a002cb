"""The envelope: what it is worth beside its copy and the journal; the copy put back."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from pdpcli.errors import CannotWrite, InputRefused, StoreDamaged
from pdpcli.files import read_regular
from pdpcli.store import envelope as envelopes
from pdpcli.store.slots import known_last

if TYPE_CHECKING:
    from pdpcli.store.envelope import Envelope
    from pdpcli.store.open import Store

_FORMER = (
    "intacte, mais ce n'est pas celle que le journal connaît : une ancienne copie a été remise,"
    " que les anciennes phrases ouvrent, ou un changement a été coupé. Voyez qui a une phrase :"
    " pdp mot-de-passe liste"
)


def envelope_seen(store: "Store") -> str:
    """What the envelope is worth; a copy that is not the same is made again from one that is."""
    envelope = envelopes.load(store.home)
    if not _known_last(store, envelope):
        return _FORMER
    if _readable(envelopes.copy_path(store.store_id)) == envelope:
        return "intacte, et sa copie aussi"
    try:
        envelopes.keep_copy(envelope)
    except CannotWrite:
        return "intacte ; sa copie n'a pas pu être refaite"
    return "intacte ; sa copie a été refaite"


def restore_envelope(home: Path) -> Path:
    """Put back the profile's copy of the envelope; the copy used.

    Raises InputRefused (nothing to put back), NoStore, StoreDamaged (no copy), CannotWrite.
    """
    try:
        envelopes.load(home)
    except StoreDamaged:
        pass
    else:
        raise InputRefused("L'enveloppe du cahier est en ordre ; elle n'a pas été touchée.")
    for copy in sorted(envelopes.copies()):
        envelope = _readable(copy)
        if envelope and (home / envelope.store).is_file():
            envelopes.save(home, envelope)
            return copy
    raise StoreDamaged(
        "Ce poste n'a pas de copie de l'enveloppe de ce cahier.",
        todo="Une sauvegarde en contient une : pdp sauvegarde restaurer FICHIER",
    )


def _readable(copy: Path) -> "Envelope | None":
    """The envelope that ``copy`` holds; None for junk, and under the name of another store."""
    try:
        envelope = envelopes.parse(read_regular(copy, envelopes.MOST_BYTES))
    except (OSError, StoreDamaged):
        return None
    return envelope if envelope.store_id == copy.stem else None


def _known_last(store: "Store", envelope: "Envelope") -> bool:
    """Whether the journal, if it reads, knows this one last; it is checked by itself."""
    from sqlcipher3 import dbapi2

    try:
        with closing(store.read()) as db:
            return known_last(db, envelope)
    except dbapi2.Error:
        return True
