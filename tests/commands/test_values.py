"""What is typed for an option is bounded; what is empty is refused where it means nothing."""

from pathlib import Path
from types import ModuleType
from typing import Annotated

import pytest

from pdpcli import app as application
from pdpcli.commands import french
from pdpcli.commands.clock import day
from pdpcli.commands.french import noun
from pdpcli.commands.options import argument, option
from pdpcli.commands.values import year_named
from pdpcli.commands.words import COMMANDS, Word


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the command « essai » was given."""
    app, seen = noun("find"), {}
    app.info.name = "probe"

    @app.command("raise")
    def _raise(  # noqa: PLR0913 - one a kind of value
        number: Annotated[int, argument("NUMÉRO", "Un numéro.")] = 0,
        *,
        days: Annotated[int | None, option("days", "Jours.", min=0)] = None,
        year: Annotated[int | None, option("year", "L'année.", parser=year_named)] = None,
        on: Annotated[object, option("on", "Le jour.", parser=day)] = None,
        place: Annotated[str, option("place", "Lieu.", parser=str.strip)] = "",
        text: Annotated[str, option("name", "Nom.")] = "",
        file: Annotated[Path | None, option("file", "Fichier.")] = None,
    ) -> None:
        """Essayer."""
        said = {"number": number, "days": days, "year": year, "on": on, "place": place}
        seen.update({**said, "text": text, "file": file})

    module = ModuleType("pdpcli.commands.probe")
    module.__dict__["app"] = app
    monkeypatch.setitem(__import__("sys").modules, "pdpcli.commands.probe", module)
    verbs = (Word("raise", ("essayer",), "Essayer"),)
    words = (*COMMANDS, Word("probe", ("essai",), "Pour les tests", "probe:app", verbs))
    monkeypatch.setattr(french, "COMMANDS", words)
    return seen


def _run(*args: str) -> int:
    return application.run(["essai", "essayer", *args])


@pytest.mark.parametrize(
    "args",
    [
        ("9" * 25,), ("9" * 5000,), ("--", "-" + "9" * 25), ("1_000",), ("٣",),
        ("--jours", "9" * 25), ("--jours", ""), ("--jours", "1.5"), ("--jours", "-1"),
        ("--annee", "0000"), ("--annee", "1899"), ("--annee", "2101"), ("--annee", "٢٠٢٥"),
        ("--annee", "²²²²"), ("--annee", ""), ("--annee", "9" * 25),
        ("--le", ""), ("--fichier", ""), ("--nom", "\udcff"), ("--fichier=",),
    ],
)  # fmt: skip
def test_what_means_nothing_is_bad_usage(
    given: dict[str, object], capsys: pytest.CaptureFixture[str], args: tuple[str, ...]
) -> None:
    assert _run(*args) == 2
    assert "Faute" not in capsys.readouterr().err
    assert given == {}


def test_what_was_typed_is_given_and_what_was_not_stays_as_it_is(given: dict[str, object]) -> None:
    assert _run() == 0
    assert given == {
        "number": 0, "days": None, "year": None, "on": None, "place": "", "text": "", "file": None
    }  # fmt: skip
    assert _run(" 42 ", "--annee", "2025", "--lieu", "", "--nom", "", "--fichier", "x" * 300) == 0
    assert (given["number"], given["year"], given["place"], given["text"]) == (42, 2025, "", "")
    assert given["file"] == Path("x" * 300)
