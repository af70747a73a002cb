"""The product's main job, end to end, as commands: register, sign, export, send, count.

Everybody here is fictional.
"""

import json
from pathlib import Path

import pytest
from fictional import NIR, answers_file
from pypdf import PdfReader


@pytest.fixture
def cell(pdp, store, tmp_path):
    """A command runner whose store has signed the protocole; stops at the first failure."""

    def run(*args, code=0):
        done = pdp(*args, cwd=tmp_path)
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    run("convention", "ajouter", "btp34-carsat-lr")
    return run


def text_of(path: Path) -> str:
    return " ".join(" ".join(p.extract_text() for p in PdfReader(path).pages).split())


def test_from_the_call_to_the_figures(cell, tmp_path):
    said = answers_file(tmp_path, date_signalement="hier", prereprise_date="hier", nir=NIR)
    ref = cell("situation", "nouveau", "--fichier", str(said)).split()[1]
    year = ref[:4]
    assert "n'a pas d'accord signé" in cell("fiche", "produire", ref, code=15)
    assert not list(tmp_path.glob("fiche-*.pdf"))
    cell("accord", "imprimer", ref)
    assert "Exemplaire à faire signer" in text_of(tmp_path / f"a-signer-{ref}-1.pdf")
    cell("accord", "enregistrer", ref, "--signe-le", "hier", "--lieu", "Lattes")
    told = " ".join(cell("fiche", "produire", ref, code=2).split())
    assert "Téléphone de la référente ou du référent ou Adresse électronique" in told
    contact = tmp_path / "referent.toml"
    contact.write_text('referent_tel = "04 99 00 00 00"', encoding="utf-8")
    cell("fiche", "corriger", ref, "--fichier", str(contact))
    cell("fiche", "produire", ref)
    sent = text_of(tmp_path / f"fiche-{ref}-1.pdf")
    assert "Fictif-Nguyễn" in sent
    assert "04 99 00 00 00" in sent
    cell("fiche", "envoyer", ref, "--canal", "messagerie sécurisée")
    cell("acte", "ajouter", ref, "essai encadré", "--le", "hier", "--jours", "10")
    cell("acte", "ajouter", ref, "issue", "--nature", "maintien au poste")
    figures = json.loads(cell("chiffres", "--annee", year, "--json"))
    assert shown(figures, "BTP34-1", "b", year) == 1
    assert shown(figures, "BTP34-5", "a", year) == 1
    assert shown(figures, "BTP34-5", "b", year) == 1
    assert shown(figures, "BTP34-5", "c", year) == 0
    assert all(line.startswith("✓") for line in cell("verifier").splitlines())


def shown(figures, indicator, line, year):
    sheet = next(f for s in figures["agreements"] for f in s["figures"] if f["id"] == indicator)
    return next(one["values"][year] for one in sheet["lines"] if one["id"] == line)


def test_every_refused_answer_of_a_file_is_said_at_once(cell, tmp_path):
    said = answers_file(
        tmp_path, nir="1680334998990" + "00", naissance="31/04/1968", tel="12", nomm="Typo"
    )
    told = cell("situation", "nouveau", "--fichier", str(said), code=2)
    for place in ("nir", "naissance", "tel", "nomm"):
        assert f"- {place}" in told
    assert "Vouliez-vous dire" in told
    assert "1680334998990" not in told
    assert json.loads(cell("situation", "liste", "--json")) == []


def test_a_dry_run_writes_nothing(cell, tmp_path):
    cell("situation", "nouveau", "--fichier", str(answers_file(tmp_path)), "--essai")
    assert json.loads(cell("situation", "liste", "--json")) == []


def test_the_nir_is_masked_until_it_is_revealed_which_is_journaled(cell, tmp_path, store):
    ref = cell("situation", "nouveau", "--fichier", str(answers_file(tmp_path, nir=NIR))).split()[1]
    assert "1 68 03 **" in cell("situation", "voir", ref)
    assert NIR not in cell("situation", "voir", ref, "--json")
    assert NIR in cell("situation", "voir", ref, "--reveler", "--json")
    db = store.read()
    told = db.execute("SELECT action, subject FROM journal ORDER BY n DESC LIMIT 1").fetchone()
    db.close()
    assert tuple(told) == ("signal show --reveal", ref)


def test_the_same_person_is_recognised_from_a_file(cell, tmp_path):
    said = str(answers_file(tmp_path))
    cell("situation", "nouveau", "--fichier", said)
    plain = answers_file(tmp_path, nom="FICTIF NGUYEN", prenom="oedipe")
    assert "déjà connue" in cell("situation", "nouveau", "--fichier", str(plain))
    assert "Fictif-Nguyễn" in cell("situation", "voir", "2")
    assert len(json.loads(cell("recherche", "fictif nguyen", "--json"))["cases"]) == 2


def test_a_pdf_is_never_written_over_another(cell, tmp_path):
    cell("situation", "nouveau", "--fichier", str(answers_file(tmp_path)))
    target = tmp_path / "a.pdf"
    target.write_bytes(b"mine")
    ref = json.loads(cell("situation", "liste", "--json"))[0]["ref"]
    cell("accord", "imprimer", ref, "--sortie", str(target), code=14)
    assert target.read_bytes() == b"mine"
    cell("accord", "imprimer", ref, "--sortie", str(target), "--remplacer")
    assert target.read_bytes().startswith(b"%PDF")


def test_no_personal_data_is_in_clear_anywhere_nor_in_an_error(cell, pdp, tmp_path, places):
    marks = {"nom": "Zmarqueunz", "contexte": "Zcontexteunz", "poste": "Zposteunz"}
    said = answers_file(tmp_path, nir=NIR, **marks)
    cell("situation", "nouveau", "--fichier", str(said))
    said.unlink()
    cell("situation", "voir", "1")
    refused = cell("fiche", "produire", "1", code=15)
    searched = [NIR.encode(), *(mark.encode() for mark in marks.values())]
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        content = path.read_bytes()
        assert not [mark for mark in searched if mark in content], path
    assert not [mark for mark in searched if mark.decode() in refused]


def test_meetings_and_actions_are_counted(cell, tmp_path):
    ref = cell("situation", "nouveau", "--fichier", str(answers_file(tmp_path))).split()[1]
    with_ssam = ("--partenaire", "SSAM Carsat LR", "--le", "02/07/2025")
    cell("reunion", "ajouter", "services", *with_ssam)
    cell("reunion", "ajouter", "cellule", "--le", "03/07/2025", "--situation", ref,
         "--instance", "cell", "--convention", "btp34-carsat-lr")  # fmt: skip
    cell("action", "ajouter", "action collective", *with_ssam, "--participants", "12")
    cell("action", "ajouter", "action collective", "--le", "04/07/2025", "--participants", "50")
    figures = json.loads(cell("chiffres", "--annee", "2025", "--json"))
    assert shown(figures, "BTP34-2", "b", "2025") == 1
    assert shown(figures, "BTP34-3", "a", "2025") == 1
    assert shown(figures, "BTP34-3", "b", "2025") == 12
    assert shown(figures, "BTP34-6", "a", "2025") == 1


def test_what_only_a_fiche_asks_may_be_said_in_the_file(cell, tmp_path):
    cell("convention", "ajouter", "prevy-cap-emploi", "--en-tant-que", "prevy")
    model = cell("situation", "modele", "prevy-cap-emploi")
    asked = next(line for line in model.splitlines() if line.startswith("besoin"))
    key = asked.split(" ")[0]
    said = answers_file(tmp_path, **{key: "Une expertise emploi-handicap (fictif)."})
    cell("situation", "nouveau", "--fichier", str(said), "--convention", "prevy-cap-emploi")
    shown = json.loads(cell("fiche", "voir", "1", "--json"))
    assert "Une expertise emploi-handicap (fictif)." in str(shown["answers"])
