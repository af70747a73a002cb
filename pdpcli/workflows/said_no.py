"""The person said no: only a signature that comes after opens the gate again (RGPD art. 7, 3)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused
from pdpcli.rules.dates import french

if TYPE_CHECKING:
    from pdpcli.store.liaisons import LiaisonRow


@dataclass(frozen=True)
class SaidNo:
    """The person's last word on a form, told to us: ``act`` is refused or withdrawn."""

    act: str
    on: date

    @property
    def said(self) -> str:
        """« a refusé le 12/06/2026 »."""
        verb = "refusé" if self.act == "refused" else "retiré son accord"
        return f"a {verb} le {french(self.on)}"


def said_no(db: Connection, liaison: "LiaisonRow") -> SaidNo | None:
    """Her refusal or withdrawal for this pair of bodies and form, when it is her last word."""
    last = db.execute(
        """SELECT act, on_date FROM consent WHERE person_key = ? AND pair = ? AND form_id = ?
        ORDER BY id DESC LIMIT 1""",
        (liaison.case.person_key, liaison.agreement.pair, liaison.form_id),
    ).fetchone()
    if last is None or last["act"] == "given":
        return None
    return SaidNo(last["act"], date.fromisoformat(last["on_date"]))


def refuse_before_a_no(
    db: Connection,
    liaison: "LiaisonRow",
    on: date,
    *,
    theirs: bool,
    over: Callable[[SaidNo], None] | None,
) -> None:
    """A refusal or a withdrawal is undone by a later signature only.

    By what a partner says it collected (``theirs``), only of a later day and once confirmed: its
    sheet proves nothing, and she told us no.
    """
    no = said_no(db, liaison)
    if no is None or (no.on <= on and not theirs):
        return
    if no.on >= on:
        after = "ce jour-là ou après" if theirs and no.on == on else "après"
        until = f"après le {french(no.on)}" if theirs else f"le {french(no.on)} ou après"
        raise InputRefused(
            f"La personne {no.said}, {after} cette signature.",
            where=liaison.case.ref,
            todo=f"Il faut un nouvel accord, signé {until}.",
        )
    if over is None:
        raise InputRefused(
            f"La personne {no.said} : l'accord que le partenaire dit avoir recueilli depuis est à"
            " confirmer.",
            where=liaison.case.ref,
            todo="Reprenez dans un terminal, après l'avoir demandé à la personne.",
        )
    over(no)
