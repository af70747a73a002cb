"""A table of situations taken into the store: all of it, or nothing.

Trying and taking are one walk: a trial is rolled back by the caller.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from pdpcli.errors import InputRefused, Problem
from pdpcli.rules.names import fold
from pdpcli.tabular.table import Row
from pdpcli.workflows.bulk_cases import BulkCases
from pdpcli.workflows.case_row import Line, Reader

if TYPE_CHECKING:
    from pdpcli.store.open import Write

_TOLD = 200  # refusals said one by one
_SHOWN = 20  # duplicates shown
_EVERY = 500
_SAME_NAME = """SELECT coalesce(same_as, id) AS id, born_on, nir, died_on IS NOT NULL AS dead
    FROM person WHERE folded = ?"""
_SAME_NIR = """SELECT coalesce(same_as, id) AS id, folded, born_on, died_on IS NOT NULL AS dead
    FROM person WHERE nir = ?"""
_SAME_CASE = """SELECT 1 FROM case_file WHERE opened_on = :on AND person_id IN
    (SELECT :person UNION ALL SELECT id FROM person WHERE same_as = :person)"""
Told = Callable[[int, int], None]


@dataclass
class Review:
    """What a table adds and leaves, its duplicates (line, what), its refusals."""

    added: int = 0
    attached: int = 0
    skipped: int = 0
    aside: int = 0
    duplicates: int = 0
    shown: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: int = 0
    first: str = ""
    last: str = ""

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Keep the first refusals, count them all."""
        for one in problems:
            self.refused += 1
            if len(self.problems) < _TOLD:
                self.problems.append(one)

    def doubt(self, number: int, what: str) -> None:
        """Count a duplicate, show the first ones."""
        self.duplicates += 1
        if len(self.shown) < _SHOWN:
            self.shown.append(Problem(f"ligne {number}", what))


@dataclass(frozen=True)
class Seen:
    """Who a line is about: a person of the store or of the table; ``doubt`` is to be decided."""

    person: int | None = None
    doubt: str = ""
    same: bool = False
    refusal: str = ""


def take(
    write: "Write", rows: Iterable[Row], reader: Reader, duplicates: str, told: Told
) -> Review:
    """Write what the table says; the review tells what was done, refused, or is to be decided.

    ``duplicates`` is what is done of a line about somebody known: refuse, attach or skip.
    Nothing of it stays if the caller does not let the write end.
    """
    seen, put, people = Review(), BulkCases(write), People(write.db)
    for count, (number, cells) in enumerate(rows, start=1):
        line = reader.read(number, cells)
        problems = [*line.problems, *_unknown_body(write.db, line)]
        if problems:
            seen.refuse(problems)
        else:
            _put(line, people, put, seen, duplicates)
        if count % _EVERY == 0:
            told(count, 0)
    put.close()
    return seen


def refuse(seen: Review, duplicates: str) -> None:
    """InputRefused when a line was refused, or a duplicate is to be decided."""
    if seen.refused:
        more = seen.refused - len(seen.problems)
        raise InputRefused(
            f"Rien n'a été repris : {seen.refused} case{'s' * (seen.refused > 1)} à corriger.",
            problems=[*seen.problems, *([Problem("", f"… et {more} autres.")] if more else [])],
            todo='Corrigez le fichier,\nou laissez la colonne : --colonne "TITRE=rien",\n'
            'ou dites ce que la case veut dire : --valeur "CHAMP:CASE=réponse"',
        )
    if seen.duplicates and duplicates == "refuse":
        more = seen.duplicates - len(seen.shown)
        raise InputRefused(
            f"Rien n'a été repris : {seen.duplicates} lignes disent peut-être du déjà connu.",
            problems=[*seen.shown, *([Problem("", f"… et {more} autres.")] if more else [])],
            todo="Les rattacher à qui est connu, sans redoubler une situation :"
            " --doublons rattacher\nLaisser ces lignes : --doublons laisser",
        )


def _put(line: Line, people: "People", put: BulkCases, seen: Review, duplicates: str) -> None:
    found = people.of(line)
    if found.refusal:
        seen.refuse([Problem(f"ligne {line.number}", found.refusal)])
        return
    if found.doubt:
        seen.doubt(line.number, found.doubt)
    if found.same or (found.doubt and duplicates == "skip"):
        seen.skipped += 1
        return
    ref = put.put(line, found.person)
    seen.added += 1
    seen.aside += line.aside
    seen.attached += bool(found.doubt)
    seen.first, seen.last = seen.first or ref, ref


def _unknown_body(db: Connection, line: Line) -> list[Problem]:
    body = line.values.get("origine_organisme")
    if body and not db.execute("SELECT 1 FROM body WHERE id = ?", (body,)).fetchone():
        why = "organisme inconnu ; les connus : pdp partenaire liste."
        return [Problem(f"ligne {line.number}, Organisme", why)]
    return []


class People:
    """Who is known already: before this table, or by a line above."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._before = int(db.execute("SELECT coalesce(max(id), 0) FROM person").fetchone()[0])

    def of(self, line: Line) -> Seen:
        """Who ``line`` is about: by her number, else by her name and her day of birth."""
        said, born = line.values, line.values.get("naissance")
        folded = fold(f"{said['nom']} {said['prenom']}")
        day = born.isoformat() if isinstance(born, date) else None
        if nir := said.get("nir"):
            row = self._db.execute(_SAME_NIR, (nir,)).fetchone()
            if row is not None:
                return self._by_nir(line, row, folded, day)
        rows = self._db.execute(_SAME_NAME, (folded,)).fetchall()
        alike = [
            row
            for row in rows
            if (not (day and row["born_on"]) or row["born_on"] == day) and not (nir and row["nir"])
        ]
        sure = {row["id"]: row for row in alike if day and row["born_on"] == day}
        found = sure or {row["id"]: row for row in alike}
        if len(found) > 1:
            return Seen(refusal="plusieurs personnes connues ont ce nom : dites la naissance.")
        return self._known(line, *found.values(), sure=bool(sure)) if found else Seen()

    def _by_nir(self, line: Line, row: Any, folded: str, day: str | None) -> Seen:  # noqa: ANN401 - a row
        if row["folded"] != folded or (day and row["born_on"] and row["born_on"] != day):
            return Seen(refusal="ce numéro de sécurité sociale est celui de quelqu'un d'autre.")
        return self._known(line, row, sure=True)

    def _known(self, line: Line, row: Any, *, sure: bool) -> Seen:  # noqa: ANN401 - a row
        if row["dead"]:
            return Seen(
                refusal="le décès de cette personne est noté : aucune situation ne s'ouvre."
            )
        ours, on = row["id"] > self._before, line.values["date_signalement"]
        if self._db.execute(_SAME_CASE, {"person": row["id"], "on": str(on)}).fetchone():
            what = (
                "la même qu'une ligne au-dessus" if ours else "cette situation est déjà au cahier"
            )
            return Seen(row["id"], f"{what} (même personne, même jour).", same=True)
        if sure:
            return Seen(row["id"], "" if ours else "cette personne est déjà au cahier.")
        where = "une ligne au-dessus" if ours else "quelqu'un du cahier"
        return Seen(row["id"], f"le même nom que {where}, sans naissance pour les distinguer.")
