"""The backups this store knows: where each was written, which key opens it, when it was read.

The register is in the store, so that a backup on a disk that is away is not forgotten; the folder
they go to is a choice of this machine, kept in the profile, where it is read without any key.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.files import private_folder, read_regular, write_atomic
from pdpcli.rules.backups import SETTINGS, leaves_on
from pdpcli.store.home import installation, profile
from pdpcli.store.settings import keep_setting, numbers_chosen

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.write import Write

SUFFIX = ".sauvegarde"
#: The folders in which a restore keeps the store it replaced: each is a home of its own.
ASIDE = "avant-restauration-"
_MOST_PATH = 4096  # bytes


@dataclass(frozen=True)
class Backup:
    """One backup; ``id`` is 0 when only its folder knows it, not the register of this store.

    ``made_at`` and ``read_at`` are UTC moments (``read_at`` "" when it never was), ``here`` says
    whether ``path`` is one of this machine, ``rotated`` whether the rotation may delete it.
    """

    path: Path
    made_at: str
    size: int
    generation: int
    sha256: str = ""
    read_at: str = ""
    sound: bool = True
    rotated: bool = False
    here: bool = True
    id: int = 0

    @property
    def day(self) -> date:
        """The local day it was made."""
        return datetime.fromisoformat(self.made_at).astimezone().date()

    @property
    def there(self) -> bool | None:
        """Whether a file of its size is at its place; None when that place is not at hand."""
        if not (self.here and self.path.parent.is_dir()):
            return None
        with suppress(OSError):
            return self.path.stat().st_size == self.size
        return False


@dataclass(frozen=True)
class Made:
    """A backup that was made and read; whether the store noted it, and what was let go."""

    backup: Backup
    noted: bool
    gone: tuple[Path, ...]


def backups(db: "Connection") -> list[Backup]:
    """Every backup that was not deleted by the program, the newest first."""
    ours = installation()
    rows = db.execute("SELECT * FROM backup WHERE gone_at IS NULL ORDER BY made_at DESC, id DESC")
    return [
        Backup(
            path=Path(row["path"]),
            made_at=row["made_at"],
            size=row["size"],
            generation=row["generation"],
            sha256=row["sha256"],
            read_at=row["read_at"],
            sound=bool(row["sound"]),
            rotated=bool(row["rotated"]),
            here=row["installation"] == ours,
            id=row["id"],
        )
        for row in rows
    ]


def last_made(db: "Connection") -> str | None:
    """The UTC moment of the last backup that was good; None when there never was one."""
    row = db.execute("SELECT max(made_at) FROM backup WHERE sound").fetchone()
    return row[0] if row else None


def without_since(db: "Connection") -> str | None:
    """The UTC moment of the last backup, else of the first thing written; None in a new store."""
    row = db.execute("SELECT at FROM journal WHERE n = 1").fetchone()
    return last_made(db) or (row and str(row[0]))


@dataclass(frozen=True)
class Holding:
    """The backups that hold whoever was in the store on a day.

    ``until`` is the first day whose backup lets the rotation delete the last of those it keeps;
    None when it keeps none. ``by_hand`` are those that only she can delete, ``aside`` the stores
    that a restore replaced.
    """

    backups: tuple[Backup, ...]
    until: date | None
    by_hand: tuple[Backup, ...]
    aside: tuple[Path, ...] = ()


def oldest_holding(db: "Connection", home: Path, before: str = "9999") -> Holding:
    """What still holds somebody erased at the UTC moment ``before`` (now, unless told)."""
    held = tuple(one for one in backups(db) if one.made_at <= before and one.there is not False)
    turning = [one for one in held if one.rotated and one.here]
    chosen = settings(db)
    daily, weekly = chosen["daily"], chosen["weekly"]
    return Holding(
        backups=held,
        until=max((leaves_on(one.day, daily, weekly) for one in turning), default=None),
        by_hand=tuple(one for one in held if one not in turning),
        aside=tuple(set_aside(home)),
    )


def set_aside(home: Path) -> list[Path]:
    """The folders of the stores that restores replaced, the oldest first."""
    return sorted(one for one in home.glob(f"{ASIDE}*") if one.is_dir())


def settings(db: "Connection") -> Mapping[str, int]:
    """What was chosen for each setting of rules.backups, else its shown default, by id."""
    return numbers_chosen(db, {_key(id_): one for id_, one in SETTINGS.items()})


def choose_setting(write: "Write", id_: str, value: str) -> None:
    """Keep a choice; an empty one goes back to the shown default. Refusal, KeyError."""
    if value:
        SETTINGS[id_].parse(value)
    keep_setting(write.db, _key(id_), value)
    write.note(f"{_key(id_)} {value}")


def _key(id_: str) -> str:
    """Where a setting is kept."""
    return f"backup.set.{id_}"


def note_made(write: "Write", made: Backup) -> None:
    """Register a backup that was just made, and read entirely."""
    write.db.execute(
        """INSERT INTO backup (made_at, path, size, sha256, generation, installation, rotated,
          read_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        (made.made_at, str(made.path), made.size, made.sha256, made.generation, installation(),
         int(made.rotated), write.at),
    )  # fmt: skip


def note_known(write: "Write", known: Sequence[Backup]) -> None:
    """Register the backups that the register does not know, with what is known of each."""
    there = {one.path for one in backups(write.db)}
    write.db.executemany(
        """INSERT INTO backup (made_at, path, size, sha256, generation, installation, rotated,
          read_at, sound) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (one.made_at, str(one.path), one.size, one.sha256, one.generation, installation(),
             int(one.rotated), one.read_at, int(one.sound))
            for one in known if one.path not in there
        ],
    )  # fmt: skip


def note_read(write: "Write", path: Path, *, sound: bool) -> None:
    """What reading the file at ``path`` found, if the register knows it."""
    write.db.execute(
        """UPDATE backup SET read_at = ?, sound = ?
        WHERE path = ? AND installation = ? AND gone_at IS NULL""",
        (write.at, int(sound), str(path), installation()),
    )


def note_gone(write: "Write", ids: Sequence[int]) -> None:
    """These were deleted by the program."""
    write.db.executemany(
        "UPDATE backup SET gone_at = ? WHERE id = ?", [(write.at, one) for one in ids]
    )


def note_by_hand(write: "Write", ids: Sequence[int]) -> None:
    """The program does not delete these: only she can."""
    write.db.executemany("UPDATE backup SET rotated = 0 WHERE id = ?", [(one,) for one in ids])


def folder(home: Path) -> Path:
    """Where this machine's backups go: the folder she chose, else one beside the store."""
    with suppress(OSError, UnicodeDecodeError):
        if chosen := read_regular(_chosen(home), _MOST_PATH).decode().strip():
            return Path(chosen)
    return home / "sauvegardes"


def refuse_unwritable_name(path: Path) -> None:
    """InputRefused when the register could not write the name of ``path``."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        raise InputRefused(
            "Ce chemin porte un octet qui n'est pas un caractère : il ne peut pas être noté.",
            where=str(path),
            todo="Choisissez un autre dossier, ou un autre nom.",
        ) from None


def choose_folder(home: Path, chosen: Path | None) -> None:
    """Remember the folder, or go back to the one beside the store. CannotWrite, InputRefused."""
    path = _chosen(home)
    refuse_unwritable_name(chosen or path)
    private_folder(path.parent)
    write_atomic(path, str(chosen.absolute() if chosen else "").encode(), force=True)


def _chosen(home: Path) -> Path:
    """By store's folder: a demonstration does not go among the real backups."""
    from hashlib import sha256

    name = sha256(str(home.absolute()).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return profile() / "sauvegardes" / name
