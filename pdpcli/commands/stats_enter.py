"""`pdp stats enter` : ce qui se saisit une fois l'an, et ce que le partenaire a compté."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.figures_meant import Asking, asking, checked_year
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, one_of, option
from pdpcli.commands.output import emit, note
from pdpcli.commands.values import year_named
from pdpcli.errors import InputRefused

if TYPE_CHECKING:
    from pdpcli.store.open import Store

_HOW = """\
Une valeur        pdp chiffres saisir --annee 2025 CLÉ=VALEUR
Par un fichier    pdp chiffres saisir --annee 2025 --modele, puis --fichier FICHIER
Ce qui se saisit  pdp chiffres liste"""

Year = Annotated[
    int | None, option("year", "L'année des chiffres", metavar="ANNÉE", parser=year_named)
]
Agreement = Annotated[str, option("agreement", "La convention, s'il y en a plusieurs")]
Side = Annotated[
    str, option("side", "nous, ou partenaire : ce qu'il a compté [nous]", parser=one_of("side"))
]


def enter(  # noqa: PLR0913 - one option a way to say the figures
    figures: Annotated[
        list[str] | None,
        argument("CLÉ=VALEUR", "essais_encadres=360 ; ou seulement ce qui est à demander : BFC-14"),
    ] = None,
    *,
    year: Year = None,
    agreement: Agreement = "",
    side: Side = "",
    file: Annotated[Path | None, option("file", "Les chiffres, en TOML ou JSON")] = None,
    template: Annotated[bool, option("template", "Le fichier à remplir, à l'écran")] = False,
    remove: Annotated[
        list[str] | None, option("remove", "Retirer cette valeur (répétable)", metavar="CLÉ")
    ] = None,
    remark: Annotated[str, option("note", "Une remarque, sans nom de personne")] = "",
    dry_run: Annotated[bool, option("dry-run", "Relire sans enregistrer")] = False,
) -> None:
    """Saisir les chiffres d'une année : ceux que le cahier ne tient pas, ceux du partenaire

    Rien ne s'oublie : chaque valeur garde sa date et son auteur, et la dernière saisie vaut.
    """
    from pdpcli.commands.figures_file import Told, template_of, told_in

    told = told_in(file) if file else Told()
    names = [one for one in figures or () if "=" not in one]
    values = [one for one in figures or () if "=" in one]
    told = told.merged(Told(year, agreement, side, remark, _typed(values, remove or ())))
    if names and told.texts:
        raise InputRefused("Un chiffre se dit CLÉ=VALEUR.", where=names[0], todo=_HOW)
    store = open_store()
    ask = asking(store, told, names)
    if template:
        with closing(store.read()) as db:
            emit(template_of(db, ask, checked_year(told.year)))
    else:
        _enter(store, ask, told.texts, told.note, dry_run=dry_run)


def _typed(figures: Sequence[str], removed: Sequence[str]) -> dict[str, str]:
    """The values typed, by name; « - » for those to withdraw."""
    from pdpcli.workflows.figures import WITHDRAWN

    found: dict[str, str] = {}
    for one in figures:
        name, _, value = one.partition("=")
        if not value.strip():
            raise InputRefused("Un chiffre se dit CLÉ=VALEUR.", where=one, todo=_HOW)
        if name.strip() in found:
            raise InputRefused("Un même chiffre est donné deux fois.", where=name.strip())
        found[name.strip()] = value.strip()
    return {**found, **dict.fromkeys(removed, WITHDRAWN)}


def _enter(
    store: "Store", ask: Asking, texts: Mapping[str, str], remark: str, *, dry_run: bool
) -> None:
    from pdpcli.commands.figures_asking import asked_figures
    from pdpcli.views.figures import changes_text
    from pdpcli.workflows.figures import changes, parse_figures
    from pdpcli.workflows.figures import enter as keep

    if not texts:
        ask, texts = asked_figures(store, ask, InputRefused("Que faut-il saisir ?", todo=_HOW))
    year = checked_year(ask.year)
    said = parse_figures(ask.asked, texts)
    if dry_run:
        with closing(store.read()) as db:
            emit(changes_text(changes(db, ask.ours.id, year, said), year))
        note("Rien n'a été enregistré (--essai).")
        return
    with store.write("stats enter", ask.ours.id) as write:
        changed = keep(write, ask.ours.id, year, said, remark)
    emit(changes_text(changed, year))
    if changed:
        note(f"Les lire : pdp chiffres --annee {year} --convention {ask.ours.id}")
