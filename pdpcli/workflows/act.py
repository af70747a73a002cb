"""Acts: what happened, or is planned, in a situation. What is counted is an act."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pdpcli.errors import InputRefused, Problem, Refusal
from pdpcli.rules.choices import parse_choice
from pdpcli.rules.text import clean
from pdpcli.rules.vocabulary import ACT_KINDS, CHOICES

if TYPE_CHECKING:
    from pdpcli.store.cases import CaseRow
    from pdpcli.store.open import Write
    from pdpcli.store.tables import Act

#: detail of an act -> the list of CHOICES its value comes from
_LISTED = {
    "requester": "requester",
    "mode": "mode",
    "done_by_function": "function",
    "motive": "motive",
    "direction": "direction",
    "dispensation": "tristate",
}
_AFTER = {"visit_reprise": ACT_KINDS["visit_reprise"].label}
#: acts that other commands write, with what they bring along
_WRITTEN_ELSEWHERE = {
    "entry": "pdp situation nouveau",
    "referral": "pdp fiche envoyer",
}
_ALWAYS = ("done_by_function", "note", "ended_on")


def parse_kind(text: str) -> str:
    """The kind of act that ``text`` names.

    Raises:
        InputRefused: no such kind, or a kind that another command writes.
    """
    try:
        kind = parse_choice(text, {code: kind.label for code, kind in ACT_KINDS.items()})
    except Refusal as refusal:
        raise InputRefused(f"Nature d'acte refusée : {refusal.reason}") from None
    if kind in _WRITTEN_ELSEWHERE:
        raise InputRefused(
            f"« {ACT_KINDS[kind].label} » s'écrit avec sa propre commande.",
            todo=_WRITTEN_ELSEWHERE[kind],
        )
    return kind


def parse_details(kind: str, said: Mapping[str, str]) -> dict[str, Any]:
    """The details of an act, checked against what its kind takes; all errors at once.

    Raises:
        InputRefused: a detail this kind does not take, a missing one, or a value refused.
    """
    declared = ACT_KINDS[kind]
    takes = {*declared.details, *_ALWAYS, *(["nature"] if declared.nature else [])}
    parsed: dict[str, Any] = {}
    problems = []
    for detail, text in said.items():
        if detail not in takes:
            problems.append(Problem(detail, f"sans objet pour « {declared.label} »."))
            continue
        try:
            parsed[detail] = _parse_detail(declared.nature, detail, text)
        except Refusal as refusal:
            problems.append(Problem(detail, refusal.reason))
    problems += [
        Problem(
            detail, f"à préciser pour « {declared.label} » : {_answers(declared.nature, detail)}"
        )
        for detail in declared.required
        if not said.get(detail)
    ]
    if problems:
        raise InputRefused("L'acte n'a pas été noté.", problems=problems)
    return parsed


def _choices(nature: str, detail: str) -> Mapping[str, str]:
    if detail == "nature":
        return CHOICES[nature]
    return _AFTER if detail == "after" else CHOICES.get(_LISTED.get(detail, ""), {})


def _answers(nature: str, detail: str) -> str:
    return ", ".join(_choices(nature, detail).values())


def _parse_detail(nature: str, detail: str, text: str) -> Any:
    choices = _choices(nature, detail)
    if choices:
        return parse_choice(text, choices)
    if detail in {"iri", "irdp"}:
        return _index(text)
    if detail == "days":
        return _days(text)
    return clean(text, multiline=detail == "note", limit=2000)


def _index(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise Refusal("un indice est un nombre, par exemple 2,5.") from None
    if not 0 <= value <= 100:  # noqa: PLR2004 - the scale is not in the sources: a wide guard only
        raise Refusal("un indice est un nombre entre 0 et 100.")
    return value


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 999:  # noqa: PLR2004
        raise Refusal("il faut un nombre de jours travaillés, par exemple 10.")
    return int(text)


def check_date(on: date, today: date, *, planned: bool) -> None:
    """A done act is not in the future.

    Raises:
        InputRefused: it is.
    """
    if on > today and not planned:
        raise InputRefused(
            "L'acte n'a pas été noté : sa date est dans le futur.",
            todo="S'il est seulement prévu, ajoutez --prevu.",
        )


def add(
    write: "Write", row: "CaseRow", kind: str, on: date, details: Mapping[str, Any], *, state: str
) -> int:
    """Note an act of ``kind`` at ``on`` and return its number; the snapshot goes with it."""
    from pdpcli.store.snapshots import refresh
    from pdpcli.store.tables import Act

    session = write.session()
    act = Act(
        case_id=row.id,
        person_key=row.person_key,
        kind=kind,
        state=state,
        on_date=on.isoformat(),
        year=on.year,
        author=write.author,
        **details,
    )
    session.add(act)
    session.flush()
    _settle_state(write, row.id)
    refresh(write.db, row.id)
    return act.id or 0


def _settle_state(write: "Write", case_id: int) -> None:
    """A situation is closed when its last closure or reopening is a closure."""
    write.db.execute(
        """UPDATE case_file SET updated_at = :at,
          state = CASE last.kind WHEN 'closure' THEN 'closed' ELSE 'open' END,
          closed_on = CASE last.kind WHEN 'closure' THEN last.on_date END
        FROM (SELECT kind, on_date FROM act WHERE case_id = :case AND state = 'done'
          AND kind IN ('closure', 'reopening') ORDER BY on_date DESC, id DESC LIMIT 1) AS last
        WHERE id = :case AND case_file.state <> 'cancelled'""",
        {"at": write.at, "case": case_id},
    )
    write.db.execute(
        """UPDATE case_file SET state = 'open', closed_on = NULL
        WHERE id = :case AND state = 'closed' AND NOT EXISTS (SELECT 1 FROM act
          WHERE case_id = :case AND state = 'done' AND kind IN ('closure', 'reopening'))""",
        {"case": case_id},
    )


def edit(
    write: "Write",
    number: int,
    said: Mapping[str, str],
    *,
    on: date | None,
    state: str | None,
    today: date,
) -> str:
    """Correct an act in place: its date, its state, its details; returns the case's reference."""
    from pdpcli.store.snapshots import refresh

    act = _act(write, number)
    for detail, value in parse_details(act.kind, {**_required(act), **said}).items():
        if detail in said:
            setattr(act, detail, value)
    if on is not None:
        act.on_date, act.year = on.isoformat(), on.year
    act.state = state or act.state
    check_date(date.fromisoformat(act.on_date), today, planned=act.state == "planned")
    session = write.session()
    session.add(act)
    session.flush()
    _settle_state(write, act.case_id)
    refresh(write.db, act.case_id)
    return _ref(write, act)


def _required(act: "Act") -> dict[str, str]:
    return {detail: str(getattr(act, detail)) for detail in ACT_KINDS[act.kind].required}


def cancel(write: "Write", number: int, reason: str) -> str:
    """Cancel an act, with the reason: it counts nowhere and stays readable."""
    act = _act(write, number)
    act.state, act.cancel_reason = "cancelled", reason
    session = write.session()
    session.add(act)
    session.flush()
    _settle_state(write, act.case_id)
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
