"""Something happens while a command waits for a confirmation: nothing of before is written.

Everybody here is fictional.
"""

from datetime import date
from importlib import import_module

import pytest
from exchanges import founded_cell
from fillers import with_pypdf
from PIL import Image
from test_liaison_receive import ASKED, REPLY

from pdpcli.commands.opening import open_store
from pdpcli.store.cases import case_by_ref
from pdpcli.store.entries import open_round
from pdpcli.store.liaisons import numbered_fiche
from pdpcli.workflows import erase
from pdpcli.workflows.more import asking
from pdpcli.workflows.reply import entry_of

TODAY = date.today()  # noqa: DTZ011


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path / "a", capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


@pytest.fixture
def back(cell):
    """A fiche sent, the sheet that comes back, and a picture of a page."""
    sent = cell.sent()
    returned = sent.with_name("retour.pdf")
    returned.write_bytes(with_pypdf(sent.read_bytes(), REPLY, sent.parent))
    Image.new("RGB", (300, 400), "white").save(sent.with_name("page.png"))
    return returned


def erased():
    with open_store().write("rights erase") as write:
        erase.erase(write, case_by_ref(write.db, "1", TODAY), TODAY)


@pytest.mark.parametrize(
    ("args", "waits"),
    [
        (("fiche", "retour", "retour.pdf", "--oui"), "receiving._confirm"),
        (("fiche", "repondre", "1/1", "--fichier", "r.toml", "--scan", "page.png", "--oui"),
         "liaison_reply._confirm"),
        (("fiche", "retour", "page.png", "--synthese", "--fiche", "1/1"),
         "receiving_synthesis._asked"),
        (("accord", "enregistrer", "1", "--scan", "page.png"), "consent_record._standing"),
    ],
)  # fmt: skip
def test_somebody_erased_meanwhile_is_not_written_again(cell, back, monkeypatch, args, waits):
    name, function = waits.split(".")
    module = import_module(f"pdpcli.commands.{name}")
    waited = getattr(module, function)

    def meanwhile(*said, **more):
        found = TODAY if function == "_asked" else waited(*said, **more)
        erased()
        return found

    cell.file("r.toml", **REPLY)
    monkeypatch.setattr(module, function, meanwhile)
    assert "entre-temps" in cell(*args, code=2)
    for table in ("entry", "document", "notice_detail", "consent_detail", "person"):
        assert cell.count(table) == 0


def test_what_they_ask_never_takes_the_place_of_what_we_asked_meanwhile(cell, back, monkeypatch):
    from pdpcli.commands import receiving

    back.write_bytes(with_pypdf(back.read_bytes(), ASKED, back.parent))
    confirm = receiving._confirm

    def meanwhile(*said, **more):
        with open_store().write("liaison more") as write:
            fiche = numbered_fiche(write.db, case_by_ref(write.db, "1", TODAY), 1)
            asked = asking(write.db, fiche, TODAY)
            answers = asked.form.parse(
                {**asked.proposed, "objet_texte": "La nôtre."}, stage=None, today=TODAY
            )
            open_round(
                write, asked.liaison, entry_of(asked.form, answers.values, 1, "request", "us")
            )
        return confirm(*said, **more)

    monkeypatch.setattr(receiving, "_confirm", meanwhile)
    assert "entre-temps" in cell("fiche", "retour", str(back), "--oui", code=2)
    rows = cell.rows("SELECT round, kind, side, answers FROM entry")
    assert [(one["round"], one["kind"], one["side"]) for one in rows] == [(1, "request", "us")]
    assert "La nôtre." in str(rows)
