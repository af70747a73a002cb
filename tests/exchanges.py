"""A cell whose commands run in the test's own process, and its fiche sent.

Everybody here is fictional.
"""

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from fictional import PASSPHRASE, answers_file

from pdpcli import app as application
from pdpcli.commands.opening import open_store
from pdpcli.store.envelope import Kdf
from pdpcli.store.exchange import fiches
from pdpcli.store.recovery import new_recovery_key
from pdpcli.workflows.keys import Founding, found

_CHEAP = Kdf(memory_kib=32, iterations=1, lanes=1)


_MOVED = {"PDP_HOME": "coffre", "XDG_STATE_HOME": "state", "XDG_RUNTIME_DIR": "run"}


def founded_cell(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    service: str = "Santé BTP 34",
) -> "Cell":
    """A new cell with its own store, profile and working folder under ``folder``."""
    for name in _MOVED.values():
        if name != "coffre":
            (folder / name).mkdir(mode=0o700, parents=True)
    cell = reopened_cell(folder, capsys, monkeypatch)
    said = Founding(
        service=service,
        first_name="Camille",
        last_name="Exemple",
        passphrase=PASSPHRASE,
        recovery_key=new_recovery_key(),
    )
    found(folder / "coffre", said, _CHEAP)
    return cell


def reopened_cell(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> "Cell":
    """The cell that was founded under ``folder``, or that a copy of such a folder holds."""

    def place() -> None:
        for variable, name in _MOVED.items():
            monkeypatch.setenv(variable, str(folder / name))
        monkeypatch.setenv("PDP_PASSPHRASE", PASSPHRASE)
        monkeypatch.chdir(folder)

    place()
    return Cell(folder, capsys, place)


@dataclass
class Cell:
    """One cell at its keyboard: ``cell("fiche", "voir", "1")`` is what is said, both streams."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    place: Callable[[], None]

    def __call__(self, *args: str, code: int = 0) -> str:
        self.place()
        self.capsys.readouterr()
        ended = application.run([str(one) for one in args])
        said = self.capsys.readouterr()
        assert ended == code, said.err or said.out
        return (said.out + said.err).replace("\N{NO-BREAK SPACE}", " ")

    def json(self, *args: str) -> object:
        self.place()
        self.capsys.readouterr()
        assert application.run([*args, "--json"]) == 0
        return json.loads(self.capsys.readouterr().out)

    def file(self, name: str, **answers: object) -> str:
        """A TOML file of answers, its path."""
        path = self.folder / name
        lines = [
            f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in answers.items()
        ]
        path.write_text("\n".join(lines), encoding="utf-8")
        return str(path)

    def registered(self, **changed: object) -> str:
        """The reference of the fictional situation."""
        said = self("situation", "nouveau", "--fichier", str(answers_file(self.folder, **changed)))
        return said.split("Situation ")[1].split()[0]

    def state(self, ref: str) -> str:
        """Where a fiche stands."""
        self.place()
        with closing(open_store().read()) as db:
            rows = fiches(db, date.today(), everything=True)  # noqa: DTZ011
        return next(row["state"] for row in rows if f"{row['ref']}/{row['number']}" == ref)

    def count(self, table: str) -> int:
        """The rows of a table."""
        return self.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"]

    def rows(self, sql: str) -> list[dict[str, object]]:
        """What a query finds."""
        self.place()
        with closing(open_store().read()) as db:
            return [dict(row) for row in db.execute(sql)]

    def sent(self, *, contact: bool = True, **changed: object) -> Path:
        """A fiche signed, produced and sent; the PDF that left. ``contact``: as F1 asks one."""
        ref = self.registered(**{"date_signalement": "hier", "prereprise_date": "hier", **changed})
        self("accord", "enregistrer", ref, "--signe-le", "hier", "--lieu", "Lattes")
        if contact:
            said = self.file("contact.toml", referent_tel="04 99 00 00 00")
            self("fiche", "corriger", ref, "--fichier", said)
        out = self.folder / f"{ref}.pdf"
        self("fiche", "produire", ref, "--sortie", str(out))
        self("fiche", "envoyer", ref, "--canal", "messagerie sécurisée", "--oui")
        return out
