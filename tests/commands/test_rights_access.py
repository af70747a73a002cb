"""The access file has all that is held of her, and nothing of somebody else.

Everybody here is fictional.
"""

import json
from contextlib import closing

import pytest
from decrypted import rows_of
from exchanges import founded_cell
from fictional import NIR
from fillers import with_pypdf
from pypdf import PdfReader

from pdpcli.commands.opening import open_store
from pdpcli.store.held import declared, hers, rows_held

MARKS = {
    "nom": "Zmarqueunz",
    "prenom": "Ymarquedeux",
    "adresse": "9 rue Wmarquequatre, 34970 Lattes",
    "poste": "Vmarquecinq",
    "employeur": "Umarquesix",
    "contexte": "Tmarquesept ne peut plus porter.",
    "medecin_travail": "Smarquehuit",
    "tel": "06 39 98 76 54",
    "nir": NIR,
}
LATER = ("Qmarquedix", "Omarquedouze", "Nmarquetreize", "Mmarquequatorze", "Lmarquequinze",
         "Kmarqueseize", "Jmarquedixsept", "Imarquedixhuit")  # fmt: skip
WORDS = [text.split(",")[0].split()[-1] if key == "adresse" else text.split()[0]
         for key, text in MARKS.items() if key not in ("tel", "nir")]  # fmt: skip


@pytest.fixture
def told(tmp_path, capsys, monkeypatch):
    """A story with something of hers in most tables, and somebody else beside."""
    cell = founded_cell(tmp_path, capsys, monkeypatch)
    cell("convention", "ajouter", "btp34-carsat-lr")
    sent = cell.sent(**MARKS)
    first = sent.stem
    filled = {"reponse_texte": "Omarquedouze", "reponse_nom": "Nmarquetreize",
              "reponse_date": "01/01/2026"}  # fmt: skip
    (cell.folder / "back.pdf").write_bytes(with_pypdf(sent.read_bytes(), filled, cell.folder))
    cell("fiche", "retour", "back.pdf", "--oui")
    cell("acte", "ajouter", "1", "entretien", "--note", "Mmarquequatorze")
    cell("situation", "plan", "1", "--ajouter", "--texte", "Lmarquequinze")
    cell("echeances", "ajouter", "Kmarqueseize", "--le", "demain", "--situation", "1")
    other = cell.registered(nom="Hautrefictif", employeur="Gautre", contexte="Fautre (fictif).",
                            nir=None, date_signalement="hier", prereprise_date="hier")  # fmt: skip
    cell("reunion", "prevoir", "cellule", "--le", "aujourd'hui", "--situation", "1",
         "--situation", other)  # fmt: skip
    cell("reunion", "ordre-du-jour", "1", "--ajouter", "1", "--motif", "Jmarquedixsept")
    seen = {f"examinee_{one.replace('-', '_')}": "oui" for one in (first, other)}
    held = cell.file("h.toml", compte_rendu="Vu Hautrefictif.", **seen)
    cell("reunion", "tenir", "1", "--fichier", held)
    return cell


def given(cell, *more):
    said = cell("droits", "acces", "1", "--identite", "connue", *more)
    (folder,) = cell.folder.glob("acces-*")
    document = json.loads((folder / "donnees.json").read_text("utf-8"))
    pages = PdfReader(folder / "donnees.pdf").pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    return said, folder, document, text


def test_nothing_is_handed_over_before_the_identity_is_checked(told):
    assert "n'est pas vérifiée" in told("droits", "acces", "1", code=2)
    assert not list(told.folder.glob("acces-*"))
    assert told.count("rights_request") == 0


def test_all_that_the_tables_say_of_her_is_in_the_json_and_in_the_pdf(told):
    said, _, document, text = given(told)
    whole = json.dumps(document, ensure_ascii=False)
    assert "en qualité de : la personne elle-même" in text
    assert "collected_by" not in text
    words = [word for word in WORDS if word.isalnum()]
    assert len(words) >= 6
    kept = "\n".join(rows_of(open_store()))
    for word in (*words, "Omarquedouze", "Nmarquetreize", "Mmarquequatorze", "Lmarquequinze",
                 "Kmarqueseize", "Jmarquedixsept", NIR):  # fmt: skip
        assert word in kept
        assert word in whole, word
        assert word.casefold() in text.casefold(), word
    assert "SSAM" in text
    assert document["recipients"]
    assert document["tables"]["dispatch"][0]["channel"]
    assert document["tables"]["journal"]
    assert '"author"' not in whole  # what she signed names who follows her, the journal nobody
    for name in ("Hautrefictif", "Gautre", "Fautre"):
        assert name not in whole, name
        assert name.casefold() not in text.casefold(), name
    assert "à masquer" in said


def test_every_row_of_hers_is_in_the_json(told):
    with closing(open_store().read()) as db:
        (person,) = db.execute("SELECT id FROM person WHERE last_name = 'Zmarqueunz'").fetchone()
        known = hers(db, person, ())
        counted = {one.table: len(list(rows_held(db, one, known))) for one in declared().tables}
    _, _, document, _ = given(told)
    for table, count in counted.items():
        held = len(document["tables"].get(table, []))
        assert held == count or table in ("journal", "rights_request", "document", "deadline",
                                          "clear_copy"), table  # fmt: skip
    assert sum(1 for count in counted.values() if count) >= 20


def test_the_pieces_are_beside_with_their_own_bytes(told):
    _, folder, document, _ = given(told)
    named = {row["bytes"] for row in document["tables"]["document"]}
    assert {path.name for path in folder.glob("piece-*")} == named
    kept = {bytes(row["bytes"]) for row in told.rows("SELECT bytes FROM document")}
    assert {path.read_bytes() for path in folder.glob("piece-*")} <= kept


def test_it_is_journaled_answered_and_its_files_go_with_an_erasure(told):
    _, folder, _, _ = given(told)
    assert told.rows("SELECT 1 FROM journal WHERE row = 'access file'")
    assert "access file" in {row["row"] for row in told.rows("SELECT row FROM journal")}
    assert "Aucune demande" in told("droits")
    assert "n'est pas vide" in told("droits", "acces", "1", "--identite", "connue", code=2)
    told("droits", "effacer", "1", "--oui")
    assert not list(folder.iterdir())


def test_the_portable_file_is_the_same_json(told):
    _, _, document, _ = given(told, "--nature", "portabilité", "--recu-le", "hier")
    assert document["format"] == "pdp-acces-1"
    assert told.rows("SELECT kind, outcome FROM rights_request") == [
        {"kind": "portability", "outcome": "granted"}
    ]
