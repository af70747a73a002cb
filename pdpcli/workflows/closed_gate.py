"""Why a fiche may not leave, and what can be done: the words of the closed gate (law 1)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.agreements.agreement import Statement
from pdpcli.agreements.loader import find
from pdpcli.errors import ConsentMissing
from pdpcli.rules.dates import french
from pdpcli.store.home import user_agreements
from pdpcli.store.liaisons import LiaisonRow, consents_of, heard_aloud
from pdpcli.workflows.said_no import said_no

if TYPE_CHECKING:
    from sqlite3 import Connection

_KEPT = "Rien n'est sorti de l'ordinateur ; votre fiche est gardée telle quelle."


def gate_closed(db: "Connection", liaison: LiaisonRow, on: date) -> ConsentMissing:
    """Why this fiche may not leave, and what can be done."""
    ref, said_so = liaison.ref, said_no(db, liaison) is not None
    elsewhere = _elsewhere(consents_of(db, liaison.case.person_key), liaison)
    todo = [
        f"Imprimer la fiche à faire signer     pdp accord imprimer {ref}",
        f"Déjà signée sur papier               pdp accord enregistrer {ref}",
        *[f"La personne refuse de signer         pdp accord refuser {ref}"] * (not said_so),
    ]
    return ConsentMissing(
        f"La fiche n'a pas été produite : {why_closed(db, liaison, on)}.",
        where=f"{elsewhere}{_rule(rule_of(liaison))}",
        todo="\n".join(todo),
        kept=_KEPT,
    )


def why_closed(db: "Connection", liaison: LiaisonRow, on: date) -> str:
    """The same in one clause: « la situation … n'a pas d'accord signé pour … »."""
    acts = [
        act
        for act in consents_of(db, liaison.case.person_key)
        if act["pair"] == liaison.agreement.pair and act["form_id"] == liaison.form_id
    ]
    gate = _Gate(liaison, on, _limited(db, liaison), heard_aloud(db, liaison))
    why = _why(acts, gate)
    return f"la situation {liaison.case.ref} {why} pour {liaison.agreement.partner_name}"


def rule_of(liaison: LiaisonRow) -> Statement:
    """What the convention says of the consent, with its source."""
    return find(liaison.agreement.id, user_agreements()).consent


def _rule(consent: Statement) -> str:
    return f"{consent.source} : {consent.text}." if consent.text else ""


def _limited(db: "Connection", liaison: LiaisonRow) -> bool:
    row = db.execute(
        "SELECT limited_on FROM person WHERE key = ?", (liaison.case.person_key,)
    ).fetchone()
    return bool(row and row["limited_on"])


@dataclass(frozen=True)
class _Gate:
    """What is asked to leave, when, and what the gate knows besides the consents."""

    liaison: LiaisonRow
    on: date
    limited: bool
    aloud: bool


def _why(acts: Sequence[Mapping[str, Any]], gate: _Gate) -> str:
    """The first reason that holds: never signed, refused, withdrawn, limited, or does not cover."""
    if not acts:
        return "n'a pas d'accord signé"
    last = acts[-1]
    if last["act"] == "refused":
        return f"porte un refus de la personne ({_day(last['on_date'])})"
    if last["act"] == "withdrawn":
        return f"porte un accord retiré par la personne ({_day(last['on_date'])})"
    if gate.limited:
        return "fait l'objet d'une limitation demandée par la personne : rien ne part"
    ended = max((act["id"] for act in acts if act["act"] != "given"), default=0)
    return _uncovered(_in_force([act for act in acts if act["id"] > ended]), gate)


def _in_force(given: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Without those whose place was taken by a later one of the same form and scope."""
    last = {(act["form_hash"], act["scope"]): act["id"] for act in given}
    return [act for act in given if act["id"] in last.values()]


def _uncovered(given: Sequence[Mapping[str, Any]], gate: _Gate) -> str:
    """What the consents in force lack, from the furthest to the nearest to covering it."""
    liaison, theirs = gate.liaison, gate.liaison.direction == "in"
    covers: tuple[tuple[str, Callable[[Mapping[str, Any]], bool]], ...] = (
        ("sur une autre version de la fiche", lambda act: act["form_hash"] == liaison.form_hash),
        (
            "pour une autre situation ou une autre fiche",
            lambda act: act["scope"] in (None, liaison.case.ref, liaison.ref),
        ),
        (
            "avant la fiche rectifiée, qui en demande un nouveau",
            lambda act: act["id"] > (liaison.consent_after or 0),
        ),
        (
            "de vive voix, ce que vous n'acceptez pas",
            lambda act: act["means"] != "oral" or gate.aloud,
        ),
        (
            "au partenaire, pour une fiche qu'il a envoyée",
            lambda act: act["means"] != "partner" or (theirs and act["scope"] == liaison.ref),
        ),
    )
    for lack, covered in covers:
        left = [act for act in given if covered(act)]
        if not left:
            return f"a un accord donné le {_day(given[-1]['on_date'])} {lack},"
        given = left
    last = given[-1]
    if last["on_date"] > gate.on.isoformat() or not last["expires_on"]:
        return f"n'a d'accord que du {_day(last['on_date'])}"
    return f"a un accord qui n'était valable que jusqu'au {_day(last['expires_on'])}"


def _elsewhere(acts: Sequence[Mapping[str, Any]], liaison: LiaisonRow) -> str:
    """A consent signed for another pair of bodies does not hold here: say which."""
    given = [act for act in acts if act["act"] == "given" and act["pair"] != liaison.agreement.pair]
    if not given:
        return ""
    last = given[-1]
    when = _day(last["on_date"])
    return f"La personne a signé pour {last['bodies']} le {when} : cet accord ne vaut pas ici. "


def _day(text: str) -> str:
    return french(date.fromisoformat(text))
