"""What the deadlines of our agreements and of the cell are computed from."""

from collections.abc import Sequence
from datetime import date
from sqlite3 import Connection

from pdpcli.agreements.agreement import Agreement
from pdpcli.agreements.loader import find
from pdpcli.errors import InputRefused
from pdpcli.rules.deadlines import (
    AgreementFacts,
    CellFacts,
    FormalStep,
    FrequencyFact,
    GatheringFact,
    MeetingFact,
)
from pdpcli.store.home import user_agreements
from pdpcli.store.settings import setting_of

#: What begins a delay of dispute, by the kind of event that says so.
_STEPS = {"formal_notice": "formal-notice", "dispute": "conciliation"}
_GATHERINGS = """SELECT g.id, g.kind, g.on_date, g.agreement, g.state, g.agenda_on,
    (SELECT count(*) FROM gathering_partner p WHERE p.gathering_id = g.id) AS partners
  FROM gathering g WHERE g.state <> 'cancelled'"""


def agreements_facts(db: Connection) -> list[AgreementFacts]:
    """The facts of each agreement of ours whose folder can be read."""
    rows = db.execute("SELECT id, added_on FROM agreement ORDER BY id").fetchall()
    found = []
    for row in rows:
        try:
            folder = find(row["id"], user_agreements())
        except InputRefused:
            continue
        found.append(_facts(db, folder, date.fromisoformat(row["added_on"])))
    return found


def _facts(db: Connection, folder: Agreement, added_on: date) -> AgreementFacts:
    events = db.execute(
        "SELECT kind, on_date, note FROM agreement_event WHERE agreement = ? ORDER BY on_date",
        (folder.id,),
    ).fetchall()
    told = [(row["kind"], date.fromisoformat(row["on_date"]), row["note"] or "") for row in events]
    ended = [on for kind, on, _ in told if kind == "terminated"]
    return AgreementFacts(
        id=folder.id,
        short=folder.short,
        added_on=added_on,
        signed_on=folder.signed_on,
        term_months=folder.term.months,
        tacit=folder.renewal.tacit,
        notice_months=folder.notice.months,
        evaluation_months=folder.evaluation.months,
        terms_source=folder.term.source,
        notice_source=folder.notice.source,
        evaluation_source=folder.evaluation.source,
        ended_on=max(ended, default=None),
        evaluated_on=_days(told, "evaluated"),
        amended_on=_days(told, "amended"),
        communicate_to=folder.communicate_to,
        communicated=[(note, on) for kind, on, note in told if kind == "communicated"],
        frequencies=[
            FrequencyFact(one.id, one.label, one.at_least, one.per, one.source, one.gathering)
            for one in folder.frequencies
        ],
        gatherings=_held(db, folder.id),
        steps=[FormalStep(_STEPS[kind], on) for kind, on, _ in told if kind in _STEPS],
    )


def _days(told: Sequence[tuple[str, date, str]], wanted: str) -> list[date]:
    return [on for kind, on, _ in told if kind == wanted]


def _held(db: Connection, agreement: str | None) -> list[GatheringFact]:
    """The gatherings that took place, of an agreement, or of all when it is None."""
    rows = db.execute(
        f"{_GATHERINGS} AND g.state = 'done' AND (? IS NULL OR g.agreement = ?)",
        (agreement, agreement),
    )
    return [
        GatheringFact(row["kind"], date.fromisoformat(row["on_date"]), row["partners"])
        for row in rows
    ]


def _drawn(on: str | None) -> date | None:
    return date.fromisoformat(on) if on else None


def follows_cpom(db: Connection) -> bool:
    """Whether the cell follows the calendar of the CPOM."""
    return setting_of(db, "due.cpom") == "yes"


def cell_facts(db: Connection) -> CellFacts:
    """What is of the cell: the meetings to come, and whether it follows the CPOM's calendar."""
    planned = db.execute(f"{_GATHERINGS} AND g.state = 'planned' AND g.kind = 'cell'")
    return CellFacts(
        cpom=follows_cpom(db),
        meetings=[
            MeetingFact(row["id"], date.fromisoformat(row["on_date"]), _drawn(row["agenda_on"]))
            for row in planned
        ],
        gatherings=_held(db, None),
    )
