"""`pdp liaison preview` and `words` at the keyboard. Persons are fictional."""

import json

import pytest
from exchanges import founded_cell
from fictional import NIR


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path / "a", capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


@pytest.fixture
def ref(cell):
    made = cell.registered(
        date_signalement="hier", prereprise_date="hier", nir=NIR, contexte=f"n° {NIR} (fictif)"
    )
    cell("fiche", "nouveau", made)
    return made


def test_it_says_whether_it_may_leave_to_whom_and_what(cell, ref):
    said = cell("fiche", "apercu", ref)
    for part in (
        "Non, elle ne peut pas partir",
        "n'a pas d'accord signé",
        "protocole, art. 4",
        "29, cours Gambetta",
        "CE QUI PARTIRAIT",
        "[x] Maladie",
        "Coordonnées employeur, Nom          Bâti Fictif",
        "fiche.json",
        "CE QUI RESTE ICI",
        "Régime de sécurité sociale",
        "un numéro de sécurité sociale semble s'y trouver",
    ):
        assert part in said
    assert max(map(len, said.splitlines())) <= 80


def test_once_signed_it_says_why_it_may(cell, ref):
    cell("accord", "enregistrer", ref, "--signe-le", "hier", "--lieu", "Lattes")
    cell("fiche", "corriger", ref, "--fichier", cell.file("r.toml", referent_tel="04 99 00 00 00"))
    said = " ".join(cell("fiche", "apercu", ref).split())
    assert "Oui : accord signé sur papier, le" in said
    assert "pour toutes les fiches de cette convention, sans terme, jusqu'au retrait" in said
    assert "signé sur papier le" in said


def test_the_number_is_masked_everywhere_until_revealed_which_is_journaled(cell, ref):
    assert "1 68 03 ** *** *** **" in cell("fiche", "apercu", ref)
    for words in (("fiche", "apercu", ref), ("fiche", "apercu", ref, "--json")):
        assert NIR not in cell(*words).replace(" ", "")
        assert NIR in cell(*words, "--reveler").replace(" ", "")
    journal = cell.rows("SELECT action, subject FROM journal ORDER BY n DESC LIMIT 1")
    assert journal == [{"action": "liaison preview --reveal", "subject": ref}]


def test_in_json_the_keys_are_stable(cell, ref):
    shown = json.loads(cell("fiche", "apercu", ref, "--json"))
    assert set(shown) == {
        "ref", "version", "round", "may_leave", "obstacles", "recipient", "consent", "rule",
        "fields", "with_it", "stays", "to_look_at",
    }  # fmt: skip
    assert shown["may_leave"] is False
    assert shown["stays"]["count"] == len(shown["stays"]["labels"])
    assert {"id", "section", "label", "shown"} == set(shown["fields"][0])


def test_a_situation_without_fiche_is_told_how_to_begin_one(cell):
    made = cell.registered(nom="Autre-Fictif")
    assert f"pdp fiche nouveau {made}" in cell("fiche", "apercu", made, code=2)


def test_her_words_are_added_shown_and_removed(cell):
    assert "Aucun mot" in cell("fiche", "mots")
    assert cell("fiche", "mots", "--ajouter", "Épaule, alcool", "--ajouter", "SEP").split() == [
        "alcool", "epaule", "sep",
    ]  # fmt: skip
    assert "Pas dans votre liste : dos" in cell("fiche", "mots", "--retirer", "sep,dos")
    assert cell.json("fiche", "mots") == ["alcool", "epaule"]
    assert "votre liste n'a pas été changée".capitalize() in cell(
        "fiche", "mots", "--ajouter", "x", "--retirer", "epaule", code=2
    )
    assert cell.json("fiche", "mots") == ["alcool", "epaule"]
