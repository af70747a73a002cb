"""One line of a list of adhérents, read as the directory holds it; every refusal has its place."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pdpcli.errors import Problem, Refusal
from pdpcli.rules.identifiers import (
    SIRET_LENGTH,
    parse_naf,
    parse_phone,
    parse_siret,
)
from pdpcli.rules.names import fold, parse_name
from pdpcli.rules.text import clean
from pdpcli.workflows.columns import Columns

_SHORTENED = re.compile(r"[0-9][.,][0-9]+E\+?[0-9]+", re.IGNORECASE)
_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!",
                     "#VALEUR!", "#NOM?", "#NOMBRE!"))  # fmt: skip
_YES = frozenset(("oui", "o", "yes", "x", "1", "vrai", "true", "actif", "active", "adherent",
                  "adherente", "en cours"))  # fmt: skip
_NO = frozenset(("non", "n", "no", "0", "faux", "false", "radie", "radiee", "inactif", "inactive",
                 "demissionnaire", "demission", "sorti", "sortie", "resilie"))  # fmt: skip
_MOST_SIZE = 1_000_000
_POSTCODE, _PHONE = 5, 9  # figures of a postcode; of a telephone whose first zero was lost


@dataclass(frozen=True)
class Line:
    """What a line says: columns of ``employer``, the postcode, and what is refused."""

    said: dict[str, Any] = field(default_factory=dict)
    postcode: str = ""
    problems: tuple[Problem, ...] = ()


def read_line(number: int, cells: Sequence[str], columns: Columns) -> Line:
    """The line ``number`` of the file; an empty cell says nothing."""
    values: dict[str, Any] = {}
    problems = []
    for target, index in columns.at.items():
        text = cells[index].strip() if index < len(cells) else ""
        if not text:
            continue
        try:
            values[target] = _READ[target](text)
        except Refusal as refusal:
            problems.append(Problem(f"ligne {number}, {columns.place(target)}", refusal.reason))
    if not values.get("name") and not problems:
        place = f"ligne {number}, {columns.place('name')}"
        problems.append(Problem(place, "à renseigner."))
    postcode = values.pop("postcode", "")
    if address := _address(values, postcode):
        values["address"] = address
    if "doctor" in values:
        values["occupational_doctor"] = values.pop("doctor")
    return Line({"member": "yes", **values}, postcode, tuple(problems))


def _address(values: dict[str, Any], postcode: str) -> str:
    town = " ".join(filter(None, (postcode, values.pop("town", ""))))
    return ", ".join(filter(None, (values.pop("street", ""), values.pop("street2", ""), town)))


def _text(text: str) -> str:
    if text in _ERRORS:
        raise Refusal("le tableur n'y a pas calculé de valeur.")
    return clean(text)


def _siret(text: str) -> str:
    """Spreadsheets take the first zero away, and shorten long numbers."""
    if _SHORTENED.fullmatch(text):
        raise Refusal(
            "le tableur a abrégé ce numéro : mettez la colonne au format « texte » et ressaisissez."
        )
    lost = SIRET_LENGTH - len(text)
    return parse_siret(text.zfill(SIRET_LENGTH) if text.isdecimal() and lost == 1 else text)


@lru_cache(4096)
def _naf(text: str) -> str:
    return parse_naf(_text(text))


@lru_cache(4096)
def _size(text: str) -> int:
    figures = re.sub(r"\s", "", _text(text)).removesuffix(".0").removesuffix(",0")
    if not re.fullmatch(r"[0-9]{1,7}", figures) or int(figures) > _MOST_SIZE:
        raise Refusal("il faut un nombre entier de salariés.")
    return int(figures)


@lru_cache(4096)
def _member(text: str) -> str:
    said = fold(text)
    if said in _YES or said in _NO:
        return "yes" if said in _YES else "no"
    raise Refusal("il faut oui ou non (ou actif, radié).")


@lru_cache(4096)
def _postcode(text: str) -> str:
    said = clean(text, limit=12)
    if not said.isdecimal():
        return said
    if len(said) not in {_POSTCODE - 1, _POSTCODE}:
        raise Refusal("un code postal a cinq chiffres.")
    return said.zfill(_POSTCODE)


def _phone(text: str) -> str:
    lost = text.isdecimal() and len(text) == _PHONE
    return parse_phone(f"0{text}" if lost else text)


@lru_cache(4096)
def _doctor(text: str) -> str:
    return parse_name(_text(text))


_READ: dict[str, Callable[[str], Any]] = {
    "name": _text,
    "siret": _siret,
    "naf": _naf,
    "size": _size,
    "member": _member,
    "street": _text,
    "street2": _text,
    "postcode": _postcode,
    "town": _text,
    "phone": _phone,
    "doctor": _doctor,
}
