"""The fillable fields of a sheet by name, and what was filled in them as answers to the form.

A text is named by its field's id; a flag is one box of that name; a choice has one box for each
printed code, named ``id__code``; so has a date that goes beside several boxes. No field has two
places: once the document is sealed, filling it would break the seal.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from pdpcli.errors import Problem
from pdpcli.forms.form import Field, Form
from pdpcli.rules.vocabulary import YES

#: Who fills on screen: the recipient, and both in the « nouvelles liaisons ».
FILLS = ("recipient", "either")
_BETWEEN = "__"


def box_name(one: Field, code: str) -> str:
    """The name of the box of ``code``."""
    return one.id if one.kind == "flag" else f"{one.id}{_BETWEEN}{code}"


def text_name(form: Form, one: Field, code: str) -> str:
    """The name of a text; ``code`` is that of the box beside which it is, if any."""
    return one.id if len(_opened(form).get(one.id, ())) < 2 else f"{one.id}{_BETWEEN}{code}"  # noqa: PLR2004


def input_names(form: Form, one: Field) -> tuple[str, ...]:
    """The names of the inputs of a field that the recipient may fill; a signature has none."""
    if one.kind == "flag":
        return (one.id,)
    if one.choices:
        return tuple(box_name(one, code) for code in one.choices)
    if one.kind == "signature":
        return ()
    beside = _opened(form).get(one.id, (("", ""),))
    return tuple(dict.fromkeys(text_name(form, one, code) for _, code in beside))


def inputs_of(form: Form) -> tuple[str, ...]:
    """The names of every input of the form, when nothing of the recipient's part is given."""
    return tuple(name for one in form.asked(*FILLS) for name in input_names(form, one))


def read_inputs(
    form: Form, filled: Mapping[str, str]
) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """What was filled (input name -> text) as raw answers by field id, for :meth:`Form.parse`.

    An empty text and a box left alone are no answer: a box is never a « non ». Two boxes ticked
    where one is asked are a problem, and so are two dates of which none is beside a ticked box.
    Names that are no input of the form are left out.
    """
    answers: dict[str, str] = {}
    problems = []
    for one in form.asked(*FILLS):
        found = list(dict.fromkeys(_answers(form, one, filled)))
        if len(found) > 1:
            found = list(_beside_ticked(form, one, filled)) or found
        if len(found) == 1:
            answers[one.id] = found[0]
        elif found:
            problems.append(Problem(one.id, "plusieurs réponses, une seule est attendue."))
    return answers, tuple(problems)


def _answers(form: Form, one: Field, filled: Mapping[str, str]) -> Iterator[str]:
    if one.kind == "flag":
        if _ticked(filled.get(one.id)):
            yield YES
    elif one.choices:
        yield from (code for code in one.choices if _ticked(filled.get(box_name(one, code))))
    else:
        said = (filled.get(name, "").strip() for name in input_names(form, one))
        yield from filter(None, said)


def _beside_ticked(form: Form, one: Field, filled: Mapping[str, str]) -> Iterator[str]:
    """The text beside the box that is ticked, when several places hold one."""
    for asked, code in _opened(form).get(one.id, ()):
        said = filled.get(text_name(form, one, code), "").strip()
        if said and _ticked(filled.get(box_name(form.by_id[asked], code))):
            yield said


@lru_cache(maxsize=64)
def _opened(form: Form) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The boxes that open each date: (field id, code), by the date's id."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for one in form.fields:
        for code, name in one.then.items():
            found[name] = (*found.get(name, ()), (one.id, code))
    return found


def _ticked(state: str | None) -> bool:
    return state is not None and state.strip().lstrip("/").casefold() not in ("", "off")
