"""Reading an answer out of a closed list: by code, by label, by the beginning of a label."""

from collections.abc import Callable, Mapping

from pdpcli.errors import Refusal
from pdpcli.rules.names import fold

#: From the strictest to the loosest: the first that designates exactly one answer decides.
_MATCHES: tuple[Callable[[str, str], bool], ...] = (
    lambda label, wanted: label == wanted,
    lambda label, wanted: label.startswith(wanted),
    lambda label, wanted: f" {wanted}" in label,
)


def parse_choice(text: str, choices: Mapping[str, str]) -> str:
    """The code that ``text`` names among ``choices`` (code -> French label).

    Accents and case do not matter; the beginning of a label, or of one of its words, suffices
    while it designates one answer only.

    Raises:
        Refusal: nothing, or more than one thing, is named.
    """
    if text in choices:
        return text
    wanted = fold(text)
    folded = {code: fold(label) for code, label in choices.items()}
    for matches in _MATCHES if wanted else ():
        found = [code for code, label in folded.items() if matches(label, wanted)]
        if len(found) == 1:
            return found[0]
    listed = ", ".join(f"{label} ({code})" for code, label in choices.items())
    raise Refusal(f"il faut l'une de ces réponses : {listed}.")
