"""Computing deadlines again: what a write touched, in its own transaction; once a day, the rest.

What is computed depends on the facts, hardly on the day: a situation's deadlines are computed when
something of it is written; those of agreements and of the cell, each day (a stamp tells), as their
periods move on.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.agreements.convention_delays import delays
from pdpcli.errors import CannotWrite, Refusal, StoreBusy
from pdpcli.rules.deadlines import (
    SETTINGS,
    Deadline,
    Rule,
    Settings,
    agreement_deadlines,
    case_deadlines,
    cell_deadlines,
)
from pdpcli.rules.deadlines.waits import Wait, wait_deadlines
from pdpcli.store.due import (
    RULES_VERSION,
    STAMP,
    Subject,
    computed,
    is_current,
    put_deadlines,
    sweep,
)
from pdpcli.store.due_facts import case_facts, lapsed
from pdpcli.store.exchange import fiches
from pdpcli.store.home import user_agreements
from pdpcli.store.our_agreements import our_agreements
from pdpcli.store.settings import keep_setting
from pdpcli.workflows.agreement_facts import agreements_facts, cell_facts

if TYPE_CHECKING:
    from pdpcli.store.open import Store, Write

_OF_A_CASE = ("situation", "leave", "act", "liaison", "employment", "reminder_note")
_BY_REF = ("release", "dispatch", "notice", "rights_request")
#: The situations that a write touched, from the rows that it touched.
_TOUCHED = " UNION ".join(
    [
        "SELECT k1 FROM temp.touched WHERE tbl = 'case_file'",
        *(
            f"SELECT x.case_id FROM temp.touched t JOIN {one} x ON x.id = t.k1"
            f" WHERE t.tbl = '{one}'"
            for one in _OF_A_CASE
        ),
        *(
            f"SELECT c.id FROM temp.touched t JOIN {one} x ON x.id = t.k1"
            f" JOIN case_file c ON c.ref = x.case_ref WHERE t.tbl = '{one}'"
            for one in _BY_REF
        ),
        """SELECT l.case_id FROM temp.touched t JOIN entry e ON e.id = t.k1
        JOIN liaison l ON l.id = e.liaison_id WHERE t.tbl = 'entry'""",
        """SELECT c.id FROM temp.touched t JOIN consent k ON k.id = t.k1
        JOIN person p ON p.key = k.person_key JOIN case_file c ON c.person_id = p.id
        WHERE t.tbl = 'consent'""",
        """SELECT c.id FROM temp.touched t JOIN case_file c ON c.person_id = t.k1
        WHERE t.tbl = 'person'""",
    ]
)
#: Tables of which any row touched asks for the agreements' deadlines anew.
_OF_AGREEMENTS = ("agreement", "agreement_event", "gathering", "setting")
_STEP = 100  # situations between two words of how far it is
NOTE = Rule(
    id="note", label="Votre note", source="vous", status="recommendation", counting="calendar",
    who="la cellule",
)  # fmt: skip


def refresh_touched(write: "Write") -> None:
    """Compute again the deadlines of the situations that this write touched."""
    db, today = write.db, date.fromisoformat(write.at[:10])
    found = sorted(row[0] for row in db.execute(_TOUCHED) if row[0] is not None)
    general = db.execute(
        f"SELECT 1 FROM temp.touched WHERE tbl IN {_OF_AGREEMENTS} LIMIT 1"
    ).fetchone()
    if not found and not general:
        return
    settings = read_settings(db)
    for case_id in found:
        refresh_case(db, case_id, today, settings)
    if general:
        refresh_general(db, today, settings)


def refresh_case(db: Connection, case_id: int, today: date, settings: Settings) -> None:
    """Compute again the deadlines of one situation; of an erased one, none is left."""
    row = db.execute("SELECT ref FROM case_file WHERE id = ?", (case_id,)).fetchone()
    if row is None:
        return
    found = case_computed(db, case_id, today, settings)
    if found is None:
        db.execute("DELETE FROM deadline WHERE case_id = ?", (case_id,))
        return
    put_deadlines(db, Subject(row["ref"], case_id=case_id), found)


def case_computed(
    db: Connection, case_id: int, today: date, settings: Settings
) -> list[Deadline] | None:
    """The deadlines of one situation by the rules, her notes included; None for an erased one.

    Of a situation that is cancelled, or of somebody who died, her notes stop too.
    """
    facts = case_facts(db, case_id, today)
    if facts is None:
        return None
    return [
        *case_deadlines(facts, today, settings),
        *wait_deadlines(_waits(db, case_id, today)),
        *(() if facts.died or facts.state == "cancelled" else _notes(db, case_id)),
    ]


def _waits(db: Connection, case_id: int, today: date) -> list[Wait]:
    return [
        Wait(
            one["waits"],
            date.fromisoformat(one["since"]),
            f"{one['number']}/{one['round']}",
            one["number"],
            one["partner"],
            one["version"],
        )
        for one in fiches(db, today, case_id)
    ]


def _notes(db: Connection, case_id: int | None) -> list[Deadline]:
    """Her own notes about the situation, or about none."""
    rows = db.execute("SELECT id, text, on_date FROM reminder_note WHERE case_id IS ?", (case_id,))
    return [
        Deadline(
            rule=NOTE,
            occurrence=str(row["id"]),
            on=date.fromisoformat(row["on_date"]),
            opens_on=date.fromisoformat(row["on_date"]),
            why=row["text"],
            counted="le jour que vous avez dit",
        )
        for row in rows
    ]


def refresh_general(db: Connection, today: date, settings: Settings) -> None:
    """Compute again what is of our agreements, of the cell, and her notes about no situation."""
    for subject, found in general_computed(db, today, settings):
        put_deadlines(db, subject, found)


def general_computed(
    db: Connection, today: date, settings: Settings
) -> Iterator[tuple[Subject, Sequence[Deadline]]]:
    """The deadlines of each agreement, of the cell, and her notes, by the rules."""
    for facts in agreements_facts(db):
        subject = Subject(facts.id, agreement=facts.id)
        yield subject, agreement_deadlines(facts, today, settings)
    yield Subject("cell"), cell_deadlines(cell_facts(db), today, settings)
    yield Subject("notes"), _notes(db, None)


def ensure(
    store: "Store", today: date, progress: Callable[[int, int], None] = lambda *_: None
) -> None:
    """Compute what a new day, or new rules, ask for; nothing where this post only reads.

    One write a day at most, of the agreements and the cell, and of who signed a consent that has
    since run out; of every situation when the rules of the program changed, were never computed, or
    were for a day that is still to come (the clock was moved): what was over by then is not.
    """
    with closing(store.read()) as db:
        if is_current(db, today):
            return
        version, day = computed(db)
    with suppress(StoreBusy, CannotWrite), store.write("due refresh") as write:
        settings = read_settings(write.db)
        whole = version != str(RULES_VERSION) or day > today.isoformat()
        found = _every_case(write.db) if whole else lapsed(write.db, day, today)
        for done, case_id in enumerate(found):
            if done % _STEP == 0:
                progress(done, len(found))
            refresh_case(write.db, case_id, today, settings)
        refresh_general(write.db, today, settings)
        sweep(write.db, today)
        keep_setting(write.db, STAMP, f"{RULES_VERSION} {today.isoformat()}")


def _every_case(db: Connection) -> list[int]:
    return [row["id"] for row in db.execute("SELECT id FROM case_file")]


def read_settings(db: Connection) -> Settings:
    """What was chosen where the sources give no number, and the delays of our agreements."""
    rows = db.execute("SELECT key, value FROM setting WHERE key LIKE 'due.set.%'").fetchall()
    values = {}
    for row in rows:
        id_ = row["key"].removeprefix("due.set.")
        if id_ in SETTINGS:
            with suppress(Refusal):
                values[id_] = SETTINGS[id_].parse(row["value"])
    ours = our_agreements(db)
    return Settings(
        values=values,
        delays={one.id: delays(one.id, one.parameters, user_agreements()) for one in ours},
        ladders={
            one.id: ladder
            for one in ours
            if (ladder := _ladder(one.parameters.get("reminder_ladder")))
        },
    )


def _ladder(text: str | int | None) -> tuple[int, ...]:
    with suppress(Refusal):
        value = SETTINGS["reminder_ladder"].parse(str(text or ""))
        return value if isinstance(value, tuple) else ()
    return ()
