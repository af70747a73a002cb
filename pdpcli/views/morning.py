"""The morning screen: what waits, why, and the command that deals with it. Plain text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pdpcli.rules.dates import french, french_long
from pdpcli.rules.names import display_name
from pdpcli.views.wrap import wrapped

Row = Mapping[str, Any]  # a fiche (store.exchange), with ``late`` and its ``delay`` in words

#: What a fiche waits for, a late answer apart -> the heading and the command.
_HEADINGS = {
    "sign": ("À FAIRE SIGNER", "pdp accord imprimer RÉF"),
    "produce": ("À PRODUIRE", "pdp fiche produire RÉF"),
    "send": ("À ENVOYER", "pdp fiche envoyer RÉF"),
    "reply": ("À RÉPONDRE", "pdp fiche repondre RÉF"),
    "late": ("RÉPONSES EN RETARD", "pdp fiche relancer RÉF"),
    "answer": ("RÉPONSES ATTENDUES", "pdp fiche voir RÉF"),
}
#: The kinds of a breach (see store.breaches) -> the heading.
_BREACHES = {
    "misdirected": "PARTIES AU MAUVAIS DESTINATAIRE",
    "consent": "PARTIES SANS ACCORD VALABLE",
}
_WIDTH = 80
_NAME = 20


@dataclass(frozen=True)
class Morning:
    """What the screen shows: our service, how much there is, what waits, the breaches."""

    service: str
    counts: Mapping[str, int]
    rows: Sequence[Row]
    breaches: Sequence[Row] = ()


def morning_screen(shown: Morning, today: date) -> str:
    """The whole screen, at most 80 columns, readable without colour."""
    head = f"{shown.service} · cellule PDP"
    lines = [head + french_long(today).rjust(_WIDTH - len(head)), _counted(shown.counts), ""]
    lines += _breaches(shown.breaches)
    for block in _HEADINGS:
        lines += _block(block, [row for row in shown.rows if _is_of(row, block)], today)
    if not shown.rows and not shown.breaches:
        lines += _nothing(shown.counts)
    if shown.counts["drafts"]:
        suspended = f"Saisies suspendues : {shown.counts['drafts']}"
        lines += [f"{suspended}      pdp situation reprendre", ""]
    return "\n".join([*lines, "Tout ce qu'on peut faire : pdp --aide"])


def _is_of(row: Row, block: str) -> bool:
    late = row["waits"] == "answer" and row["late"]
    return bool(late) if block == "late" else row["waits"] == block and not late


def _nothing(counts: Mapping[str, int]) -> list[str]:
    """A quiet morning, or the first one: where to begin."""
    if not counts["agreements"]:
        return ["Pour commencer, dites quelle convention est la vôtre :",
                "  pdp convention liste, puis pdp convention ajouter IDENTIFIANT", ""]  # fmt: skip
    if not counts["open"]:
        return ["Première situation : pdp situation nouveau", ""]
    return ["Rien n'attend : ni signature, ni envoi, ni réponse. Bonne journée.", ""]


def _counted(counts: Mapping[str, int]) -> str:
    return f"{_plural(counts['open'], 'situation ouverte', 'situations ouvertes')} · " + _plural(
        counts["month"], "nouvelle ce mois-ci", "nouvelles ce mois-ci"
    )


def _plural(count: int, one: str, many: str) -> str:
    return f"{count} {one if count <= 1 else many}"


def _breaches(breaches: Sequence[Row]) -> list[str]:
    """What left for somebody else or without a consent, with the hours left to tell the CNIL."""
    if not breaches:
        return []
    lines = []
    for kind, title in _BREACHES.items():
        rows = [row for row in breaches if row["kind"] == kind]
        if rows:
            lines += [f"{title} ({len(rows)})".ljust(41) + "pdp fiche voir RÉF", *map(_told, rows)]
    told = "À notifier à la CNIL s'il y a un risque pour la personne (RGPD, art. 33 : 72 heures)."
    return [*lines, *wrapped(told, "  "), ""]


def _told(row: Row) -> str:
    before = datetime.fromisoformat(row["before"])
    hour = f"{french(before.date())[:5]} à {before.hour} h {before.minute:02}"
    left = _plural(row["hours_left"], "heure", "heures")
    return f"{_named(row)}CNIL : encore {left} ({hour})"


def _block(block: str, rows: Sequence[Row], today: date) -> Iterable[str]:
    if not rows:
        return []
    title, command = _HEADINGS[block]
    shown = [_line(row, today) for row in rows]
    shown += _reasons(rows) if block in ("late", "reply") else []
    return [f"{title} ({len(rows)})".ljust(41) + command, *shown, ""]


def _reasons(rows: Sequence[Row]) -> list[str]:
    """By what delay it is late, and that one reminder suffices for several."""
    late = [row for row in rows if row["late"]]
    lines = []
    for partner in dict.fromkeys(row["partner"] for row in late):
        of = [row for row in late if row["partner"] == partner]
        for delay in dict.fromkeys(row["delay"] for row in of):
            lines += wrapped(f"({partner} ; {delay})", "  ")
        if len(of) > 1 and of[0]["waits"] == "answer":
            command = f'pdp fiche relancer --partenaire "{partner}"'
            lines += wrapped(f"Toutes à la fois : {command}", "  ")
    return lines


def _line(row: Row, today: date) -> str:
    left, since = _named(row), _since(row, today)
    room = _WIDTH - len(left) - len(f" : {since}")
    return f"{left}{row['partner'][:room]} : {since}"


def _named(row: Row) -> str:
    name = display_name(row["last_name"] or "", row["first_name"] or "")
    return f"  {row['ref']}/{row['number']:<2} {name[:_NAME]:<{_NAME}}  "


def _since(row: Row, today: date) -> str:
    since = date.fromisoformat(row["since"])
    reminded = row["notices"].get("reminded")
    if row["waits"] == "answer" and reminded:
        again = french(date.fromisoformat(reminded))[:5]
        return f"{_plural((today - since).days, 'jour', 'jours')}, relancée {again}"
    if row["waits"] in ("answer", "reply"):
        return f"{_plural((today - since).days, 'jour', 'jours')} ({french(since)})"
    if row["waits"] == "send":
        return f"produite le {french(since)}"
    if row["waits"] == "produce":
        return f"signé le {french(since)}"
    if row["version"] > 1:
        return f"fiche rectifiée, version {row['version']}"
    return f"fiche du {french(since)}"
