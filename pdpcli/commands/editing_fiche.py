"""`pdp liaison edit`: what this fiche says otherwise than the situation, for this partner only."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from pdpcli.commands.answers_file import read_answers
from pdpcli.commands.clock import today
from pdpcli.commands.correcting import read_corrections
from pdpcli.commands.subject import fiche_of
from pdpcli.errors import InputRefused
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Form
from pdpcli.store.fiche import fiche_form, fiche_values
from pdpcli.store.open import Store
from pdpcli.workflows import liaison as workflow


def edit_fiche(store: Store, ref: str, agreement: str, file: Path | None) -> str:
    """Write what ``file`` or the terminal says of the fiche; returns its reference."""
    form, known = _as_it_is(store, ref, agreement)
    changed = _asked(form, known) if file is None else _read(form, known, file)
    if not changed:
        raise InputRefused("Rien n'a été changé.")
    with store.write("liaison edit") as write:
        fiche = fiche_of(write, ref, agreement)
        workflow.answer(write, fiche, changed)
    return fiche.ref


class _Undone(Exception):
    """What was begun to be looked at is not kept."""


def _as_it_is(store: Store, ref: str, agreement: str) -> tuple[Form, Mapping[str, Value]]:
    """The form of the fiche and its values; a fiche that is not begun yet is not begun by this."""
    with suppress(_Undone), store.write("liaison edit") as write:
        fiche = fiche_of(write, ref, agreement)
        form = fiche_form(fiche)
        known = fiche_values(write.db, form, fiche, today())
        raise _Undone
    return form, known


def _asked(form: Form, known: Mapping[str, Value]) -> dict[str, str]:
    from pdpcli.commands.picking import picked

    return picked(form, known, "Corriger une fiche")


def _read(form: Form, known: Mapping[str, Value], file: Path) -> dict[str, str]:
    values = read_corrections(form, known, read_answers(file))
    return {key: form.by_id[key].format(value) for key, value in values.items()}
