"""Reading an answer out of a closed list: by code, by label, by the beginning of a label."""

import re
from collections.abc import Callable, Mapping

from pdpcli.errors import Refusal
from pdpcli.rules.names import fold

_ARTICLE = re.compile(r"^(?:l['’]|(?:le|la|les|un|une) )", re.IGNORECASE)
#: From the strictest to the loosest: the first that designates exactly one answer decides.
_MATCHES: tuple[Callable[[str, str], bool], ...] = (
    lambda label, wanted: label == wanted,
    lambda label, wanted: label.startswith(wanted),
    lambda label, wanted: f" {wanted}" in label,
)


def parse_choice(text: str, choices: Mapping[str, str], *others: Mapping[str, str]) -> str:
    """The code that ``text`` names among ``choices`` (code -> French label).

    Accents, case and the article do not matter; the beginning of a label, or of one of its words,
    suffices while it designates one answer only. ``others`` are further labels of the same codes.

    Raises:
        Refusal: nothing, or more than one thing, is named.
    """
    if text in choices:
        return text
    found = designated(text, choices, *others)
    if found is None:
        listed = ", ".join(label or code for code, label in choices.items())
        raise Refusal(f"réponse inconnue ; au choix : {listed}.")
    return found


def designated(text: str, *labels: Mapping[str, str]) -> str | None:
    """The one code that ``text`` designates by its label, or None."""
    wanted = fold(text)
    folded = [
        (code, fold(said))
        for spelled in labels
        for code, label in spelled.items()
        for said in {label, _ARTICLE.sub("", label)}
    ]
    for matches in _MATCHES if wanted else ():
        found = {code for code, label in folded if matches(label, wanted)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None
