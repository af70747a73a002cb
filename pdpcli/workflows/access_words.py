"""The values of the access file in words: codes by their label, ids by names, French days."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

from pdpcli.forms.form import read_form
from pdpcli.forms.rounds import with_rounds
from pdpcli.rules.dates import french_iso
from pdpcli.rules.deadlines.catalogue import RULES
from pdpcli.rules.deadlines.waits import WAITS
from pdpcli.rules.vocabulary import ACT_KINDS, ACT_STATES, CASE_STATES, CHOICES, GATHERING_KINDS
from pdpcli.store.consents import pair_names
from pdpcli.store.held import Hers

_DAY = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]")
_MOMENT = re.compile(_DAY.pattern + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_CONSENTS = {"given": "donné", "refused": "refusé", "withdrawn": "retiré"}
#: What is noted of a consent (consent_detail), as she is told it.
_OF_CONSENT = {
    "signer": "signé par",
    "capacity": "en qualité de",
    "place": "lieu",
    "kept_by": "original gardé par",
    "collected_by": "recueilli par",
    "document_seen": "document vu",
    "language": "langue",
    "translated_by": "lu et traduit par",
    "witness": "devant",
    "how": "comment",
}
_LISTS: Mapping[str, Mapping[str, str]] = {
    **CHOICES,
    "act": {code: kind.label for code, kind in ACT_KINDS.items()},
    "gathering": {code: kind.label for code, kind in GATHERING_KINDS.items()},
    "act_state": ACT_STATES,
    "case_state": CASE_STATES,
    "consent_act": _CONSENTS,
    "role": {"employer": "employeur", "agency": "agence d'intérim"},
    "entry": {"request": "demande", "reply": "réponse"},
    "entry_side": {"us": "nous", "partner": "le partenaire"},
    "deadline_state": {
        "open": "à faire",
        "met": "fait",
        "done": "dit fait",
        "suspended": "mise de côté",
    },
    "yes": {"0": "non", "1": "oui"},
    "rule": {
        **{code: rule.label for code, rule in RULES.items()},
        **{rule.id: rule.label for rule, _ in WAITS.values()},
    },
}
_BY_ID = {
    "body": "SELECT id, short FROM body",
    "agreement": "SELECT id, title FROM agreement",
    "employer": "SELECT id, name FROM employer",
    "member": "SELECT id, first_name || ' ' || last_name FROM member",
    "gathering_day": "SELECT id, on_date FROM gathering",
}
_FORMS = """SELECT DISTINCT d.text, l.round FROM declaration d
JOIN liaison l ON l.form_hash = d.hash
WHERE l.case_id IN (SELECT value FROM json_each(?))"""


@dataclass(frozen=True)
class Names:
    """What ids are called, by kind, the pairs of bodies, and the labels of the fields of forms."""

    db: Connection
    by_id: Mapping[str, Mapping[Any, str]]
    fields: Mapping[str, str]


def names_of(db: Connection, known: Hers) -> Names:
    """The names that the rows of a person may ask for."""
    by_id = {kind: dict(tuple(row) for row in db.execute(sql)) for kind, sql in _BY_ID.items()}
    fields: dict[str, str] = dict(_OF_CONSENT)
    for row in db.execute(_FORMS, (json.dumps(known.cases),)).fetchall():
        form = with_rounds(read_form(row["text"]), max(row["round"], 1))
        fields |= {one.id: one.question for one in form.fields}
    return Names(db, by_id, fields)


def shown_value(kind: str, row: Mapping[str, Any], name: str, names: Names) -> str:
    """The value of a column in words."""
    value = row[name]
    if kind in _LISTS:
        return _LISTS[kind].get(str(value), str(value))
    if kind in names.by_id:
        return _plain(names.by_id[kind].get(value, value))
    if kind == "act_nature":
        which = ACT_KINDS[row["kind"]].nature
        return _LISTS[which].get(value, str(value)) if which else str(value)
    if kind == "pair":
        return pair_names(names.db, value)
    if kind in ("json", "answers"):
        return _opened(json.loads(value), names.fields)
    return _plain(value)


def _opened(told: Any, fields: Mapping[str, str]) -> str:  # noqa: ANN401 - what JSON holds
    """JSON as lines « label : text »."""
    if isinstance(told, dict):
        coded = {"capacity": CHOICES["signer_capacity"].get(str(told.get("capacity")), "")}
        told = {key: coded.get(key) or value for key, value in told.items()}
        said = ((fields.get(key, key), _opened(value, fields)) for key, value in told.items())
        return "\n".join(f"{label} : {text}" for label, text in said if text)
    if isinstance(told, list):
        return ", ".join(_opened(one, fields) for one in told)
    return "" if told is None else _plain(told)


def _plain(value: Any) -> str:  # noqa: ANN401 - what a column holds
    text = str(value)
    if _MOMENT.fullmatch(text):
        return f"{french_iso(text[:10])} à {text[11:16]} (heure universelle)"
    return french_iso(text) if _DAY.fullmatch(text) else text
