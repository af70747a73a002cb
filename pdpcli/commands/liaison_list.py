"""`pdp liaison list`: where the fiches stand."""

from collections.abc import Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, Any

from pdpcli.commands.clock import today
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import one_of, option
from pdpcli.commands.output import emit, emit_json, note, width

if TYPE_CHECKING:
    from sqlite3 import Connection

_MOST = 200
_NONE = "Aucune fiche. Celles qui n'attendent rien, closes ou annulées : pdp fiche liste --toutes"
_STATE = option("state", "à signer, à envoyer, envoyée, répondue…", parser=one_of("fiche_state"))


def list_(
    *,
    partner: Annotated[str, option("partner", "Celles pour ce partenaire")] = "",
    state: Annotated[str, _STATE] = "",
    every: Annotated[bool, option("all", "Celles des situations closes et annulées aussi")] = False,
    json: Annotated[bool, option("json", "En JSON, clés stables et dates ISO")] = False,
) -> None:
    """Où en sont les fiches ; sans option, celles qui attendent quelque chose"""
    from pdpcli.store.exchange import fiches
    from pdpcli.views.fiches import fiche_table

    with closing(open_store().read()) as db:
        under = _under(db, partner)
        rows = fiches(db, today(), everything=every)
    rows = [row for row in rows if _kept(row, under, state, every=every)]
    if every:
        rows.sort(key=lambda row: str(row["since"]), reverse=True)
    if json:
        emit_json(rows[:_MOST])
        return
    emit(fiche_table(rows[:_MOST], width()) if rows else _NONE)
    if len(rows) > _MOST:
        note(f"{_MOST} premières ; affinez avec --partenaire, --etat.")


def _under(db: "Connection", partner: str) -> set[str] | None:
    """The agreements with that partner; None when it is not said."""
    from pdpcli.store.bodies import bodies_named
    from pdpcli.store.our_agreements import agreements_with

    if not partner:
        return None
    return {one.id for one in agreements_with(db, bodies_named(db, [partner]))}


def _kept(row: Mapping[str, Any], under: set[str] | None, state: str, *, every: bool) -> bool:
    """Whether it is listed: a state that is asked shows also what waits for nothing."""
    return (
        (under is None or row["agreement"] in under)
        and state in ("", row["state"])
        and (every or bool(state) or bool(row["waits"]))
    )
