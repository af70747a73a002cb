"""A new data key: the whole store in a new file, then one rename, that of the envelope.

Cut before it, the old store is there with its passphrases; after it, the new one; never between.
Only a passphrase that is typed can wrap the new key: a colleague who is away is given a slot again
when she is back.
"""

from collections.abc import Mapping
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_bytes, token_hex
from typing import TYPE_CHECKING

from pdpcli.errors import CannotWrite, StoreBusy
from pdpcli.files import move, writable
from pdpcli.store import anchor, cut_rotation, journal, rekey, session_key
from pdpcli.store import envelope as envelopes
from pdpcli.store.backup import Backup, backups, set_aside
from pdpcli.store.open import Store, opened
from pdpcli.store.slots import journaled
from pdpcli.store.write import alone
from pdpcli.workflows.keys import keep_recovery_key
from pdpcli.workflows.slots import refuse_recovery

if TYPE_CHECKING:
    from pdpcli.store.envelope import Envelope, Kdf


@dataclass(frozen=True)
class Rotated:
    """The store under its new key; who has to be given a passphrase again.

    ``left`` are files of the old key that could not be deleted, ``backups`` and ``aside`` what the
    old passphrases still open.
    """

    store: Store
    absent: tuple[str, ...]
    left: tuple[Path, ...]
    backups: tuple[Backup, ...]
    aside: tuple[Path, ...]


@dataclass(frozen=True)
class Secrets:
    """What the new envelope opens with: a passphrase an author, the recovery key, their cost."""

    passphrases: Mapping[str, str] = field(repr=False)
    recovery_key: str = field(repr=False)
    kdf: "Kdf | None" = None
    key_file: Path | None = None


def rotate(store: Store, secrets: Secrets) -> Rotated:
    """Renew the data key of ``store``, which was opened anew by one of ``secrets``.

    ``secrets.key_file`` receives the recovery key, owner-only.

    Raises:
        InputRefused: opened with the recovery key.
        StoreBusy, CannotWrite, StoreDamaged: nothing is changed then.
    """
    refuse_recovery(store)
    if secrets.key_file:
        writable(secrets.key_file)
    before = envelopes.load(store.home)
    key = token_bytes(32)
    after = _renewed(before, key, secrets)
    new = opened(store.home, after, key, store.author)
    with ExitStack() as undo:
        with alone(store):
            _refuse_changed(store, before)
            head = _written(undo, store, new, after)
            _commit(undo, new, after, secrets)
        undo.pop_all()
    return _ended(store, new, head, before)


def _refuse_changed(store: Store, before: "Envelope") -> None:
    """StoreBusy when a passphrase was given or taken away while the others were typed."""
    if envelopes.load(store.home) != before:
        raise StoreBusy(
            "Une phrase de passe vient d'être changée par une autre commande.",
            todo="Recommencez : rien n'est écrit.",
        )


def _renewed(before: "Envelope", key: bytes, secrets: Secrets) -> "Envelope":
    """The envelope of the next generation, with the slots of those whose passphrase is known."""
    from pdpcli.store.cost import measured
    from pdpcli.store.slots import Holder, given, recovery

    generation, today = before.generation + 1, datetime.now(UTC).date().isoformat()
    name = f"dossiers-{before.store_id[:8]}-{generation}-{token_hex(2)}{envelopes.STORE_SUFFIX}"
    after = replace(before, store=name, salt=token_bytes(16), generation=generation)
    cost = secrets.kdf or measured()
    slots = tuple(
        given(after, key, Holder(slot.author, secrets.passphrases[slot.author], cost), today)
        for slot in before.slots
        if slot.author in secrets.passphrases
    )
    return replace(after, slots=slots, recovery=recovery(after, key, secrets.recovery_key, today))


def _written(undo: ExitStack, store: Store, new: Store, after: "Envelope") -> journal.Head:
    """Everything in a file that is nothing yet; what a rotation that was cut left is deleted."""
    begun = replace(new, path=new.path.with_suffix(envelopes.UNFINISHED_SUFFIX))
    cut_rotation.sweep_begun(store)
    cut_rotation.begin(store, new.path.name)
    beside = begun.path.with_name(f"{begun.path.name}-journal")
    undo.callback(_undone, new, (begun.path, beside, new.path))
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    entry = journal.Entry(at, store.author, cut_rotation.ACTION, "")
    head = rekey.rewritten(store, begun, entry, journaled(after, store.author))
    beside.unlink(missing_ok=True)  # empty
    move(begun.path, new.path)
    return head


def _commit(undo: ExitStack, new: Store, after: "Envelope", secrets: Secrets) -> None:
    """Keep the recovery key, then rename the envelope into place."""
    if secrets.key_file:
        keep_recovery_key(secrets.key_file, secrets.recovery_key)
        undo.callback(_undone, new, (secrets.key_file,))
    try:
        envelopes.save(new.home, after)
    except CannotWrite:
        if envelopes.replaced(new.home, new.path):
            raise


def _ended(store: Store, new: Store, head: journal.Head, before: "Envelope") -> Rotated:
    """What follows from the rename; a part that fails does not undo it."""
    after = envelopes.load(new.home)
    with suppress(CannotWrite):  # `pdp check` makes it again
        envelopes.keep_copy(after)
    with suppress(CannotWrite):
        session_key.forget(new.store_id)
    anchor.remember(new.store_id, head)
    cut_rotation.ended(new)
    with closing(new.read()) as db:
        known = tuple(one for one in backups(db) if one.there is not False)
    return Rotated(
        store=new,
        absent=tuple(slot.author for slot in before.slots if not after.slot_of(slot.author)),
        left=tuple(cut_rotation.deleted(store.path)),
        backups=known,
        aside=tuple(set_aside(new.home)),
    )


def _undone(new: Store, paths: tuple[Path, ...]) -> None:
    """Delete ``paths`` once it is sure that the envelope names another store."""
    for path in paths if envelopes.replaced(new.home, new.path) else ():
        path.unlink(missing_ok=True)
