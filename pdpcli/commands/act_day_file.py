"""The acts of a day read from a file: a table (CSV, XLSX), or TOML."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from pdpcli.commands.clock import today
from pdpcli.errors import InputRefused, Problem, Refusal
from pdpcli.workflows.act_day import Placed
from pdpcli.workflows.act_line import NAMES, ActLine, read_cells, read_line

#: A heading, or a key, folded -> what it says.
_SAID = {
    **{name.replace("-", " "): detail for name, detail in NAMES.items()},
    **dict.fromkeys(("ref", "reference", "situation", "dossier"), "ref"),
    **dict.fromkeys(("acte", "act"), "act"),
    **dict.fromkeys(("ligne", "line"), "line"),
    **dict.fromkeys(("prevu", "planned"), "planned"),
}
_MODEL = 'Colonnes : situation ; acte ; nature ; mode… En TOML : le = "hier", puis [[acte]].'


def lines_of(path: Path) -> tuple[str, list[Placed]]:
    """The day that the file says ("" when it says none), and its acts.

    Raises:
        InputRefused: not such a file; or each line that is refused.
    """
    day, rows = _toml(path) if path.suffix.casefold() in {".toml", ".json"} else ("", _table(path))
    lines, problems = [], []
    for place, said in rows:
        try:
            lines.append(Placed(place, _line(said)))
        except (Refusal, InputRefused) as refused:
            problems.append(Problem(place, str(refused)))
    if problems:
        raise InputRefused("Aucun acte n'a été noté.", problems=problems)
    if not lines:
        raise InputRefused("Ce fichier ne dit aucun acte.", todo=_MODEL)
    return day, lines


def _line(said: Mapping[str, str]) -> ActLine:
    texts = {key: text for key, text in said.items() if text}
    return read_line(texts["line"], today()) if "line" in texts else read_cells(texts, today())


def _table(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    from pdpcli.rules.names import fold
    from pdpcli.tabular.table import read_table

    found = read_table(path)
    names = [_SAID.get(fold(heading), "") for heading in found.headings]
    unknown = [n for n, name in enumerate(names) if not name and found.headings[n].strip()]
    if unknown or not {"ref", "act"} <= set(names):
        raise InputRefused("Les titres des colonnes ne sont pas reconnus.", todo=_MODEL)
    for line, cells in found.rows():
        yield (
            f"ligne {line}",
            {name: text.strip() for name, text in zip(names, cells, strict=False) if name},
        )


def _toml(path: Path) -> tuple[str, Iterator[tuple[str, dict[str, str]]]]:
    from pdpcli.commands.answers_file import read_answers
    from pdpcli.forms.fields import as_text

    said = read_answers(path)
    acts = said.pop("acte", None) or said.pop("act", None)
    day = said.pop("le", "") or said.pop("on", "")
    if said or not isinstance(acts, list) or not all(isinstance(one, dict) for one in acts):
        raise InputRefused("Ce fichier n'est pas une journée.", todo=_MODEL)

    def rows() -> Iterator[tuple[str, dict[str, str]]]:
        for rank, one in enumerate(acts, 1):
            yield f"acte {rank}", _named(one)

    def _named(one: Mapping[str, object]) -> dict[str, str]:
        from pdpcli.rules.names import fold

        try:
            return {_SAID[fold(key)]: as_text(value) for key, value in one.items()}
        except KeyError:
            raise InputRefused("Un détail de ce fichier n'existe pas.", todo=_MODEL) from None

    return str(day), rows()


def day_of(said: date | None, told: str) -> date:
    """The day: the one of the command line, else the file's, else today. InputRefused: both."""
    from pdpcli.rules.dates import parse_date

    if said and told and parse_date(told, today()) != said:
        raise InputRefused("Le fichier et --le ne disent pas le même jour.")
    return said or (parse_date(told, today()) if told else today())
