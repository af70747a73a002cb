"""An act said in one line: « 42 entretien, téléphone » ; a situation, an act, its details."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pdpcli.errors import InputRefused, Refusal
from pdpcli.rules.choices import designated
from pdpcli.rules.dates import parse_date
from pdpcli.rules.names import fold
from pdpcli.rules.references import parse_ref
from pdpcli.rules.text import clean
from pdpcli.rules.vocabulary import ACT_KINDS
from pdpcli.workflows.act_details import OPTIONS, choices_of, parse_details, parse_kind

_LINE = re.compile(r"(?P<ref>(?:[0-9]{2,4}-)?[0-9]+)(?P<said>\D.*)", re.DOTALL)
_DAYS = re.compile(r"([0-9]{1,3}) ?j(?:ours?)?", re.IGNORECASE)
#: a detail's name as it is typed -> the detail
NAMES = {
    **{option.removeprefix("--"): detail for detail, option in OPTIONS.items()},
    **{detail: detail for detail in OPTIONS},
}
_PLANNED = {"prevu", "planned", "prevue"}
_LIMIT = 2000


@dataclass(frozen=True)
class ActLine:
    """What one line says: the situation as typed, the act, its details as texts, its state."""

    ref: str
    kind: str
    details: Mapping[str, Any] = field(default_factory=dict)
    planned: bool = False

    @property
    def label(self) -> str:
        """The act in words, with what was chosen of it."""
        chosen = [
            choices_of(self.kind, detail).get(str(value), "")
            or (f"{value} jour{'s' * (value > 1)}" if detail == "days" else "")
            for detail, value in self.details.items()
        ]
        said = ", ".join(filter(None, (ACT_KINDS[self.kind].label, *chosen)))
        return f"{said}{' (prévu)' if self.planned else ''}"


def read_line(text: str, today: date) -> ActLine:
    """The act that a line of the grid says: « RÉF ACTE, détail, détail ».

    A detail is a value (« téléphone », « 10 jours », « prévu ») or « note=… ». Without a comma,
    what follows the name of the act is one detail.

    Raises:
        Refusal: why; what was typed is not repeated.
        InputRefused: an act that another command writes.
    """
    found = _LINE.fullmatch(clean(text, limit=_LIMIT))
    if not found:
        raise Refusal("une ligne dit la situation, puis l'acte : « 42 entretien, téléphone ».")
    parse_ref(found["ref"])
    first, *rest = (piece.strip() for piece in found["said"].split(","))
    kind, left = _kind(first)
    texts: dict[str, str] = {}
    planned = False
    for piece in filter(None, (left, *rest)):
        if fold(piece) in _PLANNED:
            planned = True
            continue
        detail, value = _detail(kind, piece, texts)
        texts[detail] = value
    return checked(ActLine(found["ref"], kind, texts, planned), today)


def read_cells(said: Mapping[str, str], today: date) -> ActLine:
    """The same from a file: ``ref``, ``act``, ``planned`` and the details by their name.

    Raises:
        Refusal: why; what was typed is not repeated.
    """
    texts = dict(said)
    ref, act = texts.pop("ref", ""), texts.pop("act", "")
    planned = fold(texts.pop("planned", "")) in {"oui", "x", "o", "true", *_PLANNED}
    parse_ref(ref)
    return checked(ActLine(ref, parse_kind(act), texts, planned), today)


def checked(line: ActLine, today: date) -> ActLine:
    """The line with its details read as the act takes them. Refusal: all that is wrong."""
    texts = dict(line.details)
    if "ended_on" in texts:
        texts["ended_on"] = parse_date(texts["ended_on"], today, ahead=True).isoformat()
    try:
        details = parse_details(line.kind, texts)
    except InputRefused as refused:
        raise Refusal(" ; ".join(str(one).removeprefix("--") for one in refused.problems)) from None
    return ActLine(line.ref, line.kind, details, line.planned)


def _kind(text: str) -> tuple[str, str]:
    """The act that the words begin with, as many words as name one; and what is left."""
    words = text.split()
    for count in range(len(words), 0, -1):
        with suppress(Refusal):
            return parse_kind(" ".join(words[:count])), " ".join(words[count:])
    raise Refusal("l'acte n'est pas reconnu : « entretien », « essai encadré », « issue »…")


def _detail(kind: str, piece: str, said: Mapping[str, str]) -> tuple[str, str]:
    """Which detail of the act a piece of the line is, and its text."""
    name, sign, value = piece.partition("=")
    if sign:
        detail = NAMES.get(fold(name).replace(" ", "-"), "")
        if not detail:
            raise Refusal(f"ce détail n'existe pas ; au choix : {', '.join(_shown())}.")
        return detail, value.strip()
    if days := _DAYS.fullmatch(piece):
        return "days", days[1]
    fits = [
        one
        for one in _takes(kind)
        if one not in said and designated(piece, choices_of(kind, one)) is not None
    ]
    fits = [one for one in fits if one in ACT_KINDS[kind].required] or fits
    if len(fits) == 1:
        return fits[0], piece
    if fits:
        names = " ou ".join(f"« {OPTIONS[one].removeprefix('--')}=… »" for one in fits)
        raise Refusal(f"un détail peut se lire de deux façons : écrivez {names}.")
    raise Refusal("un détail n'est pas reconnu ; une remarque s'écrit « note=… ».")


def _takes(kind: str) -> list[str]:
    """The details of an act that are chosen in a list, those it requires first."""
    declared = ACT_KINDS[kind]
    named = dict.fromkeys((*declared.required, *declared.details, "done_by_function"))
    if declared.nature:
        named = dict.fromkeys(("nature", *named))
    return [one for one in named if one in OPTIONS and choices_of(kind, one)]


def _shown() -> list[str]:
    return [option.removeprefix("--") for option in OPTIONS.values()]
