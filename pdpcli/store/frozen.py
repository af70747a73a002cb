"""The evaluations that were frozen, as SQL reads and adds them: none is ever changed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from hashlib import sha256
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from pdpcli.evaluation.period import Period
from pdpcli.evaluation.units import Unit, Units

if TYPE_CHECKING:
    from pdpcli.store.open import Write

#: indicator, count, unit, then buckets and rows in JSON
Stored = tuple[str, ...]
_JSON = ("choices", "sheet", "method", "texts")


@dataclass(frozen=True)
class Frozen:
    """One frozen evaluation; ``sheet``, ``method`` and ``choices`` as JSON holds them.

    ``texts``: part -> its row of ``report_text``, and the SHA-256 of its words.
    ``after_journal`` is the number of the journal's last row when it was frozen.
    """

    agreement: str
    label: str
    first_on: str
    last_on: str
    frozen_on: str
    provisional: bool
    again: str | None
    writer: str | None
    after_journal: int
    definition: str
    choices: Mapping[str, str]
    sheet: Mapping[str, Any]
    method: Mapping[str, Any]
    texts: Mapping[str, tuple[int, str]]
    sha256: str = ""
    id: int = 0

    @property
    def period(self) -> Period:
        """What it was counted over."""
        days = date.fromisoformat(self.first_on), date.fromisoformat(self.last_on)
        return Period(self.label, *days)

    @property
    def on(self) -> date:
        """The day it was frozen."""
        return date.fromisoformat(self.frozen_on)


_COLUMNS = [one.name for one in fields(Frozen)]
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM frozen_evaluation"


def frozen_all(db: Connection, agreement: str = "") -> list[Frozen]:
    """Every frozen evaluation, or those of an agreement; by period, the last one of each last."""
    where = "WHERE agreement = :agreement" if agreement else ""
    rows = db.execute(
        f"{_SELECT} {where} ORDER BY agreement, first_on, last_on, id", {"agreement": agreement}
    )
    return [_frozen(row) for row in rows.fetchall()]


def frozen_of(db: Connection, agreement: str, period: Period) -> Frozen | None:
    """What is frozen of a period: the last one; None when nothing is."""
    days = (agreement, period.first.isoformat(), period.last.isoformat())
    row = db.execute(
        f"{_SELECT} WHERE (agreement, first_on, last_on) = (?, ?, ?) ORDER BY id DESC LIMIT 1", days
    ).fetchone()
    return _frozen(row) if row else None


def _frozen(row: Any) -> Frozen:  # noqa: ANN401 - a row
    said = dict(zip(_COLUMNS, row, strict=True))
    said |= {name: json.loads(said[name]) for name in _JSON}
    return Frozen(**{**said, "provisional": bool(said["provisional"])})


def counts_of(db: Connection, number: int) -> list[Stored]:
    """The counts of a frozen evaluation as they are kept, in the order of its text."""
    rows = db.execute(
        """SELECT indicator, count, unit, buckets, rows FROM frozen_count
        WHERE evaluation_id = ? ORDER BY id""",
        (number,),
    )
    return [tuple(row) for row in rows.fetchall()]


def read_count(kept: Stored) -> Units:
    """A count with its units, from what is kept of it."""
    indicator, count, unit, buckets, rows = kept
    told = json.loads(buckets)
    codes = [tuple(one) for one, _ in told["values"]]
    units = tuple(
        Unit(key, codes[at], weight, tuple(acts)) for key, at, weight, acts in json.loads(rows)
    )
    return Units(indicator, count, unit, units, tuple(told["labels"]))


def add_frozen(write: "Write", said: Frozen, counts: Sequence[Stored]) -> int:
    """Add one; its number. The hash is that of everything else."""
    values = _stored(said) | {"sha256": hash_of(said, counts)}
    names = [name for name in _COLUMNS if name != "id"]
    marks = ", ".join(f":{name}" for name in names)
    added = write.db.execute(
        f"""INSERT INTO frozen_evaluation ({", ".join(names)}, added_at, author)
        VALUES ({marks}, :at, :by)""",
        {**values, "at": write.at, "by": write.author},
    )
    number = int(added.lastrowid or 0)
    for one in counts:
        write.db.execute(
            """INSERT INTO frozen_count (evaluation_id, indicator, count, unit, buckets, rows)
            VALUES (?, ?, ?, ?, ?, ?)""",
            (number, *one),
        )
    return number


def hash_of(said: Frozen, counts: Sequence[Stored]) -> str:
    """SHA-256 of all that a frozen evaluation says."""
    told = _stored(said)
    del told["sha256"], told["id"]
    whole = [told, counts]
    return sha256(_written(whole).encode()).hexdigest()


def sound(db: Connection, one: Frozen) -> bool:
    """Whether it is still what was frozen."""
    return hash_of(one, counts_of(db, one.id)) == one.sha256


def _stored(said: Frozen) -> dict[str, Any]:
    values = asdict(said) | {"provisional": int(said.provisional)}
    return values | {name: _written(values[name]) for name in _JSON}


def stored_count(one: Units) -> Stored:
    """What is kept of a count: each bucket with its value, each unit with its bucket's rank."""
    values: dict[tuple[str | None, ...], int] = {}
    for unit in one.units:
        values[unit.codes] = values.get(unit.codes, 0) + unit.weight
    ranks = {codes: rank for rank, codes in enumerate(values)}
    buckets = {"labels": one.labels, "values": list(values.items())}
    rows = [(unit.key, ranks[unit.codes], unit.weight, unit.acts) for unit in one.units]
    return one.indicator, one.count, one.unit, _written(buckets), _written(rows)


def _written(value: Any) -> str:  # noqa: ANN401 - what JSON holds
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
