"""Requests of persons in a table, in full, as JSON."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.rules.dates import french
from pdpcli.rules.names import display_name
from pdpcli.rules.rights import ARTICLES, may_extend
from pdpcli.rules.vocabulary import label
from pdpcli.views.table import WIDTH, table
from pdpcli.views.wrap import wrapped

if TYPE_CHECKING:
    from pdpcli.store.rights import Request

_DOING = {
    "access": "pdp droits acces {ref}",
    "portability": "pdp droits acces {ref} --nature portabilité",
    "rectification": "pdp situation corriger {ref}, puis pdp droits rectifier {ref}",
    "limitation": "pdp droits limiter {ref}",
    "opposition": "pdp droits opposer {ref}",
    "erasure": "pdp droits effacer {ref}",
}
_ERASED = "(identité effacée)"


def request_table(found: Sequence["Request"], today: date, width: int = WIDTH) -> str:
    """One line a request, the last day first among those that wait."""
    if not found:
        return "Aucune demande n'attend de réponse."
    rows = sorted(found, key=lambda one: (one.answered_on is not None, one.last_day, one.id))
    headings = ("N°", "Réf.", "Personne", "Droit", "Reçue", "Avant le", "Réponse")
    return table(headings, (_cells(one, today) for one in rows), width)


def _cells(one: "Request", today: date) -> tuple[str, ...]:
    return (
        str(one.id),
        one.case_ref,
        _name(one),
        label("right", one.kind),
        french(one.received_on),
        french(one.last_day),
        _standing(one, today),
    )


def _name(one: "Request") -> str:
    return display_name(one.last_name, one.first_name) if one.last_name else _ERASED


def _answer(one: "Request", today: date) -> str:
    """« accordée le 12/06/2026 », or until when it may be given."""
    if one.answered_on:
        return _answered(one)
    late = " : EN RETARD" if today > one.last_day else ""
    return f"avant le {french(one.last_day)}{late}"


def request_card(one: "Request", today: date) -> str:
    """A request in full, and what to type next."""
    head = f"DEMANDE {one.id} : {label('right', one.kind)} ({ARTICLES[one.kind]} du RGPD)"
    rows = [
        ("Personne", f"{_name(one)}, {one.case_ref}"),
        ("Reçue le", french(one.received_on)),
        ("Elle demande", one.asked),
        ("Identité", _identity(one)),
        (
            "Délai prolongé",
            one.extended_on and f"le {french(one.extended_on)} : {one.extended_why}",
        ),
        ("Réponse", _answer(one, today)),
        ("", one.answer),
        ("Limitation levée", one.lifted_on and french(one.lifted_on)),
    ]
    lines = [line for title, text in rows if text for line in wrapped(text, f"  {title:<18}")]
    return "\n".join([head, "", *lines, *_next(one, today)])


def _standing(one: "Request", today: date) -> str:
    if one.answered_on:
        return label("rights_outcome", one.outcome)
    return "EN RETARD" if today > one.last_day else "à donner"


def _answered(one: "Request") -> str:
    if one.answered_on is None:
        return ""
    return f"{label('rights_outcome', one.outcome)} le {french(one.answered_on)}"


def _identity(one: "Request") -> str:
    if one.identity_on is None:
        return "pas encore vérifiée"
    return f"{label('identity_how', one.identity_how)}, le {french(one.identity_on)}"


def _next(one: "Request", today: date) -> list[str]:
    """What to type for one that waits."""
    if one.answered_on:
        return []
    lines = [f"  {_DOING[one.kind].format(ref=one.case_ref)}"]
    if one.identity_on is None:
        lines.insert(0, f"  pdp droits identite {one.id} --comment pièce")
    lines.append(f"  pdp droits repondre {one.id} --issue refusée --texte RAISON")
    if not one.extended_on and may_extend(one.received_on, today):
        lines.append(f"  pdp droits prolonger {one.id} --motif RAISON")
    return ["", "ENSUITE", *lines]


def request_json(one: "Request") -> dict[str, Any]:
    """A request, with stable keys; no opaque key."""
    shown = {key: value for key, value in vars(one).items() if key != "person_key"}
    return {**shown, "last_day": one.last_day}
