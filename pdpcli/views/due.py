"""Deadlines in words: what, why, by what rule; in blocks for the morning, in a table, as JSON."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pdpcli.rules.dates import french
from pdpcli.rules.deadlines.catalogue import RULES
from pdpcli.rules.deadlines.doing import command_for
from pdpcli.rules.deadlines.rule import Rule
from pdpcli.rules.deadlines.settings import SETTINGS, Settings
from pdpcli.rules.deadlines.waits import WAITS
from pdpcli.rules.names import display_name
from pdpcli.rules.vocabulary import label
from pdpcli.views.wrap import wrapped

Row = Mapping[str, Any]  # a row of store.due

_WAITING = {rule.id: rule for rule, _ in WAITS.values()}
_NAME = 20
#: Rules whose reason is the whole sentence.
SAYS_ITSELF = ("frequency", "communication", "cpom")
#: The blocks of the morning screen, in order.
LATE, TODAY, WEEK = "EN RETARD", "AUJOURD'HUI", "CETTE SEMAINE"


def rule_of(row: Row) -> Rule | None:
    """The rule of a row; None for her own notes."""
    return RULES.get(row["rule"]) or _WAITING.get(row["rule"])


def is_late(row: Row, today: date) -> bool:
    """Past its last day, and more than an information."""
    return bool(row["due_on"] < today.isoformat() and row["status"] != "information")


def block_of(row: Row, today: date) -> str:
    """Which block of the morning screen a row belongs to; "" when its day is further."""
    if is_late(row, today):
        return LATE
    if row["due_on"] <= today.isoformat():
        return TODAY
    return WEEK if row["due_on"] <= week_end(today).isoformat() else ""


def week_end(today: date) -> date:
    """The Sunday of this week; from Friday on, the next one."""
    days = 6 - today.weekday()
    return today + timedelta(days if days > 2 else days + 7)  # noqa: PLR2004 - Friday


def _about(row: Row, *, discreet: bool) -> str:
    """The person and the reference; the convention; nothing for a note of hers about nobody."""
    if not row["ref"]:
        return ""
    if discreet:
        return str(row["ref"])
    name = display_name(row["last_name"] or "", row["first_name"] or "")
    return f"{name[:_NAME]} {row['ref']}"


def noted(row: Row, *, discreet: bool) -> str:
    """« Votre note : « rappeler le chef d'atelier » »; her words may name somebody."""
    return "Votre note" if discreet else f"Votre note : « {row['why']} »"


def _what(row: Row, today: date, *, discreet: bool) -> str:
    rule = rule_of(row)
    said = f"{rule.label} : {row['why']}" if rule else noted(row, discreet=discreet)
    if row["rule"] in SAYS_ITSELF:
        said = row["why"]
    if row["rule"] == "answer_theirs":
        waited = (today - date.fromisoformat(row["opens_on"])).days
        said = f"{row['why']}, {waited} jours sans réponse ({row['counted'].partition(' ; ')[0]})"
    return said


def due_rows(rows: Sequence[Row], today: date, *, names: bool = True) -> list[dict[str, Any]]:
    """The rows with stable keys: ISO days, the rule's words and source, the command to type.

    Without ``names``, neither the person nor the words of a note, which may name somebody.
    """
    return [_stable(row, today, names=names) for row in rows]


def _stable(row: Row, today: date, *, names: bool) -> dict[str, Any]:
    rule = rule_of(row)
    person = display_name(row["last_name"] or "", row["first_name"] or "") if names else None
    return {
        "number": row["id"],
        "rule": row["rule"],
        "label": rule.label if rule else "Votre note",
        "status": row["status"],
        "due_on": row["due_on"],
        "hour": row["hour"],
        "opens_on": row["opens_on"],
        "late": is_late(row, today),
        "ref": row["ref"],
        "fiche": row["fiche"],
        "person": person or None,
        "agreement": row["agreement"],
        "why": row["why"] if names or rule else None,
        "counted": row["counted"],
        "source": rule.source if rule else "",
        "doubt": row["doubt"],
        "state": row["state"],
        "command": command_for(row["rule"], row["ref"], row["fiche"], row["agreement"]),
    }


def explained(row: Row, today: date) -> str:
    """One deadline in full: what, by what rule and source, how counted, what to type."""
    said = _stable(row, today, names=True)
    lines = wrapped(said["label"], f"{french(date.fromisoformat(row['due_on']))}  ")
    lines += wrapped(f"{_about(row, discreet=False)} {row['why']}".strip(), "  ")
    lines += wrapped(f"{label('deadline_status', row['status'])}, {row['counted']}", "  ")
    lines += wrapped(f"source : {said['source']}", "  ") if said["source"] else []
    lines += wrapped(f"incertain : {row['doubt']}", "  ") if row["doubt"] else []
    lines += wrapped(f"pdp {said['command']}", "  → ") if said["command"] else []
    return "\n".join(lines)


def due_list(rows: Sequence[Row], today: date, *, discreet: bool) -> str:
    """Every deadline on its line, with the number by which it is named."""
    lines: list[str] = []
    for row in rows:
        day = french(date.fromisoformat(row["due_on"]))
        late = "  EN RETARD" if is_late(row, today) else ""
        about = _about(row, discreet=discreet)
        head = f"{row['id']:>5}  {day}  "
        lines += wrapped(
            " ".join(filter(None, (about, _what(row, today, discreet=discreet), late))), head
        )
    return "\n".join(lines) or "Rien n'est dû."


_STATES = {"done": "fait", "suspended": "mise de côté", "open": "remise dans la liste"}


def history_lines(changes: Sequence[Row]) -> list[str]:
    """What was said of a deadline, in order."""
    lines = []
    for one in changes:
        until = f" jusqu'au {french(date.fromisoformat(one['until']))}" if one["until"] else ""
        said = f"{_STATES[one['state']]}{until}, par {one['author']}"
        reason = f" : {one['reason']}" if one["reason"] else ""
        lines += wrapped(f"{said}{reason}", f"  {one['at'][:10]}  ")
    return lines


def settings_text(settings: Settings, wanted: str, *, cpom: bool) -> str:
    """Every setting, or one: what it is, what is chosen, the shown default and why it is one."""
    lines = []
    for one in SETTINGS.values():
        if wanted in ("", one.id):
            chosen = settings.values.get(one.id, one.default)
            lines += wrapped(f"{one.label} : {_number(chosen)}", f"{one.name:<21}")
            lines += wrapped(
                f"proposé : {_number(one.default)} ({one.note} ; {one.source})", "    "
            )
    if wanted in ("", "cpom"):
        said = "oui" if cpom else "non"
        lines += wrapped(f"Suivre le calendrier du CPOM (S1 §7) : {said}", f"{'cpom':<21}")
    return "\n".join(lines)


def _number(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
