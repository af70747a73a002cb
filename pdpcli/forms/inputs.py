"""The fillable fields of a sheet by name, and what was filled in them as answers to the form.

A text is named by its field's id; a flag is one box of that name; a choice has one box for each
printed code, named ``id__code``.
"""

from collections.abc import Iterator, Mapping

from pdpcli.errors import Problem
from pdpcli.forms.form import Field, Form
from pdpcli.rules.vocabulary import YES

#: Who fills on screen: the recipient, and both in the « nouvelles liaisons ».
FILLS = ("recipient", "either")
_BETWEEN = "__"


def box_name(one: Field, code: str) -> str:
    """The name of the box of ``code``."""
    return one.id if one.kind == "flag" else f"{one.id}{_BETWEEN}{code}"


def input_names(one: Field) -> tuple[str, ...]:
    """The names of the inputs of a field that the recipient may fill; a signature has none."""
    if one.kind == "flag":
        return (one.id,)
    if one.choices:
        return tuple(box_name(one, code) for code in one.choices)
    return () if one.kind == "signature" else (one.id,)


def inputs_of(form: Form) -> tuple[str, ...]:
    """The names of every input of the form, when nothing of the recipient's part is given."""
    return tuple(name for one in form.asked(*FILLS) for name in input_names(one))


def read_inputs(
    form: Form, filled: Mapping[str, str]
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """What was filled (input name -> text) as raw answers by field id, for :meth:`Form.parse`.

    An empty text and a box left alone are no answer: a box is never a « non ». Two boxes ticked
    where one is asked are a problem. Names that are no input of the form are left out.
    """
    answers, problems = {}, []
    for one in form.asked(*FILLS):
        found = list(_answers(one, filled))
        if len(found) == 1:
            answers[one.id] = found[0]
        elif found:
            problems.append(
                Problem(one.id, "plusieurs cases sont cochées, une seule est attendue.")
            )
    return answers, tuple(problems)


def _answers(one: Field, filled: Mapping[str, str]) -> Iterator[str]:
    if one.kind == "flag":
        if _ticked(filled.get(one.id)):
            yield YES
    elif one.choices:
        yield from (code for code in one.choices if _ticked(filled.get(box_name(one, code))))
    elif said := filled.get(one.id, "").strip():
        yield said


def _ticked(state: str | None) -> bool:
    return state is not None and state.strip().lstrip("/").casefold() not in ("", "off")
