"""One side's part of a fiche as a form of its own: what a request or a reply of a round says.

Its ids are the declaration's, whatever the round. Whoever writes has a name and a day: where the
form has no place for them (S2's fiche), they are asked beside it and never printed.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from pdpcli.forms.fields import Value
from pdpcli.forms.form import Condition, Field, Form, Section
from pdpcli.forms.rounds import reply_ids, request_ids

Kind = Literal["request", "reply"]

ON = "entry.on_date"
REFERENT = "entry.referent.last_name"
PHONE = "entry.referent.phone"
EMAIL = "entry.referent.email"
TEXT = "entry.text"
#: What an entry needs beside what the form prints, by path; no declared id has a hyphen.
_BESIDE = (
    Field("ecrit-le", "Écrit le", "date", ON, say="Date de l'écrit"),
    Field("ecrit-par", "Écrit par", "name", REFERENT, say="Nom de qui l'a écrit"),
    Field("ecrit-tel", "Téléphone", "phone", PHONE, say="Téléphone de qui l'a écrit"),
    Field("ecrit-mail", "Mail", "email", EMAIL, say="Adresse électronique de qui l'a écrit"),
)
_ALWAYS = (ON, TEXT)


def part(
    form: Form, kind: Kind, number: int, values: Mapping[str, Value], *, ours: bool = False
) -> Form:
    """The ``kind`` of round ``number`` of ``form``, to be parsed at stage « reply ».

    ``values`` are the fiche's: a condition on what it says elsewhere is settled by them.
    ``ours``: all that the form requires is required of us; what a partner wrote is taken as it is,
    once it has a day and a text.
    """
    ids = (request_ids if kind == "request" else reply_ids)(form, number)
    back = {expanded: base for base, expanded in ids.items()}
    printed = (form.by_id[expanded] for expanded in ids.values())
    fields = [_own(one, back) for one in printed if _asked(one, back, values)]
    said = {one.path for one in fields}
    beside = [replace(one, by="recipient") for one in _BESIDE if one.path not in said]
    every = tuple(_required(one, ours=ours) for one in (*fields, *beside))
    groups = _groups(form, back) if ours else ()
    section = Section(form.title, "recipient", every, at_least_one=groups)
    return Form(form.id, form.version, form.title, (section,), form.hash)


def asked(written: Form, proposed: Mapping[str, str] | None = None) -> Form:
    """The same as questions on screen, ``proposed`` (field id -> text) being what Enter accepts."""
    fields = tuple(
        replace(
            one,
            by="sender",
            required=("register",) if one.due("reply") else (),
            default=(proposed or {}).get(one.id, ""),
        )
        for one in written.fields
    )
    return replace(written, sections=(replace(written.sections[0], by="sender", fields=fields),))


def at(written: Form, path: str) -> str:
    """The id of the field of that ``path``, "" when the part has none."""
    return next((one.id for one in written.fields if one.path == path), "")


def is_beside(one: Field) -> bool:
    """Whether a field is asked beside the form, which has no place for it."""
    return one.id in {beside.id for beside in _BESIDE}


def _asked(one: Field, back: Mapping[str, str], values: Mapping[str, Value]) -> bool:
    """Whether a condition on the rest of the fiche lets it be asked; a signature never is."""
    outside = one.when is not None and one.when.field not in back
    return one.kind != "signature" and (not outside or bool(one.when and one.when.holds(values)))


def _own(one: Field, back: Mapping[str, str]) -> Field:
    inside = one.when is not None and one.when.field in back
    when = Condition(back[one.when.field], one.when.codes) if inside and one.when else None
    then = {code: back[key] for code, key in one.then.items() if key in back}
    return replace(one, id=back[one.id], by="recipient", when=when, then=then)


def _required(one: Field, *, ours: bool) -> Field:
    """An entry always has a day and says something."""
    needed = one.path in _ALWAYS or (ours and one.due("reply"))
    return replace(one, required=("reply",) if needed else ())


def _groups(form: Form, back: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(back[key] for key in group)
        for section in form.sections
        for group in section.at_least_one
        if all(key in back for key in group)
    )
