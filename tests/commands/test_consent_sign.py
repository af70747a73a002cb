"""A fiche signed on screen is one file: lost between the store and the disk, it is given again.

Everybody here is fictional.
"""

from contextlib import contextmanager
from io import BytesIO

import pytest
from exchanges import founded_cell
from PIL import Image, ImageDraw
from pypdf import PdfReader

from pdpcli.commands import pdf as writing


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path / "a", capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    made.registered(date_signalement="hier", prereprise_date="hier")
    made("fiche", "corriger", "1", "--fichier", made.file("c.toml", referent_tel="04 99 00 00 00"))
    picture = Image.new("RGB", (600, 200), "white")
    ImageDraw.Draw(picture).line([(20, 150), (200, 30), (560, 60)], "navy", 8)
    picture.save(made.folder / "signature.png")
    return made


SIGN = ("accord", "signer", "1", "--image", "signature.png", "--signe-le", "hier",
        "--lieu", "Lattes", "--sortie", "signee.pdf")  # fmt: skip


@contextmanager
def cut(monkeypatch):
    """Ctrl-C once the store has it and the disk has not."""

    def interrupted(*_said, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as within:
        within.setattr(writing, "write_atomic", interrupted)
        yield


def images(path) -> int:
    pages = PdfReader(BytesIO(path.read_bytes())).pages
    return sum(len(page.images) for page in pages)


def test_a_file_lost_between_the_store_and_the_disk_is_said_and_given_again(cell, monkeypatch):
    with cut(monkeypatch):
        told = cell(*SIGN, code=130)
    assert "L'accord est enregistré et la fiche produite" in told
    assert "pdp fiche produire" in told
    assert not (cell.folder / "signee.pdf").exists()
    told = " ".join(cell("fiche", "produire", "1", "--sortie", "encore.pdf").split())
    assert "telle qu'elle a été signée à l'écran" in told
    again = cell.folder / "encore.pdf"
    assert images(again) == 1
    assert cell.count("release") == 1
    assert "intact" in cell("accord", "verifier", str(again))
    kept = cell.rows("SELECT bytes FROM document WHERE kind = 'release'")
    assert [one["bytes"] for one in kept] == [again.read_bytes()]


def test_once_it_says_something_else_it_is_drawn_anew(cell):
    cell(*SIGN)
    new = cell.file("d.toml", poste="Grutier")
    cell("situation", "corriger", "1", "--fichier", new, "--erreur")
    told = cell("fiche", "produire", "1", "--sortie", "encore.pdf", "--oui")
    assert "signée à l'écran" not in told
    assert cell.count("release") == 2
    assert images(cell.folder / "encore.pdf") == 0


def test_once_withdrawn_it_is_not_given_again(cell):
    cell(*SIGN)
    cell("accord", "retirer", "1")
    cell("fiche", "produire", "1", "--sortie", "encore.pdf", code=15)
    assert not (cell.folder / "encore.pdf").exists()


def test_a_fiche_interrupted_after_the_store_says_how_to_get_its_file(cell, monkeypatch):
    cell("accord", "enregistrer", "1", "--signe-le", "hier", "--lieu", "Lattes")
    with cut(monkeypatch):
        told = cell("fiche", "produire", "1", code=130)
    assert "La fiche est enregistrée comme produite" in told
    assert "pdp fiche produire" in told
