"""One situation on screen: what is known, what happened, what comes next."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from pdpcli.rules.dates import french
from pdpcli.rules.vocabulary import CASE_STATES, CHOICES
from pdpcli.views.acts import act_words
from pdpcli.views.cases import limited_line
from pdpcli.views.exchange import exchange_words
from pdpcli.views.fiches import state_words
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
    "answer": "attendre la réponse, fiche envoyée le {since}",
    "reply": "répondre à la fiche reçue : pdp fiche repondre {ref}",
}

_SEVERAL = 2
_PLANNED = " (prévu ; une fois fait : pdp acte corriger {number} --fait)"
_AT_A_MEETING = " (prévu ; une fois la réunion tenue : pdp reunion tenir {meeting})"


def case_card(
    shown: Mapping[str, Any],
    facts: Sequence[tuple[str, str]],
    events: Sequence[Mapping[str, Any]],
    around: Sequence[str] = (),
) -> str:
    """The card: ``shown`` has its ref, its state and its fiches; ``facts`` are (label, shown).

    ``events`` are the timeline; ``around``, the lines of what is beside it: plans, history.
    """
    ref, state, fiches = shown["ref"], shown["state"], shown["fiches"]
    lines = [f"SITUATION {ref}, {CASE_STATES[state]}", *limited_line(shown["limited_on"]), ""]
    lines += [line for label, text in facts for line in wrapped(text, f"  {label[:28]:<30}")]
    lines += [
        *around,
        "",
        "CE QUI S'EST PASSÉ",
        *_events(events),
        "",
        "ENSUITE",
        *_coming(ref, state, fiches),
    ]
    return "\n".join(lines)


def _events(events: Iterable[Mapping[str, Any]]) -> list[str]:
    told = list(events)
    numbers = {
        event["number"] if event["what"] == "printed" else event.get("fiche") for event in told
    }
    alone = len(numbers - {None}) < _SEVERAL
    return [
        line
        for event in told
        for line in wrapped(
            _event(event, alone=alone) + _under(event),
            f"  {french(date.fromisoformat(event['on_date']))}  ",
        )
    ] or ["  rien encore"]


def _under(event: Mapping[str, Any]) -> str:
    """Under which reference merged into this one it happened."""
    return f" ({event['under']})" if event.get("under") else ""


def _event(event: Mapping[str, Any], *, alone: bool) -> str:
    if event["what"] == "erased":
        return "personne effacée : il reste des lignes statistiques sans identité"
    if event["what"] == "act":
        planned = _AT_A_MEETING if event.get("meeting") else _PLANNED
        state = {"planned": planned, "cancelled": " (annulé)"}.get(event["state"], "")
        told = f" : {event['decision']}" if event.get("decision") else ""
        return f"{_directed(event)}{state.format(**event)}{told}"
    if event["what"] == "change":
        return "changement : " + ", ".join(f"{label} : {text}" for label, text in event["said"])
    if event["what"] == "printed":
        which = "fiche" if alone else f"fiche n° {event['number']}"
        return f"{which} imprimée, à faire signer"
    if event["what"] == "consent":
        how = CHOICES["consent_means"].get(event.get("mode", ""), "signé")
        return f"{_CONSENTS[event['kind']].format(how=how)} ({event['body']})"
    return exchange_words(event, alone=alone)


def _directed(event: Mapping[str, Any]) -> str:
    words = act_words(event)
    if event["kind"] == "referral":
        words += f", {CHOICES['direction'][event['direction']]}"
    return words


def _coming(ref: str, state: str, fiches: Sequence[Mapping[str, Any]]) -> list[str]:
    """What each fiche waits for, or where it stands."""
    if state != "open":
        return ["  rien : la situation est " + CASE_STATES[state]]
    told = [row for row in fiches if row["state"] != "cancelled"]
    if not told:
        return [f"  aucune fiche en attente        pdp fiche nouveau {ref}"]
    return [line for row in told for line in wrapped(_next(row), "  ")]


def _next(row: Mapping[str, Any]) -> str:
    since = french(date.fromisoformat(row["since"]))
    named = f"{row['ref']}/{row['number']}"
    if not row["waits"]:
        return f"{row['partner']} : {state_words(row)}, {since}"
    reminded = row["notices"].get("reminded") if row["waits"] == "answer" else None
    again = f", relancée le {french(date.fromisoformat(reminded))}" if reminded else ""
    return f"{row['partner']} : {_NEXT[row['waits']].format(ref=named, since=since)}{again}"
