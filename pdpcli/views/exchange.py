"""What happened to a fiche, in words: produced, sent, written by a side, noted since."""

from collections.abc import Mapping
from typing import Any

from pdpcli.rules.vocabulary import CHOICES, label

Event = Mapping[str, Any]  # see store.timeline

_SIDES = {"us": "nous", "partner": "le partenaire"}
_NOTICES = {
    "ack": "réception accusée par {body}",
    "taken_on": "prise en charge par {counsellor}, {body}",
    "news": "nouvelles de {body}",
    "synthesis": "fiche de synthèse reçue de {body}",
    "replied": "réponse de {body}",
    "declined": "demande refusée par {body}",
    "dropped": "sans suite",
    "reminded": "relance, {body}",
    "received": "fichier reçu de {body}",
    "stop_letter": "lettre à {body} : ne plus utiliser ce qui a été reçu",
    "correction_letter": "lettre à {body} : fiche rectifiée, version {version}",
    "misdirected": "PARTIE AU MAUVAIS DESTINATAIRE",
}


def exchange_words(event: Event) -> str:
    """An event of the exchange (release, sent, entry, notice, cancelled) in words."""
    return _WORDS[event["what"]](event)


def _released(event: Event) -> str:
    return f"fiche{_which(event)} produite pour {event['body']}"


def _sent(event: Event) -> str:
    late = " : PARTIE SANS ACCORD VALABLE" if event.get("reason") == "breach" else ""
    channel = CHOICES["channel"][event["kind"]]
    return f"fiche{_which(event)} envoyée à {event['body']}, {channel}{late}"


def _written(event: Event) -> str:
    what = "demande" if event["kind"] == "request" else "réponse"
    return f"{what} écrite par {_SIDES[event['body']]}, fiche{_which(event)}"


def _cancelled(event: Event) -> str:
    why = f" : {event['reason']}" if event.get("reason") else ""
    return f"fiche{_which(event)} annulée, {event['body']}{why}"


def _noticed(event: Event) -> str:
    """What was noted; what it says is gone once the person is erased."""
    said = event["said"]
    told = _NOTICES[event["kind"]].format(
        body=event["body"],
        counsellor=said.get("counsellor", "un conseiller"),
        version=said.get("version", 2),
    )
    why = label("decline_reason", event["code"]) if event.get("code") else ""
    pieces = (why, *(said.get(key, "") for key in ("contact", "text", "note", "reason")))
    pieces = (*pieces, *_misdirection(said))
    more = " ; ".join(piece for piece in pieces if piece)
    return f"{told}{_which(event)}{' : ' + more if more else ''}"


def _misdirection(said: Mapping[str, str]) -> tuple[str, ...]:
    named = (("à", "to"), ("ce qui s'est passé :", "facts"), ("fait depuis :", "measures"))
    return tuple(f"{name} {said[key]}" for name, key in named if said.get(key))


def _which(event: Event) -> str:
    """Which fiche of the situation, and of which version and round when it is not the first."""
    version, number = event.get("version", 1), event.get("round", 0)
    words = [f"/{event['fiche']}"] if event.get("fiche") else []
    words += [f"version {version}"] * (version > 1 and event.get("kind") != "correction_letter")
    words += [f"suite {number}"] * (number > 0)
    return f" ({', '.join(words)})" if words else ""


_WORDS = {
    "release": _released,
    "sent": _sent,
    "entry": _written,
    "cancelled": _cancelled,
    "notice": _noticed,
}
