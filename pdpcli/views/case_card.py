"""One situation on screen: what is known, what happened, what comes next."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from pdpcli.rules.dates import french
from pdpcli.rules.vocabulary import CASE_STATES, CHOICES
from pdpcli.views.acts import act_words
from pdpcli.views.wrap import wrapped

_CONSENTS = {
    "given": "accord {how}",
    "refused": "accord refusé par la personne",
    "withdrawn": "accord retiré",
}
_NEXT = {
    "sign": "faire signer l'accord : pdp accord imprimer {ref}",
    "produce": "produire la fiche : pdp fiche produire {ref}",
    "send": "envoyer la fiche, puis le noter : pdp fiche envoyer {ref}",
    "answer": "attendre la réponse, fiche envoyée",
}

_PLANNED = " (prévu ; une fois fait : pdp acte corriger {number} --fait)"


def case_card(
    ref: str,
    state: str,
    facts: Sequence[tuple[str, str]],
    events: Sequence[Mapping[str, Any]],
    coming: Sequence[Mapping[str, Any]],
) -> str:
    """The card: ``facts`` are (label, shown), ``events`` the timeline, ``coming`` what waits."""
    lines = [f"SITUATION {ref}, {CASE_STATES[state]}", ""]
    lines += [line for label, text in facts for line in wrapped(text, f"  {label[:28]:<30}")]
    lines += [
        "",
        "CE QUI S'EST PASSÉ",
        *_events(events),
        "",
        "ENSUITE",
        *_coming(ref, state, coming),
    ]
    return "\n".join(lines)


def _events(events: Iterable[Mapping[str, Any]]) -> list[str]:
    return [
        line
        for event in events
        for line in wrapped(_event(event), f"  {french(date.fromisoformat(event['on_date']))}  ")
    ] or ["  rien encore"]


def _event(event: Mapping[str, Any]) -> str:
    if event["what"] == "act":
        state = {"planned": _PLANNED, "cancelled": " (annulé)"}.get(event["state"], "")
        return f"{_directed(event)}{state.format(number=event['number'])}"
    if event["what"] == "change":
        return "changement : " + ", ".join(f"{label} : {text}" for label, text in event["said"])
    if event["what"] == "printed":
        return f"fiche {event['number']} imprimée, à faire signer"
    if event["what"] == "consent":
        how = CHOICES["consent_means"].get(event.get("mode", ""), "signé")
        return f"{_CONSENTS[event['kind']].format(how=how)} ({event['body']})"
    if event["what"] == "release":
        return f"fiche produite pour {event['body']}"
    late = " : PARTIE SANS ACCORD VALABLE" if event.get("reason") == "breach" else ""
    return f"fiche envoyée à {event['body']}, {CHOICES['channel'][event['kind']]}{late}"


def _directed(event: Mapping[str, Any]) -> str:
    words = act_words(event)
    if event["kind"] == "referral":
        words += f", {CHOICES['direction'][event['direction']]}"
    return words


def _coming(ref: str, state: str, coming: Sequence[Mapping[str, Any]]) -> list[str]:
    if state != "open":
        return ["  rien : la situation est " + CASE_STATES[state]]
    if not coming:
        return [f"  aucune fiche en attente        pdp fiche nouveau {ref}"]
    return [f"  {row['partner']} : {_NEXT[row['waits']].format(ref=ref)}" for row in coming]
