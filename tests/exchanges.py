"""A cell whose commands run in the test's own process, and a fiche of it brought where it is wanted.

Everybody here is fictional.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fictional import answers_file

from pdpcli import app as application


@dataclass
class Cell:
    """One cell at its keyboard: ``cell("fiche", "voir", "1")`` is what is said, both streams."""

    folder: Path
    capsys: object
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
        from contextlib import closing
        from datetime import date

        from pdpcli.commands.opening import open_store
        from pdpcli.store.exchange import fiches

        self.place()
        with closing(open_store().read()) as db:
            rows = fiches(db, date.today(), everything=True)  # noqa: DTZ011
        return next(row["state"] for row in rows if f"{row['ref']}/{row['number']}" == ref)

    def count(self, table: str) -> int:
        """The rows of a table."""
        from contextlib import closing

        from pdpcli.commands.opening import open_store

        self.place()
        with closing(open_store().read()) as db:
            return db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]

    def sent(self, **changed: object) -> Path:
        """A fiche signed, produced and sent; the PDF that left."""
        ref = self.registered(**{"date_signalement": "hier", "prereprise_date": "hier", **changed})
        self("accord", "enregistrer", ref, "--signe-le", "hier", "--lieu", "Lattes")
        contact = self.file("contact.toml", referent_tel="04 99 00 00 00")
        self("fiche", "corriger", ref, "--fichier", contact)
        out = self.folder / f"{ref}.pdf"
        self("fiche", "produire", ref, "--sortie", str(out))
        self("fiche", "envoyer", ref, "--canal", "messagerie sécurisée", "--oui")
        return out
