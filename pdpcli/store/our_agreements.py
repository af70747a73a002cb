"""Our agreements as SQL reads: which party we are, who the partner is."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from pdpcli.errors import InputRefused


@dataclass(frozen=True)
class OurAgreement:
    """An agreement the cell has signed; ``pair`` is the two bodies in order, joined by ``|``.

    ``parameters`` are the choices she made where the text is silent.
    """

    id: str
    title: str
    as_body: str
    partner: str
    partner_name: str
    parameters: Mapping[str, str | int]

    @property
    def pair(self) -> str:
        """The two bodies, the same whoever sends (a consent is bilateral: S0 art. 4)."""
        return "|".join(sorted((self.as_body, self.partner)))


_SELECT = """SELECT a.id, a.title, a.as_body, a.partner, b.short AS partner_name, a.parameters
    FROM agreement a JOIN body b ON b.id = a.partner"""


def our_agreements(db: Connection) -> list[OurAgreement]:
    """All our agreements, by id."""
    rows = db.execute(f"{_SELECT} ORDER BY a.id").fetchall()
    return [
        OurAgreement(**{**dict(row), "parameters": json.loads(row["parameters"])}) for row in rows
    ]


def agreements_with(db: Connection, bodies: Sequence[str]) -> list[OurAgreement]:
    """Our agreements with one of ``bodies``: the partner itself, or the organisme it belongs to."""
    parents = dict(db.execute("SELECT id, parent FROM body WHERE parent IS NOT NULL").fetchall())
    return [
        one for one in our_agreements(db) if {one.partner, parents.get(one.partner)} & set(bodies)
    ]


def our_agreement(db: Connection, wanted: str | None, case_id: int | None = None) -> OurAgreement:
    """The agreement ``wanted`` names; without a name, the only one that fits.

    The only one is the one this case already has a fiche under, else the only one we have.

    Raises:
        InputRefused: none, unknown, or several fit.
    """
    ours = our_agreements(db)
    if not ours:
        raise InputRefused(
            "Aucune convention n'est encore déclarée.",
            todo="pdp convention ajouter btp34-carsat-lr   (toutes : pdp convention liste)",
        )
    found = [one for one in ours if wanted in {one.id, one.partner}] if wanted else ours
    if not wanted and len(ours) > 1 and case_id is not None:
        begun = db.execute(
            "SELECT DISTINCT agreement FROM liaison WHERE case_id = ? AND cancelled_on IS NULL",
            (case_id,),
        ).fetchall()
        names = {row["agreement"] for row in begun}
        found = [one for one in ours if one.id in names]
    if len(found) == 1:
        return found[0]
    raise InputRefused(
        "Cette convention n'est pas des nôtres." if wanted else "De quelle convention s'agit-il ?",
        todo="Ajoutez --convention avec l'une de : " + ", ".join(one.id for one in ours),
    )
