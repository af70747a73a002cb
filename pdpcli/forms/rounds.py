"""A cumulative fiche: the request, its reply, then as many « nouvelles liaisons » as it has rounds.

A round is a request and its reply: 0 is the fiche itself, 1 its first « nouvelle liaison » (dossier
§1.1). The sections of a ``repeat`` group are drawn once a round, the request first; the copies of
round k have the ids of the first with ``_k`` after them. What follows the group, the consent, stays
after it: it covers the later liaisons of the same form.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from pdpcli.forms.form import Condition, Field, Form, Section

Rows = tuple[tuple[tuple[str, int], ...], ...]


def repeats(form: Form) -> bool:
    """Whether the form has « nouvelles liaisons »: without them there is round 0 only."""
    return any(one.repeat for one in form.sections)


@lru_cache(maxsize=128)
def with_rounds(form: Form, count: int) -> Form:
    """The form with ``count`` « nouvelles liaisons » (1 or more); itself when it has none.

    Its hash, id and version are the declaration's.
    """
    if count < 1 or form.rounds not in (1, count):
        raise ValueError("a declared form is expanded once, to one round or more")
    if count == form.rounds or not repeats(form):
        return form
    sections: list[Section] = []
    for group, run in groupby(form.sections, lambda one: one.repeat):
        once = tuple(run)
        sections += once
        if group:
            for number in range(2, count + 1):
                sections += _copies(once, number)
    return replace(form, sections=tuple(sections), rounds=count)


@lru_cache(maxsize=512)
def request_ids(form: Form, number: int) -> Mapping[str, str]:
    """The ids of the request of round ``number`` by the declaration's; of round 0, the sender's."""
    if number == 0:
        return {one.id: one.id for one in form.asked("sender", "auto")}
    return _ids(form, number, _groups(form)[:1])


@lru_cache(maxsize=512)
def reply_ids(form: Form, number: int) -> Mapping[str, str]:
    """The ids of the reply of round ``number`` by the declaration's; of round 0, recipient's."""
    if number == 0:
        return {one.id: one.id for one in form.asked("recipient")}
    return _ids(form, number, _groups(form)[1:])


def _groups(form: Form) -> tuple[Section, ...]:
    """The sections of the first round."""
    every = [one for one in form.sections if one.repeat]
    return tuple(every[: len(every) // form.rounds])


def _ids(form: Form, number: int, sections: tuple[Section, ...]) -> Mapping[str, str]:
    if sections and not 1 <= number <= form.rounds:
        raise ValueError("the form was not expanded to this round")
    return {one.id: _renamed(one.id, number) for section in sections for one in section.fields}


def _renamed(id_: str, number: int) -> str:
    return id_ if number == 1 else f"{id_}_{number}"


def _copies(sections: tuple[Section, ...], number: int) -> list[Section]:
    """One more round: its ids end in its number, and its titles say it."""
    own = {one.id for section in sections for one in section.fields}
    new = {id_: _renamed(id_, number) for id_ in own}
    return [_copy(section, new, number) for section in sections]


def _copy(section: Section, new: Mapping[str, str], number: int) -> Section:
    return replace(
        section,
        title=section.title and f"{section.title} ({number})",
        fields=tuple(_copy_field(one, new, number) for one in section.fields),
        rows=_copy_rows(section.rows, new),
        before=_copy_rows(section.before, new),
        columns=tuple(tuple(new[name] for name in column) for column in section.columns),
        at_least_one=tuple(tuple(new[name] for name in group) for group in section.at_least_one),
    )


def _copy_rows(rows: Rows, new: Mapping[str, str]) -> Rows:
    return tuple(tuple((new[name], wide) for name, wide in row) for row in rows)


def _copy_field(one: Field, new: Mapping[str, str], number: int) -> Field:
    """A condition on a field outside of the group keeps it."""
    when = one.when and Condition(new.get(one.when.field, one.when.field), one.when.codes)
    return replace(
        one,
        id=new[one.id],
        when=when,
        then={code: new[name] for code, name in one.then.items()},
        say=f"{one.question} ({number})",
    )
