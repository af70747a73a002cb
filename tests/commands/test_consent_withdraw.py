"""Withdrawing and signing as they are typed; what is written where. Everybody is fictional."""

import pytest
from exchanges import Cell, founded_cell
from PIL import Image, ImageDraw


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch) -> Cell:
    made = founded_cell(tmp_path, capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


def picture(path, ink="navy"):
    made = Image.new("RGB", (400, 150), "white")
    ImageDraw.Draw(made).line([(20, 100), (150, 30), (350, 90)], ink, 6)
    made.save(path)
    return str(path)


def test_one_command_withdraws_lists_what_left_and_writes_the_letter(cell, tmp_path):
    ref = cell.sent().stem
    told = cell("accord", "retirer", ref)
    assert f"Accord retiré pour SSAM Carsat LR ({ref}) : plus rien ne part." in told
    assert f"{ref}/1" in told
    assert "messagerie sécurisée" in told
    letter = tmp_path / f"retrait-{ref}-1.pdf"
    assert letter.read_bytes().startswith(b"%PDF")
    cell("fiche", "produire", ref, code=15)
    assert "accord retiré" in cell("situation", "voir", ref)
    assert "ne plus utiliser" in cell("situation", "voir", ref)


def test_the_fiche_may_name_the_agreement(cell):
    ref = cell.sent().stem
    cell("convention", "ajouter", "prevy-cap-emploi", "--en-tant-que", "prevy")
    assert "SSAM Carsat LR" in cell("accord", "retirer", f"{ref}/1")


def test_letters_are_never_written_over_others_and_can_be_written_again(cell, tmp_path):
    ref = cell.sent().stem
    (tmp_path / f"retrait-{ref}-1.pdf").write_bytes(b"mine")
    told = cell("accord", "retirer", ref, code=14)
    assert "--remplacer" in told
    assert cell.rows("SELECT act FROM consent") == [{"act": "given"}]  # nothing was recorded
    (tmp_path / "lettres").mkdir()
    cell("accord", "retirer", ref, "--sortie", "lettres")
    first = (tmp_path / "lettres" / f"retrait-{ref}-1.pdf").read_bytes()
    cell("accord", "retirer", ref, "--lettres", "--remplacer")
    assert (tmp_path / f"retrait-{ref}-1.pdf").read_bytes() == first
    assert "déjà retiré" in cell("accord", "retirer", ref, code=2)


def test_what_left_after_the_day_of_the_withdrawal_is_said_to_be_a_breach(cell):
    ref = cell.sent().stem
    told = cell("accord", "retirer", ref, "--le", "hier")
    assert "violation de données" in " ".join(told.split())
    assert f"{ref}/1" in told


def test_several_letters_need_a_folder(cell, tmp_path):
    ref = cell.sent().stem
    cell("convention", "ajouter", "prevy-cap-emploi", "--en-tant-que", "prevy")
    other = ("--convention", "prevy-cap-emploi")
    cell("fiche", "nouveau", ref, *other)
    cell("accord", "enregistrer", ref, *other, "--signe-le", "hier", "--lieu", "Nîmes")
    cell("fiche", "envoyer", ref, *other, "--canal", "courrier postal", "--oui")
    assert "--toutes" in cell("accord", "retirer", ref, code=2)
    told = cell("accord", "retirer", ref, "--toutes", "--sortie", "une.pdf", code=2)
    assert "2 lettres" in told
    cell("accord", "retirer", ref, "--toutes")
    assert len(list(tmp_path.glob("retrait-*.pdf"))) == 2


def test_no_argument_of_a_letter_names_the_person(cell, tmp_path):
    cell.sent()
    said = cell("accord", "retirer", "1")
    assert "Fictif" not in said
    assert not list(tmp_path.rglob("*Fictif*"))


def test_a_signature_on_screen_says_what_it_is_and_is_remembered_as_a_file_in_clear(cell, tmp_path):
    ref = cell.registered(date_signalement="hier", prereprise_date="hier")
    cell("fiche", "nouveau", ref)
    cell("fiche", "corriger", ref, "--fichier",
         cell.file("c.toml", referent_tel="04 99 00 00 00"))  # fmt: skip
    said = ("accord", "signer", ref, "--lieu", "Lattes", "--signe-le", "aujourd'hui")
    told = cell(*said, "--image", picture(tmp_path / "sig.png"))
    assert "signature électronique simple" in " ".join(told.split())
    assert (tmp_path / f"fiche-{ref}-1.pdf").exists()
    assert cell.count("clear_copy") == 1
    told = cell(*said, "--image", str(tmp_path / "sig.png"), "--remplacer", code=2)
    assert "déjà servi" in told
    assert "intact" in cell("accord", "verifier", f"fiche-{ref}-1.pdf")


@pytest.mark.parametrize("content", [b"%PDF-1.4 junk", b"GIF89a", b"\x89PNG\r\n\x1a\njunk", b""])
def test_what_is_no_picture_is_refused_and_nothing_is_written(cell, tmp_path, content):
    ref = cell.registered(date_signalement="hier", prereprise_date="hier")
    (tmp_path / "sig.png").write_bytes(content)
    cell("accord", "signer", ref, "--image", "sig.png", "--lieu", "Lattes", "--signe-le",
         "aujourd'hui", code=16)  # fmt: skip
    assert cell.count("consent") == 0


def test_a_watched_word_is_looked_at_before_a_signed_fiche_is_made(cell, tmp_path):
    ref = cell.registered(date_signalement="hier", prereprise_date="hier")
    cell("fiche", "nouveau", ref)
    cell("fiche", "corriger", ref, "--fichier",
         cell.file("c.toml", referent_tel="04 99 00 00 00"))  # fmt: skip
    cell("fiche", "mots", "--ajouter", "porter")
    said = ("accord", "signer", ref, "--lieu", "Lattes", "--signe-le", "aujourd'hui",
            "--image", picture(tmp_path / "sig.png"))  # fmt: skip
    assert "--oui" in cell(*said, code=2)
    assert cell.count("consent") == 0
    cell(*said, "--oui")


def test_a_breach_that_a_withdrawal_reveals_is_said_everywhere_from_then_on(cell):
    ref = cell.sent().stem
    assert "SANS ACCORD" not in cell()
    cell("accord", "retirer", ref, "--le", "hier")
    shown = cell()
    assert "PARTIES SANS ACCORD VALABLE (1)" in shown
    assert "CNIL : encore 71 heures" in shown
    assert "PARTIE SANS ACCORD VALABLE" in " ".join(cell("situation", "voir", ref).split())
