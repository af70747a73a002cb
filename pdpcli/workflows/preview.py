"""What would leave with a fiche, exactly, why it may or may not, and what is to be looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.forms.form import Field, Form, situation
from pdpcli.forms.sheet import Sheet
from pdpcli.rules.nir import holds_nir
from pdpcli.rules.paths import fact_of
from pdpcli.rules.vocabulary import UNKNOWN
from pdpcli.rules.watched import watched_in
from pdpcli.store.cases import record
from pdpcli.store.documents import consent_scan
from pdpcli.store.fiche import fiche_values
from pdpcli.store.liaisons import LiaisonRow, valid_consent
from pdpcli.store.recipients import Recipient, recipient_of
from pdpcli.store.watched_words import watched_words
from pdpcli.workflows.fiche_pdf import release_sheet
from pdpcli.workflows.release import leaving, open_gate, outgoing, unanswered
from pdpcli.workflows.since_signed import changed_since_signed

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.agreements.agreement import Statement
    from pdpcli.forms.fields import Value
    from pdpcli.store.open import Write

_FREE = ("text", "paragraph")  # where her own words are looked for
_TYPED = (*_FREE, "name", "address", "signature")  # where a number may have slipped in


@dataclass(frozen=True)
class Remark:
    """Something to look at in a field: one of her ``words``, or what looks like a NIR (none).

    ``since`` is the day of the sheet signed, of a field that changed since then.
    """

    field: Field
    words: tuple[str, ...] = ()
    since: str = ""

    @property
    def said(self) -> str:
        """One sentence, which never repeats the number."""
        if self.since:
            return f"{self.field.question} : a changé depuis la feuille signée ({self.since})."
        if not self.words:
            return f"{self.field.question} : un numéro de sécurité sociale semble s'y trouver."
        words = ", ".join(f"« {word} »" for word in self.words)
        return f"{self.field.question} : {words}, de vos mots à relire."


@dataclass(frozen=True)
class Preview:
    """What leaves (``seen``, by field id of ``form``), to whom, and what keeps it from leaving.

    ``obstacles`` are sentences, none when it may leave; ``stays`` are the labels of what is held
    and does not leave; ``scan`` tells whether the signed page travels with it.
    """

    ref: str
    form: Form
    sheet: Sheet
    seen: "Mapping[str, Value]"
    recipient: Recipient
    consent: Mapping[str, Any] | None
    rule: "Statement"
    obstacles: tuple[str, ...]
    stays: tuple[str, ...]
    remarks: tuple[Remark, ...]
    scan: bool

    @property
    def title(self) -> str:
        """The title in the properties of the document."""
        title = self.form.title
        return f"{title.capitalize() if title.isupper() else title} {self.sheet.reference}"

    @property
    def subject(self) -> str:
        """The subject in the properties of the document."""
        return " / ".join(self.form.header)


def preview(db: "Connection", liaison: LiaisonRow, on: date) -> Preview:
    """Everything ``release`` would do at ``on``, without doing it."""
    from pdpcli.forms.visible import to_draw, visible
    from pdpcli.workflows.closed_gate import rule_of

    consent = valid_consent(db, liaison, on)
    sheet = release_sheet(db, liaison, consent, on)
    form, values = leaving(db, liaison, on)
    seen = visible(form, to_draw(form, values, sheet))
    return Preview(
        ref=liaison.ref,
        form=form,
        sheet=sheet,
        seen=seen,
        recipient=recipient_of(db, liaison.agreement.partner, on),
        consent=consent,
        rule=rule_of(liaison),
        obstacles=tuple(_obstacles(db, liaison, form, values, on)),
        stays=tuple(_stays(db, liaison, form, seen, on)),
        remarks=(
            *_since_signed(db, liaison, consent, form, seen),
            *_remarks(form, seen, watched_words(db)),
        ),
        scan=consent is not None and consent_scan(db, consent["id"]) is not None,
    )


def to_look_at(write: "Write", liaison: LiaisonRow, on: date) -> list[str]:
    """What is pointed out before the fiche leaves: one sentence a field and a reason.

    What changed since the person signed is journaled, by field.

    Raises:
        ConsentMissing, InputRefused: it could not leave anyway.
    """
    from pdpcli.forms.visible import to_draw, visible

    consent = open_gate(write.db, liaison, on)
    sheet = release_sheet(write.db, liaison, consent, on)
    form, values = outgoing(write, liaison, on)
    seen = visible(form, to_draw(form, values, sheet))
    changed = _since_signed(write.db, liaison, consent, form, seen)
    if changed:
        ids = ",".join(one.field.id for one in changed)
        write.note(f"since_signed {liaison.ref} {ids}")
    return [one.said for one in (*changed, *_remarks(form, seen, watched_words(write.db)))]


def _since_signed(
    db: "Connection",
    liaison: LiaisonRow,
    consent: Mapping[str, Any] | None,
    form: Form,
    seen: "Mapping[str, Value]",
) -> list[Remark]:
    fields, day = changed_since_signed(db, liaison, consent, form, seen)
    return [Remark(one, since=day) for one in fields]


def _obstacles(
    db: "Connection",
    liaison: LiaisonRow,
    form: Form,
    values: "dict[str, Value]",
    on: date,
) -> list[str]:
    from pdpcli.workflows.closed_gate import why_closed

    found = []
    if valid_consent(db, liaison, on) is None:
        found.append(f"{why_closed(db, liaison, on)}.")
    refusal = unanswered(db, liaison, form, values)
    if refusal is not None:
        missing = " ; ".join(problem.reason for problem in refusal.problems)
        found.append(f"il manque : {missing}." if missing else "notre réponse n'est pas écrite.")
    return [f"{one[0].upper()}{one[1:]}" for one in found]


def _remarks(form: Form, seen: "Mapping[str, Value]", words: tuple[str, ...]) -> list[Remark]:
    found = []
    for key, value in seen.items():
        one = form.by_id[key]
        if one.kind in _TYPED and holds_nir(str(value)):
            found.append(Remark(one))
        watched = watched_in(words, str(value)) if one.kind in _FREE else []
        if watched:
            found.append(Remark(one, tuple(watched)))
    return found


def _stays(
    db: "Connection", liaison: LiaisonRow, form: Form, seen: "Mapping[str, Value]", on: date
) -> list[str]:
    """The labels of what is held on the situation or said on the fiche, and is not on the sheet."""
    gone = {fact_of(form.by_id[key].path) for key in seen}
    if "liaison.signalled_on" in gone and liaison.signalled_on == liaison.case.opened_on:
        gone.add("case.opened_on")
    held = record(db, liaison.case.id, on)
    here = [
        one
        for one in situation().fields
        if one.path and one.path not in gone and held.get(one.path) not in (None, UNKNOWN)
    ]
    known = gone | {fact_of(one.path) for one in situation().fields}
    said = fiche_values(db, form, liaison, on)
    here += [
        form.by_id[key]
        for key, value in said.items()
        if key not in seen
        and value not in (None, UNKNOWN)
        and fact_of(form.by_id[key].path) not in known
    ]
    return list(dict.fromkeys(one.question for one in here))
