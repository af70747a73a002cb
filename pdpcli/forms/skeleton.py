"""The file to fill instead of answering questions: TOML, commented in French."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdpcli.forms.form import Condition, Field, Form, Section

_HEAD = """\
# {title}
# Une réponse laissée vide ("") n'est pas donnée. « nsp » veut dire « je ne sais pas encore »,
# et n'est jamais compté comme un « non ». Un choix s'écrit par son libellé ou par son code.
"""
_FILLED = ("sender", "auto")


def skeleton(form: "Form") -> str:
    """See :meth:`Form.skeleton`."""
    blocks = [_HEAD.format(title=form.title)]
    blocks += [block for section in form.sections if (block := _section(form, section))]
    return "\n".join(blocks)


def _section(form: "Form", section: "Section") -> str:
    mine = [one for one in section.fields if one.by in _FILLED]
    if not mine:
        return ""
    title = [f"# ---- {section.title} ----", ""] if section.title else []
    return "\n".join([*title, *(line for one in mine for line in _field(form, one))])


def _field(form: "Form", one: "Field") -> Iterator[str]:
    yield f"# {one.question}"
    for remark in _remarks(form, one):
        yield f"#   {remark}"
    empty = '"""\n"""' if one.type.multiline else '""'
    yield f"{one.id} = {empty}"
    yield ""


def _remarks(form: "Form", one: "Field") -> Iterator[str]:
    if one.labels:
        yield " | ".join(label or code for code, label in one.labels.items())
    elif one.type.hint:
        yield one.type.hint
    if "register" in one.required:
        yield "obligatoire"
    if one.when is not None:
        yield f"seulement si « {one.when.field} » {_wanted(form.by_id[one.when.field], one.when)}"


def _wanted(asked: "Field", when: "Condition") -> str:
    """What the condition waits for, in the words of the question it is about."""
    words = [asked.labels.get(code, code) for code in when.codes]
    if words:
        return f"est : {' ou '.join(words)}"
    return "est : oui" if asked.kind == "flag" else "a une réponse, qui ne soit pas « non »"
