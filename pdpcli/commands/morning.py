"""`pdp` seul : l'écran du matin."""

from pdpcli.commands.clock import seen_from
from pdpcli.commands.opening import open_store
from pdpcli.commands.output import emit, emit_json
from pdpcli.store import morning as reads
from pdpcli.store.bodies import service_name


def morning(*, json: bool = False, at: str = "") -> None:
    """Ce qui attend une signature, un envoi, une réponse"""
    db = open_store().read()
    today = seen_from(at)
    rows, counted = reads.waiting(db, today), reads.counts(db, today.isoformat()[:7])
    if json:
        emit_json({"counts": counted, "waiting": rows})
        return
    from pdpcli.views.morning import morning_screen

    emit(morning_screen(service_name(db), counted, rows, today))
