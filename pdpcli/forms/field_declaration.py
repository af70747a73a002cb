"""Reading one field of a declaration: its kind, its path and its choices must agree."""

import re

from pdpcli.declarations.nearest import nearest
from pdpcli.declarations.table import Table
from pdpcli.forms.fields import KINDS, kinds_of_path
from pdpcli.forms.form import FILLERS, STAGES, Condition, Field
from pdpcli.rules.paths import path_type
from pdpcli.rules.vocabulary import CHOICES, PATHS

_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_WHEN = re.compile(r"([a-z][a-z0-9_]*)(?:\s*(?:=|\bin\b)\s*(\w+(?:\s*,\s*\w+)*))?")
_FREE = "liaison.answers."


def read_field(id_: str, table: Table, by: str, parties: tuple[str, ...]) -> Field | None:
    """The field, or None when even its name is wrong; problems are noted in the table."""
    if not _ID.fullmatch(id_):
        table.refuse("", "un champ se nomme en minuscules, chiffres et « _ » (40 au plus).")
        return None
    one = _field(id_, table, by, parties)
    table.close()
    _check(one, table)
    return one


def _field(id_: str, table: Table, by: str, parties: tuple[str, ...]) -> Field:
    return Field(
        id=id_,
        label=table.text("label", "", limit=120),
        kind=table.one_of("kind", KINDS),
        path=table.text("path", ""),
        by=table.one_of("by", FILLERS, by),
        choices=table.labels("choices"),
        extra=table.labels("extra"),
        when=_when(table),
        then=table.labels("then"),
        lines=table.integer("lines", 1, most=60),
        stacked=table.truth("stacked"),
        required=table.some_of("required", STAGES),
        to=_recipients(table, parties),
        unknown=table.truth("unknown"),
        say=table.text("say", "", limit=200),
        help=table.text("help", "", multiline=True, limit=1200),
        ask=table.one_of("ask", ("now", "later"), "now"),
        default=table.text("default", ""),
        future=table.truth("future"),
    )


def _recipients(table: Table, parties: tuple[str, ...]) -> tuple[str, ...]:
    """The parties when nothing is said; `to = []` says that the field never leaves."""
    said = table.take("to")
    if said is None:
        return parties
    recipients = table.inner({"to": said}, "").texts("to")
    for body in recipients:
        if body not in parties:
            near = nearest(body, parties)
            table.refuse("to", f"seules les parties de la fiche peuvent recevoir.{near}")
    return recipients


def _when(table: Table) -> Condition | None:
    text = table.text("when", "")
    if not text:
        return None
    read = _WHEN.fullmatch(text)
    if read is None:
        table.refuse("when", "s'écrit « champ », « champ = code » ou « champ = code, code ».")
        return None
    return Condition(read[1], tuple(re.split(r"\s*,\s*", read[2])) if read[2] else ())


def _check(one: Field, table: Table) -> None:
    if not (one.label or one.say or one.kind == "paragraph" or one.choices):
        table.refuse("label", "à renseigner (ou « say », la question à l'écran).")
    if one.future and one.kind != "date":
        table.refuse("future", "seulement pour une date.")
    if one.kind in KINDS:
        _check_path(one, table)
        _check_choices(one, table)


def _check_path(one: Field, table: Table) -> None:
    if one.path.startswith(_FREE) and _ID.fullmatch(one.path.removeprefix(_FREE)):
        return
    type_ = path_type(one.path)
    if type_ is None:
        near = nearest(one.path, PATHS)
        table.refuse("path", f"chemin inconnu (libre : {_FREE}NOM).{near}")
    elif one.kind not in kinds_of_path(type_):
        kinds = " ou ".join(kinds_of_path(type_))
        table.refuse("kind", f"ce chemin attend {kinds}.")


def _check_choices(one: Field, table: Table) -> None:
    """Printed codes are those of the path's list; `then` names codes that have a box."""
    closed = CHOICES.get(path_type(one.path) or "")
    for key, codes in (("choices", one.choices), ("extra", one.extra)):
        for code in codes:
            if closed is not None and code not in closed:
                table.refuse(key, f"code inconnu : {code} ; au choix : {', '.join(closed)}.")
    if one.kind == "choice" and not one.labels:
        table.refuse("choices", "un choix libre doit dire ses réponses.")
    if one.kind not in ("choice", "flag", "body") and (one.choices or one.extra or one.then):
        table.refuse("choices", "seulement pour un choix ou une case.")
    for code in one.then:
        if one.kind == "flag" and code != "yes":
            table.refuse("then", "une case n'ouvre un champ que par yes.")
        elif one.kind == "choice" and code not in one.choices:
            table.refuse("then", f"aucune case imprimée pour {code}.")
