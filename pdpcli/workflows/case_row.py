"""One line of a table of situations, read by the fields of the form; refusals have their place."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused, Problem, Refusal
from pdpcli.forms.fields import Value
from pdpcli.forms.form import situation
from pdpcli.rules.choices import parse_choice
from pdpcli.rules.identifiers import SIRET_LENGTH
from pdpcli.rules.names import fold
from pdpcli.rules.vocabulary import YES
from pdpcli.workflows.case_columns import ACTS, PARTS, cases, fields, usual_values

if TYPE_CHECKING:
    from pdpcli.workflows.columns import Columns

_MOST_KEPT = 4_000  # readings remembered of one field: most cells say what others said
_NOTHING = frozenset({"", "neant", "sans objet", "so"})  # folded: « - » and « / » too
_NOT_KNOWN = frozenset({"?", "nc", "nr", "na", "inconnu", "inconnue", "non renseigne"})
_ERRORS = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|VALEUR!|NOM\?|NOMBRE!)")
_SHORTENED = re.compile(r"[0-9][.,][0-9]+E\+?[0-9]+", re.IGNORECASE)
_MIDNIGHT = re.compile(r"[ T]0{1,2}:00(:00)?$")
_POSTCODE, _PHONE = 5, 9  # figures of a postcode; of a telephone whose first zero was lost
_YES_FIRST = ("yes", "planned")  # the pre-reprise: done when its day is past
Read = Value | Refusal
_EMPTY = Refusal("")  # a cell that says there is nothing


@dataclass(frozen=True)
class Line:
    """What a line says by field id; ``aside``: cells whose question does not arise."""

    number: int
    values: Mapping[str, Value] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    aside: int = 0


class Reader:
    """Reads lines under ``columns``; ``said`` are « CHAMP=réponse » and « CHAMP:CASE=réponse ».

    Raises:
        InputRefused: ``said`` names no field, or an answer that its field refuses.
    """

    def __init__(self, columns: "Columns", today: date, said: Sequence[str] = ()) -> None:
        self._columns, self._today, self._form = columns, today, situation()
        self._kept: dict[str, dict[str, Read]] = {key: {} for key in fields()}
        self._always: dict[str, Value] = {}
        self._usual: dict[str, dict[str, Value]] = {key: {} for key in fields()}
        for key, answers in usual_values().items():
            self._usual[key].update(answers)
        problems = [one for text in said for one in self._say(text)]
        if problems:
            raise InputRefused("Rien n'a été repris.", problems=problems)
        ours = set(fields())
        self._asked = [key for key in columns.at if key in ours]
        self._when = [one for one in self._form.fields if one.when is not None and one.id in ours]
        self._required = [one for one in self._form.fields if one.due("register")]

    def read(self, number: int, cells: Sequence[str]) -> Line:
        """The line ``number``; every refusal at once."""
        values, problems = dict(self._always), list[Problem]()
        for key, text in self._texts(cells).items():
            value = self._read(key, text)
            if value is _EMPTY:
                continue
            if isinstance(value, Refusal):
                problems.append(self._problem(number, key, value.reason))
            else:
                values[key] = value
        self._imply(values)
        aside = self._set_aside(values)
        refused = {one.place for one in problems}
        problems += [
            self._problem(number, one.id, "à renseigner.")
            for one in self._required
            if values.get(one.id) is None and self._place(number, one.id) not in refused
        ]
        problems += [self._problem(number, *wrong) for wrong in _wrongs(values)]
        return Line(number, values, tuple(problems), aside)

    def _texts(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells that say something, by field; parts put together."""
        at = self._columns.at
        texts = {key: cells[at[key]] for key in self._asked if at[key] < len(cells)}
        found = {key: text for key, text in texts.items() if text and not text.isspace()}
        if any(part in at for part in PARTS):
            parts = {key: cells[at[key]].strip() for key in PARTS
                     if key in at and at[key] < len(cells)}  # fmt: skip
            _joined(found, parts)
        return found

    def _read(self, key: str, text: str) -> Read:
        kept = self._kept[key]
        if text in kept:
            return kept[text]
        value = self._parsed(key, text)
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        kept[text] = value
        return value

    def _parsed(self, key: str, text: str) -> Read:
        one, short = fields()[key], text.strip()
        folded = fold(short)
        if folded in _NOTHING and short != "?":
            return _EMPTY
        if folded in self._usual[key]:
            return self._usual[key][folded]
        if one.unknown and (short == "?" or folded in _NOT_KNOWN):
            short = "nsp"
        try:
            return one.parse(_restored(one.kind, short), self._today)
        except Refusal as refusal:
            return refusal

    def _say(self, text: str) -> list[Problem]:
        """Keep « CHAMP=réponse » or « CHAMP:CASE=réponse »; what is wrong with it."""
        left, sign, answer = text.rpartition("=")
        name, _, cell = left.partition(":")
        try:
            key = _field(name.strip() if sign else "")
            value = fields()[key].parse(answer.strip(), self._today)
        except Refusal as refusal:
            return [Problem("--valeur", refusal.reason)]
        if cell:
            self._usual[key][fold(cell)] = value
        else:
            self._always[key] = value
        return []

    def _imply(self, values: dict[str, Value]) -> None:
        """What follows from a cell whose question has no column: a day of leave, a leave."""
        for one in self._when:
            asked = one.when.field if one.when else ""
            if values.get(one.id) is None or asked in self._columns.at or asked in values:
                continue
            if self._form.by_id[asked].kind == "flag":
                values[asked] = YES
            elif asked == "prereprise" and isinstance(on := values[one.id], date):
                values[asked] = _YES_FIRST[on > self._today]

    def _set_aside(self, values: dict[str, Value]) -> int:
        aside = [one for one in self._when if one.id in values and not self._holds(one.id, values)]
        for one in aside:
            del values[one.id]
        return len(aside)

    def _holds(self, key: str, values: Mapping[str, Value]) -> bool:
        when = self._form.by_id[key].when
        return when is None or when.holds(values)

    def _place(self, number: int, key: str) -> str:
        return f"ligne {number}, {self._columns.place(key)}"

    def _problem(self, number: int, key: str, reason: str) -> Problem:
        return Problem(self._place(number, key), reason)


def _field(name: str) -> str:
    """The field that « CHAMP » names; a Refusal when it names none."""
    key = parse_choice(name, cases().labels) if name else ""
    if key not in fields():
        raise Refusal("« CHAMP=réponse », ou « CHAMP:CASE=réponse ».")
    return key


def _joined(texts: dict[str, str], parts: Mapping[str, str]) -> None:
    """The name split, the address put together."""
    if whole := parts.get("personne"):
        last, first = _named(whole)
        texts.setdefault("nom", last)
        texts.setdefault("prenom", first)
    code = parts.get("code_postal", "")
    code = code.zfill(_POSTCODE) if code.isdecimal() and len(code) == _POSTCODE - 1 else code
    town = " ".join(filter(None, (code, parts.get("ville"))))
    lines = (texts.get("adresse", "").strip(), parts.get("complement"), town)
    if address := ", ".join(filter(None, lines)):
        texts["adresse"] = address


def _named(whole: str) -> tuple[str, str]:
    """« MARTIN DURAND Luc »: the capitals are the name; without any, the first word is."""
    words = whole.split()
    capitals = 0
    while capitals < len(words) and words[capitals].isupper():
        capitals += 1
    cut = capitals if 0 < capitals < len(words) else 1
    return " ".join(words[:cut]), " ".join(words[cut:])


def _restored(kind: str, text: str) -> str:
    """``text`` with what a spreadsheet takes away put back: a first zero, a day without its hour.

    Raises:
        Refusal: the spreadsheet kept an error, or shortened a number.
    """
    if _ERRORS.fullmatch(text):
        raise Refusal("le tableur n'y a pas calculé de valeur.")
    if kind in {"siret", "nir", "phone"} and _SHORTENED.fullmatch(text):
        raise Refusal(
            "le tableur a abrégé ce numéro : mettez la colonne au format « texte » et ressaisissez."
        )
    if kind == "date":
        return _MIDNIGHT.sub("", text)
    if kind == "phone" and text.isdecimal() and len(text) == _PHONE:
        return f"0{text}"
    if kind == "siret" and text.isdecimal() and len(text) == SIRET_LENGTH - 1:
        return f"0{text}"
    return text


def _wrongs(values: Mapping[str, Value]) -> list[tuple[str, str]]:
    """What does not hold together in a line: (field, reason)."""
    found = list(_dates(values))
    if "employeur" not in values and any(key.startswith("employeur_") for key in values):
        found.append(("employeur", "à renseigner : de quelle entreprise s'agit-il ?"))
    if values.get("issue") and not (values.get("issue_date") or values.get("cloture_date")):
        found.append(("issue_date", "à renseigner : une issue est datée."))
    if values.get("cloture_date") and not values.get("cloture_motif"):
        found.append(("cloture_motif", 'à renseigner, ou --valeur "Motif de clôture=…".'))
    if values.get("cloture_motif") == "deceased":
        found.append(("cloture_motif", "un décès se note ensuite : pdp situation clore."))
    return found


def _dates(values: Mapping[str, Value]) -> list[tuple[str, str]]:
    opened, found = values.get("date_signalement"), []
    for key in ("issue_date", "cloture_date"):
        on = values.get(key)
        if isinstance(on, date) and isinstance(opened, date) and on < opened:
            found.append((key, "elle précède le signalement."))
    began, ended = values.get("arret_debut"), values.get("arret_fin")
    if isinstance(began, date) and isinstance(ended, date) and ended < began:
        found.append(("arret_fin", "l'arrêt finirait avant d'avoir commencé."))
    return found


def outcome_of(values: Mapping[str, Value]) -> tuple[str, date] | None:
    """The outcome and its day: its own, else that of the closure."""
    on = values.get("issue_date") or values.get("cloture_date")
    return (str(values["issue"]), on) if values.get("issue") and isinstance(on, date) else None


__all__ = ["ACTS", "Line", "Reader", "outcome_of"]
