"""Making a backup, and reading one entirely."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, gettempdir
from typing import IO, TYPE_CHECKING

from pdpcli.errors import CannotWrite, InputRefused, StoreBusy, StoreDamaged, WrongPassphrase
from pdpcli.files import (
    cannot_read,
    open_regular,
    owner_only,
    private_folder,
    write_streamed,
)
from pdpcli.store import anchor, container, conventions, journal, session_key, verify
from pdpcli.store import backup as register
from pdpcli.store import envelope as envelopes
from pdpcli.store.backup import SUFFIX, Backup, Made
from pdpcli.store.connection import connect
from pdpcli.store.container import CONVENTIONS, ENVELOPE, STORE, Header, unsound
from pdpcli.store.faults import translated
from pdpcli.workflows.backup_rotation import rotate

if TYPE_CHECKING:
    from pdpcli.store.envelope import Envelope
    from pdpcli.store.open import Store

Key = tuple[bytes, str]  # and the author whose slot gave it
_LAID = "pdp-lu-"  # where a backup is laid to be read entirely, in the system's temporary folder
_FORGOTTEN = 3600.0  # seconds after which a temporary file is that of a command that was killed


def create(store: "Store", at: datetime, target: Path | None = None) -> Made:
    """Back ``store`` up, in the folder of its backups unless ``target`` is given.

    The file has its name once it was read entirely: pages, schema, chain, rows, documents. Only
    backups of the folder are ever let go, and only after that.

    Raises:
        CannotWrite: the disk refuses, a file of that name is there. InputRefused: ``target`` is a
        file of the store. StoreBusy, StoreDamaged: the store itself, or an old copy of it; no file
        is left.
    """
    path = target or _folder(store.home) / name_of(store.store_id, at)
    register.refuse_unwritable_name(path)
    _refuse_own(store, path)
    _sweep(path.parent)
    seen: list[tuple[Header, str]] = []

    def fill(file: IO[bytes]) -> None:
        _copy(store, file, at)
        seen.append(_read_back(file, store))

    write_streamed(path, fill)
    ((header, digest),) = seen
    made = Backup(
        path.absolute(), header.made_at, header.whole, header.generation, digest,
        rotated=target is None,
    )  # fmt: skip
    try:
        with store.write("backup create") as write:
            register.note_made(write, made)
    except StoreBusy:  # this machine only reads, or another command writes on and on
        return Made(made, noted=False, gone=())
    return Made(made, noted=True, gone=tuple(rotate(store, at)))


def name_of(store_id: str, at: datetime) -> str:
    """The name of a backup: no name of anybody, its moment in it."""
    return f"pdp-{store_id[:8]}-{at.astimezone():%Y-%m-%d-%H%M%S}{SUFFIX}"


def _folder(home: Path) -> Path:
    """The folder of the backups; only the one beside the store is made when it is missing."""
    folder = register.folder(home)
    if folder.parent == home:
        return private_folder(folder)
    if not folder.is_dir():
        raise CannotWrite(
            "Le dossier des sauvegardes n'est pas là : disque ou clé USB débranchés ?",
            where=str(folder),
            todo="Branchez-le ; ou, pour cette fois : pdp sauvegarde creer --sortie DOSSIER/",
        )
    return folder


def _refuse_own(store: "Store", path: Path) -> None:
    own = (store.path, Path(f"{store.path}-journal"), store.home / envelopes.NAME)
    if path.absolute() in own or any(path.exists() and path.samefile(one)
                                     for one in own if one.exists()):  # fmt: skip
        raise InputRefused(
            "C'est un fichier du cahier lui-même ; il n'a pas été touché.",
            where=str(path),
            todo="Donnez un autre nom à --sortie.",
        )


def found_in(folder: Path) -> list[Backup]:
    """The backups that a folder holds, as they say of themselves, the newest first."""
    found = []
    for path in sorted(folder.glob(f"*{SUFFIX}"), reverse=True) if folder.is_dir() else ():
        with suppress(OSError, StoreDamaged), open_regular(path) as file:
            header = container.read_header(file)
            found.append(Backup(path, header.made_at, header.whole, header.generation))
            continue
        found.append(Backup(path, "", 0, 0, sound=False))
    return found


def _sweep(folder: Path) -> None:
    """What a killed command left half-written, once nothing can be writing it any more."""
    with suppress(OSError):
        for left in folder.glob(".pdp-*.tmp"):
            if datetime.now(UTC).timestamp() - left.stat().st_mtime > _FORGOTTEN:
                left.unlink()


def _sweep_laid() -> None:
    """Remove the encrypted copy that a reading killed half-way left behind."""
    with suppress(OSError):
        for left in Path(gettempdir()).glob(f"{_LAID}*"):
            seen = left.lstat()
            old = datetime.now(UTC).timestamp() - seen.st_mtime > _FORGOTTEN
            if old and owner_only(seen, stat.S_IFDIR):
                rmtree(left, ignore_errors=True)


def _copy(store: "Store", file: IO[bytes], at: datetime) -> None:
    """Write the container of ``store`` while nobody can write in it."""
    envelope = envelopes.load(store.home)
    if envelope.store != store.path.name:
        raise StoreBusy("Le cahier vient d'être remplacé.", todo="Recommencez.")
    own = conventions.packed(store.home / "conventions", store.key)
    kept, known = envelope.to_bytes(), anchor.remembered(store.store_id)
    # The read holds the file; it is opened once, for closing it twice would let it go (POSIX).
    with closing(store.read()) as db:
        db.execute("BEGIN")
        anchor.refuse_regression(anchor.verdict(db, known))
        head = journal.head(db)
        with open_regular(store.path) as source:
            size = os.fstat(source.fileno()).st_size
            sizes = ((ENVELOPE, len(kept)), (STORE, size), (CONVENTIONS, len(own)))
            moment = at.astimezone(UTC).isoformat(timespec="seconds")
            header = Header(store.store_id, envelope.generation, moment, head, sizes)
            container.write(file, header, ([kept], _chunks(source), [own]), store.key)


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    while chunk := source.read(container.CHUNK):
        yield chunk


def _read_back(file: IO[bytes], store: "Store") -> tuple[Header, str]:
    header = container.read_header(file)
    digest = container.check_digest(file, header)
    _read_store(file, header, envelope_in(file, header), store.key)
    return header, digest


def envelope_in(file: IO[bytes], header: Header) -> "Envelope":
    """The envelope that a backup holds, which is that of its store. StoreDamaged."""
    if header.place(ENVELOPE)[1] > envelopes.MOST_BYTES:
        raise unsound("son enveloppe n'en est pas une")
    try:
        envelope = envelopes.parse(container.part(file, header, ENVELOPE))
    except StoreDamaged:
        raise unsound("son enveloppe ne se lit pas") from None
    if (envelope.store_id, envelope.generation) != (header.store_id, header.generation):
        raise unsound("son enveloppe est celle d'un autre cahier")
    return envelope


def _read_store(file: IO[bytes], header: Header, envelope: "Envelope", key: bytes) -> None:
    """Read entirely the store of a backup, laid for a moment in a folder of our own."""
    _sweep_laid()
    with TemporaryDirectory(prefix=_LAID) as place:
        laid = Path(place, "cahier")
        lay(file, header, key, laid)
        check_laid(laid, header, envelope, key)
        conventions.unpacked(container.part(file, header, CONVENTIONS), key)


def lay(file: IO[bytes], header: Header, key: bytes, path: Path) -> None:
    """Write the store of a backup, still encrypted, at ``path``. CannotWrite, StoreDamaged."""
    write_streamed(path, lambda target: container.copy_store(file, header, key, target))


def check_laid(path: Path, header: Header, envelope: "Envelope", key: bytes) -> None:
    """Read entirely the store laid at ``path``. StoreDamaged, saying what is wrong."""
    from sqlcipher3 import dbapi2

    try:
        with closing(connect(path, key, envelope.salt, mode="ro", busy_ms=0)) as db:
            wrong = list(verify.problems(db))
            if journal.head(db) != header.head:
                wrong.append("son journal n'est pas celui qu'elle annonce")
    except (StoreDamaged, dbapi2.Error) as error:
        if not isinstance(told := translated(error), StoreDamaged):
            raise told or error from error
        wrong = ["le cahier qu'elle contient ne s'ouvre pas"]
    if wrong:
        raise unsound(" ; ".join(wrong))


def verify_file(home: Path, path: Path, secret: Callable[[], str]) -> tuple[Header, str]:
    """Read a backup entirely: what it says of itself, its SHA-256.

    Raises:
        StoreDamaged: what is wrong. CannotWrite: it does not read. WrongPassphrase.
    """
    try:
        with open_regular(path) as file:
            header = container.read_header(file)
            digest = container.check_digest(file, header)
            envelope = envelope_in(file, header)
            _read_store(file, header, envelope, key_of(home, envelope, secret)[0])
    except OSError as error:
        raise cannot_read(path, error) from error
    return header, digest


def key_of(home: Path, envelope: "Envelope", secret: Callable[[], str]) -> Key:
    """The key of a backup: the session's when it is the same, else by the passphrase of then."""
    from pdpcli.store.vault import unwrap

    with suppress(Exception):  # whatever is wrong with the store, the backup is not
        ours = envelopes.load(home)
        if identity(ours) == identity(envelope):
            kept = session_key.kept(ours.store_id, ours.generation)
            if kept is not None:
                return kept
    try:
        return unwrap(envelope, secret())
    except WrongPassphrase as error:
        error.todo += (
            "\nUne sauvegarde s'ouvre avec la phrase de passe, ou la clé de secours, du jour où"
            " elle a été faite."
        )
        raise


def identity(envelope: "Envelope") -> tuple[str, int, bytes]:
    """What tells one key of a store from another."""
    return envelope.store_id, envelope.generation, envelope.salt
