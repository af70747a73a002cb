"""The person's consent: bilateral, for one pair of bodies and one form (S0 art. 4)."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.errors import InputRefused, Problem, Refusal
from pdpcli.rules.dates import french
from pdpcli.store import skeletons

if TYPE_CHECKING:
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Write


@dataclass(frozen=True)
class Signed:
    """What is noted of a signature on paper: where, who, in what capacity, who keeps it."""

    place: str
    signer: str
    capacity: str
    kept_by: str
    collected_by: str


def give(write: "Write", liaison: "LiaisonRow", signed: Signed, on: date, today: date) -> int:
    """Record a consent signed at ``on``; recorded later than signed is normal.

    Raises:
        InputRefused: signed in the future, before the person was born, or before she refused.
    """
    _refuse_before_a_refusal(write, liaison, on)
    born = write.db.execute(
        "SELECT born_on FROM person WHERE id = ?", (liaison.case.person_id,)
    ).fetchone()["born_on"]
    _check_date(on, today, date.fromisoformat(born) if born else None)
    _check_printed(signed)
    return _append(write, liaison, "given", on, asdict(signed))


def refuse(write: "Write", liaison: "LiaisonRow", on: date, today: date) -> int:
    """Record that the person refuses; nothing leaves, and nothing asks again."""
    _check_date(on, today, None)
    return _append(write, liaison, "refused", on, {})


def _refuse_before_a_refusal(write: "Write", liaison: "LiaisonRow", on: date) -> None:
    """A refusal or a withdrawal is undone by a later signature only."""
    last = write.db.execute(
        """SELECT act, on_date FROM consent WHERE person_key = ? AND pair = ? AND form_id = ?
        ORDER BY id DESC LIMIT 1""",
        (liaison.case.person_key, liaison.agreement.pair, liaison.form_id),
    ).fetchone()
    if last is None or last["act"] == "given" or last["on_date"] <= on.isoformat():
        return
    said = "refusé" if last["act"] == "refused" else "retiré son accord"
    when = french(date.fromisoformat(last["on_date"]))
    raise InputRefused(
        f"La personne a {said} le {when}, après cette signature.",
        where=liaison.case.ref,
        todo=f"Il faut un nouvel accord, signé le {when} ou après.",
    )


def _check_date(on: date, today: date, born: date | None) -> None:
    problems = []
    if on > today:
        problems.append(Problem("date de signature", "elle est dans le futur."))
    if born is not None and on < born:
        problems.append(Problem("date de signature", "elle précède la naissance de la personne."))
    if problems:
        raise InputRefused("L'accord n'a pas été enregistré.", problems=problems)


def _check_printed(signed: Signed) -> None:
    """Place, signer and keeper are printed in the consent block."""
    from pdpcli.forms.glyphs import require_printable

    problems = []
    said = {"fait à": signed.place, "signataire": signed.signer, "gardé par": signed.kept_by}
    for place, text in said.items():
        try:
            require_printable(text)
        except Refusal as refusal:
            problems.append(Problem(place, refusal.reason))
        if not text.strip():
            problems.append(Problem(place, "à renseigner."))
    if problems:
        raise InputRefused("L'accord n'a pas été enregistré.", problems=problems)


def _append(
    write: "Write", liaison: "LiaisonRow", act: str, on: date, content: dict[str, Any]
) -> int:
    return skeletons.append(
        write.db,
        "consent",
        {
            "person_key": liaison.case.person_key,
            "pair": liaison.agreement.pair,
            "form_id": liaison.form_id,
            "form_hash": liaison.form_hash,
            "act": act,
            "on_date": on.isoformat(),
            "recorded_at": write.at,
            "author": write.author,
        },
        content,
    )
