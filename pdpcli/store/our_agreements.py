"""Our agreements as SQL reads: which party we are, who the partner is."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from pdpcli.errors import InputRefused


@dataclass(frozen=True)
class OurAgreement:
    """An agreement the cell has signed; ``pair`` is the two bodies in order, joined by ``|``.

    ``parameters`` are the choices she made where the text is silent; ``fiche`` says whether a
    fiche is exchanged under it, or only figures.
    """

    id: str
    title: str
    as_body: str
    partner: str
    partner_name: str
    parameters: Mapping[str, str | int]
    fiche: bool = True

    @property
    def pair(self) -> str:
        """The two bodies, the same whoever sends (a consent is bilateral: S0 art. 4)."""
        return "|".join(sorted((self.as_body, self.partner)))


_SELECT = """SELECT a.id, a.title, a.as_body, a.partner, b.short AS partner_name, a.parameters,
      a.no_fiche IS NULL AS fiche
    FROM agreement a JOIN body b ON b.id = a.partner"""


def our_agreements(db: Connection) -> list[OurAgreement]:
    """All our agreements, by id."""
    rows = [dict(row) for row in db.execute(f"{_SELECT} ORDER BY a.id")]
    read = ({"parameters": json.loads(r["parameters"]), "fiche": bool(r["fiche"])} for r in rows)
    return [OurAgreement(**{**row, **one}) for row, one in zip(rows, read, strict=True)]


def with_fiche(db: Connection) -> list[OurAgreement]:
    """Those under which a fiche is exchanged."""
    return [one for one in our_agreements(db) if one.fiche]


def agreements_with(db: Connection, bodies: Sequence[str]) -> list[OurAgreement]:
    """Our agreements with one of ``bodies``: the partner itself, or the organisme it belongs to."""
    parents = dict(db.execute("SELECT id, parent FROM body WHERE parent IS NOT NULL").fetchall())
    return [
        one for one in our_agreements(db) if {one.partner, parents.get(one.partner)} & set(bodies)
    ]


def our_agreement(db: Connection, wanted: str | None, case_id: int | None = None) -> OurAgreement:
    """The agreement ``wanted`` names; without a name, the only one that fits for a fiche.

    The only one is the one this case already has a fiche under, else the only one we have. A
    partner's name means the agreement under which a fiche goes to it, when there is one; the
    beginning of an id is enough.

    Raises:
        InputRefused: none, unknown, or several fit.
    """
    ours = our_agreements(db)
    if not ours:
        raise InputRefused(
            "Aucune convention n'est encore déclarée.",
            todo="pdp convention ajouter btp34-carsat-lr   (toutes : pdp convention liste)",
        )
    exchanged = [one for one in ours if one.fiche]
    found = _named(ours, wanted) if wanted else exchanged or ours
    if not wanted and len(exchanged) > 1 and case_id is not None:
        begun = db.execute(
            "SELECT DISTINCT agreement FROM liaison WHERE case_id = ? AND cancelled_on IS NULL",
            (case_id,),
        ).fetchall()
        names = {row["agreement"] for row in begun}
        found = [one for one in exchanged if one.id in names]
    if len(found) == 1:
        return found[0]
    raise InputRefused(
        "Cette convention n'est pas des nôtres." if wanted else "De quelle convention s'agit-il ?",
        todo="Ajoutez --convention avec l'une de : " + ", ".join(one.id for one in ours),
    )


def _named(ours: Sequence[OurAgreement], wanted: str) -> list[OurAgreement]:
    partners = [one for one in ours if one.partner == wanted]
    return (
        [one for one in ours if one.id == wanted]
        or [one for one in partners if one.fiche]
        or partners
        or [one for one in ours if one.id.startswith(wanted.casefold())]
    )
