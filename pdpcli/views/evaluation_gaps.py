"""What is missing before the evaluation: by fact, with the references and the way to tell it."""

from itertools import groupby
from typing import TYPE_CHECKING

from pdpcli.views.wrap import wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdpcli.evaluation.gap import Gap

_COMMAND = 40


def gaps_text(found: "Sequence[Gap]", year: int) -> str:
    """A heading a fact, how many situations lack it, then a line an employer or a situation."""
    if not found:
        return f"Rien ne manque pour le bilan de {year}."
    lines = [f"À COMPLÉTER AVANT LE BILAN DE {year}"]
    for (fact, label), group in groupby(found, key=lambda one: (one.fact, one.label)):
        of = list(group)
        whose = sorted({name for one in of for name in one.agreements})
        head = label if fact == "look" else f"Sans {label[:1].lower()}{label[1:]}"
        lines += ["", *wrapped(f"{head} ({len(of)}) : {', '.join(whose)}")]
        lines += _fixes(of)
    return "\n".join(lines)


def _fixes(of: "Sequence[Gap]") -> list[str]:
    """One command a line; an employer's is said once for all its situations."""
    by_command: dict[str, list[str]] = {}
    for one in of:
        by_command.setdefault(one.command, []).append(one.ref)
    lines = []
    for command, refs in by_command.items():
        shown = ", ".join(refs)
        if len(shown) + 2 < _COMMAND:
            lines.append(f"  {shown:<{_COMMAND - 2}}{command}")
        else:
            lines += [*wrapped(shown, "  "), f"{'':<{_COMMAND}}{command}"]
    return lines
