"""One command on several fiches: each on its own, the refused ones said, the others done."""

from collections.abc import Callable, Sequence

from pdpcli.commands.output import note
from pdpcli.errors import (
    CannotWrite,
    ConsentMissing,
    DocumentRefused,
    InputRefused,
    PdpError,
    SaidNo,
)
from pdpcli.views.wrap import wrapped

#: What stops one fiche only; the first of these classes that was met gives the exit code.
_OWN = (ConsentMissing, CannotWrite, DocumentRefused, InputRefused)


def each(refs: Sequence[str], one: Callable[[str], None], done: str) -> None:
    """``one`` on each of ``refs``; a refusal, or her « non », stops that one only.

    ``done`` says what became of the others (« produite »).

    Raises:
        PdpError: the refusal of the only one; or, once all were tried, one that says how many
            were refused: 15 when a consent is missing for any of them.
    """
    if len(refs) == 1:
        one(refs[0])
        return
    refused: list[PdpError] = []
    for ref in refs:
        try:
            one(ref)
        except SaidNo:
            note(f"{ref} : laissée de côté.")
        except _OWN as error:
            note("\n".join(wrapped(_said(error), f"{ref} : ")))
            refused.append(error)
    if refused:
        raise _told(refused, len(refs), done)


def _said(error: PdpError) -> str:
    problems = error.problems if isinstance(error, InputRefused) else ()
    return f"{error.what} {' ; '.join(map(str, problems))}".rstrip()


def _told(refused: Sequence[PdpError], tried: int, done: str) -> PdpError:
    kind = next(kind for kind in _OWN if any(isinstance(error, kind) for error in refused))
    if len(refused) == 1:
        return kind(f"1 fiche sur {tried} n'a pas été {done} : voir ci-dessus.")
    return kind(f"{len(refused)} fiches sur {tried} n'ont pas été {done}s : voir ci-dessus.")
