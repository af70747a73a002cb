"""A sheet that a partner sends back, read: field names and texts, which are still to be judged.

What it says is read in a child process (forms/confined.py); ``Form.parse`` judges it, she confirms
it, and received is not authenticated.
"""

import json
import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pdpcli.errors import DocumentRefused
from pdpcli.forms.unreadable import MOST_BYTES, REASONS

if TYPE_CHECKING:
    from pdpcli.forms.mark import Mark

#: What is said of a file that was read all the same; {} is the name of a field.
REMARKS: Mapping[str, str] = MappingProxyType(
    {
        "script": "Il contient un programme (JavaScript) ; il n'a pas été exécuté.",
        "launch": "Il demande à lancer un programme ; rien n'a été lancé.",
        "link": "Il contient des liens vers l'extérieur ; aucun n'a été suivi.",
        "files": "Il contient d'autres fichiers, que pdp n'ouvre pas.",
        "xfa": "Il contient un second formulaire (XFA), que pdp ne lit pas.",
        "mended": "Il est mal construit : comparez chaque réponse avec ce qu'il affiche.",
        "name": "Il contient des champs que la fiche n'a pas ; ils n'ont pas été lus.",
        "type": "Le champ {} ne contient pas un texte : il n'a pas été lu.",
        "long": "Le champ {} contient un texte trop long : il n'a pas été lu.",
        "box": "La case {} dit deux choses : vérifiez-la sur la fiche.",
    }
)
TODO = "Saisissez la réponse à la main et joignez le fichier à la fiche."
_FIELD = re.compile(r"[A-Za-z0-9_.-]{1,100}")


@dataclass(frozen=True)
class Returned:
    """What a returned PDF says.

    ``fields``: texts by field name; a ticked box is ``on``, one that is not is empty, like a text
    left untouched. ``doubled``: names borne by two fields (absent from ``fields`` when they say
    different things). ``mark`` and ``reference``: which fiche it says it is. ``fillable``: false
    when it was printed, flattened or scanned. ``seal_present``: a signature, not verified here.
    """

    fields: Mapping[str, str]
    doubled: tuple[str, ...]
    mark: "Mark | None"
    reference: str
    pages: int
    attachment: bytes | None
    fillable: bool
    seal_present: bool
    remarks: tuple[str, ...]


def read_returned(pdf: bytes) -> Returned:
    """Read a returned sheet. DocumentRefused: not a PDF, cut, encrypted, damaged, too heavy."""
    from pdpcli.forms.confined import run

    if len(pdf) > MOST_BYTES:
        raise DocumentRefused(REASONS["too_big"], todo=TODO)
    answer = run("returned", pdf, todo=TODO)
    try:
        return _returned(json.loads(answer))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DocumentRefused(REASONS["damaged"], todo=TODO) from error


def _returned(said: Any) -> Returned:  # noqa: ANN401 - what the child answered, judged here
    from pdpcli.forms.mark import read_mark

    fields = {_field(name): _text(value) for name, value in said["fields"].items()}
    attachment = said["attachment"]
    return Returned(
        fields=MappingProxyType(fields),
        doubled=tuple(_field(name) for name in said["doubled"]),
        mark=read_mark(_text(said["keywords"])),
        reference=_text(said["reference"]),
        pages=int(said["pages"]),
        attachment=None if attachment is None else b64decode(attachment, validate=True),
        fillable=said["fillable"] is True,
        seal_present=said["seal_present"] is True,
        remarks=tuple(
            REMARKS[code].format(about and _field(about)) for code, about in said["remarks"]
        ),
    )


def _field(name: Any) -> str:  # noqa: ANN401 - idem
    if not isinstance(name, str) or not _FIELD.fullmatch(name):
        raise ValueError("not the name of a field")
    return name


def _text(value: Any) -> str:  # noqa: ANN401 - idem
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
