"""Reading an answer out of a closed list: by code, by label, by the beginning of a label."""

from collections.abc import Mapping

from pdpcli.errors import Refusal
from pdpcli.rules.names import fold


def parse_choice(text: str, choices: Mapping[str, str]) -> str:
    """The code that ``text`` names among ``choices`` (code -> French label).

    Accents and case do not matter; an unambiguous beginning of a label suffices.

    Raises:
        Refusal: nothing, or more than one thing, is named.
    """
    if text in choices:
        return text
    wanted = fold(text)
    exact = [code for code, label in choices.items() if fold(label) == wanted]
    found = exact or [
        code
        for code, label in choices.items()
        if wanted and (fold(label).startswith(wanted) or fold(code) == wanted)
    ]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(f"{label} ({code})" for code, label in choices.items())
    raise Refusal(f"il faut l'une de ces réponses : {listed}.")
