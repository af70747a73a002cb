"""What the columns of a table of situations may say, and those that are never read.

The targets are the fields of the registration form, and what a table says otherwise: the name in
one column, an address in several, an outcome, a closure.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pdpcli.errors import InputRefused, Problem
from pdpcli.forms.form import Field, situation
from pdpcli.rules.vocabulary import CHOICES
from pdpcli.tabular.table import column_letter
from pdpcli.workflows.columns import Targets, folded_heading

#: What a table says that the form asks otherwise: target -> label.
PARTS: Mapping[str, str] = MappingProxyType(
    {
        "personne": "nom et prénom ensemble",
        "complement": "complément d'adresse",
        "code_postal": "code postal",
        "ville": "ville",
    }
)
#: Acts that a table tells: read by the same kinds of fields as a form's.
ACTS: Mapping[str, Field] = MappingProxyType(
    {
        "issue": Field("issue", "Issue", "choice", choices=CHOICES["outcome"]),
        "issue_date": Field("issue_date", "Date de l'issue", "date"),
        "cloture_date": Field("cloture_date", "Date de clôture", "date"),
        "cloture_motif": Field(
            "cloture_motif", "Motif de clôture", "choice", choices=CHOICES["closure_reason"]
        ),
    }
)
_SECOND = ("autre_empl", "autre_poste", "autre_contrat", "autre_anc", "emploi_conc", "plusieurs")
_SAID = re.compile(r"[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{2,4}|[0-9][0-9 ]{8}")
_WORDS = Path(__file__).with_name("case_columns.toml")


@cache
def fields() -> Mapping[str, Field]:
    """The fields that a table may fill: those of the form but another employer's, and the acts."""
    asked = {one.id: one for one in situation().fields if not one.id.startswith(_SECOND)}
    return {**asked, **ACTS}


@cache
def cases() -> Targets:
    """What the columns of a table of situations may say."""
    labels = {key: one.label for key, one in fields().items()} | dict(PARTS) | {"": "rien"}
    usual = _words()["headings"]
    headings = {
        key: tuple(dict.fromkeys((folded_heading(label), *usual.get(key, ()))))
        for key, label in labels.items()
        if key
    }
    return Targets("case.import", labels, headings, ("date_signalement",))


def unread(headings: Sequence[str]) -> dict[int, str]:
    """The columns that are never read, and why, by index: consents and diagnoses."""
    found = {}
    for index, heading in enumerate(headings):
        said = f" {folded_heading(heading)} "
        for one in _words()["unread"]:
            if any(f" {word}" in said for word in one["words"]):
                found[index] = str(one["why"])
    return found


def refuse_no_headings(headings: Sequence[str], line: int) -> None:
    """InputRefused when what stands for the headings says a day or a number: it is of somebody.

    Headings are remembered and shown; what is said of a person never is.
    """
    if any(_SAID.search(one) for one in headings):
        raise InputRefused(
            "Cette ligne n'est pas une ligne de titres : rien n'a été repris.",
            where=f"ligne {line}",
            todo="Ajoutez au-dessus une ligne qui donne le nom de chaque colonne.",
        )


def refuse_unread(headings: Sequence[str], at: Mapping[str, int]) -> None:
    """InputRefused when a column that is never read was said to be something."""
    why = unread(headings)
    problems = [Problem(f"colonne {column_letter(n)}", why[n]) for n in at.values() if n in why]
    if problems:
        raise InputRefused("Rien n'a été repris.", problems=problems)


def usual_values() -> Mapping[str, Mapping[str, str]]:
    """Field -> what cells usually say, folded -> the answer's code."""
    found: Mapping[str, Mapping[str, str]] = _words()["values"]
    return found


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads(_WORDS.read_text("utf-8"))
