"""`pdp convention` as she types it: begin her own, see what is wrong with it, see it listed."""

import json
from pathlib import Path

import pytest

from pdpcli.agreements.loader import shipped

pytestmark = pytest.mark.usefixtures("store")


def test_her_own_convention_is_begun_checked_and_broken(pdp, home: Path) -> None:
    done = pdp("convention", "copier", "btp34-carsat-lr", "cap-emploi-34")
    assert done.returncode == 0
    assert "pdp convention verifier cap-emploi-34" in done.stderr
    checked = pdp("convention", "verifier", "cap-emploi-34")
    assert checked.returncode == 0
    assert "pdp convention ajouter cap-emploi-34" in checked.stderr
    terms = home / "conventions" / "cap-emploi-34" / "agreement.toml"
    terms.write_text(terms.read_text("utf-8").replace("months = 3", 'months = "trois"'), "utf-8")
    shown = pdp("convention", "liste")
    assert shown.returncode == 0
    assert "à corriger" in shown.stdout
    assert "pdp convention verifier cap-emploi-34" in shown.stderr
    rows = json.loads(pdp("convention", "liste", "--json").stdout)
    assert {row["id"]: row["usable"] for row in rows} == {
        **dict.fromkeys(shipped(), True),
        "cap-emploi-34": False,
    }
    wrong = pdp("convention", "verifier", "cap-emploi-34")
    assert wrong.returncode == 2
    assert "months" in wrong.stderr


def test_the_card_is_shown_with_the_number_in_force(pdp) -> None:
    pdp("convention", "ajouter", "btp34-carsat-lr")
    pdp("convention", "regler", "btp34-carsat-lr", "answer_delay_days", "21")
    shown = pdp("convention", "voir", "btp34-carsat-lr")
    assert shown.returncode == 0, shown.stderr
    said = shown.stdout.replace("\N{NO-BREAK SPACE}", " ")
    assert "Retour sur la fiche de liaison : 21 jours" in said
    assert max(map(len, shown.stdout.splitlines())) <= 80


def test_a_file_of_answers_that_is_no_toml_says_its_line_in_french(pdp, tmp_path: Path) -> None:
    answers = tmp_path / "saisie.toml"
    answers.write_text('nom = "MARTINEZ"\nprenom = Luc\n', "utf-8")
    refused = pdp("situation", "nouveau", "--fichier", str(answers))
    assert refused.returncode == 2
    assert "ligne 2, colonne 10" in refused.stderr
    assert "Luc" not in refused.stderr


def test_the_beginning_of_a_convention_is_enough_when_it_begins_only_one(pdp) -> None:
    assert pdp("convention", "ajouter", "caire", "--en-tant-que", "caire84").returncode == 0
    assert "CAIRE 84" in pdp("convention", "voir", "CAIRE").stdout
    assert pdp("convention", "voir", "prevy").returncode == 2
    assert pdp("chiffres", "--convention", "caire").returncode == 0
    assert pdp("chiffres", "--convention", "zzz").returncode == 2
