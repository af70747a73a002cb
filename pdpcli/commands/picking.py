"""Correcting at the terminal: every answer on a numbered line, pick one, answer it again."""

from typing import TYPE_CHECKING

from pdpcli.commands.asker import terminal
from pdpcli.commands.clock import today
from pdpcli.errors import Interrupted
from pdpcli.forms.ask import Interview
from pdpcli.forms.draft import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pdpcli.forms.asking import Remark
    from pdpcli.forms.fields import Value
    from pdpcli.forms.form import Form


def picked(
    form: "Form",
    known: "Mapping[str, Value]",
    title: str,
    remarks: "Mapping[str, Remark] | None" = None,
) -> dict[str, str]:
    """The answers (field id -> text) that she changed from ``known``; "" is an answer removed.

    Raises:
        Interrupted: Ctrl-C; nothing is changed.
    """
    texts = {key: form.by_id[key].format(value) for key, value in known.items()}
    asker = terminal()
    asker.open(title)
    interview = Interview(form, asker, today(), remarks=remarks or {}, every=True)
    try:
        asked = interview.review(load(form, today(), texts))
    except KeyboardInterrupt:
        raise Interrupted("Interrompu : rien n'a été changé.") from None
    return {key: text for key, text in asked.answers.items() if text != texts.get(key, "")}
