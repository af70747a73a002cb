"""Putting a backup in the place of the store: read entirely first, one rename, the rest aside."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from pdpcli.errors import CannotWrite, InputRefused, PdpError, StoreBusy
from pdpcli.files import cannot_read, move, open_regular, private_folder
from pdpcli.store import anchor, container, conventions, journal, migrations, session_key
from pdpcli.store import backup as register
from pdpcli.store import envelope as envelopes
from pdpcli.store.backup import ASIDE, Backup
from pdpcli.store.connection import connect
from pdpcli.store.container import CONVENTIONS
from pdpcli.store.loss import loss
from pdpcli.store.open import Store, opened
from pdpcli.store.place import refuse_unsafe_place
from pdpcli.store.replaced import Ready, Restored, held, keep_envelope, set_aside
from pdpcli.store.settings import writes_here
from pdpcli.workflows.backup import (
    check_laid,
    envelope_in,
    found_in,
    identity,
    key_of,
    lay,
)

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.envelope import Envelope

_WINDOWS = os.name == "nt"
_LAID = ".restauration"  # beside the store, and no store: the envelope names none that ends so


@contextmanager
def prepared(home: Path, path: Path, secret: Callable[[], str], at: datetime) -> Iterator[Ready]:
    """Read a backup entirely and lay it beside the store; without a restore, nothing is left.

    Raises:
        StoreDamaged: the backup. InputRefused: it is of another store. WrongPassphrase,
        CannotWrite. StoreBusy: it was made by a newer program. The store is not touched.
    """
    refuse_unsafe_place(home)
    private_folder(home)
    _sweep(home)
    try:
        with open_regular(path) as file:
            header = container.read_header(file)
            container.check_digest(file, header)
            envelope = envelope_in(file, header)
            _refuse_other(home, envelope)
            key, author = key_of(home, envelope, secret)
            store = _as_it_will_be(home, envelope, key, author, at)
            laid = store.path.with_suffix(_LAID)
            lay(file, header, key, laid)
            own = container.part(file, header, CONVENTIONS)
    except OSError as error:
        raise cannot_read(path, error) from error
    try:
        check_laid(laid, header, envelope, key)
        conventions.unpacked(own, key)
        named = replace(envelope, store=store.path.name)
        current = _current(home, envelope, store, secret)
        with closing(_opened(laid, store, "ro")) as db:
            _refuse_newer(db)
            lost = loss(db, current)
        known = _known(home, current, Backup(path.absolute(), header.made_at, header.whole,
                                             header.generation))  # fmt: skip
        yield Ready(home, header, named, store, laid, lost, current, own, known)
    finally:
        _forget(laid)


def restore(ready: Ready, at: datetime) -> Restored:
    """Put it in place: one rename, that of the envelope.

    Cut before, the former store is there; after, the restored one; never between.

    Raises:
        StoreBusy: a command writes in the current store. CannotWrite. Nothing is changed then.
    """
    store, home = ready.store, ready.home
    aside = home / f"{ASIDE}{at.astimezone():%Y-%m-%d-%H%M%S}-{token_hex(2)}"
    with held(ready.current):
        head, reads_only = _open_epoch(ready, at)
        _commit(ready, aside)
        left = [] if _WINDOWS else set_aside(home, store.path, aside)
    if _WINDOWS:  # a file that is held cannot be moved there
        left = set_aside(home, store.path, aside)
    anchor.remember(store.store_id, head)
    if ready.current is None or ready.current.key != store.key:
        with suppress(CannotWrite):
            session_key.forget(store.store_id)
    with suppress(PdpError), store.write(anchor.BACKUP_RESTORE) as write:  # not where it only reads
        register.note_known(write, ready.known)
    back: list[str] = []
    try:
        files = conventions.unpacked(ready.own, store.key)
        back = conventions.put_back(home / "conventions", files)
    except CannotWrite:  # the store is restored; these are said to be missing
        left.append(home / "conventions")
    return Restored(store, aside if aside.is_dir() else None, back, left, reads_only)


def _sweep(home: Path) -> None:
    """What a restore that was cut left: it never was the store."""
    for left in home.glob(f"*{_LAID}*"):
        _forget(left)


def _forget(laid: Path) -> None:
    for path in (laid, Path(f"{laid}-journal")):
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _refuse_other(home: Path, envelope: "Envelope") -> None:
    """InputRefused when the store that is there is not the one of the backup."""
    try:
        ours = envelopes.load(home)
    except PdpError:  # none, or it does not read: nothing to confuse it with
        return
    if ours.store_id != envelope.store_id:
        raise InputRefused(
            "Cette sauvegarde est celle d'un autre cahier ; rien n'a été touché.",
            where=str(home),
            todo="Pour l'ouvrir à côté de celui-ci, donnez à PDP_HOME un autre dossier.",
        )


def _as_it_will_be(
    home: Path, envelope: "Envelope", key: bytes, author: str, at: datetime
) -> Store:
    stamp = f"{at.astimezone(UTC):%Y%m%d%H%M%S}-{token_hex(2)}"
    name = f"dossiers-{envelope.store_id[:8]}-{envelope.generation}-{stamp}"
    return opened(home, replace(envelope, store=name + envelopes.STORE_SUFFIX), key, author)


def _current(
    home: Path, backed_up: "Envelope", store: Store, secret: Callable[[], str]
) -> Store | None:
    """The store that is there, if it opens with what is known; its loss can then be told."""
    try:
        ours = envelopes.load(home)
        if identity(ours) == identity(backed_up):
            return opened(home, ours, store.key, store.author)
        return opened(home, ours, *key_of(home, ours, secret))
    except PdpError:  # another passphrase, an envelope that does not read
        return None


def _known(home: Path, current: Store | None, restored: Backup) -> tuple[Backup, ...]:
    """The backups that the restored store will not know by itself: they were made since."""
    folder = register.folder(home)
    noted: list[Backup] = []
    if current is not None:
        with suppress(PdpError), closing(current.read()) as db:
            noted = [one for one in register.backups(db) if one.here]
    found = {one.path: one for one in (*found_in(folder), restored) if one.made_at}
    found |= {one.path: one for one in noted}
    return tuple(replace(one, rotated=one.rotated or one.path.parent == folder)
                 for one in found.values())  # fmt: skip


def _opened(laid: Path, store: Store, mode: str) -> "Connection":
    return connect(laid, store.key, store.salt, mode=mode, busy_ms=0)


def _refuse_newer(db: "Connection") -> None:
    if migrations.version(db) > len(migrations.steps()):
        raise StoreBusy(
            "Cette sauvegarde a été faite par une version plus récente de pdp.",
            todo="Mettez pdp à jour sur ce poste. Rien n'a été touché.",
        )


def _commit(ready: Ready, aside: Path) -> None:
    """Name the store laid, then rename its envelope into place; refused, all is as before."""
    home, path = ready.home, ready.store.path
    try:
        keep_envelope(home, aside)
        move(ready.laid, path)
        envelopes.keep_copy(ready.envelope)
        envelopes.save(home, ready.envelope)
    except BaseException:
        with suppress(PdpError):
            if envelopes.load(home).store != path.name:
                path.unlink(missing_ok=True)
                shutil.rmtree(aside, ignore_errors=True)
        raise


def _open_epoch(ready: Ready, at: datetime) -> tuple[journal.Head, bool]:
    """Journal the restore in what will be the store; its head, whether another machine writes."""
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    entry = journal.Entry(moment, ready.store.author, anchor.BACKUP_RESTORE, "")
    with closing(_opened(ready.laid, ready.store, "rw")) as db:
        db.execute("BEGIN IMMEDIATE")
        last = journal.head(db)
        known = anchor.remembered(ready.store.store_id)
        epoch = max(last.epoch, known.epoch if known else 0, ready.loss.epoch) + 1
        chain = journal.Chain(db, entry, journal.Head(epoch, last.n, last.hash))
        chain.extend("", iter([(f"restore: {ready.header.made_at}", "")]))
        ours = writes_here(db)
        db.execute("COMMIT")
    Path(f"{ready.laid}-journal").unlink(missing_ok=True)
    return chain.last, not ours
