"""The gate (design, law 1): a fiche leaves only after a ``release`` row, which needs a consent.

The message says why it did not leave and what can be done; the trigger of the table refuses on
its own whatever this module would forget.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.errors import InputRefused, Problem
from pdpcli.forms.form import Form
from pdpcli.forms.reading import gaps, in_words
from pdpcli.forms.sheet import SignaturePictures
from pdpcli.store import skeletons
from pdpcli.store.cases import refuse_ended
from pdpcli.store.documents import Document, keep_document
from pdpcli.store.entries import entries_of, is_theirs
from pdpcli.store.fiche import fiche_form, fiche_values
from pdpcli.store.liaisons import LiaisonRow, valid_consent
from pdpcli.store.persons import died_on
from pdpcli.workflows.fiche_pdf import fiche_pdf

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.forms.fields import Value
    from pdpcli.forms.form import Field
    from pdpcli.store.open import Write


@dataclass(frozen=True)
class Released:
    """A fiche that may leave: its bytes, a name without personal data, and its recipient."""

    number: int
    name: str
    pdf: bytes
    recipient: str


def release(
    write: "Write",
    liaison: LiaisonRow,
    on: date,
    *,
    sealed: bool = False,
    pictures: SignaturePictures | None = None,
) -> Released:
    """Pass the gate, then draw the fiche as it now is and keep it with its hash.

    ``pictures`` are the signatures drawn on screen: they are in this document and nowhere else.

    Raises:
        ConsentMissing: no valid consent for this person, pair of bodies and form.
        InputRefused: something required to send is still missing.
    """
    consent = open_gate(write.db, liaison, on)
    _, values = outgoing(write, liaison, on)
    number = _append(write, liaison, consent["id"], values, on)
    pdf = fiche_pdf(write, liaison, values, consent, on, number, sealed=sealed, pictures=pictures)
    name = release_name(liaison)
    _keep(write, liaison, number, name, pdf)
    return Released(number, name, pdf, liaison.agreement.partner_name)


def release_name(liaison: LiaisonRow) -> str:
    """The name of the file, without personal data."""
    return f"fiche-{liaison.case.ref}-{liaison.number}.pdf"


def open_gate(db: "Connection", liaison: LiaisonRow, on: date) -> dict[str, Any]:
    """The consent under which this fiche may leave at ``on``.

    Raises:
        ConsentMissing: there is none.
        InputRefused: the person is dead or erased, or the situation cancelled.
    """
    refuse_ended(liaison.case)
    if died_on(db, liaison.case.person_id):
        raise InputRefused("Le décès de la personne est noté : plus rien ne part.",
                           where=liaison.ref)  # fmt: skip
    consent = valid_consent(db, liaison, on)
    if consent is None:
        from pdpcli.workflows.closed_gate import gate_closed

        raise gate_closed(db, liaison, on)
    return consent


def outgoing(write: "Write", liaison: LiaisonRow, on: date) -> "tuple[Form, dict[str, Value]]":
    """The form, and the values that may leave, once everything needed to leave is answered.

    Raises:
        InputRefused: what is missing, and where to say it.
    """
    form, values = leaving(write.db, liaison, on)
    refusal = unanswered(write.db, liaison, form, values)
    if refusal is not None:
        raise refusal
    return form, values


def leaving(db: "Connection", liaison: LiaisonRow, on: date) -> "tuple[Form, dict[str, Value]]":
    """The form, and what each of its fields lets go to this partner."""
    form = fiche_form(liaison)
    values = fiche_values(db, form, liaison, on)
    if liaison.direction == "in":
        values = _as_received(form, liaison, values)
    return form, form.outgoing(values, liaison.agreement.partner)


def _as_received(form: Form, liaison: LiaisonRow, values: "dict[str, Value]") -> "dict[str, Value]":
    """Their part goes back as their sheet says it, without what we know of the person beside."""
    told = {form.by_id[key].path for key in liaison.answers}
    return {
        key: value
        for key, value in values.items()
        if form.by_id[key].path.startswith(_NOT_FACTS) or form.by_id[key].path in told
    }


#: What is of the exchange itself: who writes to whom, the consent, what each side wrote.
_NOT_FACTS = ("liaison.", "consent.", "entry.")


def unanswered(
    db: "Connection", liaison: LiaisonRow, form: Form, values: "dict[str, Value]"
) -> InputRefused | None:
    """What is still to be written before this fiche leaves: its answers, or our reply to theirs."""
    entries = entries_of(db, liaison.id)
    if not is_theirs(liaison, entries):
        if liaison.direction == "in":
            return None  # we ask further on their sheet: their part is as they left it
        lacking = gaps(form, values, "send")
        return _incomplete(lacking, liaison) if lacking else None
    if any(one.round == liaison.round and one.kind == "reply" for one in entries):
        return None
    return InputRefused(
        "Notre réponse n'est pas encore écrite.",
        where=liaison.ref,
        todo=f"pdp fiche repondre {liaison.ref}",
    )


def require(form: Form, values: "dict[str, Value]", stage: str, liaison: LiaisonRow) -> None:
    """Raise InputRefused with everything that ``stage`` still needs, and where to say it."""
    lacking = gaps(form, values, stage)
    if lacking:
        raise _incomplete(lacking, liaison)


def _incomplete(lacking: "list[tuple[Field, ...]]", liaison: LiaisonRow) -> InputRefused:
    of_the_fiche = {gap[0].path.startswith("liaison.") for gap in lacking}
    case = f"Compléter la situation     pdp situation corriger {liaison.case.ref}"
    fiche = f"Compléter la fiche         pdp fiche corriger {liaison.ref}"
    todo = [case] * (False in of_the_fiche) + [fiche] * (True in of_the_fiche)
    return InputRefused(
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
            "version": liaison.version,
            "round": liaison.round,
            "on_date": on.isoformat(),
            "recorded_at": write.at,
            "author": write.author,
        },
        values,
    )


def _keep(write: "Write", liaison: LiaisonRow, number: int, name: str, pdf: bytes) -> None:
    document = Document("release", name, "pdf", pdf, release_id=number)
    keep_document(write, document, liaison)
