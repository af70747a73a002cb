"""Which of our fiches a returned file is: by its mark, else by its printed reference, else said.

A reference is numbered by whoever began the fiche; what is attached says who that is.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import Literal

from pdpcli.errors import DocumentRefused, InputRefused, Refusal
from pdpcli.forms.attachment import FicheJson, read_fiche_json
from pdpcli.forms.mark import Mark
from pdpcli.forms.returned import Returned
from pdpcli.rules.references import split_fiche_ref
from pdpcli.store.cases import case_by_ref, refuse_erased
from pdpcli.store.liaisons import LiaisonRow, numbered_fiche
from pdpcli.store.our_agreements import our_agreements
from pdpcli.store.released import released_as
from pdpcli.store.their_sheets import taken_in, their_mark

_NOT_HERE = "Cette fiche n'est pas de ce cahier"


@dataclass(frozen=True)
class Recognised:
    """The fiche, the round its sheet was drawn at, and what is attached to it.

    ``by`` what it is known: the token of the ``release`` that made it here, what is attached, what
    she said, or only what its mark or its pages say, which another store may say alike.
    """

    liaison: LiaisonRow
    round: int
    by: Literal["token", "attached", "said", "written"]
    attached: FicheJson | None
    release: int | None = None


def attached(returned: Returned) -> FicheJson | None:
    """What the program attached to the file; None when nothing of it can be read."""
    with suppress(Refusal):
        return read_fiche_json(returned.attachment) if returned.attachment else None
    return None


def recognised(db: Connection, returned: Returned, said: str, today: date) -> Recognised | None:
    """The fiche that the file is of; ``said`` is what she says it is; None when nothing tells.

    Raises:
        DocumentRefused: of another store, of another declaration, of another fiche than ``said``.
        InputRefused: ``said`` names no fiche, or the person was erased.
    """
    found = _recognised(db, returned, said, today)
    if found is not None:
        refuse_erased(found.liaison.case)
    return found


def _recognised(db: Connection, returned: Returned, said: str, today: date) -> Recognised | None:
    expected = _named(db, said, today) if said else None
    mark, data = returned.mark, attached(returned)
    if mark is not None:
        taken = _said_theirs(db, expected, mark, data)
        found = taken or _marked(db, mark, data, today)
        _refuse_other(expected, found)
        _refuse_ahead(found, mark)
        made = None if taken else _made_here(db, found, mark)
        by: Literal["token", "attached", "written"] = (
            "token" if made else "attached" if data else "written"
        )
        return Recognised(found, mark.round, by, data, made)
    printed = _printed(db, returned.reference, data, today)
    if expected is not None and printed is not None:
        _refuse_other(expected, printed)
    fiche = expected or printed
    if fiche is None:
        return None
    return Recognised(fiche, fiche.round, "said" if expected else "written", data)


def _named(db: Connection, said: str, today: date) -> LiaisonRow:
    typed, number = split_fiche_ref(said)
    if number is None:
        raise InputRefused("De quelle fiche s'agit-il ?", todo="--fiche s'écrit 2026-0042/1.")
    return numbered_fiche(db, case_by_ref(db, typed, today), number)


def _said_theirs(
    db: Connection, expected: LiaisonRow | None, mark: Mark, data: FicheJson | None
) -> LiaisonRow | None:
    """The fiche received on paper that she says their sheet is of: its number is not known yet."""
    if expected is None or expected.direction == "out" or data is None:
        return None
    theirs = data.sender == expected.agreement.partner and expected.form_hash == mark.form_hash
    unknown = taken_in(db, data.sender, mark.ref) is None and their_mark(db, expected) is None
    return expected if theirs and unknown else None


def _marked(db: Connection, mark: Mark, data: FicheJson | None, today: date) -> LiaisonRow:
    found = _numbered(db, mark.ref, data, today)
    if found is None:
        raise DocumentRefused(f"{_NOT_HERE} : {mark.ref}.", todo="Est-ce bien le bon cahier ?")
    if found.form_hash != mark.form_hash:
        raise DocumentRefused(
            f"Ce fichier n'est pas la fiche {found.ref} telle qu'elle a commencé : sa déclaration"
            f" est {mark.form_hash[:8]}…, celle de la fiche {found.form_hash[:8]}….",
            todo=f"Relisez le fichier ; la réponse se tape : pdp fiche repondre {found.ref}",
        )
    if not _left_here(db, found, mark):
        raise DocumentRefused(
            f"{_NOT_HERE} : aucune fiche {mark.ref} n'a été produite ici telle que ce fichier la"
            f" dit (version {mark.version}).",
            todo="Est-ce bien le bon cahier ?",
        )
    return found


def _made_here(db: Connection, fiche: LiaisonRow, mark: Mark) -> int | None:
    """The release of ours that the sheet is; None for theirs, and for an older one of ours.

    Raises:
        DocumentRefused: another store made it, for a fiche that it numbers alike.
    """
    if not mark.token or (fiche.direction == "in" and their_mark(db, fiche) is not None):
        return None
    found = released_as(db, fiche, mark.token)
    if found is None:
        raise DocumentRefused(
            f"{_NOT_HERE} : un autre a produit une fiche {mark.ref}.",
            todo="Est-ce bien le bon cahier ?",
        )
    return found


def _refuse_ahead(fiche: LiaisonRow, mark: Mark) -> None:
    if mark.round > fiche.round + 1:
        raise DocumentRefused(
            f"Ce fichier a plus d'échanges que la fiche {fiche.ref} n'en a ici.",
            todo=f"Relisez-le ; la réponse se tape : pdp fiche repondre {fiche.ref}",
        )


def _left_here(db: Connection, fiche: LiaisonRow, mark: Mark) -> bool:
    """Whether the sheet was released here; one that came from them is known by its mark."""
    if fiche.direction == "in" and their_mark(db, fiche) is not None:
        return True
    row = db.execute(
        """SELECT 1 FROM release WHERE case_ref = ? AND liaison_number = ? AND version = ?
        AND round = ? AND gathering_id IS NULL LIMIT 1""",
        (fiche.case.ref, fiche.number, mark.version, min(mark.round, fiche.round)),
    ).fetchone()
    return row is not None


def _numbered(db: Connection, ref: str, data: FicheJson | None, today: date) -> LiaisonRow | None:
    """The fiche ``ref``: the partner's number when the partner began it, else ours."""
    partners = {one.partner for one in our_agreements(db)}
    if data is not None and data.sender in partners:
        theirs = taken_in(db, data.sender, ref)
        if theirs is not None:
            return _fiche(db, *theirs, today)
        return None
    case_ref, number = split_fiche_ref(ref)
    return _fiche(db, case_ref, number or 0, today)


def _fiche(db: Connection, case_ref: str, number: int, today: date) -> LiaisonRow | None:
    with suppress(InputRefused):
        return numbered_fiche(db, case_by_ref(db, case_ref, today), number)
    return None


def _printed(
    db: Connection, reference: str, data: FicheJson | None, today: date
) -> LiaisonRow | None:
    return _numbered(db, reference, data, today) if reference else None


def _refuse_other(expected: LiaisonRow | None, found: LiaisonRow) -> None:
    if expected is not None and expected.id != found.id:
        raise DocumentRefused(
            f"Ce fichier est la fiche {found.ref}, et non {expected.ref}.",
            todo=f"Sans --fiche, il sera lu comme {found.ref}.",
        )
