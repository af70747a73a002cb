"""Who may be named on the agenda given to an invited body: the gate, once for each person.

Somebody is named only to a partner who already has her fiche, or sent it to us, and under a
consent that stands today; a ``release`` row is appended for her, which the database refuses
otherwise. She can then be named in the letter that asks to stop, if she withdraws.
"""

from datetime import date
from typing import TYPE_CHECKING

from pdpcli.rules.names import display_name
from pdpcli.store import skeletons
from pdpcli.store.agenda import Meeting, items, kept_from
from pdpcli.store.cases import case_by_ref
from pdpcli.store.exchange import fiches
from pdpcli.store.liaisons import LiaisonRow, numbered_fiche, valid_consent
from pdpcli.workflows.release import leaving

if TYPE_CHECKING:
    from pdpcli.forms.fields import Value
    from pdpcli.store.open import Write

_NAMES = ("person.last_name", "person.first_name")


def name_covered(
    write: "Write", one: Meeting, partner: str, today: date
) -> dict[str, tuple[str, LiaisonRow]]:
    """The names that ``partner`` may read on this agenda, by situation; each is a release.

    With each goes the fiche that the partner has of her.
    """
    hidden = kept_from(write.db, one.number, partner)
    named = {}
    for item in items(write.db, one.number):
        fiche = _known_fiche(write, item["case_id"], partner, today)
        if fiche is None or item["case_id"] in hidden:
            continue
        consent = valid_consent(write.db, fiche, today)
        name = _name(write, fiche, today)
        if consent is not None and name:
            _append(write, fiche, consent["id"], one, today)
            named[fiche.case.ref] = (name, fiche)
    return named


def _known_fiche(write: "Write", case_id: int, partner: str, today: date) -> LiaisonRow | None:
    """The last fiche of an open situation that this partner received, or sent."""
    rows = [
        row
        for row in fiches(write.db, today, case_id)
        if row["partner_id"] == partner and (row["sent_on"] or row["direction"] == "in")
    ]
    if not rows:
        return None
    last = max(rows, key=lambda row: row["number"])
    return numbered_fiche(write.db, case_by_ref(write.db, last["ref"], today), last["number"])


def _names(write: "Write", fiche: LiaisonRow, today: date) -> "dict[str, tuple[str, Value]]":
    """The fields of the form that name her and may leave: path -> (field id, value)."""
    form, values = leaving(write.db, fiche, today)
    return {
        form.by_id[key].path: (key, value)
        for key, value in values.items()
        if form.by_id[key].path in _NAMES
    }


def _name(write: "Write", fiche: LiaisonRow, today: date) -> str:
    found = _names(write, fiche, today)
    return display_name(*(str(found[path][1]) if path in found else "" for path in _NAMES))


def _append(write: "Write", fiche: LiaisonRow, consent_id: int, one: Meeting, today: date) -> None:
    skeletons.append(
        write.db,
        "release",
        {
            "person_key": fiche.case.person_key,
            "case_ref": fiche.case.ref,
            "liaison_number": fiche.number,
            "pair": fiche.agreement.pair,
            "form_id": fiche.form_id,
            "form_hash": fiche.form_hash,
            "consent_id": consent_id,
            "recipient": fiche.agreement.partner,
            "version": fiche.version,
            "round": fiche.round,
            "gathering_id": one.number,
            "on_date": today.isoformat(),
            "recorded_at": write.at,
            "author": write.author,
        },
        dict(_names(write, fiche, today).values()),
    )
