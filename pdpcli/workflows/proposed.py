"""What another cell's fiche says, read by our own declaration: proposed, never taken silently.

Each value goes through ``Form.parse`` of our form; what it refuses, or does not have, is said.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection

from pdpcli.agreements.loader import find
from pdpcli.errors import DocumentRefused
from pdpcli.forms.attachment import FicheJson
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Field, Form
from pdpcli.forms.rounds import with_rounds
from pdpcli.rules.paths import codes_of, fact_of
from pdpcli.rules.vocabulary import YES
from pdpcli.store.home import user_agreements
from pdpcli.store.our_agreements import OurAgreement, with_fiche

#: A fact that the answer to another implies.
_ON_LEAVE, _SINCE, _RISK = "leave.on_leave", "leave.started_on", "leave.risk"
_SIGNALLED, _OPENED = "liaison.signalled_on", "case.opened_on"
_NIR, _REASON = "person.nir", "person.nir_reason"
_MADE_ON = (
    "Leur fiche ne porte pas de date de signalement : celle du jour où elle a été faite est"
    " proposée."
)


@dataclass(frozen=True)
class Proposed:
    """Answers to the registration (field id -> text), and what is to be said of the others.

    ``facts`` is what their sheet says of the person and her situation, by its own field ids.
    """

    answers: Mapping[str, str]
    remarks: tuple[str, ...]
    facts: Mapping[str, str]


def agreement_of(db: Connection, data: FicheJson, wanted: str) -> OurAgreement:
    """Our agreement that has this form with who sends it; ``wanted`` is the one she says.

    Raises:
        DocumentRefused: it is a fiche of ours, or no agreement of ours has this form.
    """
    found = [one for one in with_fiche(db) if wanted in {"", one.id} and _has(one, data)]
    mine = [one for one in found if wanted or _ends(one) == (data.recipient, data.sender)]
    if mine:
        return mine[0]
    if any(_ends(one) == (data.sender, data.recipient) for one in found):
        raise DocumentRefused(
            "Cette fiche est de celles que nous envoyons : elle ne s'importe pas.",
            todo="La réponse qu'elle porte : pdp fiche retour FICHIER",
        )
    raise DocumentRefused(
        f"Aucune de nos conventions n'a cette fiche ({data.form_id}) avec cet expéditeur.",
        todo="Si c'est l'une des nôtres sous un autre nom : --convention IDENTIFIANT",
    )


def _ends(one: OurAgreement) -> tuple[str, str]:
    return one.as_body, one.partner


def _has(one: OurAgreement, data: FicheJson) -> bool:
    return find(one.id, user_agreements()).form.id == data.form_id


def proposed(data: FicheJson, sheet: Form, form: Form, today: date) -> Proposed:
    """What ``data`` answers of ``form`` (the registration's), ``sheet`` being our declaration."""
    drawn = with_rounds(sheet, max(data.round, 1))
    read = drawn.parse(data.values, stage=None, today=today)
    facts, vague = _facts(drawn.record(read.values))
    dated = _OPENED in facts
    facts = {_OPENED: data.on, **facts}
    texts = {
        one.id: one.format(facts[one.path])
        for one in form.fields
        if one.path in facts and facts[one.path] is not None
    }
    again = form.parse(texts, stage=None, today=today)
    refused = {one.place for one in again.problems}
    remarks = [
        *_of_the_form(data, sheet),
        *([] if dated or data.on is None else [_MADE_ON]),
        *(f"{_question(drawn, one.place)} : {one.reason} Non repris." for one in read.problems),
        *(f"{form.by_id[key].question} : non repris, à dire." for key in refused),
        *(f"{_by_path(drawn, path)} : la fiche ne dit pas lequel, à préciser." for path in vague),
    ]
    kept = {key: text for key, text in texts.items() if key not in refused}
    said = {
        one.id: one.format(read.values[one.id]) for one in facts_of(sheet) if one.id in read.values
    }
    return Proposed(kept, tuple(remarks), said)


def facts_of(sheet: Form) -> Iterator[Field]:
    """The fields of a fiche that say something of the person or of her situation."""
    settled = ("liaison.", "consent.", "entry.")
    return (one for one in sheet.asked("sender", "auto") if not one.path.startswith(settled))


def _of_the_form(data: FicheJson, sheet: Form) -> Iterator[str]:
    if data.form_hash != sheet.hash:
        yield (
            "Leur fiche est d'une autre déclaration que la nôtre : chaque réponse est prise par le"
            " nom de son champ. Relisez-la avec attention."
        )
    if data.round > 0:
        yield "Elle porte aussi d'autres échanges, qui ne sont pas repris : lisez-les sur le PDF."


def _facts(record: Mapping[str, Value]) -> tuple[dict[str, Value], list[str]]:
    """The facts that the paths of a form say, and the paths that say one of several."""
    facts: dict[str, Value] = {}
    vague = []
    for path, value in record.items():
        codes, fact = codes_of(path), fact_of(path)
        if not codes:
            facts[path] = value
        elif fact == _SINCE:
            facts[fact] = value
            facts |= {_RISK: codes[0]} if len(codes) == 1 else {}
            vague += [path] * (len(codes) > 1)
        elif value == YES and len(codes) == 1:
            facts[fact] = codes[0]
        elif value == YES:
            vague.append(path)
    return {**facts, **_implied(facts)}, vague


def _implied(facts: Mapping[str, Value]) -> dict[str, Value]:
    """What the answers imply: a leave's date says the leave, their date is the signalement's."""
    found: dict[str, Value] = {_OPENED: facts[_SIGNALLED]} if facts.get(_SIGNALLED) else {}
    if facts.get(_SINCE):
        found[_ON_LEAVE] = YES
    if facts.get(_NIR):
        found[_REASON] = "porté sur la fiche reçue"
    return found


def _question(form: Form, key: str) -> str:
    return form.by_id[key].question if key in form.by_id else key


def _by_path(form: Form, path: str) -> str:
    return next(one.question for one in form.fields if one.path == path)


def signature_of(data: FicheJson, sheet: Form) -> dict[str, str]:
    """What its consent block says: signed_on (ISO), place and signer, those it prints."""
    names = {"consent.signed_on": "signed_on", "consent.place": "place", "consent.signer": "signer"}
    said = {
        names[one.path]: data.consent[one.id]
        for one in sheet.asked("person")
        if one.path in names and data.consent.get(one.id)
    }
    try:
        date.fromisoformat(said.get("signed_on", ""))
    except ValueError:
        return {}
    return said
