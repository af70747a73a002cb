"""`pdp signal edit`: what to put right, and « erreur ou changement ? »."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pdpcli.commands.answers_file import read_answers
from pdpcli.commands.clock import today
from pdpcli.commands.correcting import read_corrections
from pdpcli.commands.registering import Lookups
from pdpcli.commands.registering_file import form_for
from pdpcli.errors import InputRefused
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Condition, Field, Form
from pdpcli.store.cases import case_by_ref, record
from pdpcli.store.open import Store
from pdpcli.workflows import edit as workflow

#: what may change over time: the rest of a situation can only be corrected
_DATED = (
    "situation.", "leave.", "employment.", "employer.name", "visit_prereprise.state",
    "second_employment.", "second_employer.name", "agency.name",
)  # fmt: skip


@dataclass(frozen=True)
class How:
    """An error corrected from the origin (``change_on`` is None), or a change from a date."""

    change_on: date | None = None


def how_said(*, correction: bool, change: bool, on: date | None) -> How | None:
    """What the options say, None when they do not.

    Raises:
        InputRefused: both at once, or a date without a change.
    """
    if correction and (change or on):
        raise InputRefused("Une erreur se corrige depuis l'origine : --erreur va sans date.")
    if on and not change:
        raise InputRefused("--le donne la date d'un changement.", todo="Ajoutez --changement.")
    if correction:
        return How()
    return How(on or today()) if change else None


def edit_case(store: Store, ref: str, file: Path | None, how: How | None) -> str:
    """Write what ``file`` or the terminal says of a situation; returns its reference."""
    with closing(store.read()) as db:
        row = case_by_ref(db, ref, today())
        form = form_for(db, "")
        known = form.propose(record(db, row.id, today()))
        if file is not None:
            values = read_corrections(form, known, read_answers(file))
        else:
            values = _asked(form, known, Lookups(db, form))
    answers = {form.by_id[key].path: value for key, value in values.items()}
    if not answers:
        raise InputRefused("Rien n'a été changé.", where=row.ref)
    how = how or _ask_how(answers)
    with store.write("signal edit", row.ref) as write:
        workflow.edit(write, row, answers, change_on=how.change_on)
    return row.ref


def _asked(form: Form, known: Mapping[str, Value], lookups: Lookups) -> dict[str, Value]:
    """The answers that differ from what is known; one that was removed has no value."""
    from pdpcli.commands.picking import picked

    changed = picked(form, known, "Corriger une situation", lookups.remarks)
    values = read_corrections(form, known, changed)
    return {key: values.get(key) for key in changed}


def _ask_how(answers: Mapping[str, Any]) -> How:
    """Ask whether it was an error or is a change, when the difference counts."""
    if not any(path.startswith(_DATED) for path in answers):
        return How()
    from pdpcli.commands.questions import answers_to

    otherwise = InputRefused(
        "Erreur ou changement ? Rien n'a été écrit.",
        todo="Ajoutez --erreur (corrige depuis l'origine) ou --changement --le DATE.",
    )
    said = answers_to(_QUESTIONS, otherwise)
    since = said.get("since")
    return How(since if isinstance(since, date) else None)


_HELP = "Une erreur corrigée change les comptes passés ; un changement ne vaut que depuis sa date."
_QUESTIONS = (
    Field(
        "how", "Erreur ou changement ?", "choice", required=("register",), help=_HELP,
        choices={
            "error": "une erreur de saisie : corriger depuis l'origine",
            "change": "un changement : noter ce qui est vrai à partir d'une date",
        },
    ),
    Field(
        "since", "À partir du", "date", required=("register",), help=_HELP,
        when=Condition("how", ("change",)), default="aujourd'hui",
    ),
)  # fmt: skip
