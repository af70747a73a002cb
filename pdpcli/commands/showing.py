"""What `pdp signal show` gathers of a situation, as plain values and as a card."""

from collections.abc import Mapping
from datetime import date
from sqlite3 import Connection
from typing import Any

from pdpcli.forms.fields import Value
from pdpcli.forms.form import Field, situation
from pdpcli.rules.nir import mask
from pdpcli.store.case_beside import beside
from pdpcli.store.cases import CaseRow, record
from pdpcli.store.exchange import fiches
from pdpcli.store.timeline import timeline


def case_shown(db: Connection, row: CaseRow, on: date, *, reveal: bool) -> dict[str, Any]:
    """The situation as plain values: ``facts`` by path, ``events``, ``fiches``, ``waiting``.

    What is around it: see ``store.case_beside``.
    """
    facts: dict[str, Any] = record(db, row.id, on)
    if "person.nir" in facts and not reveal:
        facts["person.nir"] = mask(facts["person.nir"])
    rows = fiches(db, on, row.id, everything=True)
    return {
        "ref": row.ref,
        "state": row.state,
        "facts": facts,
        "events": timeline(db, row.id, row.person_key, row.ref),
        "waiting": [one for one in rows if one["waits"]],
        "fiches": rows,
        **beside(db, row),
    }


def card_text(shown: dict[str, Any]) -> str:
    """The card of a situation, in the order of the registration form."""
    from pdpcli.views.case_beside import beside_lines
    from pdpcli.views.case_card import case_card

    events = [
        {**event, "said": _labelled(event["told"])} if event["what"] == "change" else event
        for event in shown["events"]
    ]
    facts = _labelled(shown["facts"])
    return case_card(shown, facts, events, beside_lines(shown))


def _labelled(facts: Mapping[str, Value]) -> list[tuple[str, str]]:
    """(label, shown) of each fact, in the order of the registration form."""
    return [
        (one.label, _shown(one, facts[one.path])) for one in situation().fields if one.path in facts
    ]


def _shown(one: Field, value: Value) -> str:
    return str(value) if one.path in {"person.nir", "case.origin_body"} else one.format(value)
