"""The morning screen: late, today, this week, each line with its reason; plain, 80 columns."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pdpcli.rules.breach import TO_NOTIFY
from pdpcli.rules.dates import WEEKDAYS, french, french_long
from pdpcli.rules.names import display_name
from pdpcli.store.due import BATCHED
from pdpcli.views.due import SAYS_ITSELF, WEEK, block_of, noted, rule_of
from pdpcli.views.wrap import tied, wrapped

Row = Mapping[str, Any]  # a row of store.due

_WIDTH = 80
_NAME = 20
_HANG = 26
_MANY = 4  # beyond so many late ones of a kind, one line for all
MOST = 1_000  # of what may be late for many situations at once, so many are read
_BY_DELAY = re.compile(r"(.+?) \(([^;)]*?)( ;.*)?\)")
_DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
_BLOCKS = ("EN RETARD", "AUJOURD'HUI", WEEK)
#: What a reminder is about: its line takes the place of theirs.
_CHASED = ("answer_theirs", "acknowledge", "taken_on")
#: What a leave makes possible from its 30th, 31st, 60th day…: once open, one line a leave.
_OF_LEAVE = (
    "reprise_ahead",
    "liaison_meeting_info",
    "liaison_meeting_possible",
    "prereprise_possible",
    "ssam_requests",
    "three_months",
)
_TO_ASK = "Tapez un numéro pour traiter la ligne, un nom ou une référence pour ouvrir,"
_OR = "? pour tout ce qu'on peut faire, Entrée pour quitter :"


_BREACHES = {
    "misdirected": "PARTIES AU MAUVAIS DESTINATAIRE",
    "consent": "PARTIES SANS ACCORD VALABLE",
}


@dataclass(frozen=True)
class Day:
    """What the screen shows: whose it is, when, how much there is, the lines and what comes next.

    ``rows`` are those of store.due, until the end of the week; ``next`` is the first one after.
    ``backup`` is the day of the last backup, ``unsaved`` how many days there is none, once a
    reminder of it is due.
    """

    service: str
    moment: datetime
    counts: Mapping[str, int]
    rows: Sequence[Row]
    next: Row | None = None
    breaches: Sequence[Row] = ()
    discreet: bool = False
    backup: date | None = None
    unsaved: int = 0

    @property
    def today(self) -> date:
        """The day of the screen."""
        return self.moment.date()


@dataclass(frozen=True)
class Line:
    """One numbered line: the deadlines it stands for, its block, its words."""

    number: int
    block: str
    rows: tuple[Row, ...]

    @property
    def several(self) -> bool:
        """Whether it stands for many situations at once."""
        return len({row["ref"] for row in self.rows}) > 1


def day_lines(day: Day) -> list[Line]:
    """The lines in order; several informations of one situation, or one reminder, are one line."""
    shown = [group for group in _grouped(day.rows, day.today) if block_of(group[0], day.today)]
    shown = _in_batches(shown, day.today)
    ordered = sorted(shown, key=lambda group: _BLOCKS.index(block_of(group[0], day.today)))
    return [
        Line(number, block_of(group[0], day.today), tuple(group))
        for number, group in enumerate(ordered, start=1)
    ]


def day_screen(day: Day, lines: Sequence[Line], *, asked: bool) -> str:
    """The whole screen; ``asked``: a terminal is there to answer."""
    text = [*_head(day), "", *_breaches(day)]
    for block in _BLOCKS:
        of = [line for line in lines if line.block == block]
        if of:
            text.append(f"{block} ({len(of)})")
            text += [folded for line in of for folded in _folded(line, day)]
            text += _all_at_once(of) if block == _BLOCKS[0] else []
            text.append("")
    if not lines:
        text += [*_nothing(day), ""]
    if day.counts.get("drafts"):
        text += [f"Saisies suspendues : {day.counts['drafts']}      pdp situation reprendre", ""]
    if day.unsaved:
        text += [*wrapped(_unsaved(day), ""), ""]
    text += [_TO_ASK, _OR] if asked else ["Tout ce qu'on peut faire : pdp --aide"]
    return "\n".join(text)


def _head(day: Day) -> list[str]:
    left = f"{day.service} · cellule PDP"
    right = f"{french_long(day.today)}, {day.moment.hour} h {day.moment.minute:02}"
    opened, new = day.counts["open"], day.counts["month"]
    counted = _plural(opened, "situation ouverte", "situations ouvertes")
    return [
        left + right.rjust(_WIDTH - len(left)),
        f"{counted} · {new} ce mois-ci · {_backup(day)}",
    ]


def _backup(day: Day) -> str:
    """« dernière sauvegarde : vendredi »: the day of this week, else the date."""
    if day.backup is None:
        return "aucune sauvegarde"
    ago = (day.today - day.backup).days
    near = ("aujourd'hui", "hier", *[WEEKDAYS[day.backup.weekday()]] * 5)
    return f"dernière sauvegarde : {near[ago] if 0 <= ago < len(near) else french(day.backup)}"


def _unsaved(day: Day) -> str:
    since = "la dernière sauvegarde a" if day.backup else "aucune sauvegarde depuis"
    return f"À faire : {since} {_plural(day.unsaved, 'jour', 'jours')}.   pdp sauvegarde creer"


def _plural(count: int, one: str, many: str) -> str:
    return f"{count} {one if count <= 1 else many}"


def _grouped(rows: Sequence[Row], today: date) -> list[list[Row]]:
    """Rows that one line tells: a reminder with what it chases, the informations of one leave."""
    reminded = {(row["ref"], row["fiche"]) for row in rows if row["rule"] == "reminder"}
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        if row["rule"] in _CHASED and (row["ref"], row["fiche"]) in reminded:
            key: tuple[Any, ...] = ("reminder", row["ref"], row["fiche"])
        elif row["rule"] == "reminder":
            key = ("reminder", row["ref"], row["fiche"])
        elif row["rule"] in _OF_LEAVE and block_of(row, today) == _BLOCKS[1]:
            key = ("leave", row["ref"], row["occurrence"])
        elif row["status"] == "information" and row["ref"] and not row["fiche"]:
            key = ("information", row["ref"], row["why"])
        else:
            key = (row["id"],)
        groups.setdefault(key, []).append(row)
    return [sorted(group, key=lambda row: row["rule"] != "reminder") for group in groups.values()]


def _in_batches(groups: list[list[Row]], today: date) -> list[list[Row]]:
    """Many late calls, or files to review, are one line that opens them all."""
    batches: dict[str, list[Row]] = {rule: [] for rule in BATCHED}
    kept = []
    for group in groups:
        rule = group[0]["rule"]
        late = rule in batches and block_of(group[0], today) == _BLOCKS[0]
        (batches[rule].extend if late else lambda _: None)(group)
        if not late:
            kept.append(group)
    for batch in batches.values():
        kept += [batch] if len(batch) > _MANY else [[row] for row in batch]
    return sorted(kept, key=lambda group: (group[0]["due_on"], group[0]["id"]))


def _folded(line: Line, day: Day) -> list[str]:
    """The line, folded under its words rather than under its head: two lines, not four."""
    from textwrap import wrap

    due = date.fromisoformat(line.rows[0]["due_on"])
    when = f"{_DAYS[due.weekday()]} {due.day:>2}  " if line.block == WEEK else ""
    about = "" if line.several else _about(line.rows[0], discreet=day.discreet)
    head = f"{line.number:>3}  {when}{about}{'  ' if about else ''}"
    text = tied(_said(line, day))
    return wrap(
        text,
        _WIDTH,
        initial_indent=head,
        subsequent_indent=" " * _HANG,
        break_on_hyphens=False,
    )


def _all_at_once(lines: Sequence[Line]) -> list[str]:
    """One letter for what a partner owes, when it owes several answers."""
    chased = [line.rows[0] for line in lines if line.rows[0]["rule"] in ("reminder", *_CHASED)]
    partners = [row["why"].partition(" : ")[0] for row in chased]
    several = [one for one in dict.fromkeys(partners) if partners.count(one) > 1]
    command = 'Toutes à la fois : pdp fiche relancer --partenaire "{}"'
    return [folded for one in several for folded in wrapped(command.format(one), "     ")]


def _about(row: Row, *, discreet: bool) -> str:
    if not row["ref"]:
        return ""
    name = "" if discreet else display_name(row["last_name"] or "", row["first_name"] or "")
    return f"{name[:_NAME]:<{_NAME}} {row['ref']}" if name else str(row["ref"])


def _said(line: Line, day: Day) -> str:
    first, today = line.rows[0], day.today
    if line.several:
        oldest = french(date.fromisoformat(min(row["due_on"] for row in line.rows)))
        many = f"{len(line.rows)} situations{' ou plus' if len(line.rows) == MOST else ''}"
        return f"{_label(first)} : {many}, la première du {oldest}"
    labels = [rule.label for row in line.rows if (rule := rule_of(row))]
    if first["rule"] == "note":
        on = french(date.fromisoformat(first["due_on"]))
        return f"{noted(first, discreet=day.discreet)} ({on})"
    if first["rule"] in SAYS_ITSELF:
        return str(first["why"])
    if first["rule"] in ("reminder", *_CHASED):
        return _waited(line, today)
    if len({row["why"] for row in line.rows}) > 1:
        return f"{_of_leave(first, today)} : {' ; '.join(labels)}"
    late = f" (au plus tard le {french(date.fromisoformat(first['due_on']))})"
    return f"{' ; '.join(labels)} : {first['why']}{late if line.block == _BLOCKS[0] else ''}"


def _of_leave(row: Row, today: date) -> str:
    since = date.fromisoformat(row["occurrence"])
    return f"{(today - since).days + 1}e jour d'arrêt, commencé le {french(since)}"


def _label(row: Row) -> str:
    rule = rule_of(row)
    return rule.label if rule else ""


def _waited(line: Line, today: date) -> str:
    """« Carsat : fiche envoyée le 20/05, 26 jours sans réponse (votre délai : 15 jours…) »."""
    awaited = line.rows[-1]
    since = date.fromisoformat(awaited["opens_on"])
    counted = awaited["counted"].partition(", après")[0]
    days = _plural((today - since).days, "jour", "jours")
    said = _BY_DELAY.sub(
        r"\2 : \1\3", counted, count=1
    )  # « votre délai : 15 jours ; le protocole… »
    return f"{line.rows[0]['why']}, {days} sans réponse ({said})"


def _nothing(day: Day) -> Iterator[str]:
    """A quiet morning, or the first one: where to begin."""
    if not day.counts["agreements"]:
        yield "Pour commencer, dites quelle convention est la vôtre :"
        yield "  pdp convention liste, puis pdp convention ajouter IDENTIFIANT"
    elif not day.counts["open"]:
        yield "Première situation : pdp situation nouveau"
    else:
        coming = "" if day.next is None else f" Prochaine échéance : {_next(day.next, day)}."
        yield from wrapped(f"Rien en retard, rien aujourd'hui.{coming} Bonne journée.", "")


def _next(row: Row, day: Day) -> str:
    rule, on = rule_of(row), date.fromisoformat(row["due_on"])
    said = rule.label if rule else noted(row, discreet=day.discreet)
    return f"{french_long(on)}, {said[:1].lower()}{said[1:]}"


def _breaches(day: Day) -> list[str]:
    """What left for somebody else or without a consent, with the hours left to tell the CNIL."""
    if not day.breaches:
        return []
    lines = []
    for kind, title in _BREACHES.items():
        rows = [row for row in day.breaches if row["kind"] == kind]
        if rows:
            lines += [
                f"{title} ({len(rows)})".ljust(41) + "pdp fiche voir RÉF",
                *(_told(row, day) for row in rows),
            ]
    return [*lines, *wrapped(TO_NOTIFY, "  "), ""]


def _told(row: Row, day: Day) -> str:
    before = datetime.fromisoformat(row["before"])
    hour = f"{french(before.date())[:5]} à {before.hour} h {before.minute:02}"
    left = _plural(row["hours_left"], "heure", "heures")
    about = _about({**row, "ref": f"{row['ref']}/{row['number']}"}, discreet=day.discreet)
    return f"  {about}  CNIL : encore {left} ({hour})"
