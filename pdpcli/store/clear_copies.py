"""The files in clear that were written for a fiche, to be deleted once it has left, as SQL."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.files import read_regular

if TYPE_CHECKING:
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Write

_MOST = 200_000_000  # bytes: what is bigger is not a file of ours


@dataclass(frozen=True)
class ClearCopy:
    """A file of ours in clear: where it was written, and the SHA-256 it then had."""

    id: int
    path: Path
    sha256: str

    @property
    def still_there(self) -> bool:
        """Whether that very file is still there: neither a link to it nor one that replaced it."""
        with suppress(OSError):
            if not self.path.is_symlink():
                return hashlib.sha256(read_regular(self.path, _MOST)).hexdigest() == self.sha256
        return False


def remember_clear(write: "Write", liaison: "LiaisonRow", path: Path, content: bytes) -> None:
    """Remember that ``content`` is about to be written in clear at ``path``."""
    remember_naming(write, (liaison.case.ref, liaison.number), path, content)


def remember_naming(write: "Write", fiche: tuple[str, int], path: Path, content: bytes) -> None:
    """The same of a document that names the person of a situation; fiche 0 when it is of none."""
    write.db.execute(
        """INSERT INTO clear_copy (case_ref, liaison_number, path, sha256, written_at)
        VALUES (?, ?, ?, ?, ?)""",
        (
            *fiche,
            str(path.absolute()),
            hashlib.sha256(content).hexdigest(),
            write.at,
        ),
    )


def clear_copies(db: Connection, case_ref: str, number: int) -> list[ClearCopy]:
    """The copies of a fiche that are still there as they were written, each place once."""
    rows = db.execute(
        """SELECT max(id) AS id, path, sha256 FROM clear_copy
        WHERE case_ref = ? AND liaison_number = ? GROUP BY path, sha256 ORDER BY id""",
        (case_ref, number),
    )
    found = (ClearCopy(row["id"], Path(row["path"]), row["sha256"]) for row in rows)
    return [one for one in found if one.still_there]


def forget_clear(write: "Write", path: Path) -> None:
    """The file is deleted: its place is not kept."""
    write.db.execute("DELETE FROM clear_copy WHERE path = ?", (str(path),))
