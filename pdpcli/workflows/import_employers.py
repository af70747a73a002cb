"""The service's list of adhérents taken into the directory: all of it, or nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from pdpcli.errors import InputRefused, Problem
from pdpcli.rules.identifiers import postcode_of
from pdpcli.rules.names import fold
from pdpcli.tabular.table import Row
from pdpcli.workflows.columns import Columns
from pdpcli.workflows.employer_row import Line, read_line

if TYPE_CHECKING:
    from pdpcli.store.open import Write

_SHOWN = 20  # changes shown
_TOLD = 200  # refusals said one by one
_COLUMNS = ("name", "siret", "naf", "naf_version", "size", "member", "address", "phone",
            "occupational_doctor")  # fmt: skip
_COUNTED = {"naf", "naf_version", "size"}  # what the snapshots of acts are made of


@dataclass(frozen=True)
class Change:
    """A line that changes an employer: its number, and each column with what it was and becomes.

    ``doubtful``: the name alone says that it is the same.
    """

    line: int
    employer: int
    name: str
    changes: dict[str, tuple[Any, Any]]
    doubtful: bool


@dataclass
class Review:
    """What a list adds, changes and leaves; the first changes in full."""

    added: int = 0
    changed: int = 0
    same: int = 0
    doubtful: int = 0
    shown: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: int = 0

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Keep the first refusals, count them all."""
        for one in problems:
            self.refused += 1
            if len(self.problems) < _TOLD:
                self.problems.append(one)

    def told(self, change: Change) -> None:
        """Count a change, or a line that says what is known already."""
        self.doubtful += change.doubtful
        if not change.changes:
            self.same += 1
            return
        self.changed += 1
        if len(self.shown) < _SHOWN:
            self.shown.append(change)


@dataclass(frozen=True)
class Found:
    """What one line comes to: a new employer, or a change of one."""

    line: Line
    change: Change | None


@dataclass(frozen=True)
class _Held:
    id: int
    siret: str
    postcode: str


class Directory:
    """The employers that are known, by SIRET and by name, and the lines already seen."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._by_siret: dict[str, int] = {}
        self._by_name: dict[str, list[_Held]] = {}
        self._seen: dict[object, int] = {}
        for row in db.execute("SELECT id, folded, siret, address FROM employer"):
            held = _Held(row["id"], row["siret"] or "", postcode_of(row["address"] or "") or "")
            self._by_name.setdefault(row["folded"], []).append(held)
            if held.siret:
                self._by_siret[held.siret] = held.id

    def found(self, number: int, line: Line) -> Found | Problem:
        """What the line ``number`` comes to, or why it cannot be told."""
        place, siret = f"ligne {number}", line.said.get("siret", "")
        name = fold(line.said["name"])
        known, doubtful = self._by_siret.get(siret), False
        if known is None:
            alike = self._alike(name, siret, line.postcode)
            sure = [one for one in alike if line.postcode and one.postcode == line.postcode]
            if len(sure or alike) > 1:
                return Problem(
                    place, "plusieurs entreprises déjà notées ont ce nom : donnez le SIRET."
                )
            known = (sure or alike)[0].id if alike else None
            doubtful = known is not None and not sure
        key = known or siret or (name, line.postcode)
        if key in self._seen:
            return Problem(place, f"la même entreprise que la ligne {self._seen[key]}.")
        self._seen[key] = number
        return Found(line, self._change(number, known, line, doubtful=doubtful) if known else None)

    def _alike(self, name: str, siret: str, postcode: str) -> list[_Held]:
        """Of that name, and nothing says it is another: neither SIRET nor postcode."""
        return [
            one
            for one in self._by_name.get(name, ())
            if not (siret and one.siret) and not (postcode and one.postcode not in {"", postcode})
        ]

    def _change(self, number: int, known: int, line: Line, *, doubtful: bool) -> Change:
        columns = ", ".join(_COLUMNS)
        held = self._db.execute(f"SELECT {columns} FROM employer WHERE id = ?", (known,)).fetchone()
        changes = {
            column: (held[column], value)
            for column, value in line.said.items()
            if held[column] != value
        }
        if "naf" not in changes and held["naf_version"]:
            changes.pop("naf_version", None)  # the file does not say of which NAF its codes are
        return Change(number, known, held["name"], changes, doubtful)


def review(
    db: Connection, rows: Iterable[Row], columns: Columns, naf_version: str = "rev2"
) -> Review:
    """What the list would do, nothing being written."""
    seen = Review()
    for _ in _walk(db, rows, columns, naf_version, seen):
        pass
    return seen


def take(
    write: "Write", rows: Iterable[Row], columns: Columns, naf_version: str = "rev2"
) -> Review:
    """Write what the list says; the acts of the situations concerned follow.

    Raises:
        InputRefused: a line is refused: nothing at all is written.
    """
    from pdpcli.store.snapshots import refresh_employer

    seen, counted = Review(), []
    for found in _walk(write.db, rows, columns, naf_version, seen):
        if found.change is None:
            _insert(write.db, found.line.said)
        elif found.change.changes:
            _update(write.db, found.change)
            if _COUNTED & found.change.changes.keys():
                counted.append(found.change.employer)
    refuse(seen)
    for employer in counted:
        refresh_employer(write.db, employer)
    return seen


def refuse(seen: Review) -> None:
    """InputRefused when a line was refused: each of the first ones, and how many there are."""
    if not seen.refused:
        return
    more = seen.refused - len(seen.problems)
    raise InputRefused(
        f"Rien n'a été repris : {seen.refused} case{'s' * (seen.refused > 1)} à corriger.",
        problems=[*seen.problems, *([Problem("", f"… et {more} autres.")] if more else [])],
        todo='Corrigez le fichier, ou laissez la colonne : --colonne "TITRE=rien"',
    )


def _walk(
    db: Connection, rows: Iterable[Row], columns: Columns, naf_version: str, seen: Review
) -> Iterator[Found]:
    """Each line that is sound; the others are counted in ``seen``."""
    directory = Directory(db)
    for number, cells in rows:
        line = read_line(number, cells, columns)
        if line.problems:
            seen.refuse(line.problems)
            continue
        if "naf" in line.said:
            line.said["naf_version"] = naf_version
        found = directory.found(number, line)
        if isinstance(found, Problem):
            seen.refuse([found])
            continue
        if found.change is None:
            seen.added += 1
        else:
            seen.told(found.change)
        yield found


def _insert(db: Connection, said: dict[str, Any]) -> None:
    values = {**dict.fromkeys(_COLUMNS), **said, "folded": fold(said["name"])}
    db.execute(
        f"""INSERT INTO employer ({", ".join(values)})
        VALUES ({", ".join(f":{column}" for column in values)})""",
        values,
    )


def _update(db: Connection, change: Change) -> None:
    values = {column: after for column, (_, after) in change.changes.items()}
    if "name" in values:
        values["folded"] = fold(values["name"])
    columns = ", ".join(f"{column} = :{column}" for column in values)
    db.execute(f"UPDATE employer SET {columns} WHERE id = :id", {**values, "id": change.employer})
