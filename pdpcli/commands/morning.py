"""`pdp` seul : l'écran du matin."""

import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from pdpcli.commands.clock import now
from pdpcli.commands.clock import today as local_day
from pdpcli.commands.output import emit, emit_json
from pdpcli.rules.breach import hours_left, notify_before
from pdpcli.store import backup, due
from pdpcli.store import morning as reads
from pdpcli.store.bodies import service_name
from pdpcli.store.breaches import breaches_since
from pdpcli.store.open import Store

if TYPE_CHECKING:
    from pdpcli.views.day import Day

Row = dict[str, Any]

_AHEAD = 60  # days in which the next deadline is looked for on a quiet morning
_DAYS = 3  # the 72 hours of a breach


def morning(  # noqa: PLR0913 - one argument a way to look at it
    store: Store,
    today: date,
    *,
    json: bool = False,
    discreet: bool = False,
    referent: str = "",
    run: Callable[[Sequence[str]], int] | None = None,
) -> None:
    """Ce qui est en retard, pour aujourd'hui, pour la semaine

    ``referent`` leaves only the situations that she follows, and those that nobody does.
    ``run`` runs a command line: with it, and at a terminal, the lines can be dealt with.
    """
    computed_today(store)
    asked = run is not None and sys.stdin.isatty() and sys.stdout.isatty()
    while True:
        day = _day(store, today, referent, discreet=discreet)
        if json:
            from pdpcli.views.due import due_rows

            rows = due_rows(day.rows, today, names=not discreet)
            emit_json({"counts": day.counts, "due": rows, "breaches": day.breaches,
                       "last_backup": day.backup})  # fmt: skip
            return
        from pdpcli.views.day import day_lines, day_screen

        lines = day_lines(day)
        emit(day_screen(day, lines, asked=asked))
        if run is None or not asked:
            return
        from pdpcli.commands.morning_prompt import deal

        if not deal(store, lines, today, run):
            return


def computed_today(store: Store) -> None:
    """Have the deadlines computed once a day, or when the rules of the program changed.

    By the laptop's day, whatever day is looked at: what is over then would be put away for good.
    """
    today = local_day()
    with closing(store.read()) as db:
        current = due.is_current(db, today)
    if not current:
        from pdpcli.commands.progress import Progress
        from pdpcli.workflows.deadlines import ensure

        with Progress("situations revues") as progress:
            ensure(store, today, progress)


def followed_by(db: Connection, store: Store, rows: list[Row], text: str, on: date) -> list[Row]:
    """The rows of situations that a member follows, of none, and of situations nobody follows."""
    if not text:
        return rows
    from pdpcli.commands.case_filter import members_meant

    members = {None, *members_meant(db, text, store.author, on)}
    return [row for row in rows if row["member_id"] in members]


def _day(store: Store, today: date, referent: str, *, discreet: bool) -> "Day":
    from pdpcli.views.day import MOST, Day
    from pdpcli.views.due import week_end

    with closing(store.read()) as db:
        until = week_end(today)
        told = _breaches(db, today)
        counted = {("breach", one["ref"], one["key"]) for one in told}
        rows = due.shown(db, today, until, MOST)
        rows = [r for r in rows if (r["rule"], r["ref"], r["occurrence"]) not in counted]
        rows = followed_by(db, store, rows, referent, today)
        coming = due.shown(db, today, until + timedelta(_AHEAD), 1) if not rows else []
        last, unsaved = _saved(db, today)
        return Day(
            service=service_name(db),
            moment=datetime.combine(today, now().time()),
            counts=reads.counts(db, today.isoformat()[:7]),
            rows=rows,
            next=coming[0] if coming else None,
            breaches=told,
            discreet=discreet,
            backup=last,
            unsaved=unsaved,
        )


def _saved(db: Connection, today: date) -> tuple[date | None, int]:
    """The day of the last backup; the days without one, once her setting wants her reminded."""
    last, since = backup.last_made(db), backup.without_since(db)
    days = (today - _local(since)).days if since else 0
    return _local(last) if last else None, days if days > backup.settings(db)["reminder"] else 0


def _local(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone().date()


def _breaches(db: Connection, today: date) -> list[dict[str, Any]]:
    """The breaches not settled, while there is still time to tell the CNIL; late, they are due."""
    told = breaches_since(db, today - timedelta(days=_DAYS))
    settled = due.settled_breaches(db, [one.ref for one in told])
    at = now().astimezone(UTC)
    return [
        {
            "kind": one.kind,
            "key": one.key,
            "ref": one.ref,
            "number": one.number,
            "last_name": one.last_name,
            "first_name": one.first_name,
            "sent_on": one.sent_on.isoformat(),
            "known_at": one.known_at.isoformat(),
            "hours_left": left,
            "before": notify_before(one.known_at).astimezone().isoformat("T", "minutes"),
        }
        for one in told
        if one.known_at
        and (left := hours_left(one.known_at, at)) >= 0
        and (one.ref, one.key) not in settled
    ]
