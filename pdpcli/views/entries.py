"""What one side wrote on a fiche, on screen: each answer, and what differs from what is held."""

from collections.abc import Mapping

from pdpcli.forms.form import Form
from pdpcli.views.wrap import wrapped

_LABEL = 30


def entry_text(written: Form, texts: Mapping[str, str]) -> str:
    """Each answer under its question, in the order of the form; nothing is shortened."""
    said = [(one.question, texts[one.id]) for one in written.fields if texts.get(one.id)]
    return "\n".join(line for question, text in said for line in _lines(question, text))


def differences(written: Form, before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """One paragraph an answer that changes: what is held, then what would replace it."""
    changed = [one for one in written.fields if before.get(one.id, "") != after.get(one.id, "")]
    return [
        "\n".join(
            [
                *wrapped(one.question, "  "),
                *wrapped(before.get(one.id) or "—", "    au cahier : "),
                *wrapped(after.get(one.id) or "—", "    reçu      : "),
            ]
        )
        for one in changed
    ]


def ours_text(question: str, held: str, said: str) -> str:
    """A field of ours that a file says otherwise."""
    return "\n".join(
        [
            *wrapped(question, "  "),
            *wrapped(held or "—", "    au cahier : "),
            *wrapped(said, "    fichier   : "),
        ]
    )


def _lines(question: str, text: str) -> list[str]:
    if len(question) < _LABEL - 2:
        return wrapped(text, f"  {question:<{_LABEL}}")
    return [*wrapped(question, "  "), *wrapped(text, " " * (_LABEL + 2))]
