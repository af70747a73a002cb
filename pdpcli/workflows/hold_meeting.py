"""A meeting held: who came, what was decided of each situation (it becomes an act), the minutes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from pdpcli.errors import InputRefused
from pdpcli.forms.fields import Value
from pdpcli.forms.form import Condition, Field, Form, Section
from pdpcli.rules.dates import french
from pdpcli.rules.names import display_name
from pdpcli.rules.vocabulary import ACT_KINDS, CHOICES, YES
from pdpcli.store.agenda import Item, Meeting, items
from pdpcli.store.attendance import cell_members, invited_bodies, put_presence
from pdpcli.store.cases import case_by_ref
from pdpcli.workflows import act, agenda
from pdpcli.workflows.act import ActSaid, Correction

if TYPE_CHECKING:
    from pdpcli.store.open import Write

_YES_NO = {code: CHOICES["tristate"][code] for code in ("yes", "no")}
#: what follows from the situation, or is written here anyway, is no act to add
_NOT_ADDED = ("entry", "referral", "examination", "case_review")
#: what may be said of the act that a decision is: the suffix of its field -> the detail
DETAILS = {
    "nature": "nature", "mode": "mode", "demandeur": "requester", "jours": "days", "note": "note",
}  # fmt: skip
_ASKED_OF_IT = {
    "nature": "De quelle nature, si cet acte en a une",
    "mode": "De quelle manière, si cela se dit",
    "demandeur": "Qui l'a demandé, si cela se dit",
    "jours": "Combien de jours travaillés, si cela se dit",
    "note": "Une remarque sur cet acte, sans diagnostic",
}


@dataclass(frozen=True)
class Decision:
    """What was decided of a situation: examined or put off, in her words, and the act it is."""

    ref: str
    examined: bool
    text: str = ""
    act: ActSaid | None = None


@dataclass(frozen=True)
class Held:
    """What was told of a meeting; presences are ``yes`` or ``no``."""

    members: Mapping[int, str] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    minutes: str = ""


def held_form(db: Connection, one: Meeting, *, named: bool = True) -> Form:
    """Everything asked of a meeting: presences, then each situation, then the minutes.

    ``named``: the questions about a situation say whose it is; not in a file to fill.
    """
    there = items(db, one.number)
    return Form(
        "reunion",
        1,
        f"Réunion n° {one.number}, {one.label}, {french(one.on)}",
        (
            Section("Qui est venu", "sender", tuple(_presence(db, one))),
            *(
                Section(item["ref"], "sender", tuple(_decision(item, named=named)))
                for item in there
            ),
            Section("Compte rendu", "sender", (_MINUTES,)),
        ),
    )


_MINUTES = Field(
    "compte_rendu", "Le compte rendu, sans ce qui est dit de chaque situation", "paragraph",
    help="Pas de nom ici : ce qui se dit d'une personne va dans sa décision, effacée avec elle.",
)  # fmt: skip


def _presence(db: Connection, one: Meeting) -> Iterator[Field]:
    for row in cell_members(db, one.number, one.on):
        name = display_name(row["last_name"], row["first_name"])
        yield Field(f"present_{row['member']}", f"{name}, de la cellule : présence ?", "choice",
                    choices=_YES_NO)  # fmt: skip
    for row in invited_bodies(db, one.number):
        yield Field(f"present_{row['body']}", f"{row['short']} : présence ?", "choice",
                    choices=_YES_NO)  # fmt: skip


def _key(ref: str) -> str:
    return ref.replace("-", "_")


def _decision(item: Item, *, named: bool) -> Iterator[Field]:
    """The questions about one situation; a name is on the screen, never in a field's id."""
    key = _key(item["ref"])
    name = display_name(item["last_name"] or "", item["first_name"] or "") if named else ""
    seen = Condition(f"examinee_{key}", (YES,))
    kinds = {code: kind.label for code, kind in ACT_KINDS.items() if code not in _NOT_ADDED}
    yield Field(f"examinee_{key}", f"{item['ref']}{name and ' '}{name} : examinée ?", "choice",
                choices={"yes": "oui", "no": "non, reportée"}, required=("register",))  # fmt: skip
    yield Field(f"decision_{key}", "Ce qui est décidé", "paragraph", when=seen)
    yield Field(f"acte_{key}", "L'acte que c'est, s'il y en a un", "choice", choices=kinds,
                when=seen)  # fmt: skip
    follows = Condition(f"acte_{key}")
    yield Field(f"acte_prevu_{key}", "Cet acte est-il encore à faire ?", "choice",
                choices=_YES_NO, when=follows)  # fmt: skip
    yield Field(f"acte_le_{key}", "Le jour de cet acte [celui de la réunion]", "date",
                when=follows, ask="later", future=True)  # fmt: skip
    for suffix, asked in _ASKED_OF_IT.items():
        yield Field(f"acte_{suffix}_{key}", asked, "text", when=follows, ask="later")


def presences(values: Mapping[str, Value]) -> tuple[dict[int, str], dict[str, str]]:
    """The presences told, of members (by number) and of bodies (by id)."""
    said = {
        key.removeprefix("present_"): str(value)
        for key, value in values.items()
        if key.startswith("present_")
    }
    members = {int(key): value for key, value in said.items() if key.isdecimal()}
    return members, {key: value for key, value in said.items() if not key.isdecimal()}


def decided(item: Item, values: Mapping[str, Value]) -> Decision:
    """What ``values`` say of one situation, without its act."""
    key = _key(item["ref"])
    return Decision(
        item["ref"],
        values.get(f"examinee_{key}") == YES,
        str(values.get(f"decision_{key}") or ""),
    )


def act_texts(item: Item, values: Mapping[str, Value]) -> tuple[str, dict[str, str]]:
    """The kind of act that the decision is, "" for none, and what was said of it as texts."""
    key = _key(item["ref"])
    texts = {
        detail: str(values[f"acte_{suffix}_{key}"])
        for suffix, detail in DETAILS.items()
        if values.get(f"acte_{suffix}_{key}")
    }
    return str(values.get(f"acte_{key}") or ""), texts


def act_of(
    item: Item, values: Mapping[str, Value], one: Meeting, kind: str, details: Mapping[str, Any]
) -> ActSaid:
    """The act that a decision is: on the day said, else the meeting's; planned when it is said."""
    key = _key(item["ref"])
    on = values.get(f"acte_le_{key}")
    planned = values.get(f"acte_prevu_{key}") == YES
    day = on if isinstance(on, date) else one.on
    return ActSaid(kind, day, details, "planned" if planned else "done")


def hold(write: "Write", one: Meeting, held: Held, today: date) -> None:
    """Write what was told: the meeting is done, its planned acts done or put off.

    Told again, presences, decisions' words and minutes are replaced; acts are not added twice.

    Raises:
        InputRefused: the meeting is cancelled or still to come, or an act is refused.
    """
    refuse(one, today)
    _refuse_acts(one, held)
    agenda.adopt(write, one.number)
    put_presence(write, one.number, held.members, held.bodies)
    there = {item["ref"]: item for item in items(write.db, one.number)}
    for decision in held.decisions:
        _put_decision(write, one, there[decision.ref], decision, today)
    write.db.execute(
        "UPDATE gathering SET state = 'done', minutes = coalesce(nullif(?, ''), minutes) "
        "WHERE id = ?",
        (held.minutes, one.number),
    )
    write.subject = ""


def refuse(one: Meeting, today: date) -> None:
    """InputRefused when the meeting is cancelled, or is still to come."""
    if one.state == "cancelled":
        raise InputRefused("Cette réunion est annulée.", todo="Les réunions : pdp reunion liste")
    if one.on > today:
        raise InputRefused(
            f"Cette réunion est prévue le {french(one.on)} : elle n'a pas encore eu lieu.",
            todo=f"Si elle a été avancée : pdp reunion corriger {one.number} --le DATE",
        )


def _refuse_acts(one: Meeting, held: Held) -> None:
    if one.state == "done" and any(decision.act for decision in held.decisions):
        raise InputRefused(
            "Cette réunion est déjà tenue : ses actes sont notés.",
            todo="Un acte de plus : pdp acte ajouter RÉF ACTE",
        )


def _put_decision(
    write: "Write", one: Meeting, item: Item, decision: Decision, today: date
) -> None:
    number = item["act_id"]
    if decision.examined:
        number = _examined(write, one, item, today)
    elif item["act_state"] == "planned":
        act.cancel(write, number, f"reportée : réunion du {french(one.on)}")
    elif item["act_state"] == "done":
        act.cancel(write, number, "corrigé : non examinée")
    write.db.execute(
        """UPDATE agenda_item SET decision = nullif(?, ''), act_id = ?
        WHERE gathering_id = ? AND case_id = ?""",
        (decision.text if decision.examined else "", number, one.number, item["case_id"]),
    )
    if decision.examined and decision.act is not None:
        act.check_date(decision.act.on, today, planned=decision.act.state == "planned")
        act.add(write, case_by_ref(write.db, item["ref"], today), decision.act)


def _examined(write: "Write", one: Meeting, item: Item, today: date) -> int:
    """The act that stands for the situation, now done; a new one when there was none."""
    if item["act_state"] in ("planned", "done"):
        said = Correction({}, one.on, "done")
        act.edit(write, item["act_id"], said, today)
        return int(item["act_id"])
    case = case_by_ref(write.db, item["ref"], today)
    return agenda.stand_in(write, one, case, "done")
