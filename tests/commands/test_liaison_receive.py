"""A fiche comes back filled: only the partner's part is read, and she confirms it.

Everybody here is fictional.
"""

import json
from datetime import date
from pathlib import Path

import hostile
import pytest
from exchanges import founded_cell
from fillers import MUTOOL, by_hand, with_mupdf, with_pdfium, with_pypdf
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

from pdpcli import app as application

REPLY = {
    "reponse_date": f"{date.today():%d/%m/%Y}",  # noqa: DTZ011
    "reponse_nom": "Nguyễn",
    "reponse_tel": "04 67 00 00 00",
    "reponse_texte": "Rendez-vous pris.\nŒuvre commune (fictif).",
}
ASKED = {
    "objet_date": REPLY["reponse_date"],
    "objet_nom": "Nguyễn",
    "objet_texte": "Où en est la pré-reprise ? (fictif)",
}


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path / "a", capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


@pytest.fixture
def sent(cell):
    """The PDF of a fiche that was sent; its file is named by the situation."""
    return cell.sent()


def filled(sent: Path, answers, tool=with_pypdf, name="retour.pdf") -> str:
    made = sent.with_name(name)
    made.write_bytes(tool(sent.read_bytes(), answers, sent.parent))
    return str(made)


@pytest.mark.parametrize(
    "tool",
    [
        with_pypdf,
        with_pdfium,
        pytest.param(with_mupdf, marks=pytest.mark.skipif(not MUTOOL, reason="mutool is absent")),
        by_hand,
    ],
)
def test_a_filled_fiche_is_read_confirmed_and_kept(cell, sent, tool):
    ref = f"{sent.stem}/1"
    told = cell("fiche", "retour", filled(sent, REPLY, tool), "--oui")
    assert "Nguyễn" in told
    assert "Œuvre commune (fictif)." in told
    assert "Reçu n'est pas authentifié" in told
    assert cell.state(ref) == "answered"
    entry = cell.rows("SELECT * FROM entry")[0]
    assert "Rendez-vous pris.\\nŒuvre commune (fictif)." in entry["answers"]
    document = cell.rows("SELECT id, kind, media FROM document ORDER BY id DESC")[0]
    assert (document["kind"], document["media"]) == ("received", "pdf")
    assert entry["document_id"] == document["id"]
    kinds = {row["kind"] for row in cell.rows("SELECT kind FROM notice")}
    assert kinds == {"received", "replied"}
    notes = cell.rows("SELECT * FROM journal WHERE action = 'liaison receive'")
    assert "reçu n'est pas authentifié" in str(notes)


def test_the_same_file_twice_writes_nothing(cell, sent):
    back = filled(sent, REPLY)
    cell("fiche", "retour", back, "--oui")
    before = cell.count("journal")
    assert "déjà au cahier" in cell("fiche", "retour", back, "--oui", code=2)
    assert cell.count("journal") == before


def test_without_a_terminal_it_is_shown_and_waits_for_yes(cell, sent):
    told = cell("fiche", "retour", filled(sent, REPLY), code=2)
    assert "Rendez-vous pris." in told
    assert "--oui" in told
    assert cell.count("entry") == cell.count("notice") == 0


def test_another_reply_is_compared_with_the_one_we_hold(cell, sent):
    typed = cell.file("r.toml", **{**REPLY, "reponse_texte": "Au téléphone (fictif)."})
    cell("fiche", "repondre", sent.stem, "--fichier", typed)
    told = cell("fiche", "retour", filled(sent, REPLY), "--oui")
    assert "Ce qui changerait" in told
    assert "Au téléphone (fictif)." in told
    assert cell.count("entry") == 1
    assert len(cell.rows("SELECT 1 FROM standing_notice WHERE kind = 'replied'")) == 1


def test_what_form_parse_refuses_is_said_and_nothing_is_half_written(cell, sent):
    wrong = {**REPLY, "reponse_tel": "poste 12", "reponse_date": "31/02/2026"}
    told = cell("fiche", "retour", filled(sent, wrong), "--oui", code=16)
    assert "téléphone du référent" in told
    assert "Date de la réponse" in told
    assert cell.count("entry") == cell.count("notice") == 0


def test_the_date_that_the_partner_left_out_is_said_beside(cell, sent):
    answers = {key: REPLY[key] for key in ("reponse_nom", "reponse_texte")}
    back = filled(sent, answers)
    assert "--le" in cell("fiche", "retour", back, "--oui", code=2)
    cell("fiche", "retour", back, "--oui", "--le", "aujourd'hui")
    assert cell.rows("SELECT on_date FROM entry")[0]["on_date"] == date.today().isoformat()  # noqa: DTZ011


def test_a_new_liaison_that_the_partner_writes_begins_a_round_we_owe(cell, sent):
    ref = f"{sent.stem}/1"
    told = cell("fiche", "retour", filled(sent, {**REPLY, **ASKED}), "--oui")
    assert "Nouvelle liaison" in told
    assert cell.state(ref) == "to_answer"
    assert cell.rows("SELECT round FROM liaison")[0]["round"] == 1
    entries = {(row["round"], row["kind"], row["side"]) for row in cell.rows("SELECT * FROM entry")}
    assert entries == {(0, "reply", "partner"), (1, "request", "partner")}
    ours = cell.file("r.toml", retour_texte="Prévue le 3 (fictif).")
    cell("fiche", "repondre", ref, "--fichier", ours)
    again = cell.folder / "suite.pdf"
    cell("fiche", "produire", ref, "--sortie", str(again))
    text = "".join(page.extract_text() for page in PdfReader(again).pages)
    assert "Prévue le 3 (fictif)." in text
    assert "Où en est la pré-reprise ? (fictif)" in text
    cell("fiche", "envoyer", ref, "--canal", "messagerie sécurisée", "--oui")
    assert cell.state(ref) == "answered"


def test_an_untouched_fiche_has_no_reply_to_read(cell, sent):
    told = cell("fiche", "retour", str(sent), "--oui", code=16)
    assert "Rien n'est écrit" in told


def test_a_flattened_fiche_is_said_so_and_its_reply_is_typed_beside_it(cell, sent):
    writer = PdfWriter(clone_from=PdfReader(filled(sent, REPLY)))
    del writer.root_object[NameObject("/AcroForm")]
    for page in writer.pages:
        page.pop(NameObject("/Annots"), None)
    flat = sent.with_name("plat.pdf")
    writer.write(flat)
    told = cell("fiche", "retour", str(flat), "--oui", code=16)
    assert "aplatie" in told
    assert "--scan" in told
    typed = cell.file("r.toml", **REPLY)
    cell("fiche", "repondre", sent.stem, "--fichier", typed, "--scan", str(flat))
    assert cell.rows("SELECT document_id FROM entry")[0]["document_id"]
    assert {row["kind"] for row in cell.rows("SELECT kind FROM notice")} == {"received", "replied"}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n%%EOF", b"MZ\x90\x00", b"\x89PNG\r\n\x1a\n" * 9])
def test_hostile_bytes_are_refused_without_a_trace_and_nothing_is_written(cell, sent, data):
    bad = sent.with_name("mauvais.pdf")
    bad.write_bytes(data)
    told = cell("fiche", "retour", str(bad), "--oui", code=16)
    assert "Traceback" not in told
    assert "Faute" not in told
    assert cell.count("entry") == cell.count("notice") == 0


def test_a_file_that_is_not_there_is_refused(cell, sent):
    assert "lu" in cell("fiche", "retour", str(sent.with_name("absent.pdf")), code=16)


def marked(path: str, mark: str) -> str:
    """The same file under another mark."""
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.add_metadata({"/Keywords": TextStringObject(mark)})
    writer.write(path)
    return path


def test_the_mark_says_which_fiche_and_of_which_declaration(cell, sent):
    back = filled(sent, REPLY)
    held = str(PdfReader(sent).metadata["/Keywords"])
    other = held.replace(sent.stem, "2019-0007")
    assert "n'est pas de ce cahier" in cell("fiche", "retour", marked(back, other), code=16)
    declaration, _ = held.split()[-2:]
    changed = held.replace(declaration, "0" * 64)
    assert "00000000…" in cell("fiche", "retour", marked(back, changed), code=16)
    later = held.replace(" v1 ", " v7 ")
    assert "n'est pas de ce cahier" in cell("fiche", "retour", marked(back, later), code=16)
    assert cell.count("entry") == 0


def test_a_fiche_that_lost_its_mark_is_found_by_its_printed_reference(cell, sent):
    back = marked(filled(sent, REPLY), "")
    told = cell("fiche", "retour", back, code=2)
    assert f"porte la référence {sent.stem}/1" in told
    assert "terminal" in cell("fiche", "retour", back, "--oui", code=2)
    assert cell.count("entry") == 0
    cell("fiche", "retour", back, "--fiche", f"{sent.stem}/1", "--oui")
    assert cell.count("entry") == 1


def test_another_fiche_than_the_one_she_says_is_refused(cell, sent):
    cell("fiche", "nouveau", sent.stem)
    told = cell("fiche", "retour", filled(sent, REPLY), "--fiche", f"{sent.stem}/2", code=16)
    assert f"est la fiche {sent.stem}/1" in told


def test_what_the_file_says_otherwise_of_ours_is_shown_and_not_taken(cell, sent):
    fixed = cell.file("c.toml", adresse="9 rue Neuve, 34970 Lattes")
    cell("situation", "corriger", sent.stem, "--fichier", fixed, "--erreur")
    told = cell("fiche", "retour", filled(sent, REPLY), "--oui")
    assert "rien n'en est repris" in told
    assert "3 rue des Acacias" in told
    assert cell.rows("SELECT address FROM person")[0]["address"].startswith("9 rue Neuve")


def test_a_synthesis_is_filed_by_its_date_and_not_read(cell, sent):
    from PIL import Image

    scan = sent.with_name("synthese.png")
    Image.new("RGB", (300, 400), "white").save(scan)
    assert "--fiche" in cell("fiche", "retour", str(scan), "--synthese", "--le", "hier", code=2)
    ref = f"{sent.stem}/1"
    assert "--le" in cell("fiche", "retour", str(scan), "--synthese", "--fiche", ref, code=2)
    cell("fiche", "retour", str(scan), "--synthese", "--fiche", ref, "--le", "hier")
    held = cell.rows("SELECT kind, media, liaison_number FROM document WHERE kind = 'synthesis'")
    assert held == [{"kind": "synthesis", "media": "png", "liaison_number": 1}]
    assert cell.rows("SELECT kind FROM notice") == [{"kind": "synthesis"}]
    assert cell.count("entry") == 0


def test_a_seal_that_the_partner_s_program_removed_is_said_and_accepted(cell, sent):
    sealed = sent.with_name("scellee.pdf")
    cell("fiche", "produire", sent.stem, "--cachet", "--sortie", str(sealed))
    kept = cell("fiche", "retour", filled(sealed, REPLY, by_hand), code=2)
    assert "cachet n'y est plus" not in kept
    bare = PdfWriter()
    bare.clone_document_from_reader(PdfReader(filled(sealed, REPLY)))
    fields = bare.root_object["/AcroForm"]["/Fields"]
    for number in range(len(fields) - 1, -1, -1):
        if fields[number].get_object().get("/FT") == "/Sig":
            del fields[number]
    bare.root_object["/AcroForm"].pop("/SigFlags", None)
    for page in bare.pages:
        kept_ones = [one for one in page["/Annots"] if one.get_object().get("/FT") != "/Sig"]
        page["/Annots"].clear()
        page["/Annots"].extend(kept_ones)
    lost = sent.with_name("sans-cachet.pdf")
    bare.write(lost)
    told = cell("fiche", "retour", str(lost), "--oui")
    assert "cachet n'y est plus" in told
    assert cell.count("entry") == 1


def test_a_seal_that_rewriting_broke_is_said_and_accepted(cell, sent):
    sealed = sent.with_name("scellee.pdf")
    cell("fiche", "produire", sent.stem, "--cachet", "--sortie", str(sealed))
    told = cell("fiche", "retour", filled(sealed, REPLY, with_pypdf), "--oui")
    assert "cachet est rompu" in told
    assert cell.count("entry") == 1


def test_a_fiche_of_the_same_number_in_another_store_is_refused(
    cell, sent, tmp_path, capsys, monkeypatch
):
    other = founded_cell(tmp_path / "b", capsys, monkeypatch)
    other("convention", "ajouter", "btp34-carsat-lr")
    theirs = other.sent(nom="Autrement", prenom="Fictive", naissance="01/01/1970")
    assert theirs.stem == sent.stem
    told = cell("fiche", "retour", filled(theirs, REPLY), "--oui", code=16)
    assert "un autre a produit" in told
    assert "Autrement" not in told
    assert cell.count("entry") == 0


@pytest.fixture
def alike(cell, sent, tmp_path, capsys, monkeypatch):
    """A fiche of the same number, in another store, about a namesake."""
    other = founded_cell(tmp_path / "b", capsys, monkeypatch)
    other("convention", "ajouter", "btp34-carsat-lr")
    theirs = other.sent(naissance="01/01/1970", adresse="1 rue Autre, 34000 Montpellier")
    assert theirs.stem == sent.stem
    return theirs


@pytest.mark.parametrize("attachment", ["kept", "absent", "empty", "refused"])
@pytest.mark.parametrize("token", ["kept", "older"])
def test_a_sheet_that_another_store_numbers_alike_is_not_ours_whatever_is_left_of_its_attachment(
    cell, sent, alike, attachment, token
):
    held = str(PdfReader(alike).metadata["/Keywords"])
    mark = held if token == "kept" else held.rpartition(" ")[0]
    back = without_attachment(marked(filled(alike, REPLY), mark), attachment)
    code = 2 if token == "older" and attachment != "kept" else 16
    for named in ((), ("--fiche", f"{sent.stem}/1")):
        told = cell("fiche", "retour", back, "--oui", *named, code=code)
        assert "Fictif-" not in told
        assert {"kept": "un autre a produit", "older": "terminal"}[token] in told or code == 16
        assert cell.count("entry") == 0


def test_a_sheet_of_ours_is_known_by_its_mark_whatever_became_of_its_attachment(cell, sent):
    fixed = cell.file("c.toml", naissance="05/04/1968")
    cell("situation", "corriger", sent.stem, "--fichier", fixed, "--erreur")
    cell("fiche", "retour", filled(sent, REPLY), code=2)
    cell("fiche", "retour", without_attachment(filled(sent, REPLY), "absent"), "--oui")
    assert cell.count("entry") == 1


def without_attachment(path: str, how: str) -> str:
    """The same file, its « fiche.json » taken away, emptied, or made unreadable."""
    writer = PdfWriter(clone_from=PdfReader(path))
    names = writer.root_object["/Names"]["/EmbeddedFiles"]["/Names"]
    if how == "absent":
        del writer.root_object["/Names"]
        writer.root_object.pop("/AF", None)
    elif how != "kept":
        made = DecodedStreamObject()
        made.set_data(b"" if how == "empty" else b'{"schema": "pdp-fiche/9"}')
        names[1].get_object()[NameObject("/EF")] = DictionaryObject(
            {NameObject("/F"): writer._add_object(made)}
        )
    writer.write(path)
    return path


def test_only_a_seal_that_this_very_release_bore_is_missed(cell, sent):
    ref = f"{sent.stem}/1"
    cell("fiche", "produire", ref, "--cachet", "--sortie", str(sent.with_name("scellee.pdf")))
    assert "cachet n'y est plus" not in cell("fiche", "retour", filled(sent, REPLY), "--oui")


def test_a_reply_that_only_the_attachment_says_or_says_otherwise_is_pointed_out(cell, sent):
    def attached(path: str, **said: str) -> str:
        writer = PdfWriter(clone_from=PdfReader(path))
        held = json.loads(PdfReader(sent).attachments["fiche.json"][0])
        held["values"] |= said
        stream = writer.root_object["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object()["/EF"]
        stream["/F"].get_object().set_data(json.dumps(held).encode())
        writer.write(path)
        return path

    hidden = {key: text for key, text in REPLY.items() if key != "reponse_texte"}
    back = attached(filled(sent, hidden), reponse_texte="Caché (fictif).")
    told = " ".join(cell("fiche", "retour", back, code=2).split())
    assert "lu dans les données jointes au fichier" in told
    assert told.count("données jointes") == 1
    same = {"reponse_date": date.today().isoformat(), "reponse_nom": "Nguyễn"}  # noqa: DTZ011
    back = attached(filled(sent, REPLY), reponse_texte="Autre (fictif).", **same)
    told = " ".join(cell("fiche", "retour", back, code=2).split())
    assert "disent autre chose : Autre (fictif)." in told
    assert told.count("données jointes") == 1
    undated = {key: text for key, text in REPLY.items() if key != "reponse_date"}
    told = cell("fiche", "retour", attached(filled(sent, undated), **same), code=2)
    assert f"{date.today():%d/%m/%Y}" in told  # noqa: DTZ011
    assert date.today().isoformat() not in told  # noqa: DTZ011


def test_a_sheet_of_a_round_far_ahead_is_not_of_ours(cell, sent):
    held = str(PdfReader(sent).metadata["/Keywords"])
    for ahead in (" r2 ", " r99 ", " r9999 "):
        back = marked(filled(sent, REPLY), held.replace(" r0 ", ahead))
        cell("fiche", "retour", back, "--oui", code=16)
    assert cell.count("entry") == 0


def test_a_reply_written_in_the_wrong_box_is_pointed_out_and_not_taken(cell, sent):
    told = cell(
        "fiche", "retour", filled(sent, {**REPLY, "retour_texte": "Ailleurs (fictif)."}), "--oui"
    )
    assert "non repris" in told
    assert "Ailleurs (fictif)." in told
    assert "Ailleurs" not in str(cell.rows("SELECT answers FROM entry"))


def test_a_reply_to_the_round_before_is_filed_with_its_own_round(cell, sent):
    ref = f"{sent.stem}/1"
    cell(
        "fiche",
        "suite",
        ref,
        "--fichier",
        cell.file("s.toml", objet_texte="Et après ? (fictif)"),
        "--oui",
    )
    cell("fiche", "retour", filled(sent, REPLY), "--oui")
    entries = {(one["round"], one["kind"], one["side"]) for one in cell.rows("SELECT * FROM entry")}
    assert entries == {(0, "reply", "partner"), (1, "request", "us")}
    notices = {(one["kind"], one["round"]) for one in cell.rows("SELECT kind, round FROM notice")}
    assert notices == {("received", 0), ("replied", 0)}


def test_every_form_is_filled_read_and_parsed_back(cell, sent):
    cell("convention", "ajouter", "prevy-cap-emploi", "--en-tant-que", "prevy")
    cell("convention", "ajouter", "caire84-carsat-se", "--en-tant-que", "caire84")
    made = {
        "caire84-carsat-se": {"reponse": "Vu (fictif)."},
        "prevy-cap-emploi": {
            "reponse_date": "aujourd'hui",
            "conseiller_nom": "Zoé",
            "reponse_texte": "Suivie (fictif).",
        },
    }
    fiche = cell.file(
        "f.toml",
        orientation="maintien",
        a_l_origine="médecin",
        boe="BOE",
        trois_mois="oui",
        besoin="Expertise (fictif).",
        referent_tel="04 66 00 00 00",
    )
    for number, (agreement, answers) in enumerate(made.items(), start=2):
        cell("fiche", "nouveau", sent.stem, "--convention", agreement)
        ref = f"{sent.stem}/{number}"
        if agreement == "prevy-cap-emploi":
            cell("fiche", "corriger", ref, "--fichier", fiche)
            more = cell.file("m.toml", position="en arrêt", horizon="court terme")
            cell("situation", "corriger", sent.stem, "--fichier", more, "--erreur")
        cell("accord", "enregistrer", ref, "--signe-le", "hier", "--lieu", "Nîmes")
        out = cell.folder / f"{number}.pdf"
        cell("fiche", "produire", ref, "--sortie", str(out), "--oui")
        cell("fiche", "envoyer", ref, "--canal", "post", "--oui")
        cell(
            "fiche",
            "retour",
            filled(out, answers, by_hand),
            "--oui",
            "--le",
            "aujourd'hui",
            "--referent",
            "Zoé Fictive",
        )
        assert cell.state(ref) == "answered"


def test_a_hostile_file_is_refused_or_read_and_nothing_is_written(cell, sent):
    """Some of those that tests/forms reads one by one, through the command."""
    before = cell.count("journal")
    bad = sent.with_name("hostile.pdf")
    for name in hostile.NAMES[::6]:
        bad.write_bytes(hostile.hostile(name))
        cell.capsys.readouterr()
        ended = application.run(["fiche", "retour", str(bad), "--fiche", f"{sent.stem}/1"])
        said = "".join(cell.capsys.readouterr())
        assert ended in {2, 16}, name
        assert "Faute" not in said, name
    assert cell.count("journal") == before
