"""The figures of a year in a file: reading it, and the file to fill."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused, Problem, Refusal
from pdpcli.evaluation.asked import Asked
from pdpcli.rules.vocabulary import CHOICES

if TYPE_CHECKING:
    from sqlite3 import Connection

    from pdpcli.commands.figures_meant import Asking

_MODEL = "Le fichier à remplir : pdp chiffres saisir --annee 2025 --modele"
_HEAD = """\
# {title} : ce qui se saisit, {year}
# Une valeur laissée vide ("") n'est pas saisie ; « - » retire celle qui l'avait été.

convention = "{id}"
annee = {year}
cote = "{side}"
note = ""  # une remarque, sans nom de personne

[chiffres]
"""


@dataclass(frozen=True)
class Told:
    """What a file or a command line says; ``texts``: by the name of the figure."""

    year: int | None = None
    agreement: str = ""
    side: str = ""
    note: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)

    def merged(self, typed: "Told") -> "Told":
        """This file completed by what was ``typed``. InputRefused: they do not say the same."""
        for ours, theirs, what in (
            (self.year, typed.year, "la même année"),
            (self.agreement, typed.agreement, "la même convention"),
            (self.side, typed.side, "le même côté"),
        ):
            if ours and theirs and ours != theirs:
                raise InputRefused(f"Le fichier et la commande ne disent pas {what}.")
        return Told(
            self.year or typed.year,
            self.agreement or typed.agreement,
            self.side or typed.side,
            typed.note or self.note,
            {**self.texts, **typed.texts},
        )


def told_in(path: Path) -> Told:
    """What the file says. InputRefused: not such a file, each key that it may not have."""
    from pdpcli.commands.answers_file import read_answers

    said = read_answers(path)
    figures = said.pop("chiffres", {})
    problems: list[Problem] = []
    told = Told()
    for key, value in said.items():
        try:
            told = _read(told, key, value)
        except Refusal as refusal:
            problems.append(Problem(key, refusal.reason))
    if not isinstance(figures, dict):
        problems.append(Problem("chiffres", "il faut une table [chiffres]."))
        figures = {}
    texts = dict(_texts(figures, "", problems))
    if problems:
        raise InputRefused("Aucun chiffre n'a été saisi.", problems=problems, todo=_MODEL)
    if not texts:
        raise InputRefused("Ce fichier ne dit aucun chiffre.", todo=_MODEL)
    return replace(told, texts=texts)


def _read(told: Told, key: str, value: object) -> Told:
    from pdpcli.commands.values import year_named
    from pdpcli.forms.fields import as_text
    from pdpcli.rules.choices import parse_choice

    text = as_text(value).strip()
    match key:
        case "annee":
            return replace(told, year=year_named(text))
        case "convention":
            return replace(told, agreement=text)
        case "cote":
            return replace(told, side=parse_choice(text, CHOICES["side"]) if text else "")
        case "note":
            return replace(told, note=text)
    raise Refusal("clé inconnue : convention, annee, cote, note, puis [chiffres].")


def _texts(
    figures: Mapping[str, object], above: str, problems: list[Problem]
) -> Iterator[tuple[str, str]]:
    """Each figure by its name; ``fe.btp = 3`` and ``[chiffres.fe]`` say the same."""
    from pdpcli.forms.fields import as_text

    for key, value in figures.items():
        name = f"{above}.{key}" if above else key
        if isinstance(value, dict) and not above:
            yield from _texts(value, name, problems)
            continue
        try:
            text = repr(value) if type(value) is float else as_text(value)
        except Refusal as refusal:
            problems.append(Problem(name, refusal.reason))
        else:
            if text.strip():
                yield name, text


def template_of(db: "Connection", ask: "Asking", year: int) -> str:
    """The file to fill for a year: each figure, what it had the year before, what it holds."""
    from pdpcli.store.figures import figures_of

    held = figures_of(db, ask.ours.id, [year, year - 1])
    side = CHOICES["side"][ask.side]
    head = _HEAD.format(title=ask.ours.title, id=ask.ours.id, year=year, side=side)
    lines = [
        line
        for before, one in zip((None, *ask.asked), ask.asked, strict=False)
        for line in _lines(one, before, held.get(one.place, {}), year)
    ]
    return head + "\n".join(lines)


def _lines(one: Asked, before: Asked | None, held: Mapping[int, float], year: int) -> Iterator[str]:
    from pdpcli.rules.numbers import french_number

    if before is None or before.indicator != one.indicator:
        yield f"\n# ---- {one.indicator} · {one.about} ----"
    yield f"# {one.label}"
    if year - 1 in held:
        yield f"#   {year - 1} : {french_number(held[year - 1])}"
    text = french_number(held[year]) if year in held else ""
    yield f'{_toml_name(one)} = "{text}"'


def _toml_name(one: Asked) -> str:
    quoted = [part if part.replace("_", "a").isalnum() else f'"{part}"'
              for part in (one.key, one.cell) if part]  # fmt: skip
    return ".".join(quoted)
