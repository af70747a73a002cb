"""`pdp report write` : ce qui s'écrit d'une année, à côté de ses chiffres."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.opening import open_store
from pdpcli.commands.options import option
from pdpcli.commands.output import emit, note
from pdpcli.commands.report_period import Agreement, Year, asked_year, report_year
from pdpcli.errors import InputRefused

if TYPE_CHECKING:
    from pdpcli.store.open import Store

_MOST = 400_000  # bytes: two parts at their longest
_KEPT = " (déjà écrite : Entrée la garde)"
_PARTS = ("qualitative", "perspectives")


def write(
    *,
    year: Year = None,
    agreement: Agreement = "",
    text: Annotated[Path | None, option("text", "Le fichier ; « # Perspectives » y sépare")] = None,
    remove: Annotated[
        list[str] | None, option("remove", "Retirer une partie : qualitative, perspectives")
    ] = None,
) -> None:
    """Écrire la partie qualitative et les perspectives : d'un fichier, ou question par question

    Chaque version est gardée avec son auteur ; la dernière vaut.
    """
    store, wanted = open_store(), asked_year(year)
    if text is not None and remove:
        raise InputRefused("--retirer va seul.")
    if text is not None:
        keep_file(store, agreement, wanted, text)
    elif remove:
        unknown = set(remove) - set(_PARTS)
        if unknown:
            raise InputRefused("Cette partie n'existe pas.", todo="--retirer qualitative")
        _keep(store, agreement, wanted, dict.fromkeys(remove, ""))
    else:
        _keep(store, agreement, wanted, _asked(store, agreement, wanted))


def keep_file(store: "Store", agreement: str, year: int, path: Path) -> None:
    """Keep the parts that a file tells.

    Raises:
        InputRefused: it cannot be read, names somebody, or holds what is not printed.
    """
    from pdpcli.commands.text_file import text_in
    from pdpcli.workflows.report import terms_of
    from pdpcli.workflows.report_text import parts_in

    said = text_in(path, _MOST)
    with closing(store.read()) as db:
        ours, _ = report_year(db, agreement, year)
    _keep(store, agreement, year, parts_in(said, terms_of(ours)))


def _keep(store: "Store", agreement: str, year: int, texts: Mapping[str, str]) -> None:
    from pdpcli.evaluation.report_terms import HEADINGS
    from pdpcli.store.frozen import frozen_of
    from pdpcli.workflows.report_text import keep

    with store.write("report write") as write:
        ours, periods = report_year(write.db, agreement, year)
        write.subject = ours.id
        changed = keep(write, ours.id, periods[0], texts)
        frozen = frozen_of(write.db, ours.id, periods[0])
    label = periods[0].label
    for part in changed:
        emit(f"{HEADINGS[part]} {label} : {'gardée' if texts[part] else 'retirée'}.")
    if not changed:
        emit("Rien n'a changé.")
    elif frozen:
        note("Le bilan de cette période est figé : il garde ce qui était écrit ce jour-là.")


def _asked(store: "Store", agreement: str, year: int) -> dict[str, str]:
    """What is typed for each part; Enter keeps what is there."""
    from pdpcli.commands.questions import answers_to
    from pdpcli.forms.form import Field
    from pdpcli.store.report_texts import texts_of
    from pdpcli.workflows.report import terms_of
    from pdpcli.workflows.report_text import titles_of

    with closing(store.read()) as db:
        ours, periods = report_year(db, agreement, year)
        kept = texts_of(db, ours.id, periods[0])
    fields = [
        Field(part, title + _KEPT * (part in kept), "paragraph")
        for part, title in titles_of(terms_of(ours)).items()
    ]
    otherwise = InputRefused("Rien n'a été écrit.", todo="--texte FICHIER")
    told = answers_to(fields, otherwise)
    found = {part: str(said) for part, said in told.items() if said}
    if not found and not kept:
        raise otherwise
    return found
