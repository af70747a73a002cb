"""What `pdp signal show` gathers of a situation, as plain values and as a card."""

from collections.abc import Mapping, Sequence
from datetime import date
from sqlite3 import Connection
from typing import Any

from pdpcli.forms.fields import Value
from pdpcli.forms.form import Field, situation
from pdpcli.rules.nir import mask
from pdpcli.store.aliases import shells
from pdpcli.store.bodies import short_of
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
    merged = shells(db, row.id)
    rows = [
        one for case_id in (row.id, *(shell["id"] for shell in merged))
        for one in fiches(db, on, case_id, everything=True)
    ]  # fmt: skip
    return {
        "ref": row.ref,
        "state": row.state,
        "facts": facts,
        "origin": short_of(db, facts.get("case.origin_body") or ""),
        "events": _events(db, row, merged),
        "waiting": [one for one in rows if one["waits"]],
        "fiches": rows,
        **beside(db, row),
    }


def _events(
    db: Connection, row: CaseRow, merged: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """What happened, that of the references merged into it included: ``under`` names them."""
    events = timeline(db, row.id, row.person_key, row.ref)
    for shell in merged:
        hers = shell["person_key"] == row.person_key
        events += [
            {**one, "under": shell["ref"]}
            for one in timeline(db, shell["id"], shell["person_key"], shell["ref"])
            if not (hers and one["what"] in {"consent", "erased"})
        ]
    return sorted(events, key=lambda one: (str(one["on_date"]), one["what"] == "erased"))


def card_text(shown: dict[str, Any]) -> str:
    """The card of a situation, in the order of the registration form."""
    from pdpcli.views.case_beside import beside_lines
    from pdpcli.views.case_card import case_card

    events = [
        {**event, "said": _labelled(event["told"])} if event["what"] == "change" else event
        for event in shown["events"]
    ]
    facts = _labelled(_in_words(shown))
    return case_card(shown, facts, events, beside_lines(shown))


def _in_words(shown: dict[str, Any]) -> dict[str, Value]:
    """The facts, an organisme by its usual name."""
    path = "case.origin_body"
    return {**shown["facts"], **({path: shown["origin"]} if shown["origin"] else {})}


def _labelled(facts: Mapping[str, Value]) -> list[tuple[str, str]]:
    """(label, shown) of each fact, in the order of the registration form."""
    return [
        (one.label, _shown(one, facts[one.path])) for one in situation().fields if one.path in facts
    ]


def _shown(one: Field, value: Value) -> str:
    return str(value) if one.path in {"person.nir", "case.origin_body"} else one.format(value)
