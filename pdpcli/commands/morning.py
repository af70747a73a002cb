"""`pdp` seul : l'écran du matin."""

from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, date, timedelta
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from pdpcli.commands.clock import now
from pdpcli.commands.output import emit, emit_json
from pdpcli.rules.breach import hours_left, notify_before
from pdpcli.store import morning as reads
from pdpcli.store.bodies import service_name
from pdpcli.store.breaches import breaches_since
from pdpcli.store.open import Store

if TYPE_CHECKING:
    from pdpcli.agreements.delays import AnswerDelay

_ASKED = ("answer", "reply")
_DAYS = 3  # the 72 hours of a breach


def morning(store: Store, today: date, *, json: bool = False) -> None:
    """Ce qui attend une signature, un envoi, une réponse"""
    with closing(store.read()) as db:
        rows, counted = reads.waiting(db, today), reads.counts(db, today.isoformat()[:7])
        service, breaches = service_name(db), _breaches(db, today)
        delays = _delays(db, rows)
    rows = [{**row, **_late(row, delays.get(row["agreement"]), today)} for row in rows]
    if json:
        emit_json({"counts": counted, "waiting": rows, "breaches": breaches})
        return
    from pdpcli.views.morning import Morning, morning_screen

    emit(morning_screen(Morning(service, counted, rows, breaches), today))


def _breaches(db: Connection, today: date) -> list[dict[str, Any]]:
    """The breaches of data that are known, while there is still time to tell the CNIL."""
    told = breaches_since(db, today - timedelta(days=_DAYS))
    at = now().astimezone(UTC)
    return [
        {
            "kind": one.kind,
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
        if one.known_at and (left := hours_left(one.known_at, at)) >= 0
    ]


def _delays(db: Connection, rows: list[dict[str, Any]]) -> "Mapping[str, AnswerDelay | None]":
    """The delay of answer of each convention under which one is awaited, from us or from them."""
    under = {row["agreement"] for row in rows if row["waits"] in _ASKED}
    if not under:
        return {}
    from pdpcli.agreements.delays import answer_delay
    from pdpcli.store.home import user_agreements
    from pdpcli.store.our_agreements import our_agreements

    return {
        one.id: answer_delay(one.id, one.parameters, user_agreements())
        for one in our_agreements(db)
        if one.id in under
    }


def _late(row: Mapping[str, Any], delay: "AnswerDelay | None", today: date) -> dict[str, Any]:
    """Whether an answer is late, and by what delay; no convention fixes one."""
    asked = row["waits"] in _ASKED and delay is not None
    since = (today - date.fromisoformat(row["since"])).days
    return {
        "late": bool(asked and delay and since > delay.days),
        "delay": delay.said if asked and delay else "",
    }
