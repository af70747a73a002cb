"""Why a fiche may not leave, and what can be done: the words of the closed gate (law 1)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.agreements.agreement import Statement
from pdpcli.agreements.loader import find
from pdpcli.errors import ConsentMissing
from pdpcli.rules.dates import french
from pdpcli.store.home import user_agreements
from pdpcli.store.liaisons import LiaisonRow, consents_of

if TYPE_CHECKING:
    from pdpcli.store.open import Write

_KEPT = "Rien n'est sorti de l'ordinateur ; votre fiche est gardée telle quelle."


def gate_closed(write: "Write", liaison: LiaisonRow, on: date) -> ConsentMissing:
    """Why this fiche may not leave, and what can be done."""
    agreement = liaison.agreement
    folder = find(agreement.id, user_agreements())
    ref = liaison.case.ref
    acts = consents_of(write.db, liaison.case.person_key)
    return ConsentMissing(
        f"La fiche n'a pas été produite : la situation {ref} "
        f"{_why(acts, liaison, on)} pour {agreement.partner_name}.",
        where=f"{_elsewhere(acts, liaison)}{_rule(folder.consent)}",
        todo=f"Imprimer la fiche à faire signer     pdp accord imprimer {ref}\n"
        f"Déjà signée sur papier               pdp accord enregistrer {ref}\n"
        f"La personne refuse de signer         pdp accord refuser {ref}",
        kept=_KEPT,
    )


def _rule(consent: Statement) -> str:
    return f"{consent.source} : {consent.text}." if consent.text else ""


def _why(acts: Sequence[Mapping[str, Any]], liaison: LiaisonRow, on: date) -> str:
    """The first reason that holds: refused, withdrawn, expired, another form, never signed."""
    ours = [
        act
        for act in acts
        if act["pair"] == liaison.agreement.pair and act["form_id"] == liaison.form_id
    ]
    if not ours:
        return "n'a pas d'accord signé"
    last = ours[-1]
    when = _day(last["on_date"])
    if last["act"] == "refused":
        return f"porte un refus de la personne ({when})"
    if last["act"] == "withdrawn":
        return f"porte un accord retiré par la personne ({when})"
    if last["form_hash"] != liaison.form_hash:
        return f"a un accord signé ({when}) sur une autre version de la fiche"
    if last["expires_on"] and last["expires_on"] < on.isoformat():
        return f"a un accord qui n'était valable que jusqu'au {_day(last['expires_on'])}"
    return "fait l'objet d'une limitation demandée par la personne : rien ne part"


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
