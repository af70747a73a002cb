"""The person's consent: bilateral, for one pair of bodies and one form (S0 art. 4)."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.agreements.consent_terms import in_force
from pdpcli.errors import InputRefused, Problem, Refusal
from pdpcli.store import skeletons
from pdpcli.store.persons import keys_of
from pdpcli.workflows.said_no import SaidNo, refuse_before_a_no

if TYPE_CHECKING:
    from pdpcli.store.liaisons import LiaisonRow
    from pdpcli.store.open import Write


@dataclass(frozen=True)
class Signed:
    """What is noted of a consent: who, in what capacity, where, who had it given, who keeps it.

    ``document_seen`` is what a guardian or a curator showed; ``witness`` who saw that the person
    could not sign; ``how`` is of a consent given aloud (« au téléphone »).
    """

    place: str
    signer: str
    capacity: str
    kept_by: str
    collected_by: str
    document_seen: str = ""
    language: str = ""
    translated_by: str = ""
    witness: str = ""
    how: str = ""


def give(  # noqa: PLR0913 - how it was given and what it covers
    write: "Write",
    liaison: "LiaisonRow",
    signed: Signed,
    on: date,
    today: date,
    *,
    means: str = "paper",
    scope: str | None = None,
    document: int | None = None,
    over: Callable[[SaidNo], None] | None = None,
) -> int:
    """Record a consent given at ``on``; recorded later than given is normal. Returns its number.

    ``means`` is a code of CHOICES["consent_means"]; ``scope`` one of CHOICES["consent_scope"], the
    agreement's parameter when None; collected by a partner, it covers the sheet received only.
    ``document`` is the number of the file that proves it (the sheet received), already kept.
    ``over`` has it confirmed that what a partner collected passes over a no that was told to us:
    it raises when it is not; without it, nothing does.

    Raises:
        InputRefused: given in the future, before the person was born or before she refused; aloud
            where the agreement does not accept it; or something to note of it is missing.
    """
    terms = in_force(liaison.agreement.parameters)
    refuse_before_a_no(write.db, liaison, on, theirs=means == "partner", over=over)
    check_date(on, today, _born(write, liaison))
    check_means(liaison, means)
    _check_said(signed, means)
    until = terms.expires_on(on)
    given = {
        "act": "given",
        "on_date": on.isoformat(),
        "means": means,
        "scope": _scope(liaison, "sheet" if means == "partner" else scope or terms.scope),
        "expires_on": until.isoformat() if until else None,
    }
    said = asdict(signed)
    number = _append(write, liaison, given, {key: said[key] for key in said if _kept(key, said)})
    if document is not None:
        write.db.execute("UPDATE document SET consent_id = ? WHERE id = ?", (number, document))
    return number


def _kept(key: str, said: dict[str, str]) -> bool:
    return key in _ALWAYS or bool(said[key])


def _scope(liaison: "LiaisonRow", scope: str) -> str | None:
    """The column of the gate: nothing, the situation's reference or the fiche's."""
    return {"person": None, "case": liaison.case.ref, "sheet": liaison.ref}[scope]


def _born(write: "Write", liaison: "LiaisonRow") -> date | None:
    row = write.db.execute(
        "SELECT born_on FROM person WHERE id = ?", (liaison.case.person_id,)
    ).fetchone()
    return date.fromisoformat(row["born_on"]) if row and row["born_on"] else None


def refuse(write: "Write", liaison: "LiaisonRow", on: date, today: date) -> int:
    """Record that the person refuses; nothing leaves, and nothing asks again.

    Entered twice, she refuses under both entries: what she had signed under the other falls too.
    """
    check_date(on, today, _born(write, liaison))
    said = {"act": "refused", "on_date": on.isoformat()}
    for key in keys_of(write.db, liaison.case.person_id):
        if key != liaison.case.person_key:
            _append(write, liaison, {**said, "person_key": key}, {})
    return _append(write, liaison, said, {})


def check_date(on: date, today: date, born: date | None) -> None:
    """InputRefused when it is in the future, or before the birth when that is known."""
    problems = []
    if on > today:
        problems.append(Problem("date de signature", "elle est dans le futur."))
    if born is not None and on < born:
        problems.append(Problem("date de signature", "elle précède la naissance de la personne."))
    if problems:
        raise InputRefused("L'accord n'a pas été enregistré.", problems=problems)


def check_means(liaison: "LiaisonRow", means: str) -> None:
    """Aloud only where the agreement's parameter accepts it; theirs only on their own sheet.

    Raises:
        InputRefused: it is not accepted, and what to do.
    """
    if means == "oral" and not in_force(liaison.agreement.parameters).oral:
        raise InputRefused(
            "Un accord donné de vive voix n'est pas accepté pour cette convention.",
            where=liaison.agreement.title,
            todo=f"À faire signer        pdp accord imprimer {liaison.ref}\n"
            "L'accepter désormais  "
            f"pdp convention regler {liaison.agreement.id} consent_oral oui",
        )
    if means == "partner" and liaison.direction != "in":
        raise InputRefused(
            "Le partenaire recueille un accord sur la fiche qu'il nous envoie ; "
            "celle-ci vient de nous.",
            where=liaison.ref,
            todo=f"À faire signer : pdp accord imprimer {liaison.ref}",
        )


def _check_said(signed: Signed, means: str) -> None:
    """What must be noted is, and what is printed in the consent block can be."""
    from pdpcli.forms.glyphs import require_printable

    said, problems = asdict(signed), []
    needed = required(signed.capacity, means)
    for key, place in PLACES.items():
        try:
            require_printable(said[key])
        except Refusal as refusal:
            problems.append(Problem(place, refusal.reason))
        if key in needed and not said[key].strip():
            problems.append(Problem(place, "à renseigner."))
    if problems:
        raise InputRefused("L'accord n'a pas été enregistré.", problems=problems)


def required(capacity: str, means: str) -> frozenset[str]:
    """What must be noted of a consent given so, by name of ``Signed``."""
    by_means = {"oral": {"how"}, "partner": set[str]()}.get(means, {"place"})
    return frozenset({"signer", "collected_by", "kept_by"} | by_means | _OF_CAPACITY[capacity])


_OF_CAPACITY: dict[str, set[str]] = {
    "person": set(),
    "guardian": {"document_seen"},
    "curator": {"document_seen"},
    "unable": {"witness"},
}
#: How a refusal names each thing noted of a consent.
PLACES = {
    "place": "fait à",
    "signer": "signataire",
    "kept_by": "gardé par",
    "collected_by": "recueilli par",
    "document_seen": "document vu",
    "language": "langue",
    "translated_by": "traduit par",
    "witness": "témoin",
    "how": "comment",
}
_ALWAYS = ("place", "signer", "capacity", "kept_by", "collected_by")


def _append(
    write: "Write", liaison: "LiaisonRow", act: dict[str, Any], content: dict[str, Any]
) -> int:
    return skeletons.append(
        write.db,
        "consent",
        {
            "person_key": liaison.case.person_key,
            "pair": liaison.agreement.pair,
            "form_id": liaison.form_id,
            "form_hash": liaison.form_hash,
            "recorded_at": write.at,
            "author": write.author,
            **act,
        },
        content,
    )
