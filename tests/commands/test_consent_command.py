"""`pdp consent` as she types it: record with its scan, show, give the copy out, print in lists.

Everybody here is fictional.
"""

import hashlib
import json
from pathlib import Path

import pytest
from fictional import answers_file
from PIL import Image, ImageDraw
from pypdf import PdfReader
from terminals import ended, make_place, run, spawn


@pytest.fixture
def cell(pdp, store, tmp_path):
    """A command runner on a store with one agreement and one situation."""

    def run(*args, code=0):
        done = pdp(*args, cwd=tmp_path)
        assert done.returncode == code, done.stderr
        return (done.stdout + done.stderr).replace("\N{NO-BREAK SPACE}", " ")

    run("convention", "ajouter", "btp34-carsat-lr")
    run("situation", "nouveau", "--fichier", str(answers_file(tmp_path, date_signalement="hier")))
    return run


@pytest.fixture
def signed(cell):
    """The same, the consent signed yesterday."""
    cell("accord", "enregistrer", "1", "--signe-le", "hier", "--lieu", "Lattes")
    return cell


@pytest.fixture
def scan(tmp_path) -> Path:
    """The scan of a signed sheet, under a name that says something else."""
    return _scan(tmp_path / "photo.jpg", "signature fictive")


def _scan(path: Path, text: str) -> Path:
    sheet = Image.new("RGB", (600, 800), "white")
    ImageDraw.Draw(sheet).text((100, 100), text, fill="black")
    sheet.save(path, "PDF")
    return path


def shown(cell, *args):
    return json.loads(cell("accord", "voir", *args, "--json"))


@pytest.mark.parametrize(
    ("args", "missing"),
    [
        ((), ["--signe-le", "--lieu"]),
        (("--qualite", "tuteur"), ["--signe-le", "--lieu", "--signataire", "--document-vu"]),
        (("--qualite", "ne peut signer", "--lieu", "Sète"), ["--signe-le", "--temoin"]),
    ],
)
def test_without_a_terminal_every_missing_option_is_named_at_once(cell, args, missing):
    told = cell("accord", "enregistrer", "1", *args, code=2)
    named = [line.split()[1] for line in told.splitlines() if line.startswith("  - --")]
    assert named == missing


def test_given_aloud_is_refused_before_anything_is_asked(signed):
    told = signed("accord", "enregistrer", "1", "--moyen", "vive voix", code=2)
    assert "n'est pas accepté" in told
    assert "à l'écran, c'est" in signed("accord", "enregistrer", "1", "--moyen", "écran", code=2)


def test_a_second_consent_is_never_recorded_by_accident(signed):
    again = ("accord", "enregistrer", "1", "--signe-le", "hier", "--lieu", "Lattes")
    assert "vaut déjà pour cette fiche" in signed(*again, code=2)
    signed(*again, "--oui")
    assert len(json.loads(signed("accord", "liste", "1", "--json"))) == 2


def test_a_scan_alone_goes_with_the_consent_that_stands(signed, scan, tmp_path):
    told = signed("accord", "enregistrer", "1", "--scan", str(scan))
    digest = hashlib.sha256(scan.read_bytes()).hexdigest()
    assert digest in told
    assert [row["scan"] for row in json.loads(signed("accord", "liste", "1", "--json"))] == [True]
    assert "déjà gardée" in signed("accord", "enregistrer", "1", "--scan", str(scan), code=2)
    (one,) = shown(signed, "1")
    assert (one["scan"]["media"], one["scan"]["sha256"]) == ("pdf", digest)
    assert one["scan"]["name"] == "accord-2026-0001-1.pdf".replace("2026", one["ref"][:4])
    signed("accord", "voir", "1/1", "--sortie", "copie.pdf")
    assert (tmp_path / "copie.pdf").read_bytes() == scan.read_bytes()


def test_the_scan_is_the_last_page_of_the_fiche_that_leaves(cell, scan, tmp_path):
    cell("accord", "enregistrer", "1", "--signe-le", "hier", "--lieu", "Lattes",
         "--scan", str(scan))  # fmt: skip
    contact = tmp_path / "referent.toml"
    contact.write_text('referent_tel = "04 99 00 00 00"', encoding="utf-8")
    cell("fiche", "corriger", "1", "--fichier", str(contact))
    cell("fiche", "produire", "1", "--sortie", "fiche.pdf")
    pages = PdfReader(tmp_path / "fiche.pdf").pages
    assert "copie conservée au dossier" in pages[-1].extract_text()
    assert "/Scan" in pages[-1]["/Resources"]["/XObject"]
    assert "copie conservée au dossier" not in pages[0].extract_text()


@pytest.mark.parametrize("content", [b"", b"bonjour", b"%PDF-1.4 rien"])
def test_a_scan_that_is_no_document_is_refused_and_nothing_is_written(cell, tmp_path, content):
    wrong = tmp_path / "scan.pdf"
    wrong.write_bytes(content)
    said = ("--signe-le", "hier", "--lieu", "Lattes", "--scan", str(wrong))
    cell("accord", "enregistrer", "1", *said, code=16)
    assert json.loads(cell("accord", "liste", "1", "--json")) == []


def test_a_consent_is_shown_with_what_it_covers_and_whether_the_gate_is_open(cell):
    cell("convention", "regler", "btp34-carsat-lr", "consent_months", "1200")
    told = cell(
        "accord", "enregistrer", "1", "--signe-le", "hier", "--lieu", "Sète", "--fiche",
        "--qualite", "tuteur", "--signataire", "Ève Nguyễn",
        "--document-vu", "jugement du 12/03/2024", "--langue", "vietnamien",
        "--traduit-par", "M. Lê", "--recueilli-par", "Mme Œuf, infirmière",
    )  # fmt: skip
    assert "pour la seule fiche" in told
    (one,) = shown(cell, "1")
    assert one["gate"] == {"open": True, "why": ""}
    assert one["consent"]["scope"] == one["ref"]
    assert one["consent"]["expires_on"][:4] == str(int(one["consent"]["on_date"][:4]) + 100)
    card = " ".join(cell("accord", "voir", "1").split())
    for said in ("Ève Nguyễn, son tuteur", "jugement du 12/03/2024", "vietnamien", "M. Lê",
                 "Mme Œuf, infirmière", "SSAM Carsat LR et Santé BTP 34, exclusivement",
                 "l'accord est valable", "aucune n'est gardée"):  # fmt: skip
        assert said in card
    cell("accord", "refuser", "1")
    (one,) = shown(cell, "1")
    assert (one["consent"]["act"], one["gate"]["open"]) == ("refused", False)
    assert "porte un refus" in " ".join(cell("accord", "voir", "1").split())


def test_nothing_to_give_out_is_said(signed):
    assert "--scan FICHIER" in signed("accord", "voir", "1", "--sortie", "x.pdf", code=2)


def test_what_waits_for_a_signature_is_printed_in_one_go(signed, tmp_path):
    for name, address in (("Fictive-Une", "1 rue Inventée, 34000 Montpellier"), ("Deux", None)):
        said = answers_file(tmp_path, date_signalement="hier", nom=name, adresse=address)
        signed("situation", "nouveau", "--fichier", str(said))
    signed("fiche", "nouveau", "2")
    folder = tmp_path / "à signer"
    folder.mkdir()
    assert "dossier" in signed("accord", "imprimer", "--a-signer", "--sortie", "un.pdf", code=2)
    told = signed("accord", "imprimer", "--a-signer", "--sortie", str(folder))
    (sheet,) = folder.iterdir()
    assert sheet.name.endswith("-0002-1.pdf")
    told = signed("accord", "imprimer", "--a-signer", "3", "99", "--sortie", str(folder),
                  "--remplacer")  # fmt: skip
    assert "99 : Aucune situation ne porte cette référence." in told
    assert {one.name[-10:] for one in folder.iterdir()} == {"0002-1.pdf", "0003-1.pdf"}
    card = signed("situation", "voir", "2")
    assert "imprimée, à faire signer" in card


def test_the_situations_of_a_meeting_are_printed_but_those_already_signed(signed, tmp_path):
    said = answers_file(tmp_path, date_signalement="hier", nom="Fictive-Une")
    signed("situation", "nouveau", "--fichier", str(said))
    signed("reunion", "ajouter", "cellule", "--le", "hier", "--situation", "1", "--situation", "2")
    told = signed("accord", "imprimer", "--reunion", "1")
    assert "0001 : aucune fiche n'y attend de signature." in told
    assert [one.name[-10:] for one in tmp_path.glob("a-signer-*")] == ["0002-1.pdf"]
    assert "Aucune réunion" in signed("accord", "imprimer", "--reunion", "7", code=2)


def test_several_partners_are_printed_at_once_and_none_is_an_error(signed, tmp_path):
    signed("convention", "ajouter", "caire84-carsat-se", "--en-tant-que", "caire84")
    both = ("--convention", "btp34-carsat-lr", "--convention", "caire84-carsat-se")
    signed("accord", "imprimer", "1", *both)
    assert len(list(tmp_path.glob("a-signer-*-0001-*.pdf"))) == 2
    told = signed("accord", "imprimer", "1", *both, code=2)
    assert told.count("existe déjà") == 2
    assert "Quelle fiche" in signed("accord", "imprimer", code=2)


def test_at_a_terminal_what_is_missing_is_asked(tmp_path):
    place = make_place(tmp_path)
    run(place, "convention", "ajouter", "btp34-carsat-lr")
    run(place, "situation", "nouveau", "--fichier",
        str(answers_file(tmp_path, date_signalement="hier")))  # fmt: skip
    child = spawn(place, "accord", "enregistrer", "1")
    for question, typed in (
        ("Signé le", "demain"),
        ("dans le futur", "hier"),
        ("commune", "Sète"),
        ("Qui a signé", "ne peut"),
        ("témoin", "Dr Fictif, médecin"),
    ):
        child.expect(question)
        child.send(f"{typed}\r")
    child.expect("Accord enregistré")
    assert ended(child) == 0
    told = " ".join(run(place, "accord", "voir", "1").split())
    assert "qui ne peut signer" in told
    assert "Dr Fictif, médecin" in told
