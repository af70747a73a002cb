"""What two entries of one situation say differently, and the facts of the one they become.

A fact told with dates keeps, whole, the history of the side that was chosen; told by one side only,
it is kept with its history.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.forms.form import Field, situation
from pdpcli.rules.vocabulary import UNKNOWN
from pdpcli.store.cases import record

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Write

KEPT, OTHER, BOTH = "kept", "other", "both"
_EMPLOYMENT = (
    "employment.",
    "employer.name",
    "agency.",
    "second_employment.",
    "second_employer.name",
)
_LEAVE = ("leave.",)
#: What is chosen as a whole: its rows tell one story.
_BLOCKS = {"emploi": ("Emploi", _EMPLOYMENT), "arrets": ("Arrêts", _LEAVE)}
_TABLES = {"emploi": "employment", "arrets": "leave"}
_LEFT = ("visit_prereprise.",)  # the visits are acts: they are moved


@dataclass(frozen=True)
class Difference:
    """One fact that the two tell differently: its id, its label, what each says."""

    id: str
    label: str
    kept: str
    other: str
    choices: tuple[str, ...] = (KEPT, OTHER)


def differences(
    db: "Connection", kept: "CaseRow", other: "CaseRow", today: date
) -> Iterator[Difference]:
    """Every difference between what the two say today, in the order of the registration form."""
    first, second = record(db, kept.id, today), record(db, other.id, today)
    for one in situation().fields:
        if one.path.startswith((*_EMPLOYMENT, *_LEAVE, *_LEFT, "employer.", "second_employer.")):
            continue
        if _differ(first.get(one.path), second.get(one.path)):
            told = (_shown(one, first[one.path]), _shown(one, second[one.path]))
            both = (BOTH,) if one.kind == "paragraph" else ()
            yield Difference(one.id, one.label, *told, choices=(KEPT, OTHER, *both))
    for id_, (label, roots) in _BLOCKS.items():
        if any(_differ(first.get(path), second.get(path)) for path in _paths(roots)):
            yield Difference(id_, label, _block(first, roots), _block(second, roots))


def _differ(first: Any, second: Any) -> bool:  # noqa: ANN401 - values of any kind
    told = [one for one in (first, second) if one not in (None, UNKNOWN)]
    return len(told) > 1 and told[0] != told[1]


def _paths(roots: tuple[str, ...]) -> list[str]:
    return [one.path for one in situation().fields if one.path.startswith(roots)]


def _shown(one: Field, value: Any) -> str:  # noqa: ANN401 - idem
    if one.kind == "nir":
        from pdpcli.rules.nir import mask

        return mask(str(value))
    return str(value) if one.kind == "body" else one.format(value)


def _block(record_: Mapping[str, Any], roots: tuple[str, ...]) -> str:
    fields = [one for one in situation().fields if one.path.startswith(roots)]
    return ", ".join(_shown(one, record_[one.path]) for one in fields if one.path in record_)


def chosen_facts(
    db: "Connection",
    kept: "CaseRow",
    other: "CaseRow",
    choices: Mapping[str, str],
    today: date,
) -> dict[str, Any]:
    """The answers (path -> value) that have no date, as the one kept is to have them."""
    first, second = record(db, kept.id, today), record(db, other.id, today)
    answers: dict[str, Any] = {}
    for one in situation().fields:
        if not one.path.startswith(("person.", "case.")) or one.path not in second:
            continue
        choice = choices.get(one.id, OTHER if first.get(one.path) in (None, UNKNOWN) else KEPT)
        if choice == BOTH:
            answers[one.path] = f"{first[one.path]}\n{second[one.path]}"
        elif choice == OTHER:
            answers[one.path] = second[one.path]
    return answers


def move_histories(
    write: "Write", kept: "CaseRow", other: "CaseRow", choices: Mapping[str, str]
) -> None:
    """Give the one kept what was told with dates: each fact as the side chosen told it."""
    _move_situations(write.db, kept, other, choices)
    for id_, table in _TABLES.items():
        _move_block(write.db, table, (kept, other), choices.get(id_, ""))


def _move_block(
    db: "Connection", table: str, cases: "tuple[CaseRow, CaseRow]", choice: str
) -> None:
    """The rows of the side chosen; else of the one that tells more, every leave being kept."""
    kept, other = cases
    if choice == OTHER or (not choice and _rows(db, table, other) > _rows(db, table, kept)):
        kept_too = _other_leaves(other) if not choice and table == "leave" else "FALSE"
        db.execute(f"DELETE FROM {table} WHERE case_id = ? AND NOT ({kept_too})", (kept.id,))
        db.execute(f"UPDATE {table} SET case_id = ? WHERE case_id = ?", (kept.id, other.id))
        _from_the_origin(db, table, kept, other)
        return
    if not choice and table == "leave":
        db.execute(
            f"UPDATE leave SET case_id = ? WHERE case_id = ? AND {_other_leaves(kept)}",
            (kept.id, other.id),
        )
    db.execute(f"DELETE FROM {table} WHERE case_id = ?", (other.id,))


def _rows(db: "Connection", table: str, case: "CaseRow") -> int:
    row = db.execute(f"SELECT count(*) FROM {table} WHERE case_id = ?", (case.id,)).fetchone()
    return int(row[0])


def _other_leaves(there: "CaseRow") -> str:
    """SQL: a leave that the situation ``there`` does not tell."""
    return f"started_on NOT IN (SELECT started_on FROM leave WHERE case_id = {int(there.id)})"


def _from_the_origin(db: "Connection", table: str, kept: "CaseRow", other: "CaseRow") -> None:
    """What began with the other situation begins with this one."""
    if table == "employment":
        db.execute(
            "UPDATE employment SET from_date = ? WHERE case_id = ? AND from_date = ?",
            (kept.opened_on.isoformat(), kept.id, other.opened_on.isoformat()),
        )


def _move_situations(
    db: "Connection", kept: "CaseRow", other: "CaseRow", choices: Mapping[str, str]
) -> None:
    """Column by column, the history of one side; then one row a day."""
    info = db.execute("SELECT name FROM pragma_table_info('situation')").fetchall()
    columns = [row["name"] for row in info if row["name"] not in {"id", "case_id", "from_date"}]
    first, second = _history(db, kept.id), _history(db, other.id)
    days: dict[str, dict[str, Any]] = {}
    for column in columns:
        choice = _chosen(column, choices)
        use_other = choice == OTHER or (
            choice != KEPT and _told(second, column) > _told(first, column)
        )
        for day, row in (second if use_other else first).items():
            if row[column] is not None:
                on = kept.opened_on.isoformat() if day <= _begun(use_other, kept, other) else day
                days.setdefault(on, {})[column] = row[column]
    days.setdefault(kept.opened_on.isoformat(), {})
    db.execute("DELETE FROM situation WHERE case_id IN (?, ?)", (kept.id, other.id))
    for day, said in sorted(days.items()):
        names = ", ".join(("case_id", "from_date", *said))
        marks = ", ".join("?" * (2 + len(said)))
        db.execute(
            f"INSERT INTO situation ({names}) VALUES ({marks})", (kept.id, day, *said.values())
        )


def _begun(use_other: bool, kept: "CaseRow", other: "CaseRow") -> str:  # noqa: FBT001 - a side
    return (other if use_other else kept).opened_on.isoformat()


def _chosen(column: str, choices: Mapping[str, str]) -> str:
    """Which side was chosen for a column of ``situation``; "" when it did not differ."""
    if column == "on_leave":
        return choices.get("arrets", "")
    ids = [one.id for one in situation().fields if one.path == f"situation.{column}"]
    return choices.get(ids[0], "") if ids else ""


def _history(db: "Connection", case_id: int) -> dict[str, Mapping[str, Any]]:
    rows = db.execute("SELECT * FROM situation WHERE case_id = ? ORDER BY from_date", (case_id,))
    return {row["from_date"]: dict(row) for row in rows}


def _told(history: Mapping[str, Mapping[str, Any]], column: str) -> int:
    """How many times something was told of it."""
    return sum(row[column] not in (None, UNKNOWN) for row in history.values())
