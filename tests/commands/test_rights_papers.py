"""The register entry and the record of a breach: what is known is printed, the rest is to fill.

Everybody here is fictional.
"""

from io import BytesIO

import pytest
from exchanges import founded_cell
from pypdf import PdfReader

NAME, CONTEXT = "Zmarqueunz", "Ymarquedeux ne porte plus (fictif)."


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path, capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


def read(path):
    reader = PdfReader(BytesIO(path.read_bytes()))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    return text, set(reader.get_fields() or {})


def test_the_register_entry_says_what_the_store_knows_and_leaves_the_rest_to_fill(cell):
    cell("partenaire", "corriger", "sante-btp-34", "--dpd", "dpd@exemple.fr")
    cell("conservation", "regler", "duree", "36")
    cell("droits", "registre")
    text, fields = read(cell.folder / "registre-cellule-pdp.pdf")
    for known in ("Santé BTP 34", "dpd@exemple.fr", "36 mois", "par analogie", "Carsat"):
        assert known in text, known
    assert {"base", "transferts", "internes", "g_completer", "rempli_par"} <= fields
    assert "service" not in fields
    assert "existe déjà" in cell("droits", "registre", code=14)


def test_the_record_of_a_breach_has_its_facts_and_headings_and_no_name(cell):
    cell.sent(nom=NAME, contexte=CONTEXT)
    assert "pas de violation" in cell("droits", "violation", "1", code=2)
    cell("fiche", "erreur-envoi", "1", "--au", "Une mairie (fictive)", "--faits",
         "Adresse confondue (fictif).", "--mesures", "Retour demandé (fictif).",
         "--connu-le", "aujourd'hui 0h")  # fmt: skip
    said = cell("droits", "violation", "1")
    (path,) = cell.folder.glob("violation-*.pdf")
    assert str(path) in said
    text, fields = read(path)
    for known in ("Adresse confondue (fictif).", "Retour demandé (fictif).", "Une mairie",
                  "à 0 h 00", "mauvais destinataire", "Nom de la personne"):  # fmt: skip
        assert known in text, known
    for word in (NAME, "Ymarquedeux"):
        assert word.casefold() not in text.casefold()
    assert {"consequences", "risque__high", "notifiee", "retard", "corrections"} <= fields
    assert cell.rows("SELECT 1 FROM journal WHERE row = 'breach record'")
    assert "dites laquelle" in cell("droits", "violation", "1", "2", code=2)
