"""What was said to correct, read together with what is known: a condition may be known already."""

from collections.abc import Mapping

from pdpcli.commands.clock import today
from pdpcli.commands.output import note
from pdpcli.errors import InputRefused
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Form


def read_corrections(
    form: Form, known: Mapping[str, Value], said: Mapping[str, object]
) -> dict[str, Value]:
    """The values of ``said`` by field id; an answer set aside by a condition is told on stderr.

    Raises:
        InputRefused: every refused answer of ``said``.
    """
    texts = {key: form.by_id[key].format(value) for key, value in known.items()}
    parsed = form.parse({**texts, **said}, stage=None, today=today())
    if refused := [problem for problem in parsed.problems if problem.place in said]:
        raise InputRefused("Rien n'a été changé.", problems=refused)
    for key in parsed.ignored:
        if key in said:
            note(f"{key} : sans objet ici, laissé de côté.")
    return {key: parsed.values[key] for key in said if key in parsed.values}
