"""Acts: what happened, or is planned, in a situation. What is counted is an act."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from pdpcli.errors import InputRefused
from pdpcli.rules.vocabulary import ACT_KINDS
from pdpcli.workflows.act_details import parse_details

if TYPE_CHECKING:
    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Write
    from pdpcli.store.tables import Act


@dataclass(frozen=True)
class ActSaid:
    """An act as it was told: its kind, its day, its details (columns of ``act``), its state."""

    kind: str
    on: date
    details: Mapping[str, Any] = field(default_factory=dict)
    state: str = "done"


def check_date(on: date, today: date, *, planned: bool) -> None:
    """A done act is not in the future.

    Raises:
        InputRefused: it is.
    """
    if on > today and not planned:
        raise InputRefused(
            "L'acte n'a pas été noté : sa date est dans le futur.",
            todo="S'il est fait, dites quand : --le DATE ; un acte à venir s'ajoute avec --prevu.",
        )


def add(write: "Write", row: "CaseRow", said: ActSaid) -> int:
    """Note an act and return its number; the snapshot goes with it.

    Raises:
        InputRefused: a situation that is cancelled or already closed, or whose person is erased;
            an end before the act; a death, which concerns all her situations.
    """
    _refuse(row, said)
    _refuse_death(row.ref, said.kind, said.details.get("nature"))
    return put(write, row, said)


class Of(Protocol):
    """What an act needs of its situation."""

    @property
    def id(self) -> int:
        """The number of its row."""

    @property
    def person_key(self) -> str:
        """The key of its person."""


def put(write: "Write", row: Of, said: ActSaid) -> int:
    """Write an act as it is said; the situation's state and the snapshot follow. Its number."""
    from pdpcli.store.snapshots import refresh
    from pdpcli.store.tables import Act

    session = write.session()
    act = Act(
        case_id=row.id,
        person_key=row.person_key,
        kind=said.kind,
        state=said.state,
        on_date=said.on.isoformat(),
        year=said.on.year,
        author=write.author,
        **said.details,
    )
    session.add(act)
    session.flush()
    settle_state(write, row.id)
    refresh(write.db, row.id)
    return act.id or 0


def _refuse(row: "CaseRow", said: ActSaid) -> None:
    if row.state == "cancelled":
        raise InputRefused("Cette situation est annulée : aucun acte.", where=row.ref)
    if row.person_id is None:
        raise InputRefused("La personne est effacée : aucun acte.", where=row.ref)
    if said.kind == "closure" and row.state == "closed":
        raise InputRefused(
            "Cette situation est déjà close.",
            where=row.ref,
            todo=f"Pour changer de motif, corrigez la clôture : pdp acte liste {row.ref}",
        )
    if said.details.get("ended_on", "9999") < said.on.isoformat():
        raise InputRefused("L'acte finirait avant d'avoir commencé.", where=row.ref)


def _refuse_death(ref: str, kind: str, nature: str | None) -> None:
    """A death closes every situation of the person: it has one door, both ways."""
    if kind == "closure" and nature == "deceased":
        raise InputRefused(
            "Un décès concerne toutes les situations de la personne.",
            where=ref,
            todo=f"Le noter                 pdp situation clore {ref} --motif décès\n"
            f"Il était noté par erreur  pdp situation rouvrir {ref} --motif MOTIF",
        )


def settle_state(write: "Write", case_id: int) -> None:
    """A situation is closed when its last closure or reopening is one; an erased one stays so."""
    write.db.execute(
        """UPDATE case_file SET updated_at = :at,
          state = CASE last.kind WHEN 'closure' THEN 'closed' ELSE 'open' END,
          closed_on = CASE last.kind WHEN 'closure' THEN last.on_date END
        FROM (SELECT kind, on_date FROM act WHERE case_id = :case AND state = 'done'
          AND kind IN ('closure', 'reopening') ORDER BY on_date DESC, id DESC LIMIT 1) AS last
        WHERE id = :case AND case_file.state <> 'cancelled' AND person_id IS NOT NULL""",
        {"at": write.at, "case": case_id},
    )
    write.db.execute(
        """UPDATE case_file SET state = 'open', closed_on = NULL
        WHERE id = :case AND state = 'closed' AND person_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM act WHERE case_id = :case AND state = 'done'
            AND kind IN ('closure', 'reopening'))""",
        {"case": case_id},
    )


@dataclass(frozen=True)
class Correction:
    """What is put right in an act: details as texts, its day, its state; None leaves it."""

    details: Mapping[str, str]
    on: date | None = None
    state: str | None = None


def edit(write: "Write", number: int, said: Correction, today: date) -> str:
    """Correct an act in place; returns the reference of its situation."""
    from pdpcli.store.snapshots import refresh

    act = _act(write, number)
    _refuse_implied(act, ("entry", "referral"))
    _refuse_death(_ref(write, act), act.kind, act.nature)
    for detail, value in parse_details(act.kind, {**_required(act), **said.details}).items():
        if detail in said.details:
            setattr(act, detail, value)
    _refuse_death(_ref(write, act), act.kind, act.nature)
    if said.on is not None:
        act.on_date, act.year = said.on.isoformat(), said.on.year
    act.state = said.state or act.state
    check_date(date.fromisoformat(act.on_date), today, planned=act.state == "planned")
    session = write.session()
    session.add(act)
    session.flush()
    settle_state(write, act.case_id)
    refresh(write.db, act.case_id)
    return _ref(write, act)


def _refuse_implied(act: "Act", kinds: tuple[str, ...]) -> None:
    """What follows from the situation is corrected with it, so that they agree."""
    if act.kind in kinds:
        raise InputRefused(
            f"« {ACT_KINDS[act.kind].label} » suit la situation : il se corrige avec elle.",
            todo="pdp situation corriger RÉF, ou pdp situation annuler RÉF",
        )


def _required(act: "Act") -> dict[str, str]:
    return {detail: str(getattr(act, detail)) for detail in ACT_KINDS[act.kind].required}


def cancel(write: "Write", number: int, reason: str) -> str:
    """Cancel an act, with the reason: it counts nowhere and stays readable."""
    act = _act(write, number)
    _refuse_implied(act, ("entry",) if act.direction == "out" else ("entry", "referral"))
    _refuse_death(_ref(write, act), act.kind, act.nature)
    act.state, act.cancel_reason = "cancelled", reason
    session = write.session()
    session.add(act)
    session.flush()
    settle_state(write, act.case_id)
    return _ref(write, act)


def _act(write: "Write", number: int) -> "Act":
    from pdpcli.store.tables import Act

    act = write.session().get(Act, number)
    if act is None:
        raise InputRefused(
            f"Aucun acte ne porte le numéro {number}.",
            todo="Les actes d'une situation : pdp acte liste 42",
        )
    return act


def _ref(write: "Write", act: "Act") -> str:
    from pdpcli.store.tables import Case

    write.subject = write.session().get_one(Case, act.case_id).ref
    return write.subject
