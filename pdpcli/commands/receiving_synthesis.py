"""The quarterly « fiche de synthèse » of Cap emploi: filed with its date, nothing of it is read."""

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

from pdpcli.commands.clock import today
from pdpcli.commands.output import emit
from pdpcli.errors import InputRefused

if TYPE_CHECKING:
    from pdpcli.store.open import Store
    from pdpcli.workflows.received import ReceivedFile


def receive_synthesis(store: "Store", file: "ReceivedFile", sheet: str, on: date | None) -> None:
    """File it with the fiche ``sheet`` (S1 annexe 2, art. 2: « fiche de synthèse »).

    Raises:
        InputRefused: no fiche said, no date and nobody to ask, or a date to come.
    """
    from pdpcli.commands.subject import known_fiche
    from pdpcli.rules.dates import french
    from pdpcli.workflows.received import keep
    from pdpcli.workflows.reply import refuse_changed

    if not sheet:
        raise InputRefused("De quelle fiche est-ce la synthèse ?", todo="Ajoutez --fiche 42/1.")
    with closing(store.read()) as db:
        fiche = known_fiche(db, sheet, "")
    dated = on or _asked()
    if dated > today():
        raise InputRefused("La synthèse n'a pas été classée : sa date est dans le futur.")
    with store.write("liaison receive --synthesis", fiche.case.ref) as write:
        refuse_changed(write.db, fiche)
        keep(write, fiche, file, dated, kind="synthesis")
    partner = fiche.agreement.partner_name
    emit(f"Fiche de synthèse du {french(dated)} classée : {fiche.ref}, {partner}. Rien n'y est lu.")


def _asked() -> date:
    from pdpcli.commands.questions import answers_to
    from pdpcli.forms.form import Field

    asked = Field("on", "Date de la synthèse", "date", required=("register",))
    answer = answers_to([asked], InputRefused("À quelle date ?", todo="--le DATE"))["on"]
    if not isinstance(answer, date):
        raise TypeError("a synthesis is dated")
    return answer
