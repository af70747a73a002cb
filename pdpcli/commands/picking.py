"""Correcting at the terminal: every answer on a numbered line, pick one, answer it again."""

from typing import TYPE_CHECKING

from pdpcli.commands.asker import terminal
from pdpcli.commands.clock import today
from pdpcli.commands.questions import or_leave
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
        Interrupted: « fin » or Ctrl-C; nothing is changed.
    """
    texts = {key: form.by_id[key].format(value) for key, value in known.items()}
    asker = terminal()
    asker.open(title, kept="rien n'est écrit avant la fin", leave="laisser tout tel quel")
    interview = Interview(
        form, asker, today(), remarks=remarks or {}, leaving="laisser", every=True
    )
    asked = or_leave(lambda: interview.review(load(form, today(), texts)))
    return {key: text for key, text in asked.answers.items() if text != texts.get(key, "")}
