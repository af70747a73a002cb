"""`pdp stats show` : les chiffres d'une période, convention par convention."""

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pdpcli.commands.clock import day, today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import option
from pdpcli.commands.output import emit, emit_json, note
from pdpcli.commands.stats_explain import Behind, explain_figure
from pdpcli.commands.stats_files import write_csv, write_xlsx
from pdpcli.commands.stats_period import Quarter as OneQuarter
from pdpcli.commands.stats_period import periods_asked, quarter_named
from pdpcli.commands.stats_year_asked import ask_years
from pdpcli.commands.values import year_named
from pdpcli.errors import InputRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pdpcli.store.open import Store
    from pdpcli.workflows.stats import Counted, Wanted

Year = Annotated[
    int | None,
    option("year", "L'année à compter [celle en cours]", metavar="ANNÉE", parser=year_named),
]
Quarter = Annotated[
    OneQuarter | None,
    option("quarter", "Un trimestre : 2025-T1", metavar="TRIMESTRE", parser=quarter_named),
]
From = Annotated[date | None, option("from", "Du jour (compris)", metavar="DATE", parser=day)]
To = Annotated[
    date | None, option("to", "Au jour (compris) [aujourd'hui]", metavar="DATE", parser=day)
]
Partner = Annotated[
    str, option("partner", "Pour ce partenaire : nos conventions avec lui ; masque avec --par")
]
By = Annotated[
    str, option("by", "Croiser chaque ligne : sexe, statut, secteur…", metavar="VENTILATION")
]
Csv = Annotated[str, option("csv", "En CSV, dans ce fichier (- : à l'écran)", metavar="FICHIER")]
Xlsx = Annotated[
    Path | None, option("xlsx", "En classeur, à lire et à imprimer", metavar="FICHIER")
]
Explain = Annotated[
    str, option("explain", "Ce qui est derrière un chiffre, par exemple BTP34-5", metavar="CHIFFRE")
]
Names = Annotated[bool, option("names", "Avec --expliquer : les noms (consigné)")]
Force = Annotated[bool, option("force", "Remplacer le fichier s'il existe")]


def show(  # noqa: PLR0913 - one option a way to show the figures
    *,
    year: Year = None,
    quarter: Quarter = None,
    from_: From = None,
    to: To = None,
    agreement: Annotated[str, option("agreement", "Une seule convention")] = "",
    partner: Partner = "",
    by: By = "",
    explain: Explain = "",
    cases: Annotated[bool, option("cases", "Avec --expliquer : toutes les situations")] = False,
    names: Names = False,
    json: Annotated[bool, option("json", "En JSON")] = False,
    csv: Csv = "",
    xlsx: Xlsx = None,
    force: Force = False,
) -> None:
    """Les chiffres de l'année et des deux précédentes, convention par convention

    Un trimestre ou une période se compare aux mêmes jours des deux années d'avant.
    """
    from pdpcli.workflows.stats import Wanted

    _coherent(explain=explain, cases=cases, names=names, others=(csv, xlsx, by))
    _one_way(json=json, csv=csv, xlsx=xlsx)
    periods = periods_asked(year, quarter, from_, to)
    wanted = Wanted(year or today().year, periods, agreement, partner, by)
    store = open_store()
    if not (json or csv or xlsx or periods):
        ask_years(store, wanted)
    if explain:
        explain_figure(store, wanted, explain, Behind(cases=cases, names=names, json=json))
    else:
        _show(store, wanted, _Way(csv, xlsx, json=json, force=force))


class _Way:
    """How the figures are shown: on screen, in JSON, or in a file."""

    def __init__(self, csv: str, xlsx: Path | None, *, json: bool, force: bool) -> None:
        self.csv, self.xlsx, self.json, self.force = csv, xlsx, json, force


def _show(store: "Store", wanted: "Wanted", way: _Way) -> None:
    from pdpcli.views.frozen_beside import frozen_json, frozen_text
    from pdpcli.views.stats import stats_text
    from pdpcli.views.stats_data import stats_json
    from pdpcli.workflows.frozen_beside import frozen_beside
    from pdpcli.workflows.stats_cut import shown

    with closing(store.counting()) as db:
        found = shown(db, wanted)
        sheets = [one.sheet for one in found]
        frozen = [] if wanted.by else frozen_beside(db, sheets)
    _advise(found, wanted)
    if way.csv:
        write_csv(found, way.csv, force=way.force)
    elif way.xlsx:
        write_xlsx(found, way.xlsx, force=way.force)
    elif way.json:
        emit_json({**stats_json(sheets, today()), "frozen": frozen_json(frozen)})
    else:
        emit("\n\n".join(filter(None, (stats_text(sheets, today()), frozen_text(frozen)))))


def _advise(found: "Sequence[Counted]", wanted: "Wanted") -> None:
    """What is to be known before these figures leave the cell."""
    from pdpcli.evaluation.dimensions import naming

    if wanted.by and not wanted.partner:
        note("Pour la cellule : rien n'est masqué. Pour un partenaire, ajoutez --partenaire.")
    figures = [name for one in found for name in naming(one.evaluation)]
    if wanted.partner and figures:
        said = ", ".join(figures)
        note(f"À relire avant de les donner : {said} nomment des entreprises ou des postes.")


def _coherent(*, explain: str, cases: bool, names: bool, others: tuple[object, ...]) -> None:
    if cases and not explain:
        raise InputRefused(
            "--situations accompagne --expliquer.", todo="--expliquer BTP34-5 --situations"
        )
    if names and not explain:
        raise InputRefused("--noms accompagne --expliquer.", todo="--expliquer BTP34-5 --noms")
    if explain and any(others):
        raise InputRefused("--expliquer ne se combine pas avec --csv, --xlsx ni --par.")


def _one_way(*, json: bool, csv: str, xlsx: Path | None) -> None:
    if sum(map(bool, (json, csv, xlsx))) > 1:
        raise InputRefused("--json, --csv et --xlsx : un seul à la fois.")
