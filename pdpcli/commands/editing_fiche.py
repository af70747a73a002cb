"""`pdp liaison edit`: what this fiche says otherwise than the situation, for this partner only."""

from contextlib import closing
from pathlib import Path

from pdpcli.commands.answers_file import read_answers
from pdpcli.commands.clock import today
from pdpcli.commands.picking import picked
from pdpcli.errors import InputRefused
from pdpcli.forms.form import Form, read_form
from pdpcli.store.cases import case_by_ref
from pdpcli.store.fiche import fiche_values
from pdpcli.store.open import Store
from pdpcli.store.our_agreements import our_agreement
from pdpcli.workflows import liaison as workflow


def edit_fiche(store: Store, ref: str, agreement: str, file: Path | None) -> str:
    """Write what ``file`` or the terminal says of the fiche; returns its reference."""
    with store.write("liaison edit") as write:
        case = case_by_ref(write.db, ref, today())
        write.subject = case.ref
        under = our_agreement(write.db, agreement or None, case.id)
        fiche = workflow.ensure(write, case, under, today())
    form = read_form(fiche.form_text)
    if file is not None:
        changed = _texts(form, read_answers(file))
    else:
        with closing(store.read()) as db:
            known = fiche_values(db, form, fiche, today())
        changed = picked(form, known, "Corriger une fiche")
    with store.write("liaison edit", case.ref) as write:
        workflow.answer(write, fiche, changed)
    return fiche.ref


def _texts(form: Form, raw: dict[str, object]) -> dict[str, str]:
    """The answers of a file as texts; every refused one at once."""
    parsed = form.parse(raw, stage=None, today=today())
    if parsed.problems:
        raise InputRefused("La fiche n'a pas été changée.", problems=parsed.problems)
    return {key: form.by_id[key].format(value) for key, value in parsed.values.items()}
