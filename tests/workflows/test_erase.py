"""A person erased after a whole story: no byte says who she was, and every figure is the same.

Told through the commands, in a store of its own. Everybody here is fictional.
"""

import json
from contextlib import closing
from datetime import date
from io import BytesIO

import pytest
from decrypted import files_under, pages_of, rows_of
from exchanges import Cell, founded_cell
from fictional import NIR
from fillers import with_pypdf
from PIL import Image, ImageDraw

from pdpcli.agreements.loader import find, shipped
from pdpcli.commands.opening import open_store
from pdpcli.rules.names import fold

TODAY = date.today()  # noqa: DTZ011
MARKS = {
    "nom": "Zmarqueunz",
    "prenom": "Ymarquedeux",
    "nom_naissance": "Xmarquetrois",
    "adresse": "9 rue Wmarquequatre, 34970 Lattes",
    "poste": "Vmarquecinq",
    "employeur": "Umarquesix",
    "contexte": "Tmarquesept ne peut plus porter.",
    "medecin_travail": "Smarquehuit",
    "courriel": "rmarqueneuf@example.org",
    "tel": "06 39 98 76 54",
    "nir": NIR,
}
LATER = ("Qmarquedix", "Pmarqueonze", "Omarquedouze", "Nmarquetreize", "Mmarquequatorze")
WORDS = [
    "Zmarqueunz", "Ymarquedeux", "Xmarquetrois", "Wmarquequatre", "Vmarquecinq", "Tmarquesept",
    "Smarquehuit", "rmarqueneuf", "06 39 98 76 54", NIR, *LATER,
]  # fmt: skip


def picture(ink: str) -> bytes:
    made = Image.new("RGB", (400, 150), "white")
    ImageDraw.Draw(made).line([(20, 100), (150, 30), (350, 90)], ink, 6)
    out = BytesIO()
    made.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch) -> Cell:
    made = founded_cell(tmp_path, capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


def join_others(cell: Cell) -> None:
    """Every convention shipped is ours, as the party that it gives for us."""
    for agreement in shipped():
        if agreement != "btp34-carsat-lr":
            cell("convention", "ajouter", agreement, "--en-tant-que", find(agreement).us[0])


@pytest.fixture
def told(cell: Cell) -> Cell:
    """Register, sign with a scan, seal, send, receive, note, withdraw, sign on screen, again."""
    join_others(cell)
    known = {key: value for key, value in MARKS.items() if key != "courriel"}
    ref = cell.registered(**known, mail=MARKS["courriel"], date_signalement="hier",
                          prereprise_date="hier")  # fmt: skip
    ours = ("--convention", "btp34-carsat-lr")
    (cell.folder / "scan.png").write_bytes(picture("black"))
    cell("accord", "enregistrer", ref, *ours, "--signe-le", "hier", "--lieu", "Qmarquedix",
         "--scan", "scan.png")  # fmt: skip
    said = cell.file("answers.toml", referent_tel="04 99 00 00 00", contexte="Pmarqueonze (fictif)")
    cell("fiche", "corriger", ref, *ours, "--fichier", said)
    cell("fiche", "produire", ref, *ours, "--cachet", "--sortie", "out.pdf", "--oui")
    cell("fiche", "envoyer", ref, *ours, "--canal", "messagerie sécurisée", "--oui")
    sent = (cell.folder / "out.pdf").read_bytes()
    filled = {"reponse_texte": "Omarquedouze", "reponse_date": TODAY.strftime("%d/%m/%Y"),
              "reponse_nom": "Nmarquetreize"}  # fmt: skip
    (cell.folder / "back.pdf").write_bytes(with_pypdf(sent, filled, cell.folder))
    cell("fiche", "retour", "back.pdf", "--oui")
    cell("acte", "ajouter", ref, "essai encadré", "--jours", "10", "--note", "Mmarquequatorze")
    cell("acte", "ajouter", ref, "issue", "--nature", "maintien au poste")
    cell("accord", "retirer", ref, *ours)
    (cell.folder / "sig.png").write_bytes(picture("navy"))
    cell("accord", "signer", ref, *ours, "--image", "sig.png", "--lieu", "Lattes",
         "--signe-le", "aujourd'hui", "--sortie", "signed.pdf")  # fmt: skip
    again = cell.registered(**known, date_signalement="aujourd'hui")
    assert again != ref
    cell.registered(nom="Autre-Fictive", employeur="Umarquesix", date_signalement="hier",
                    prereprise_date="hier")  # fmt: skip
    return cell


_NAMING = ("poste", "entreprise")  # what an act loses, since it could name her


def figures(cell: Cell) -> object:
    """Every figure; of the lists by job and by employer, their sums: she is « non renseigné »."""
    years = [str(TODAY.year), str(TODAY.year - 1)]
    found = [cell.json("chiffres", "--annee", year) for year in years]
    for one in (one for year in found for sheet in year["agreements"] for one in sheet["figures"]):
        named = [line for line in one["lines"] if line["dimension"] in _NAMING]
        one["lines"] = [line for line in one["lines"] if line not in named]
        one["sums"] = {year: sum(line["values"].get(year, 0) for line in named) for year in years}
    return found


def erase(cell: Cell, ref: str = "1") -> str:
    return cell("droits", "effacer", ref, "--oui")


def test_the_store_says_the_marks_before_an_erasure_and_nothing_says_them_after(told, tmp_path):
    store = open_store()
    documents = [row["bytes"] for row in told.rows("SELECT bytes FROM document")]
    assert len(documents) >= 5
    before = "\n".join(rows_of(store))
    assert [word for word in WORDS if word not in before] == []
    assert any(b"Zmarqueunz" in page for page in pages_of(store))
    erase(told)
    after = "\n".join(rows_of(store))
    spelled = [*WORDS, *map(fold, WORDS)]
    assert [word for word in spelled if word and word in after] == []
    pages = pages_of(store)
    marks = [word.encode() for word in spelled if len(word) > 4]
    assert [mark for mark in marks if any(mark in page for page in pages)] == []
    pieces = [one[at : at + 48] for one in documents for at in (0, len(one) // 2, len(one) - 48)]
    common = {b"%PDF-"}
    assert not [p for p in pieces if p[:5] not in common and any(p in page for page in pages)]
    own = files_under(tmp_path / "coffre", tmp_path / "state", tmp_path / "run")
    assert not [path for path, content in own.items() for mark in marks if mark in content]
    assert not [path for path in own for word in spelled if len(word) > 4 and word in str(path)]


def test_every_figure_of_every_convention_is_the_same_and_the_store_is_sound(told):
    before = figures(told)
    (sheet,) = [one for one in before[0]["agreements"] if one["agreement"] == "btp34-carsat-lr"]
    counted = {one["id"]: one["lines"] for one in sheet["figures"]}
    for indicator in ("BTP34-1", "BTP34-5"):
        assert any(line["values"][str(TODAY.year)] for line in counted[indicator])
    erase(told)
    assert figures(told) == before
    assert all(one["sound"] for one in told.json("verifier"))


def test_acts_stay_without_what_could_name_her_and_skeletons_without_their_content(told):
    kept = ("consent", "release", "dispatch", "notice", "act", "case_file", "liaison")
    before = {table: told.count(table) for table in kept}
    erase(told)
    notices = told.rows("SELECT count(*) AS n FROM notice WHERE kind = 'stop_letter'")[0]["n"]
    assert notices == 2  # the withdrawal's, and the one of the erasure
    assert {table: told.count(table) for table in kept} == {
        **before,
        "notice": before["notice"] + 1,
    }
    (key,) = told.rows("SELECT person_key FROM erasure")
    hers = f"person_key = '{key['person_key']}'"
    assert told.rows(f"SELECT * FROM act WHERE {hers} AND (job || employer_id || note) > ''") == []
    assert {row["sex"] for row in told.rows(f"SELECT sex FROM act WHERE {hers}")} == {"male"}
    for table in ("consent", "release", "dispatch", "notice"):
        left = f"SELECT 1 FROM {table}_detail d JOIN {table} t ON t.id = d.{table}_id WHERE {hers}"
        assert told.rows(left) == []
    for table in ("entry", "document", "clear_copy"):
        assert told.count(table) == 0
    assert (
        told.rows("SELECT person_id, state, context FROM case_file WHERE number < 3")
        == [{"person_id": None, "state": "closed", "context": None}] * 2
    )


def test_the_letter_is_written_first_and_names_nobody(told, tmp_path):
    said = erase(told)
    letter = tmp_path / f"effacement-{TODAY.year}-0001-1.pdf"
    from pypdf import PdfReader

    text = " ".join(PdfReader(letter).pages[0].extract_text().split())
    assert "article 17" in text
    assert "article 19" in text
    assert f"fiche {TODAY.year}-0001/1" in text or f"fiche {TODAY.year - 1}" in text
    assert not [word for word in WORDS if word in text]
    assert "envoyer la lettre à SSAM Carsat LR" in said


def test_every_screen_still_shows_and_says_that_the_identity_is_erased(told):
    erase(told)
    for args in (
        (), ("situation", "voir", "1"), ("situation", "voir", "2"), ("situation", "liste"),
        ("situation", "liste", "--etat", "toutes"), ("fiche", "liste"), ("fiche", "voir", "1/1"),
        ("accord", "liste", "1"), ("acte", "liste", "1"), ("recherche", "zmarque"),
        ("entreprise", "liste"), ("entreprise", "voir", "1"), ("chiffres", "--annee", "2025"),
        ("chiffres", "--annee", str(TODAY.year), "--expliquer", "BTP34-1", "--cases"),
    ):  # fmt: skip
        shown = told(*args)
        assert not [word for word in WORDS if word in shown], args
    assert "identité effacée" in told("situation", "liste", "--etat", "toutes")
    assert "personne effacée : il reste" in told("situation", "voir", "1")


@pytest.mark.parametrize(
    "args",
    [
        ("accord", "retirer", "1"),
        ("accord", "imprimer", "1"),
        ("accord", "enregistrer", "1", "--signe-le", "hier", "--lieu", "Lattes"),
        ("fiche", "produire", "1"),
        ("fiche", "nouveau", "1"),
        ("situation", "corriger", "1", "--fichier", "contact.toml", "--erreur"),
        ("acte", "ajouter", "1", "entretien"),
        ("accord", "refuser", "1"),
        ("accord", "signer", "1", "--image", "sig.png", "--signe-le", "hier", "--lieu", "Lattes"),
        ("fiche", "envoyer", "1/1", "--canal", "courrier postal", "--oui"),
        ("fiche", "produire", "1/1"),
        ("fiche", "corriger", "1/1", "--fichier", "contact.toml"),
        ("fiche", "accuse", "1/1"),
        ("fiche", "prise-en-charge", "1/1", "--conseiller", "Une Conseillère Fictive"),
        ("fiche", "nouvelles", "1/1", "--texte", "Elle va mieux (fictif)."),
        ("fiche", "repondre", "1/1", "--texte", "Oui (fictif)."),
        ("fiche", "retour", "back.pdf", "--oui"),
        ("fiche", "decliner", "1/1", "--motif", "autre"),
        ("fiche", "sans-suite", "1/1", "--motif", "autre"),
        ("fiche", "suite", "1/1", "--texte", "Une question (fictive)."),
        ("fiche", "rectifier", "1/1"),
        ("reunion", "ajouter", "cellule", "--situation", "1", "--instance", "cell"),
    ],
)
def test_nothing_more_is_written_of_somebody_erased(cell, args):
    sent = cell.sent(nir=NIR)
    filled = {"reponse_texte": "Oui (fictif).", "reponse_nom": "Fictive", "reponse_date": "1/1/26"}
    (cell.folder / "back.pdf").write_bytes(with_pypdf(sent.read_bytes(), filled, cell.folder))
    (cell.folder / "sig.png").write_bytes(picture("navy"))
    erase(cell)
    before = cell.count("journal")
    cell(*args, code=2)
    assert cell.count("journal") == before


def test_another_person_keeps_everything(told):
    other = told.rows("SELECT * FROM person WHERE last_name = 'Autre-Fictive'")
    erase(told)
    assert told.rows("SELECT * FROM person") == other
    assert [row["name"] for row in told.rows("SELECT name FROM employer")] == ["Umarquesix"]
    assert told.count("employment") == 1


def test_an_employer_that_is_the_person_herself_is_erased_with_her(cell):
    cell.registered(nom="Zmarqueunz", statut="artisan", employeur="Zmarqueunz Maçonnerie",
                    date_signalement="hier", prereprise_date="hier")  # fmt: skip
    erase(cell)
    assert cell.count("employer") == 0


def test_a_note_about_no_situation_loses_her_name_and_keeps_the_rest(cell):
    cell.registered(nom="Zmarqueunz", prenom="Petite", date_signalement="hier",
                    prereprise_date="hier")  # fmt: skip
    for text in ("Rappeler Mme ZMARQUEUNZ et Petite Zmarqueunz.", "Une petite note (fictive)."):
        cell("echeances", "ajouter", text, "--le", "aujourd'hui")
    cell("echeances")
    cell("droits", "acces", "1", "--identite", "connue")
    (folder,) = cell.folder.glob("acces-*")
    told = json.loads((folder / "donnees.json").read_text("utf-8"))["tables"]["reminder_note"]
    assert [one["text"] for one in told] == ["Rappeler Mme ZMARQUEUNZ et Petite Zmarqueunz."]
    erase(cell)
    assert [row["text"] for row in cell.rows("SELECT text FROM reminder_note ORDER BY id")] == [
        "Rappeler (effacé) et (effacé).",
        "Une petite note (fictive).",
    ]
    assert "zmarqueunz" not in "\n".join(rows_of(open_store())).casefold()


def test_suspended_entries_about_her_go_and_those_of_others_stay(cell):
    cell.registered(nom="Zmarqueunz", prenom="Luc", date_signalement="hier", prereprise_date="hier")
    kept = [{"nom": "ZMARQUEUNZ", "prenom": "Ève"}, {"nom": "Autre", "prenom": "Luc"}]
    gone = [{"nom": "zmarqueunz"}, {"nom": "Zmarqueunz", "prenom": "luc"}]
    with open_store().write("test") as write:
        for answers in (*kept, *gone):
            write.db.execute(
                """INSERT INTO draft (kind, answers, updated_at, author)
                VALUES ('signal', ?, '', '')""",
                (json.dumps(answers, ensure_ascii=False),),
            )
    erase(cell)
    left = [json.loads(row["answers"]) for row in cell.rows("SELECT answers FROM draft")]
    assert left == kept


def test_without_a_terminal_it_is_to_be_confirmed(cell):
    cell.sent()
    assert "--oui" in cell("droits", "effacer", "1", code=2)
    assert cell.count("person") == 1


def test_a_letter_that_cannot_be_written_leaves_everything(cell):
    cell.sent()
    told = cell("droits", "effacer", "1", "--oui", "--sortie", "absent/x.pdf", code=14)
    assert "n'existe pas" in told
    assert cell.count("person") == 1
    assert cell.count("erasure") == 0


def test_who_bears_the_same_name_is_pointed_out_by_reference(cell):
    cell.registered(date_signalement="hier", prereprise_date="hier")
    cell.registered(naissance="05/05/1970", date_signalement="hier", prereprise_date="hier")
    with closing(open_store().read()) as db:
        assert db.execute("SELECT count(*) FROM person").fetchone()[0] == 2
    assert "-0002 porte le même nom : est-ce la même personne ?" in erase(cell)


def test_an_act_put_right_afterwards_does_not_open_the_situation_again(cell):
    cell.registered(date_signalement="hier", prereprise_date="hier")
    number = cell("acte", "ajouter", "1", "entretien").split()[1]
    erase(cell)
    cell("acte", "annuler", number, "--motif", "noté par erreur")
    assert cell.rows("SELECT state FROM case_file") == [{"state": "closed"}]


def test_erasing_again_writes_the_file_anew_and_says_so(cell):
    cell.sent()
    erase(cell)
    before = cell.count("erasure")
    assert "déjà effacée" in erase(cell)
    assert cell.count("erasure") == before
    assert all(one["sound"] for one in cell.json("verifier"))


def test_the_files_in_clear_that_were_written_are_deleted_unless_they_changed(cell, tmp_path):
    sent = cell.sent()
    cell("fiche", "produire", "1", "--sortie", "other.pdf")
    (tmp_path / "other.pdf").write_bytes(b"something else")
    told = erase(cell)
    assert f"Effacé : {sent}" in told
    assert not sent.exists()
    assert (tmp_path / "other.pdf").read_bytes() == b"something else"


def test_a_file_that_cannot_be_written_anew_is_said_and_the_person_is_erased(cell, monkeypatch):
    from pdpcli.errors import CannotWrite
    from pdpcli.store import compact

    def full(_store):
        raise CannotWrite("Le disque est plein.")

    sent = cell.sent()
    monkeypatch.setattr(compact, "compact", full)
    told = cell("droits", "effacer", "1", "--oui", code=14)
    assert "Personne effacée" in told
    assert "Ensuite : pdp droits effacer" in told
    assert "envoyer la lettre à SSAM Carsat LR" in told
    assert f"Effacé : {sent}" in told
    assert not sent.exists()
    assert cell.count("person") == 0


def test_a_file_in_clear_that_cannot_be_deleted_is_said_and_tried_again(cell, monkeypatch):
    from pathlib import Path

    sent = cell.sent()
    unlink = Path.unlink

    def refused(path, **more):
        if path == sent:
            raise PermissionError
        unlink(path, **more)

    with monkeypatch.context() as closed:
        closed.setattr(Path, "unlink", refused)
        told = " ".join(erase(cell).split())
    assert f"supprimer ce fichier, où elle est encore : {sent}" in told
    assert sent.exists()
    assert f"Effacé : {sent}" in erase(cell)
    assert not sent.exists()
    assert cell.count("clear_copy") == 0


def test_a_copy_made_before_an_update_of_the_store_goes_with_her_and_is_listed_until_then(cell):
    cell.sent()
    place = open_store().path
    copy = place.with_suffix(".avant-0002")
    copy.write_bytes(place.read_bytes())
    told = cell("verifier")
    assert str(copy) in told.replace("\n", "")
    assert "d'avant une mise à jour" in told
    assert str(copy) in erase(cell)
    assert not copy.exists()
    assert "d'avant une mise à jour" not in cell("verifier")


def test_erasing_again_sweeps_what_is_left_under_her_key(cell):
    cell.sent()
    erase(cell)
    with closing(open_store().connect("rw")) as db:  # a program before this one had no such thing
        for table in ("document", "entry"):
            db.execute(f"DROP TRIGGER {table}_erased")
    with open_store().write("essai") as write:
        write.db.execute(
            """INSERT INTO entry (liaison_id, round, kind, side, on_date, answers, recorded_at,
              author) VALUES (1, 0, 'reply', 'partner', '2026-01-01', '{"a": "Zmarque"}', '', '')"""
        )
        write.db.execute(
            """INSERT INTO document (person_key, kind, name, sha256, bytes, added_at)
            SELECT person_key, 'received', 'x', 'x', x'00', '' FROM case_file"""
        )
        write.db.execute("UPDATE case_file SET context = 'Zmarque'")
    assert "déjà effacée" in erase(cell)
    assert cell.count("entry") == cell.count("document") == 0
    assert cell.rows("SELECT context FROM case_file") == [{"context": None}]


def test_what_was_planned_for_her_is_no_longer_to_be_done_and_figures_are_the_same(told):
    told("acte", "ajouter", "1", "entretien", "--le", "demain", "--prevu")
    before = figures(told)
    assert told.rows("SELECT 1 FROM act WHERE state = 'planned' AND case_id = 1")
    erase(told)
    assert not told.rows("SELECT 1 FROM act WHERE state = 'planned' AND case_id = 1")
    assert figures(told) == before


def test_a_fiche_that_had_not_left_waits_for_nothing_more(cell):
    ref = cell.registered(date_signalement="hier", prereprise_date="hier")
    cell("accord", "enregistrer", ref, "--signe-le", "hier", "--lieu", "Lattes")
    assert cell.state(f"{ref}/1") == "send"
    erase(cell)
    assert cell.state(f"{ref}/1") == "dropped"
    assert "sans suite" in cell("fiche", "liste", "--toutes")
