"""Registering from a file: every answer through `Form.parse`, all errors at once."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection

from pdpcli.agreements.loader import find
from pdpcli.commands.answers_file import read_answers
from pdpcli.commands.clock import today
from pdpcli.commands.output import emit, note
from pdpcli.commands.registering import registration_form
from pdpcli.errors import InputRefused
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Form
from pdpcli.rules.names import fold
from pdpcli.store.cases import case_by_ref
from pdpcli.store.home import user_agreements
from pdpcli.store.open import Store, Write
from pdpcli.store.our_agreements import OurAgreement, our_agreement, with_fiche
from pdpcli.store.search import known_persons, person_with_nir
from pdpcli.workflows import liaison
from pdpcli.workflows.facts import Answers
from pdpcli.workflows.register import Known, register


def under(db: Connection, agreement: str) -> OurAgreement | None:
    """The convention that was said, or the only one we have; none when there are several."""
    if agreement or len(with_fiche(db)) == 1:
        return our_agreement(db, agreement or None)
    return None


def form_for(db: Connection, agreement: str) -> Form:
    """The registration form under ``agreement``, or under the only one we have."""
    one = under(db, agreement)
    return registration_form(db, find(one.id, user_agreements()).form if one else None)


def register_file(store: Store, path: Path, agreement: str, *, dry_run: bool) -> None:
    """Register the situation that ``path`` holds; with ``dry_run``, only say what would be."""
    with closing(store.read()) as db:
        form = form_for(db, agreement)
        values = parsed(form, read_answers(path), stage="register")
        known = known_person(db, form.record(values))
    if dry_run:
        emit("Rien n'a été enregistré (essai) : toutes les réponses sont acceptées.")
        return
    with store.write("signal new") as write:
        ref = register(write, form.record(values), known, agreement or None)
        ours, texts = under(write.db, agreement), form.answers(values)
        begin_fiche(write, ref, ours, texts, wanted=bool(agreement))
        follows = next_step(write.db, ref)
    emit(f"Situation {ref} enregistrée.")
    note(follows)


def begin_fiche(
    write: Write,
    ref: str,
    agreement: OurAgreement | None,
    texts: Mapping[str, str],
    *,
    wanted: bool = False,
) -> None:
    """Begin the fiche of a new situation when it was asked for, or when something is said in it."""
    if agreement is not None and (texts or wanted):
        fiche = liaison.ensure(write, case_by_ref(write.db, ref, today()), agreement)
        liaison.answer(write, fiche, texts)


def next_step(db: Connection, ref: str) -> str:
    """What to do of a new situation: have its fiche signed, else begin one, under which of ours."""
    begun = db.execute(
        "SELECT l.number FROM liaison l JOIN case_file c ON c.id = l.case_id WHERE c.ref = ?",
        (ref,),
    ).fetchone()
    if begun:
        return f"Sa fiche est commencée. L'accord à faire signer : pdp accord imprimer {ref}"
    names = [one.id for one in with_fiche(db)]
    said = [f" --convention {name}" for name in names] if len(names) > 1 else [""] * len(names)
    begin = [f"  Commencer une fiche   pdp fiche nouveau {ref}{one}" for one in said]
    return "\n".join(["Ensuite :", f"  À qui s'adresser      pdp orientation {ref}", *begin])


def parsed(form: Form, raw: dict[str, object], *, stage: str | None) -> Mapping[str, Value]:
    """The values by field id; answers that a condition sets aside are said on stderr.

    Raises:
        InputRefused: with every refused answer.
    """
    read = form.parse(raw, stage=stage, today=today())
    if read.problems:
        raise InputRefused("Rien n'a été enregistré.", problems=read.problems)
    for field_id in read.ignored:
        note(f"{field_id} : sans objet ici, laissé de côté.")
    return read.values


def known_person(db: Connection, answers: Answers) -> Known:
    """The same person when her NIR, or her name and birth date, say so; else somebody new."""
    nir = answers.get("person.nir")
    row = person_with_nir(db, nir) if nir else None
    if row is None and answers.get("person.born_on"):
        name = f"{answers['person.last_name']} {answers['person.first_name']}"
        born = answers["person.born_on"].isoformat()
        same = known_persons(db, name, answers["person.born_on"])
        row = next((p for p in same if p["folded"] == fold(name) and p["born_on"] == born), None)
    if row is None:
        return Known()
    note(f"Personne déjà connue (situation {row['ref']}) : son identité est reprise.")
    return Known(person_id=row["id"])
