"""The seal at the keyboard: shown, imported, retired; a file verified. All of it is fictional."""

import stat
import sys
from pathlib import Path

import pytest
from exchanges import Cell, founded_cell
from pkcs12_made import PASSWORD, organisation
from reportlab.pdfgen.canvas import Canvas

from pdpcli.commands.opening import open_store
from pdpcli.workflows.sealing import seal_document


@pytest.fixture
def cell(places, tmp_path: Path, capsys, monkeypatch) -> Cell:
    return founded_cell(tmp_path / "a", capsys, monkeypatch)


@pytest.fixture
def organisation_file(tmp_path: Path) -> str:
    path = tmp_path / "organisme.p12"
    path.write_bytes(organisation())
    return str(path)


@pytest.fixture
def secret_file(tmp_path: Path) -> str:
    path = tmp_path / "secret.txt"
    path.write_text(f"{PASSWORD}\n", "utf-8")
    return str(path)


@pytest.fixture
def sealed(cell: Cell, tmp_path: Path) -> Path:
    """A document sealed by this cell, as a file."""
    path = tmp_path / "document.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(100, 700, "Document fictif")
    canvas.save()
    cell.place()
    with open_store().write("essai") as write:
        pdf = seal_document(write, path.read_bytes())
    path.write_bytes(pdf)
    return path


def test_the_seal_is_shown_with_its_name_day_and_fingerprint(cell: Cell):
    (row,) = cell.json("cachet", "voir")
    assert row["current"] is True
    assert row["source"] == "own"
    assert len(row["fingerprint"]) == 64
    assert "PRIVATE" not in str(row)
    said = cell("cachet", "voir")
    assert row["subject"] in said
    assert "sans limite" in said
    assert row["fingerprint"][:4].upper() in said
    assert all(len(line) <= 80 for line in said.splitlines())


def test_the_seal_of_the_organisation_is_imported(cell: Cell, organisation_file, secret_file):
    said = cell("cachet", "importer", organisation_file, "--fichier-mot-de-passe", secret_file)
    assert "SPSTI fictif" in said
    assert "niveau déclaré par l'émetteur, non vérifié" in said.casefold()
    before, now = cell.json("cachet", "voir")
    assert before["retired_reason"] == "remplacé"
    assert (now["current"], now["issuer"]) == (True, "Autorité fictive")
    assert "retiré le" in cell("cachet", "voir")


def test_the_password_is_asked_without_echo(cell: Cell, organisation_file, monkeypatch):
    asked = []

    def typed(question: str, stream: object) -> str:
        assert stream is sys.stderr
        asked.append(question)
        return PASSWORD

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", typed)
    cell("cachet", "importer", organisation_file)
    assert asked == ["Mot de passe du fichier : "]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "pas un fichier PKCS#12"),
        (b"x" * 100_001, "trop gros"),
        (organisation()[:-1], "PKCS#12"),
    ],
)
def test_a_file_that_is_no_seal_is_refused(cell, tmp_path, secret_file, content, reason):
    path = tmp_path / "faux.p12"
    path.write_bytes(content)
    said = cell("cachet", "importer", str(path), "--fichier-mot-de-passe", secret_file, code=2)
    assert reason in said
    assert len(cell.json("cachet", "voir")) == 1


def test_a_wrong_password_is_refused_without_being_repeated(cell, organisation_file, tmp_path):
    path = tmp_path / "autre.txt"
    path.write_text("mauvais secret fictif", "utf-8")
    said = cell(
        "cachet", "importer", organisation_file, "--fichier-mot-de-passe", str(path), code=2
    )
    assert "mot de passe n'est pas le bon" in said
    assert "mauvais" not in said


def test_without_terminal_the_password_is_never_an_argument(cell: Cell, organisation_file):
    assert "--fichier-mot-de-passe" in cell("cachet", "importer", organisation_file, code=2)
    cell("cachet", "importer", organisation_file, "secret", code=2)


def test_a_seal_is_retired_with_its_reason(cell: Cell):
    assert "retiré" in cell("cachet", "retirer", "1", "--motif", "poste perdu (fictif)")
    said = cell("cachet", "voir")
    assert "poste perdu (fictif)" in said
    assert "Aucun cachet" in said
    cell("cachet", "retirer", "1", "--motif", "encore", code=2)
    cell("cachet", "retirer", "2", code=2)


def test_a_sealed_document_is_verified_in_three_lines(cell: Cell, sealed: Path):
    said = cell("accord", "verifier", str(sealed))
    assert [line[:2] for line in said.splitlines()] == ["1.", "2.", "3."]
    assert "intact" in said
    assert cell.json("accord", "verifier", str(sealed))["seal"] == "intact"


def test_an_altered_document_is_told_and_never_ends_with_zero(cell: Cell, sealed: Path):
    data = sealed.read_bytes()
    sealed.write_bytes(data.replace(b"/Producer", b"/Producet", 1))
    said = cell("accord", "verifier", str(sealed), code=16)
    assert "INVALIDE" in said
    assert "Identité : non prouvée" in said


def test_a_file_without_seal_says_so(cell: Cell, tmp_path: Path):
    path = tmp_path / "nu.pdf"
    canvas = Canvas(str(path))
    canvas.showPage()
    canvas.save()
    assert "Cachet : aucun" in cell("accord", "verifier", str(path), code=16)


@pytest.mark.parametrize("name", ["absent.pdf", "."])
def test_a_file_that_cannot_be_read_is_refused(cell: Cell, tmp_path: Path, name: str):
    cell("accord", "verifier", str(tmp_path / name), code=16)


def test_verifying_leaves_the_file_and_writes_none(cell: Cell, sealed: Path):
    before = sealed.read_bytes(), stat.S_IMODE(sealed.stat().st_mode)
    beside = set(sealed.parent.iterdir())
    cell("accord", "verifier", str(sealed))
    assert (sealed.read_bytes(), stat.S_IMODE(sealed.stat().st_mode)) == before
    assert set(sealed.parent.iterdir()) == beside
