"""Write the pages of the documentation that the program says itself: ``python docs/generate.py``.

``commandes.md`` is the help of every command; ``vocabulaire.md`` the closed lists that a
convention's folder may name; ``export.md`` ends with every table of an export.
tests/test_docs.py refuses a page that is no longer what is said.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import closing, redirect_stdout
from io import StringIO
from pathlib import Path

from sqlcipher3 import dbapi2

from pdpcli.app import run
from pdpcli.commands.words import COMMANDS
from pdpcli.evaluation.columns import COLUMNS
from pdpcli.evaluation.wording import COLUMN_WORDS
from pdpcli.forms.fields import KINDS
from pdpcli.rules.vocabulary import (
    ACT_GROUPS,
    ACT_KINDS,
    CHOICES,
    DIMENSIONS,
    GATHERING_KINDS,
    PATHS,
)
from pdpcli.store.migrations import migrate
from pdpcli.store.whole import whole_tables
from pdpcli.views.whole_tables import TABLES

HERE = Path(__file__).parent


def commands_page() -> str:
    """The help of every command, nouns first, in the order of the words table."""
    lines = ["# Toutes les commandes", "", _MADE, "", *_help()]
    for word in COMMANDS:
        lines += [f"## pdp {word.french[0]}", "", *_help(word.french[0])]
        for verb in word.verbs:
            lines += [f"### pdp {word.french[0]} {verb.french[0]}", ""]
            lines += _help(word.french[0], verb.french[0])
    return "\n".join(lines)


def vocabulary_page() -> str:
    """The closed lists: kinds of fields, paths, answers, acts, gatherings, breakdowns."""
    lines = ["# Les listes fermées", "", _MADE, "", _LISTS, ""]
    lines += ["## Sortes de champs", "", ", ".join(f"`{kind}`" for kind in KINDS), ""]
    lines += ["## Chemins", "", *_table("chemin", "sorte ou liste de réponses", PATHS)]
    lines += ["## Listes de réponses", ""]
    for name, answers in CHOICES.items():
        lines += [f"### {name}", "", *_table("code", "réponse", answers)]
    for group, title in ACT_GROUPS.items():
        kinds = {code: kind.label for code, kind in ACT_KINDS.items() if kind.group == group}
        lines += [f"## Actes : {title} (`{group}`)", "", *_table("code", "acte", kinds)]
    gatherings = {code: kind.label for code, kind in GATHERING_KINDS.items()}
    lines += ["## Réunions et actions collectives", "", *_table("code", "nature", gatherings)]
    breakdowns = {name: f"`{of}`" if of else "" for name, of in DIMENSIONS.items()}
    lines += ["## Ventilations", "", *_table("colonne", "liste de réponses", breakdowns)]
    lines += ["## Colonnes des chiffres", "", _COLUMNS, ""]
    for source, columns in COLUMNS.items():
        said = {name: _codes(name, codes) for name, codes in columns.items()}
        if said:
            lines += [f"### {SOURCES[source]} (`{source}`)", "", *_table("colonne", "sens", said)]
    return "\n".join(lines).rstrip("\n") + "\n"


def export_page() -> str:
    """The page of the export as it is written, then every table and its columns."""
    written = (HERE / "export.md").read_text("utf-8").partition(_TABLES)[0]
    lines = [written + _TABLES, "", "| table | ce qu'elle contient | colonnes |", "|---|---|---|"]
    with closing(dbapi2.connect(":memory:", isolation_level=None)) as db:
        migrate(db)
        for table in whole_tables(db):
            columns = ", ".join(f"`{name}`" for name in table.columns)
            lines.append(f"| `{table.name}` | {TABLES.get(table.name, '')} | {columns} |")
    return "\n".join(lines) + "\n"


def _codes(column: str, codes: Mapping[str, str]) -> str:
    """What a column is, and its codes when they are few."""
    listed = ", ".join(f"`{code}` {label}" for code, label in codes.items())
    few = 0 < len(codes) <= _FEW
    return f"{COLUMN_WORDS[column]} : {listed}" if few else COLUMN_WORDS[column]


def pages() -> dict[Path, str]:
    """Every generated page, by where it is."""
    return {
        HERE / "commandes.md": commands_page(),
        HERE / "vocabulaire.md": vocabulary_page(),
        HERE / "export.md": export_page(),
    }


def _help(*words: str) -> Iterator[str]:
    said, columns = StringIO(), os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "80"
    try:
        with redirect_stdout(said):
            if run([*words, "--aide"]):
                raise SystemExit(1)  # said on stderr; no page is written
    finally:
        os.environ.pop("COLUMNS")
        os.environ.update({"COLUMNS": columns} if columns else {})
    yield from ("```text", said.getvalue().strip("\n"), "```", "")


def _table(left: str, right: str, rows: Mapping[str, str]) -> Iterator[str]:
    yield from (f"| {left} | {right} |", "|---|---|")
    yield from (f"| `{code}` | {label} |" for code, label in rows.items())
    yield ""


_TABLES = "## Les tables"
_MADE = "Page écrite par le programme lui-même (`python docs/generate.py`) : ne pas la modifier."
_COLUMNS = (
    "Ce que lisent les conditions et les ventilations d'un chiffre ; voir "
    "[indicateurs.md](indicateurs.md)."
)
SOURCES = {
    "act": "Actes",
    "gathering": "Réunions et actions collectives",
    "member": "Membres de la cellule",
    "figure": "Chiffres saisis",
}
_FEW = 5
_LISTS = (
    "Ce que peuvent nommer les fichiers d'un dossier de convention ; voir "
    "[conventions.md](conventions.md)."
)

if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8", newline="\n")
