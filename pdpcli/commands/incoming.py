"""A fiche a partner sent, while its situation is registered: what is asked and kept beside it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdpcli.agreements.loader import find
from pdpcli.commands.clock import today
from pdpcli.commands.output import emit, note
from pdpcli.commands.partner_consent import over_a_no
from pdpcli.errors import InputRefused
from pdpcli.forms.form import Field, Form, Section
from pdpcli.store.cases import case_by_ref
from pdpcli.store.home import user_agreements
from pdpcli.store.our_agreements import our_agreement
from pdpcli.workflows import incoming as workflow
from pdpcli.workflows.proposed import facts_of

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.forms.fields import Value
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Write
    from pdpcli.workflows.consent import Signed
    from pdpcli.workflows.received import ReceivedFile

_KEPT = "%received"  # beside the answers of a draft: no field has such an id
_REFERENT = "liaison.sender_referent."
_OWN = "liaison.answers."
_ASKED = {
    f"{_REFERENT}last_name": "Leur référent(e) : nom",
    f"{_REFERENT}first_name": "Leur référent(e) : prénom",
    f"{_REFERENT}phone": "Leur référent(e) : téléphone",
    f"{_REFERENT}email": "Leur référent(e) : adresse électronique",
}


@dataclass(frozen=True)
class Received:
    """The fiche being taken in: under which agreement, from whom, when, in which file.

    ``signature`` is what its consent block says, to be confirmed: signed_on (ISO), place, signer,
    capacity; {} when nothing is known of it. ``facts`` is what its own data say of the person, by
    field id of its form; {} for a sheet that she types.
    """

    agreement: str
    partner: str
    on: date
    path: str = ""
    sha256: str = ""
    mark: str = ""
    signature: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)

    def dump(self) -> dict[str, object]:
        """What a draft keeps of it."""
        said = {"signature": dict(self.signature), "facts": dict(self.facts)}
        return {_KEPT: {**vars(self), "on": self.on.isoformat(), **said}}

    def answers(self, form: Form) -> dict[str, object]:
        """What it answers already: who signals."""
        said = {"case.origin": "partner", "case.origin_body": self.partner}
        return {one.id: said[one.path] for one in form.fields if one.path in said}

    def file(self) -> "ReceivedFile | None":
        """The file, read again; InputRefused when it is no longer the same."""
        from pdpcli.commands.received_file import received_file

        if not self.path:
            return None
        found = received_file(Path(self.path))
        if self.sha256 and found.sha256 != self.sha256:
            raise InputRefused(
                "Le fichier de la fiche reçue a changé depuis le début de la saisie.",
                todo="Recommencez avec le fichier tel qu'il a été reçu.",
            )
        return replace(found)


def kept(draft: Mapping[str, Any]) -> Received | None:
    """The fiche received that a draft is of, if it is of one."""
    said = draft.get(_KEPT)
    return Received(**{**said, "on": date.fromisoformat(said["on"])}) if said else None


def received_form(form: Form, agreement_form: Form) -> Form:
    """The registration form, then what only their sheet says: their referent, its own questions."""
    theirs = tuple(
        replace(
            one, label=_ASKED[one.path], say=_ASKED[one.path], required=(), ask="now", by="sender"
        )
        for one in agreement_form.asked("sender", "auto")
        if one.path in _ASKED and one.id not in form.by_id
    )
    sections = tuple(
        replace(section, fields=tuple(_now(one) for one in section.fields))
        for section in form.sections
    )
    return replace(form, sections=(*sections, Section("La fiche reçue", "sender", theirs)))


def _now(one: Field) -> Field:
    return replace(one, ask="now") if one.path.startswith(_OWN) else one


def facts_said(
    received: Received,
    sheet: Form,
    form: Form,
    values: "Mapping[str, Value]",
    filled: Collection[str] = (),
) -> dict[str, str]:
    """What the sheet received says of the person, by field id of its form ``sheet``.

    Its own data; else what was typed (``values`` of ``form``), but for what was ``filled`` from
    what we hold of her: we do not know that they know it.
    """
    if received.facts:
        return dict(received.facts)
    named = ("person.last_name", "person.first_name")
    typed = {
        key: one for key, one in values.items()
        if key not in filled or form.by_id[key].path in named
    }  # fmt: skip
    said = sheet.propose(form.record(typed))
    return {one.id: one.format(said[one.id]) for one in facts_of(sheet) if one.id in said}


def referent_fields(form: Form) -> list[Field]:
    """The questions about their referent."""
    return [one for one in form.fields if one.path.startswith(_REFERENT)]


def fiche_form_of(db: "Connection", agreement: str) -> Form:
    """The form of an agreement of ours."""
    return find(our_agreement(db, agreement).id, user_agreements()).form


@dataclass(frozen=True)
class Taking:
    """What remains to be written once the situation is: the sheet, its date, its own answers."""

    received: Received
    signalled_on: date
    texts: Mapping[str, str]
    facts: Mapping[str, str]
    signed: "tuple[Signed, date] | None" = None

    def take_in(self, write: "Write", ref: str) -> "LiaisonRow":
        """Begin the fiche of the situation ``ref``; see workflows.incoming."""
        from pdpcli.workflows.received import refuse_kept

        file, came = self.received.file(), self.received
        if file:
            refuse_kept(write.db, file)
        signed, signed_on = self.signed or (None, None)
        ours = our_agreement(write.db, came.agreement)
        incoming = workflow.Incoming(
            ours, came.on, file, came.mark, signed, signed_on, over=over_a_no
        )
        told = workflow.Told(self.signalled_on, self.texts, self.facts)
        return workflow.take_in(write, case_by_ref(write.db, ref, today()), incoming, told, today())


def day_of(form: Form, values: "Mapping[str, Value]") -> date:
    """The date their sheet bears: that of the signalement."""
    found = next(
        values[one.id] for one in form.fields if one.path == "case.opened_on" and one.id in values
    )
    if not isinstance(found, date):
        raise TypeError("a signalement is dated")
    return found


def said(db: "Connection", fiche: "LiaisonRow", *, consented: bool) -> None:
    """What was begun, and what it asks of her."""
    emit(f"Fiche reçue {fiche.ref} : {fiche.agreement.partner_name} attend notre réponse.")
    check = workflow.member_check(db, fiche, today())
    if check is not None and check.member != "yes":
        note(_not_member(check, fiche.ref))
    if not consented:
        note(_NO_CONSENT.format(ref=fiche.ref))
    note(f"Notre réponse : pdp fiche repondre {fiche.ref}")


_NO_CONSENT = """Sans accord signé sur leur fiche, notre réponse ne peut pas partir avant que la
personne signe avec nous : pdp accord imprimer {ref}"""


def _not_member(check: workflow.MemberCheck, ref: str) -> str:
    from pdpcli.views.wrap import wrapped

    if check.member == "no":
        said = f"L'employeur n'est pas adhérent ({check.source} : « {check.condition} »)."
        return "\n".join(
            [*wrapped(said), f'  La retourner : pdp fiche decliner {ref} --motif "non adhérent"']
        )
    said = f"Adhérent : à vérifier ({check.source} : « {check.condition} »)."
    return "\n".join(wrapped(said))
