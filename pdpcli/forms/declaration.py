"""Reading the declaration of a form: everything that is wrong, with its place and the reason."""

import hashlib
import re

from pdpcli.declarations.table import Table, parse_toml
from pdpcli.errors import InputRefused, Problem
from pdpcli.forms.field_declaration import read_field
from pdpcli.forms.form import FILLERS, Field, Form, Section
from pdpcli.forms.inputs import input_names
from pdpcli.forms.rounds import with_rounds

_FORM_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CELL = re.compile(r"([a-z][a-z0-9_]*)(?::([1-9]|1[0-2]))?")
_TWELFTHS = 12

Rows = tuple[tuple[tuple[str, int], ...], ...]


def read(text: str, place: str) -> Form:
    """See :func:`pdpcli.forms.form.read_form`."""
    text = text.replace("\r\n", "\n")
    problems: list[Problem] = []
    root = parse_toml(text, place, problems)
    form = _form(root, hashlib.sha256(text.encode()).hexdigest()) if root else None
    if problems or form is None:
        raise InputRefused(
            "La déclaration de la fiche est refusée.",
            where=place,
            todo="Corrigez le fichier, puis : pdp convention verifier DOSSIER",
            problems=problems,
        )
    return form


def _form(root: Table, digest: str) -> Form:
    id_ = root.text("id")
    if id_ and not _FORM_ID.fullmatch(id_):
        root.refuse("id", "minuscules, chiffres et tirets seulement.")
    parties = root.texts("parties")
    notice = root.table("notice")
    form = Form(
        id=id_,
        version=root.integer("version", 1),
        title=root.text("title"),
        subtitle=root.text("subtitle", ""),
        header=root.texts("header"),
        parties=parties,
        sections=tuple(_section(one, parties) for one in root.tables("section")),
        notice=_notice(notice) if notice else "",
        hash=digest,
    )
    root.close()
    _check(form, root)
    return form


def _notice(table: Table) -> str:
    text = table.text("text", multiline=True, limit=4000)
    table.close()
    return text


def _section(table: Table, parties: tuple[str, ...]) -> Section:
    title = table.text("title", "", limit=100)
    if title:
        table.place = f"{table.place} « {title} »"
    by = table.one_of("by", FILLERS, "sender")
    fields = tuple(
        one for name, inner in table.named("field") if (one := read_field(name, inner, by, parties))
    )
    section = Section(
        title=title,
        by=by,
        fields=fields,
        rows=_rows(table, "rows"),
        before=_rows(table, "before"),
        columns=table.text_rows("columns"),
        column_titles=table.texts("column_titles"),
        lead=table.text("lead", "", limit=100),
        text=table.text("text", "", multiline=True, limit=6000),
        frame=table.truth("frame"),
        repeat=table.text("repeat", "", limit=40),
        at_least_one=table.text_rows("at_least_one"),
    )
    table.close()
    _check_layout(section, table)
    return section


def _rows(table: Table, key: str) -> Rows:
    """Rows of ``"field"`` or ``"field:twelfths"``; the cells without a width share what is left."""
    rows = []
    for cells in table.text_rows(key):
        read = [_CELL.fullmatch(cell) for cell in cells]
        if not cells or None in read:
            table.refuse(key, 'une case s\'écrit "champ" ou "champ:6", en douzièmes.')
            continue
        pairs = [(one[1], int(one[2] or 0)) for one in read if one]
        used, free = sum(width for _, width in pairs), sum(not width for _, width in pairs)
        if used + free > _TWELFTHS:
            table.refuse(key, "une ligne ne peut dépasser douze douzièmes.")
            continue
        share = (_TWELFTHS - used) // free if free else 0
        rows.append(tuple((name, width or share) for name, width in pairs))
    return tuple(rows)


def _check_layout(section: Section, table: Table) -> None:
    """Every field is printed once, beside its box or in a cell, and nothing else is."""
    ids = {one.id for one in section.fields}
    cells = [name for row in (*section.before, *section.rows) for name, _ in row]
    cells += [name for column in section.columns for name in column]
    beside = {name for one in section.fields for name in one.then.values()}
    for name in [*cells, *beside, *(key for group in section.at_least_one for key in group)]:
        if name not in ids:
            table.refuse(name, "ce champ n'est pas déclaré dans cette rubrique.")
    for name in {one for one in cells if cells.count(one) > 1 or one in beside}:
        table.refuse(name, "ce champ est imprimé deux fois.")
    for one in section.fields:
        if one.id in beside and one.kind != "date":
            table.refuse(one.id, "à côté d'une case (then), seulement une date.")
    if cells:
        for name in sorted(ids - set(cells) - beside):
            table.refuse(name, "ce champ n'est imprimé nulle part (rows, columns ou then).")


def _check(form: Form, root: Table) -> None:
    """Ids are unique, and a condition names a field declared before, and codes it may have."""
    seen: dict[str, Field] = {}
    for one in form.fields:
        if one.id in seen:
            root.refuse(one.id, "deux champs portent ce nom.")
        _check_condition(one, seen, root)
        seen[one.id] = one
    if not root.problems:
        _check_inputs(form, root)


def _check_inputs(form: Form, root: Table) -> None:
    """What is filled on screen has a name of its own, in every round."""
    twice = with_rounds(form, 2)
    names = [name for one in twice.fields for name in {one.id, *input_names(twice, one)}]
    for name in sorted({name for name in names if names.count(name) > 1}):
        root.refuse(name, "ce nom est aussi celui d'une case, ou d'une nouvelle liaison.")


def _check_condition(one: Field, seen: dict[str, Field], root: Table) -> None:
    if one.when is None:
        return
    asked = seen.get(one.when.field)
    if asked is None:
        root.refuse(one.id, "« when » doit nommer un champ déclaré plus haut.")
        return
    strange = [code for code in one.when.codes if code not in asked.labels]
    if strange:
        known = ", ".join(asked.labels)
        root.refuse(
            one.id, f"« when » : réponse inconnue {', '.join(strange)} ; connues : {known}."
        )
