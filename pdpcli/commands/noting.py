"""What an act still requires is asked on a terminal, and said all at once without one."""

from collections.abc import Mapping
from typing import Any

from pdpcli.errors import InputRefused
from pdpcli.rules.vocabulary import ACT_KINDS
from pdpcli.workflows.act_details import choices_of, parse_details

#: what an act may require -> how it is asked
_ASKED = {
    "nature": "De quelle nature ?",
    "requester": "Qui l'a demandé ?",
    "mode": "De quelle manière ?",
}


def details_said(kind: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """The details of an act of ``kind``, those it requires and that were not said being asked.

    Raises:
        InputRefused: a detail refused, or missing with nobody to ask.
        Interrupted: she left the questions.
    """
    missing = [detail for detail in ACT_KINDS[kind].required if detail not in texts]
    try:
        return parse_details(kind, texts)
    except InputRefused as refused:
        if len(refused.problems) != len(missing):
            raise
        said = _asked(kind, missing, refused)
    return parse_details(kind, {**texts, **said})


def _asked(kind: str, missing: list[str], otherwise: InputRefused) -> dict[str, str]:
    from pdpcli.commands.questions import answers_to
    from pdpcli.forms.form import Field

    fields = [
        Field(one, _ASKED[one], "choice", required=("register",), choices=choices_of(kind, one))
        for one in missing
    ]
    return {one: str(code) for one, code in answers_to(fields, otherwise).items()}
