"""`pdp` seul : l'écran du matin."""

from contextlib import closing
from datetime import date

from pdpcli.commands.output import emit, emit_json
from pdpcli.store import morning as reads
from pdpcli.store.bodies import service_name
from pdpcli.store.open import Store


def morning(store: Store, today: date, *, json: bool = False) -> None:
    """Ce qui attend une signature, un envoi, une réponse"""
    with closing(store.read()) as db:
        rows, counted = reads.waiting(db, today), reads.counts(db, today.isoformat()[:7])
        service = service_name(db)
    if json:
        emit_json({"counts": counted, "waiting": rows})
        return
    from pdpcli.views.morning import morning_screen

    emit(morning_screen(service, counted, rows, today))
