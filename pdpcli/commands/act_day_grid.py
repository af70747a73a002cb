"""The grid at the terminal: a line an act, told back at once, kept to be put right."""

import re
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.commands.asker import Terminal, terminal
from pdpcli.commands.clock import today
from pdpcli.commands.output import note
from pdpcli.errors import InputRefused, Interrupted, Refusal
from pdpcli.rules.dates import french_long
from pdpcli.store.drafts import Draft, drafts
from pdpcli.workflows.act_day import DRAFT, Placed, already, known_case
from pdpcli.workflows.act_line import read_line

if TYPE_CHECKING:
    from pdpcli.store.open import Store

_REMOVED = re.compile(r"- ?([0-9]{1,3})")
_HEAD = """ACTES DU {day:<39}tout est gardé à chaque ligne
RÉF ACTE, détails   vide : enregistrer   -2 : ôter la ligne   fin : suspendre
42 entretien, téléphone · 26-42 issue maintien au poste · 42 PMSMP, 10 jours"""


@dataclass
class Grid:
    """The day, its lines as typed and as read, and the draft that keeps them."""

    on: date
    draft: Draft
    texts: list[str] = field(default_factory=list)
    lines: list[Placed] = field(default_factory=list)


def asked(store: "Store", on: date | None) -> Grid:
    """The acts typed for a day, confirmed.

    Raises:
        InputRefused: no terminal; nothing typed.
        Interrupted: she left; the lines are kept for the next time.
    """
    asker = terminal(
        InputRefused(
            "Il n'y a pas de terminal où taper les actes.",
            todo="--fichier FICHIER (CSV : situation ; acte ; détails, ou TOML)",
        )
    )
    try:
        return _typed(store, asker, on)
    except KeyboardInterrupt:
        raise Interrupted("Suspendu : ce qui est tapé se retrouve avec pdp acte journee.") from None


def _typed(store: "Store", asker: Terminal, on: date | None) -> Grid:
    grid = _begun(store, asker, on)
    note(_HEAD.format(day=french_long(grid.on).upper()))
    texts, grid.texts = grid.texts, []
    for text in texts:
        if not _take(store, grid, text):
            note(f"   laissée de côté : {text}")
    typed = ""
    while True:
        typed = asker.line(f"{len(grid.lines) + 1}.", typed)
        if typed.strip().casefold() == "fin":
            raise KeyboardInterrupt
        if not typed.strip():
            if _confirmed(asker, grid):
                return grid
            continue
        if found := _REMOVED.fullmatch(typed.strip()):
            _remove(store, grid, int(found[1]))
            typed = ""
            continue
        typed = "" if _take(store, grid, typed) else typed


def _begun(store: "Store", asker: Terminal, on: date | None) -> Grid:
    """A new grid, or the one that was suspended."""
    with closing(store.read()) as db:
        kept = drafts(db, DRAFT)
    for draft in kept:
        day, texts = date.fromisoformat(draft.answers["on"]), list(draft.answers["lines"])
        if on in (None, day) and texts:
            many = f"{len(texts)} ligne{'s' * (len(texts) > 1)} suspendue{'s' * (len(texts) > 1)}"
            if asker.confirm(f"Reprendre {many}, {french_long(day)} ?"):
                return Grid(day, draft, texts)
    return Grid(on or today(), Draft(DRAFT, {}))


def _take(store: "Store", grid: Grid, text: str) -> bool:
    """Whether the line is read; it is told back, and kept. What is wrong is said."""
    try:
        line = read_line(text, today())
        with closing(store.read()) as db:
            row = known_case(db, line, grid.on, today())
            twice = already(db, row, line, grid.on)
            who = _name(db, row.id)
    except Refusal as refusal:
        note(f"   {refusal.reason}")
        return False
    except InputRefused as refused:
        note(f"   {refused.what} {refused.todo}".rstrip())
        return False
    twice = twice or any(one.line == line for one in grid.lines)
    grid.lines.append(Placed(f"ligne {len(grid.lines) + 1}", line))
    grid.texts.append(f"{row.ref}{text.strip().removeprefix(line.ref)}")  # 42 is of this year only
    grid.draft.keep(store, {"on": grid.on.isoformat(), "lines": grid.texts})
    note(f"   {row.ref} {who} : {line.label}{'   (déjà noté ce jour-là)' if twice else ''}")
    return True


def _remove(store: "Store", grid: Grid, rank: int) -> None:
    """Take a line away; the others keep their order."""
    if not 1 <= rank <= len(grid.lines):
        note("   il n'y a pas de ligne de ce numéro.")
        return
    gone = grid.lines.pop(rank - 1)
    del grid.texts[rank - 1]
    grid.draft.keep(store, {"on": grid.on.isoformat(), "lines": grid.texts})
    note(f"   ligne {rank} ôtée : {gone.line.ref} {gone.line.label}")


def _name(db: Connection, case_id: int) -> str:
    from pdpcli.rules.names import display_name

    row = db.execute(
        """SELECT p.last_name, p.first_name FROM case_file c JOIN person p ON p.id = c.person_id
        WHERE c.id = ?""",
        (case_id,),
    ).fetchone()
    return display_name(row["last_name"], row["first_name"])


def _confirmed(asker: Terminal, grid: Grid) -> bool:
    if not grid.lines:
        raise InputRefused("Aucun acte : rien n'a été noté.")
    many = f"{len(grid.lines)} acte{'s' * (len(grid.lines) > 1)}"
    return asker.confirm(f"Enregistrer {many}, {french_long(grid.on)} ?")
