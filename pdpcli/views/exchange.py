"""What happened to a fiche, in words: produced, sent, written by a side, noted since."""

from collections.abc import Iterator, Mapping
from typing import Any

from pdpcli.rules.breach import notify_before, read_misdirected
from pdpcli.rules.moments import french_moment
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


def exchange_words(event: Event, *, alone: bool = False) -> str:
    """An event of the exchange (release, sent, entry, notice, cancelled) in words.

    ``alone``: the situation has one fiche, or one only is shown: its number is not said.
    """
    return _WORDS[event["what"]](event, _which(event, alone=alone))


def _released(event: Event, which: str) -> str:
    if event.get("kind") == "agenda":
        return f"nommée sur l'ordre du jour donné à {event['body']}"
    return f"{which} produite pour {event['body']}"


def _sent(event: Event, which: str) -> str:
    late = " : PARTIE SANS ACCORD VALABLE" if event.get("reason") == "breach" else ""
    return f"{which} envoyée à {event['body']}, {CHOICES['channel'][event['kind']]}{late}"


def _written(event: Event, which: str) -> str:
    what = "demande" if event["kind"] == "request" else "réponse"
    return f"{which} : {what} écrite par {_SIDES[event['body']]}"


def _cancelled(event: Event, which: str) -> str:
    why = f" : {event['reason']}" if event.get("reason") else ""
    return f"{which} annulée, {event['body']}{why}"


def _noticed(event: Event, which: str) -> str:
    """What was noted; what it says is gone once the person is erased."""
    said = event["said"]
    told = _NOTICES[event["kind"]].format(
        body=event["body"],
        counsellor=said.get("counsellor", "un conseiller"),
        version=said.get("version", 2),
    )
    why = label("decline_reason", event["code"]) if event.get("code") else ""
    pieces = (why, *(said.get(key, "") for key in ("contact", "text", "note", "reason")))
    more = " ; ".join(piece for piece in (*pieces, *_misdirection(said)) if piece)
    beside = "" if which == "fiche" else f" ({which})"
    return f"{told}{beside}{' : ' + more if more else ''}"


def _misdirection(said: Mapping[str, str]) -> Iterator[str]:
    told = read_misdirected(said)
    if told is None:
        return
    known, before = told.aware.astimezone(), notify_before(told.aware).astimezone()
    yield f"reçue par {told.to}"
    yield f"connu le {french_moment(known)} (CNIL avant le {french_moment(before)}, si risque)"
    yield told.facts
    if told.measures:
        yield f"fait depuis : {told.measures}"


def _which(event: Event, *, alone: bool) -> str:
    """« fiche n° 2, version 2, suite 1 »: what is not the first is said."""
    version, number = event.get("version", 1), event.get("round", 0)
    words = ["fiche" if alone else f"fiche n° {event['fiche']}"]
    words += [f"version {version}"] * (version > 1)
    words += [f"suite {number}"] * (number > 0)
    return ", ".join(words)


_WORDS = {
    "release": _released,
    "sent": _sent,
    "entry": _written,
    "cancelled": _cancelled,
    "notice": _noticed,
}
