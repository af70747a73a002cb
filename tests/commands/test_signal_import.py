"""Two cells that both have pdp: one sends, the other imports, replies; the first one reads it back.

Everybody here is fictional.
"""

import pytest
from exchanges import founded_cell
from fictional import NIR
from pypdf import PdfReader, PdfWriter

ASSOCIATION, SERVICE = "caire84", "carsat-se-ssam"


@pytest.fixture
def ours(places, tmp_path, capsys, monkeypatch):
    """Santé BTP 34, which sends."""
    cell = founded_cell(tmp_path / "a", capsys, monkeypatch)
    cell("convention", "ajouter", "btp34-carsat-lr")
    return cell


@pytest.fixture
def theirs(ours, tmp_path, capsys, monkeypatch):
    """The Carsat's social service, which has pdp too."""
    cell = founded_cell(tmp_path / "b", capsys, monkeypatch, "SSAM Carsat LR")
    cell("convention", "ajouter", "btp34-carsat-lr", "--en-tant-que", "carsat-lr-ssam")
    return cell


def test_a_fiche_goes_there_and_its_reply_comes_back(ours, theirs):
    sent = ours.sent(nir=NIR)
    ref = sent.stem
    told = theirs("situation", "importer", str(sent), code=2)
    assert "Fictif-Nguyễn" in told
    assert NIR not in told
    assert "--oui" in told
    assert theirs.count("case_file") == 0
    told = theirs("situation", "importer", str(sent), "--oui")
    assert "attend notre réponse" in told
    assert "Accord signé le" in told
    assert "ne peut pas partir" not in told
    person = theirs.rows("SELECT last_name, nir, address FROM person")[0]
    assert person["last_name"] == "Fictif-Nguyễn"
    assert person["nir"] == NIR
    fiche = theirs.rows("SELECT direction, answers FROM liaison")[0]
    assert fiche["direction"] == "in"
    assert "Exemple" in fiche["answers"]
    assert theirs.rows("SELECT risk FROM leave")[0]["risk"] == "illness"
    assert "déjà au cahier" in theirs("situation", "importer", str(sent), "--oui", code=2)

    reply = theirs.file(
        "r.toml", reponse_texte="Reçu lundi (fictif).", reponse_tel="04 67 00 00 00"
    )
    theirs("fiche", "repondre", "1", "--fichier", reply)
    back = theirs.folder / "reponse.pdf"
    theirs("fiche", "produire", "1", "--sortie", str(back))
    theirs("fiche", "envoyer", "1", "--canal", "messagerie sécurisée", "--oui")
    assert theirs.state("2026-0001/1".replace("2026", ref[:4])) == "answered"
    assert f"{ref}/1" in PdfReader(back).pages[0].extract_text()

    told = ours("fiche", "retour", str(back), "--oui")
    assert "Reçu lundi (fictif)." in told
    assert ours.state(f"{ref}/1") == "answered"
    entry = ours.rows("SELECT side, referent FROM entry")[0]
    assert (entry["side"], entry["referent"]) == ("partner", "Camille Exemple")


def test_their_reference_is_not_ours_even_when_it_reads_alike(ours, theirs):
    sent = ours.sent()
    theirs.registered(nom="Autrement-Fictif", date_signalement="hier", prereprise_date="hier")
    theirs("fiche", "nouveau", "1")
    theirs("situation", "importer", str(sent), "--oui")
    rows = theirs.rows("SELECT direction, case_id FROM liaison ORDER BY id")
    assert [row["direction"] for row in rows] == ["out", "in"]
    theirs("fiche", "retour", str(sent.with_name("absent.pdf")), code=16)


def test_what_is_continued_comes_by_retour_and_is_answered_again(ours, theirs):
    sent = ours.sent()
    ref = f"{sent.stem}/1"
    theirs("situation", "importer", str(sent), "--oui")
    reply = theirs.file("r.toml", reponse_texte="Vu (fictif).", reponse_tel="04 67 00 00 00")
    theirs("fiche", "repondre", "1", "--fichier", reply)
    back = theirs.folder / "reponse.pdf"
    theirs("fiche", "produire", "1", "--sortie", str(back))
    theirs("fiche", "envoyer", "1", "--canal", "messagerie sécurisée", "--oui")
    ours("fiche", "retour", str(back), "--oui")
    asked = ours.file("suite.toml", objet_texte="Et la RQTH ? (fictif)")
    ours("fiche", "suite", ref, "--fichier", asked)
    more = ours.folder / "suite.pdf"
    ours("fiche", "produire", ref, "--sortie", str(more))
    assert "retour" in theirs("situation", "importer", str(more), "--oui", code=2)
    told = theirs("fiche", "retour", str(more), "--oui")
    assert "Et la RQTH ? (fictif)" in told
    assert theirs.rows("SELECT round FROM liaison")[0]["round"] == 1
    theirs(
        "fiche", "repondre", "1", "--fichier", theirs.file("r.toml", retour_texte="Posée (fictif).")
    )
    again = theirs.folder / "reponse2.pdf"
    theirs("fiche", "produire", "1", "--sortie", str(again))
    told = ours("fiche", "retour", str(again), "--oui")
    assert "Posée (fictif)." in told
    entries = {(one["round"], one["kind"], one["side"]) for one in ours.rows("SELECT * FROM entry")}
    assert entries == {(0, "reply", "partner"), (1, "request", "us"), (1, "reply", "partner")}


def test_a_dry_run_writes_nothing(ours, theirs):
    assert "essai" in theirs("situation", "importer", str(ours.sent()), "--essai")
    assert theirs.count("case_file") == theirs.count("document") == 0


def test_a_fiche_of_ours_is_refused(ours):
    sent = ours.sent()
    assert "que nous envoyons" in ours("situation", "importer", str(sent), code=16)


def test_a_fiche_of_no_convention_of_ours_is_refused(ours, tmp_path, capsys, monkeypatch):
    sent = ours.sent()
    other = founded_cell(tmp_path / "c", capsys, monkeypatch, "CAIRE 84")
    other("convention", "ajouter", "caire84-carsat-se", "--en-tant-que", ASSOCIATION)
    told = other("situation", "importer", str(sent), "--oui", code=16)
    assert "Aucune de nos conventions" in told
    assert other.count("case_file") == 0


def test_a_pdf_without_our_data_is_refused(theirs):
    plain = theirs.folder / "plain.pdf"
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(plain)
    assert "ne porte pas les données" in theirs("situation", "importer", str(plain), code=16)


@pytest.mark.parametrize("data", [b"{", b"[]", b'{"schema": "pdp-fiche/9"}', b"\xff" * 999])
def test_hostile_data_is_refused_and_nothing_is_written(ours, theirs, data):
    sent = ours.sent()
    writer = PdfWriter(clone_from=PdfReader(sent))
    writer.root_object["/Names"]["/EmbeddedFiles"]["/Names"].clear()
    writer.add_attachment("fiche.json", data)
    bad = theirs.folder / "bad.pdf"
    writer.write(bad)
    told = theirs("situation", "importer", str(bad), "--oui", code=16)
    assert "Faute" not in told
    assert theirs.count("case_file") == 0


def test_a_known_person_is_recognised(ours, theirs):
    theirs.registered(date_signalement="hier", prereprise_date="hier")
    sent = str(ours.sent())
    assert "situation ouverte" in theirs("situation", "importer", sent, "--oui", code=2)
    told = theirs("situation", "importer", sent, "--oui", "--situation", "nouvelle")
    assert "déjà connue" in told
    assert theirs.count("person") == 1


def test_caire84_s_unique_sheet_is_imported_by_its_own_boxes(places, tmp_path, capsys, monkeypatch):
    a = founded_cell(tmp_path / "a", capsys, monkeypatch, "CAIRE 84")
    a("convention", "ajouter", "caire84-carsat-se", "--en-tant-que", ASSOCIATION)
    sent = a.sent(contact=False, rqth="oui", statut="artisan")
    b = founded_cell(tmp_path / "b", capsys, monkeypatch, "SSAM Carsat SE")
    b("convention", "ajouter", "caire84-carsat-se", "--en-tant-que", SERVICE)
    told = b("situation", "importer", str(sent), "--oui")
    assert "attend notre réponse" in told
    leave = b.rows("SELECT started_on, risk FROM leave")[0]
    assert leave == {"started_on": "2025-05-02", "risk": "illness"}
    assert b.rows("SELECT rqth FROM situation")[0]["rqth"] == "yes"


def test_a_fiche_put_right_by_its_sender_is_compared_and_kept(ours, theirs):
    sent = ours.sent()
    ref = f"{sent.stem}/1"
    theirs("situation", "importer", str(sent), "--oui")
    ours("situation", "corriger", sent.stem, "--fichier", ours.file("c.toml", poste="Peintre"),
         "--erreur")  # fmt: skip
    why = ("--motif", "le poste (fictif)", "--nouvelle-signature", "non")
    ours("fiche", "rectifier", ref, *why, "--oui")
    second = ours.folder / "v2.pdf"
    ours("fiche", "produire", ref, "--sortie", str(second))
    told = theirs("fiche", "retour", str(second), "--oui")
    assert "Peintre" in told
    assert "Maçon" in told
    assert "gardée" in told
    assert theirs.rows("SELECT job FROM employment")[0]["job"] == "Maçon"
    assert len(theirs.rows("SELECT 1 FROM document WHERE kind = 'received'")) == 2


def test_our_reply_says_of_her_what_their_sheet_said_and_nothing_we_hold_beside(ours, theirs):
    theirs.registered(
        nir=NIR, adresse="99 rue Secrète, 34000 Montpellier", contexte="Confié à nous (fictif).",
        tel="06 99 99 99 99", statut="artisan", date_signalement="hier", prereprise_date="hier",
    )  # fmt: skip
    sent = ours.sent(nir=None, tel="06 12 34 56 78")
    new = ("--oui", "--situation", "nouvelle")
    assert "Personne déjà connue" in theirs("situation", "importer", str(sent), *new)
    reply = theirs.file("r.toml", reponse_texte="Vu (fictif).", reponse_tel="04 67 00 00 00")
    theirs("fiche", "repondre", "2", "--fichier", reply)
    back = theirs.folder / "reponse.pdf"
    theirs("fiche", "produire", "2", "--sortie", str(back))
    words = " ".join(page.extract_text() for page in PdfReader(back).pages)
    attached = PdfReader(back).attachments["fiche.json"][0].decode()
    for said in (words, attached):
        assert "Acacias" in said
        assert "Ne peut plus porter (fictif)." in said
        assert "Vu (fictif)." in said
        for ours_only in ("Secrète", "Confié", "99 99", "Artisan", NIR[-5:], "68 03 34"):
            assert ours_only not in said


@pytest.mark.parametrize("on", ["hier", "avant-hier"])
def test_a_partner_s_accord_passes_over_our_refusal_neither_that_day_nor_unconfirmed(
    ours, theirs, on
):
    ref = theirs.registered(date_signalement="hier", prereprise_date="hier")
    day = {"hier": "ce jour-là ou après", "avant-hier": "à confirmer ici"}[on]
    theirs("accord", "refuser", ref, "--le", on)
    sent = ours.sent()
    told = theirs("situation", "importer", str(sent), "--oui", "--situation", ref, code=2)
    assert "a refusé le" in told
    assert day in told
    assert theirs.count("liaison") == 1
    assert [one["act"] for one in theirs.rows("SELECT act FROM consent")] == ["refused"]
