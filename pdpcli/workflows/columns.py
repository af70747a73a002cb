"""Which column of a table says what: proposed by its heading, said, or remembered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused, Problem, Refusal
from pdpcli.rules.choices import parse_choice
from pdpcli.rules.names import fold
from pdpcli.store.settings import keep_setting, setting_of
from pdpcli.tabular.table import column_letter

if TYPE_CHECKING:
    from pdpcli.store.open import Write

NOTHING = ""  # the target of a column that is left aside


@dataclass(frozen=True)
class Targets:
    """What the columns of a kind of table may say: target -> label, "" being « rien ».

    ``headings``: target -> its headings as they are met, folded, the surest first. ``needed``
    must each be said by a column. ``setting`` is where the choices are remembered.
    """

    setting: str
    labels: Mapping[str, str]
    headings: Mapping[str, Sequence[str]]
    needed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Columns:
    """The columns that are read: target -> index; ``remembered``: every heading was known."""

    at: Mapping[str, int]
    labels: Mapping[str, str]
    remembered: bool

    def place(self, target: str) -> str:
        """« colonne C (SIRET) », as an error names it; « SIRET » when no column says it."""
        label = self.labels[target]
        if target not in self.at:
            return label
        return f"colonne {column_letter(self.at[target])} ({label})"


def columns_of(
    targets: Targets, headings: Sequence[str], said: Mapping[str, str], kept: Mapping[str, str]
) -> Columns:
    """What each column says: as ``said``, as ``kept`` (folded heading -> target), else guessed.

    Raises:
        InputRefused: two columns for one thing, or none for what is needed.
    """
    folded = [folded_heading(one) for one in headings]
    known = {**{key: one for key, one in kept.items() if one in targets.labels}, **said}
    at: dict[str, int] = {}
    twice = []
    for index, heading in enumerate(folded):
        target = known.get(heading, NOTHING)
        if target and target in at:
            place = f"colonne {column_letter(index)}"
            twice.append(Problem(place, f"{targets.labels[target]} : déjà dit."))
        elif target:
            at[target] = index
    if twice:
        raise InputRefused("Deux colonnes disent la même chose.", problems=twice)
    found = {**at, **_guessed(targets, folded, at, known)}
    _refuse_lacking(targets, found)
    return Columns(found, targets.labels, remembered=all(one in known for one in folded if one))


def said_columns(targets: Targets, texts: Sequence[str], headings: Sequence[str]) -> dict[str, str]:
    """What « TITRE=champ » says, by folded heading; a column may be named by its letter too.

    Raises:
        InputRefused: no such heading, or no such thing to say.
    """
    letters = {column_letter(n).casefold(): folded_heading(one) for n, one in enumerate(headings)}
    known = {folded_heading(one) for one in headings}
    found, problems = {}, []
    for text in texts:
        heading, sign, target = text.rpartition("=")
        named = folded_heading(heading)
        named = named if named in known else letters.get(heading.strip().casefold(), "")
        try:
            wanted = target.strip() or "rien"
            found[_known(named if sign else "")] = parse_choice(wanted, targets.labels)
        except Refusal as refusal:
            problems.append(Problem("--colonne", refusal.reason))
    if problems:
        raise InputRefused("Rien n'a été repris.", problems=problems)
    return found


def kept_columns(db: Connection, targets: Targets) -> dict[str, str]:
    """What was remembered of the last table: folded heading -> target."""
    kept = setting_of(db, targets.setting)
    return dict(json.loads(kept)) if kept else {}


def keep_columns(
    write: "Write", targets: Targets, headings: Sequence[str], columns: Columns
) -> None:
    """Remember what each heading says, and those that say nothing."""
    by_index = {index: target for target, index in columns.at.items()}
    kept = {
        heading: by_index.get(index, NOTHING)
        for index, heading in enumerate(map(folded_heading, headings))
        if heading
    }
    keep_setting(write.db, targets.setting, json.dumps(kept, ensure_ascii=False))


def folded_heading(heading: str) -> str:
    """A heading as it is compared."""
    return fold(heading.replace("°", " ").replace("'", " ").replace("’", " "))[:80]


def _guessed(
    targets: Targets, folded: Sequence[str], at: Mapping[str, int], known: Mapping[str, str]
) -> dict[str, int]:
    """The headings nothing was said of, by the names they usually have."""
    free = {heading: index for index, heading in reversed(list(enumerate(folded)))
            if heading and heading not in known and index not in at.values()}  # fmt: skip
    found: dict[str, int] = {}
    for target, names in targets.headings.items():
        for name in () if target in at else names:
            if name in free:
                found[target] = free.pop(name)
                break
    return found


def _refuse_lacking(targets: Targets, found: Mapping[str, int]) -> None:
    lacking = [targets.labels[one] for one in targets.needed if one not in found]
    if lacking:
        raise InputRefused(
            f"Aucune colonne ne donne : {', '.join(lacking)}.",
            todo=f'Dites laquelle : --colonne "TITRE={lacking[0]}"',
        )


def _known(heading: str) -> str:
    if not heading:
        raise Refusal("« TITRE=champ », avec un titre du fichier ou la lettre d'une colonne.")
    return heading
