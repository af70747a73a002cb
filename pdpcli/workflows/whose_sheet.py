"""Whose sheet comes back: another store may number a fiche of the same form alike."""

from collections.abc import Mapping
from datetime import date

from pdpcli.errors import DocumentRefused
from pdpcli.forms.attachment import FicheJson
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Form
from pdpcli.rules.names import fold
from pdpcli.workflows.recognise import Recognised

_NAME, _BORN = "person.last_name", "person.born_on"


def is_sure(form: Form, values: Mapping[str, Value], known: Recognised) -> bool:
    """Whether the sheet is of this fiche: by our token, or by what is attached.

    Raises:
        DocumentRefused: what is attached is of somebody else. A sheet that they put right may say
            another birth date: it is asked.
    """
    if known.by == "token":
        return True
    same = _same_person(form, values, known.attached)
    theirs = known.liaison.direction == "in"
    if same.get(_NAME) is False or (same.get(_BORN) is False and not theirs):
        raise DocumentRefused(
            f"Ce fichier n'est pas la fiche {known.liaison.ref} de ce cahier : il est d'une autre"
            " personne.",
            todo="Est-ce bien le bon cahier ?",
        )
    told = _NAME in same and all(same.values())
    return known.by == "said" or (known.by == "attached" and told)


def _same_person(
    form: Form, values: Mapping[str, Value], data: FicheJson | None
) -> dict[str, bool]:
    """Whether her name and birth date are ours, where both are told."""
    told = data.values if data else {}
    return {
        one.path: fold(told[one.id]) == fold(_plain(values[one.id]))
        for one in form.fields
        if one.path in (_NAME, _BORN) and told.get(one.id) and values.get(one.id) is not None
    }


def _plain(value: Value) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
