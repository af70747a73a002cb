"""The gate (design, law 1): a fiche leaves only after a ``release`` row, which needs a consent.

The message says why it did not leave and what can be done; the trigger of the table refuses on
its own whatever this module would forget.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.agreements.agreement import Statement
from pdpcli.agreements.loader import find
from pdpcli.errors import ConsentMissing, InputRefused, Problem
from pdpcli.forms.form import Form, read_form
from pdpcli.forms.reading import gaps, in_words
from pdpcli.forms.sheet import Sheet, SignedBlock
from pdpcli.rules.dates import french
from pdpcli.rules.vocabulary import label
from pdpcli.store import skeletons
from pdpcli.store.bodies import service_name
from pdpcli.store.fiche import fiche_values
from pdpcli.store.home import user_agreements
from pdpcli.store.liaisons import LiaisonRow, consents_of, valid_consent

if TYPE_CHECKING:
    from pdpcli.forms.fields import Value
    from pdpcli.store.open import Write

_KEPT = "Rien n'est sorti de l'ordinateur ; votre fiche est gardée telle quelle."


@dataclass(frozen=True)
class Released:
    """A fiche that may leave: its bytes, a name without personal data, and its recipient."""

    name: str
    pdf: bytes
    recipient: str


def release(write: "Write", liaison: LiaisonRow, on: date) -> Released:
    """Pass the gate, then draw the fiche and keep it with its hash.

    Raises:
        ConsentMissing: no valid consent for this person, pair of bodies and form.
        InputRefused: something required to send is still missing.
    """
    consent = valid_consent(write.db, liaison, on)
    if consent is None:
        raise refused(write, liaison, on)
    from pdpcli.forms.draw import draw

    form = read_form(liaison.form_text)
    values = form.outgoing(fiche_values(write.db, form, liaison, on), liaison.agreement.partner)
    require(form, values, "send", liaison.case.ref)
    number = _append(write, liaison, consent["id"], values, on)
    pdf = draw(form, values, _sheet(write, liaison, consent, on))
    _keep(write, liaison, number, pdf)
    return Released(
        f"fiche-{liaison.case.ref}-{liaison.number}.pdf", pdf, liaison.agreement.partner_name
    )


def require(form: Form, values: "dict[str, Value]", stage: str, ref: str) -> None:
    """Raise InputRefused with everything that ``stage`` still needs, and where to say it."""
    lacking = gaps(form, values, stage)
    if not lacking:
        return
    of_the_fiche = {gap[0].path.startswith("liaison.") for gap in lacking}
    todo = [f"Compléter la situation     pdp situation corriger {ref}"] * (False in of_the_fiche)
    todo += [f"Compléter la fiche         pdp fiche corriger {ref}"] * (True in of_the_fiche)
    raise InputRefused(
        "La fiche n'est pas complète. Il manque :",
        problems=[Problem("", in_words(gap)) for gap in lacking],
        todo="\n".join(todo),
    )


def _append(
    write: "Write", liaison: LiaisonRow, consent_id: int, values: "dict[str, Value]", on: date
) -> int:
    return skeletons.append(
        write.db,
        "release",
        {
            "person_key": liaison.case.person_key,
            "case_ref": liaison.case.ref,
            "liaison_number": liaison.number,
            "pair": liaison.agreement.pair,
            "form_id": liaison.form_id,
            "form_hash": liaison.form_hash,
            "consent_id": consent_id,
            "recipient": liaison.agreement.partner,
            "on_date": on.isoformat(),
            "recorded_at": write.at,
            "author": write.author,
        },
        values,
    )


def _sheet(write: "Write", liaison: LiaisonRow, consent: Mapping[str, Any], on: date) -> Sheet:
    """The sheet that leaves, its consent block filled from what was signed."""
    row = write.db.execute(
        "SELECT content FROM consent_detail WHERE consent_id = ?", (consent["id"],)
    ).fetchone()
    said = json.loads(row["content"])
    capacity = said["capacity"]
    block = SignedBlock(
        signer=said["signer"],
        place=said["place"],
        signed_on=date.fromisoformat(consent["on_date"]),
        kept_by=said["kept_by"],
        collected_by=said["collected_by"],
        capacity="" if capacity == "person" else label("signer_capacity", capacity),
    )
    return Sheet(liaison.ref, "release", signed=block, author=service_name(write.db), on=on)


def _keep(write: "Write", liaison: LiaisonRow, number: int, pdf: bytes) -> None:
    write.db.execute(
        """INSERT INTO document (person_key, kind, release_id, name, sha256, bytes, added_at)
        VALUES (?, 'release', ?, ?, ?, ?, ?)""",
        (
            liaison.case.person_key,
            number,
            f"fiche-{liaison.case.ref}-{liaison.number}.pdf",
            hashlib.sha256(pdf).hexdigest(),
            pdf,
            write.at,
        ),
    )


def refused(write: "Write", liaison: LiaisonRow, on: date) -> ConsentMissing:
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
