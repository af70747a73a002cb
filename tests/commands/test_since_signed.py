"""What the person signed, what leaves, what is said of the difference. Everybody is fictional."""

import pytest
from exchanges import founded_cell

PHONE = "04 99 00 00 00"


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path / "a", capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


@pytest.fixture
def ref(cell):
    """A fiche that is complete but for its contact, and its sheet to sign."""
    made = cell.registered(date_signalement="hier", prereprise_date="hier")
    cell("fiche", "nouveau", made)
    cell("fiche", "corriger", made, "--fichier", cell.file("r.toml", referent_tel=PHONE))
    return made


def sign(cell, ref):
    return cell("accord", "enregistrer", ref, "--signe-le", "aujourd'hui", "--lieu", "Lattes")


def test_what_changed_since_the_sheet_was_printed_is_said_confirmed_and_journaled(cell, ref):
    cell("accord", "imprimer", ref, "--sortie", "sheet.pdf")
    sign(cell, ref)
    cell("fiche", "corriger", ref, "--fichier", cell.file("c.toml", contexte="Autre chose."))
    said = " ".join(cell("fiche", "apercu", ref).split())
    assert "a changé depuis la feuille signée (" in said
    told = cell("fiche", "produire", ref, "--sortie", "out.pdf", code=2)
    assert told.count("a changé depuis la feuille signée") == 1
    assert not (cell.folder / "out.pdf").exists()
    assert cell.count("release") == 0
    cell("fiche", "produire", ref, "--sortie", "out.pdf", "--oui")
    rows = cell.rows("SELECT row FROM journal WHERE row LIKE 'since_signed%'")
    assert rows == [{"row": f"since_signed {ref}/1 contexte"}]


def test_the_same_fiche_leaves_without_a_word(cell, ref):
    cell("accord", "imprimer", ref, "--sortie", "sheet.pdf")
    sign(cell, ref)
    assert "depuis la feuille" not in cell("fiche", "apercu", ref)
    cell("fiche", "produire", ref, "--sortie", "out.pdf")


def test_how_to_reach_our_referent_is_not_what_she_signed(cell, ref):
    cell("accord", "imprimer", ref, "--sortie", "sheet.pdf")
    sign(cell, ref)
    said = cell.file("r.toml", referent_tel="04 99 11 11 11")
    cell("fiche", "corriger", ref, "--fichier", said)
    cell("fiche", "produire", ref, "--sortie", "out.pdf")


def test_a_sheet_printed_after_the_signature_is_not_the_one_signed(cell, ref):
    cell("accord", "imprimer", ref, "--sortie", "one.pdf")
    sign(cell, ref)
    cell("fiche", "corriger", ref, "--fichier", cell.file("c.toml", contexte="Autre chose."))
    cell("accord", "imprimer", ref, "--sortie", "two.pdf")
    assert "a changé depuis la feuille signée" in cell("fiche", "apercu", ref)
    cell("accord", "enregistrer", ref, "--signe-le", "aujourd'hui", "--lieu", "Lattes", "--oui")
    assert "depuis la feuille signée" not in cell("fiche", "apercu", ref)


def test_no_sheet_printed_here_says_nothing(cell, ref):
    sign(cell, ref)
    cell("fiche", "corriger", ref, "--fichier", cell.file("c.toml", contexte="Autre chose."))
    cell("fiche", "produire", ref, "--sortie", "out.pdf")


def test_the_sheet_to_sign_says_what_the_fiche_still_lacks(cell):
    made = cell.registered(date_signalement="hier", prereprise_date="hier")
    told = cell("accord", "imprimer", made, "--sortie", "sheet.pdf")
    assert "À compléter avant de faire signer" in told
    assert "éléphone" in told
    cell("fiche", "corriger", made, "--fichier", cell.file("r.toml", referent_tel=PHONE))
    assert "À compléter" not in cell("accord", "imprimer", made, "--sortie", "again.pdf")


def test_a_valid_consent_is_not_said_enough_while_the_fiche_lacks_something(cell):
    made = cell.registered(date_signalement="hier", prereprise_date="hier")
    told = " ".join(sign(cell, made).split())
    assert "La fiche peut partir" not in told
    assert "L'accord est valable, mais il manque à la fiche :" in told
    shown = " ".join(cell("accord", "voir", made).split())
    assert "l'accord est valable" in shown
    assert "la fiche peut partir" not in shown
    assert "Il manque à la fiche" in shown
    cell("fiche", "corriger", made, "--fichier", cell.file("r.toml", referent_tel=PHONE))
    assert "l'accord est valable, la fiche peut partir" in " ".join(
        cell("accord", "voir", made).split()
    )


def test_a_sheet_to_sign_is_recognised_by_its_bytes(cell, ref):
    cell("accord", "imprimer", ref, "--sortie", "sheet.pdf")
    told = cell("accord", "verifier", "sheet.pdf")
    assert f"la feuille à signer de la fiche {ref}/1, imprimée ici le" in told
    with (cell.folder / "sheet.pdf").open("ab") as file:
        file.write(b"%")
    cell("accord", "verifier", "sheet.pdf", code=16)


def test_a_sheet_in_clear_is_found_when_the_fiche_leaves_and_when_she_is_erased(cell, ref):
    cell("accord", "imprimer", ref, "--sortie", "sheet.pdf")
    assert "sheet.pdf" in cell("droits", "effacer", ref, code=2)
    sign(cell, ref)
    cell("fiche", "produire", ref, "--sortie", "out.pdf")
    cell("fiche", "envoyer", ref, "--canal", "courrier postal", "--effacer-clair", "--oui")
    assert not (cell.folder / "sheet.pdf").exists()
    assert not (cell.folder / "out.pdf").exists()


def test_an_erasure_leaves_nothing_of_a_sheet(cell, ref):
    cell("accord", "imprimer", ref, "--sortie", "sheet.pdf")
    cell("droits", "effacer", ref, "--oui")
    assert cell.count("printed_sheet") == 0


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ((), "Accord : signé le"),
        (("--moyen", "oral", "--comment", "au téléphone"), "Accord : donné de vive voix le"),
        (
            ("--qualite", "ne peut signer", "--temoin", "Zoé Fictive"),
            "Accord : donné devant témoin",
        ),
    ],
)
def test_the_fiche_says_how_the_consent_was_given(cell, ref, said, told):
    cell("convention", "regler", "btp34-carsat-lr", "consent_oral", "oui")
    place = () if "oral" in said else ("--lieu", "Lattes")
    cell("accord", "enregistrer", ref, "--signe-le", "hier", *place, *said)
    assert told in cell("fiche", "voir", ref)


def test_after_a_refusal_refusing_again_is_not_proposed_and_printing_says_it(cell, ref):
    assert f"pdp accord refuser {ref}/1" in cell("fiche", "produire", ref, code=15)
    cell("accord", "refuser", ref, "--le", "hier")
    told = cell("fiche", "produire", ref, code=15)
    assert "pdp accord refuser" not in told
    assert f"pdp accord imprimer {ref}/1" in told
    assert "la personne a refusé le" in cell("accord", "imprimer", ref, "--sortie", "a.pdf")
