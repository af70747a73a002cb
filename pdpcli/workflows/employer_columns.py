"""Which column of a list of adhérents says what: proposed by its heading, said, or remembered."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sqlite3 import Connection
from types import MappingProxyType
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused, Problem, Refusal
from pdpcli.rules.choices import parse_choice
from pdpcli.rules.names import fold
from pdpcli.tabular.table import column_letter

if TYPE_CHECKING:
    from pdpcli.store.open import Write

_SETTING = "employer.import"
#: What a column may say: label; nothing of it is taken for "".
TARGETS: Mapping[str, str] = MappingProxyType(
    {
        "name": "raison sociale",
        "siret": "SIRET",
        "naf": "NAF",
        "size": "effectif",
        "member": "adhérente (oui ou non)",
        "street": "adresse",
        "street2": "complément d'adresse",
        "postcode": "code postal",
        "town": "ville",
        "phone": "téléphone",
        "doctor": "médecin du travail",
        "": "rien",
    }
)
#: Headings as they are met, folded, the surest first.
_HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        "name": "raison sociale|denomination|denomination sociale|nom de l entreprise|entreprise"
        "|societe|nom adherent|nom|nom entreprise|libelle|adherent",
        "siret": "siret|n siret|no siret|numero siret|num siret|siret etablissement",
        "naf": "naf|code naf|ape|code ape|naf ape|code naf ape|ape naf",
        "size": "effectif|effectifs|effectif total|effectif declare|nombre de salaries|nb salaries"
        "|nb de salaries|nombre salaries|salaries",
        "member": "adherente|adhesion|statut adhesion|etat adhesion|actif|adherent|statut|etat",
        "street": "adresse|adresse 1|adresse1|rue|voie|numero et voie|adresse ligne 1",
        "street2": "complement|complement d adresse|complement adresse|adresse 2|adresse2"
        "|adresse ligne 2",
        "postcode": "code postal|cp|codepostal|c postal",
        "town": "ville|commune|localite",
        "phone": "telephone|tel|tel fixe|telephone 1|numero de telephone|tel 1|n telephone",
        "doctor": "medecin du travail|medecin|nom du medecin|medecin referent|nom medecin",
    }
)


@dataclass(frozen=True)
class Columns:
    """The columns that are read: target -> index; ``remembered``: every heading was known."""

    at: Mapping[str, int]
    remembered: bool

    def place(self, target: str) -> str:
        """« colonne C (SIRET) », as an error names it."""
        return f"colonne {column_letter(self.at[target])} ({TARGETS[target]})"


def columns_of(
    headings: Sequence[str], said: Mapping[str, str], kept: Mapping[str, str]
) -> Columns:
    """What each column says: as ``said``, as ``kept`` (folded heading -> target), else guessed.

    Raises:
        InputRefused: two columns for one thing, or none for the name.
    """
    folded = [_folded(one) for one in headings]
    known = {**kept, **said}
    at: dict[str, int] = {}
    twice = []
    for index, heading in enumerate(folded):
        target = known.get(heading, "")
        if target and target in at:
            twice.append(
                Problem(f"colonne {column_letter(index)}", f"{TARGETS[target]} : déjà dit.")
            )
        elif target:
            at[target] = index
    if twice:
        raise InputRefused("Deux colonnes disent la même chose.", problems=twice)
    guessed = _guessed(folded, at, known)
    found = {**at, **guessed}
    if "name" not in found:
        raise InputRefused(
            "Aucune colonne ne donne la raison sociale.",
            todo='Dites laquelle : --colonne "TITRE=raison sociale"',
        )
    return Columns(found, remembered=all(one in known for one in folded if one))


def _guessed(
    folded: Sequence[str], at: Mapping[str, int], known: Mapping[str, str]
) -> dict[str, int]:
    """The headings nothing was said of, by the names they usually have."""
    free = {heading: index for index, heading in reversed(list(enumerate(folded)))
            if heading and heading not in known and index not in at.values()}  # fmt: skip
    found: dict[str, int] = {}
    for target, names in _HEADINGS.items():
        for name in () if target in at else names.split("|"):
            if name in free:
                found[target] = free.pop(name)
                break
    return found


def said_columns(texts: Sequence[str], headings: Sequence[str]) -> dict[str, str]:
    """What « TITRE=champ » says, by folded heading; a column may be named by its letter too.

    Raises:
        InputRefused: no such heading, or no such thing to say.
    """
    letters = {column_letter(index).casefold(): _folded(one) for index, one in enumerate(headings)}
    known = {_folded(one) for one in headings}
    found, problems = {}, []
    for text in texts:
        heading, sign, target = text.rpartition("=")
        named = _folded(heading)
        named = named if named in known else letters.get(heading.strip().casefold(), "")
        try:
            found[_known(named if sign else "")] = parse_choice(target.strip() or "rien", TARGETS)
        except Refusal as refusal:
            problems.append(Problem("--colonne", refusal.reason))
    if problems:
        raise InputRefused("Rien n'a été repris.", problems=problems)
    return found


def _known(heading: str) -> str:
    if not heading:
        raise Refusal("« TITRE=champ », avec un titre du fichier ou la lettre d'une colonne.")
    return heading


def kept_columns(db: Connection) -> dict[str, str]:
    """What was remembered of the last list: folded heading -> target."""
    row = db.execute("SELECT value FROM setting WHERE key = ?", (_SETTING,)).fetchone()
    return dict(json.loads(row["value"])) if row else {}


def keep_columns(write: "Write", headings: Sequence[str], columns: Columns) -> None:
    """Remember what each heading says, and those that say nothing."""
    by_index = {index: target for target, index in columns.at.items()}
    kept = {
        _folded(one): by_index.get(index, "") for index, one in enumerate(headings) if _folded(one)
    }
    value = json.dumps(kept, ensure_ascii=False)
    write.db.execute(
        """INSERT INTO setting (key, value) VALUES (:key, :value)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value""",
        {"key": _SETTING, "value": value},
    )


def _folded(heading: str) -> str:
    return fold(heading.replace("°", " ").replace("'", " ").replace("’", " "))[:80]
