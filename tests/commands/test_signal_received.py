"""A fiche that a partner sends us: registered, answered on their sheet. Everybody is fictional."""

import pytest
from exchanges import founded_cell
from fictional import answers_file

THEIRS = {
    "date_signalement": "avant-hier",
    "prereprise_date": "hier",
    "origine": None,
    "referent_nom": "Fictive",
    "referent_prenom": "Zoé",
    "referent_tel": "04 67 00 00 00",
}
OURS = {"reponse_texte": "Visite de pré-reprise le 3 (fictif).", "reponse_tel": "04 99 00 00 00"}


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path / "a", capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


def received(cell, *args, code=0, **changed):
    said = str(answers_file(cell.folder, **{**THEIRS, **changed}))
    return cell(
        "situation", "nouveau", "--recu-de", "carsat-lr-ssam", "--fichier", said, *args, code=code
    )


def test_a_fiche_received_waits_for_our_reply_from_its_reception(cell):
    told = received(cell, "--recu-le", "hier")
    assert "attend notre réponse" in told
    assert "ne peut pas partir" in told
    fiche = cell.rows("SELECT * FROM liaison")[0]
    assert fiche["direction"] == "in"
    assert fiche["signalled_on"] < fiche["received_on"]
    assert "Fictive" in fiche["answers"]
    case = cell.rows("SELECT origin, origin_body, opened_on FROM case_file")[0]
    assert (case["origin"], case["origin_body"]) == ("partner", "carsat-lr-ssam")
    assert case["opened_on"] == fiche["signalled_on"]
    acts = cell.rows("SELECT kind, direction FROM act WHERE kind = 'referral'")
    assert acts == [{"kind": "referral", "direction": "in"}]
    ref = cell.rows("SELECT ref FROM case_file")[0]["ref"]
    assert cell.state(f"{ref}/1") == "to_answer"
    card = cell("situation", "voir", ref).splitlines()
    assert [line.split(maxsplit=1)[1] for line in card if "Organisme" in line] == ["SSAM Carsat LR"]


def test_our_reply_leaves_on_their_sheet_under_the_consent_that_they_collected(cell):
    received(cell, "--signe-le", "avant-hier", "--lieu", "Montpellier")
    told = cell("fiche", "repondre", "1", "--fichier", cell.file("r.toml", **OURS))
    assert "Notre réponse" in told
    entry = cell.rows("SELECT side, referent, on_date FROM entry")[0]
    assert (entry["side"], entry["referent"]) == ("us", "Camille Exemple")
    cell("fiche", "produire", "1", "--sortie", str(cell.folder / "r.pdf"))
    cell("fiche", "envoyer", "1", "--canal", "messagerie sécurisée", "--oui")
    ref = cell.rows("SELECT ref FROM case_file")[0]["ref"]
    assert cell.state(f"{ref}/1") == "answered"
    refused = cell("fiche", "repondre", "1", "--fichier", cell.file("r.toml", **OURS), code=2)
    assert "déjà au cahier" in refused
    other = cell.file("r.toml", **{**OURS, "reponse_texte": "Autre (fictif)."})
    assert "fiche rectifiée" in cell("fiche", "repondre", "1", "--fichier", other, "--oui", code=2)


def test_without_the_persons_signature_our_reply_stays_here(cell):
    received(cell)
    cell("fiche", "repondre", "1", "--fichier", cell.file("r.toml", **OURS))
    assert "pas été produite" in cell("fiche", "produire", "1", code=15)


def test_the_sheet_received_is_the_evidence_of_its_consent(cell):
    from PIL import Image

    scan = cell.folder / "fiche.jpg"
    Image.new("RGB", (300, 400), "white").save(scan)
    received(cell, "--scan", str(scan), "--signe-le", "avant-hier")
    consent = cell.rows("SELECT id, means, scope FROM consent")[0]
    held = cell.rows("SELECT kind, media, consent_id FROM document")[0]
    assert (held["kind"], held["media"], held["consent_id"]) == ("received", "jpeg", consent["id"])
    assert consent["means"] == "partner"
    assert consent["scope"].endswith("/1")
    again = received(cell, "--scan", str(scan), code=2)
    assert "déjà au cahier" in again
    assert cell.count("case_file") == 1


@pytest.mark.parametrize(
    ("member", "told"),
    [("non", "--motif"), (None, "à vérifier"), ("oui", "attend notre réponse")],
)
def test_the_adherence_that_the_convention_requires_is_checked(cell, member, told):
    said = received(cell, employeur_adherent=member)
    assert told in said
    assert ("adhérent" in said) == (member != "oui")


def test_a_fiche_is_not_received_before_it_was_written_nor_tomorrow(cell):
    assert "avant d'avoir été écrite" in received(cell, "--recu-le", "01/02/2020", code=2)
    assert "dans le futur" in received(cell, "--recu-le", "demain", code=2)
    assert cell.count("case_file") == 0


def test_a_convention_without_that_direction_says_so(cell):
    cell("convention", "ajouter", "prevy-cap-emploi", "--en-tant-que", "prevy")
    said = str(answers_file(cell.folder, origine=None))
    told = cell("situation", "nouveau", "--recu-de", "cap-emploi-gard", "--fichier", said, code=2)
    assert "ne prévoit pas de fiche" in told


@pytest.mark.parametrize(
    ("us", "them"), [("caire84", "carsat-se-ssam"), ("carsat-se-ssam", "caire84")]
)
def test_caire84_s_sheet_is_received_whichever_party_we_are(cell, us, them):
    cell("convention", "ajouter", "caire84-carsat-se", "--en-tant-que", us)
    said = str(answers_file(cell.folder, origine=None, date_signalement="hier"))
    cell("situation", "nouveau", "--recu-de", them, "--fichier", said, "--signe-le", "hier")
    cell("fiche", "repondre", "1/1", "--fichier", cell.file("r.toml", reponse="Vu (fictif)."))
    entry = cell.rows("SELECT * FROM entry")[0]
    assert entry["referent"] == "Camille Exemple"
    assert "ecrit" not in entry["answers"]
    out = cell.folder / "r.pdf"
    cell("fiche", "produire", "1/1", "--sortie", str(out))
    from pypdf import PdfReader

    assert "Vu (fictif)." in PdfReader(out).pages[0].extract_text()


def test_what_goes_with_a_fiche_received_needs_its_sender(cell):
    assert "--recu-de" in cell("situation", "nouveau", "--recu-le", "hier", code=2)


def test_a_fiche_of_nobody_adherent_is_returned_by_the_command_it_proposes(cell):
    told = received(cell, employeur_adherent="non")
    proposed = next(line for line in told.splitlines() if "decliner" in line)
    ref = proposed.split("decliner ")[1].split()[0]
    cell("fiche", "decliner", ref, "--motif", "non adhérent", "--oui")
    assert cell.state(ref) == "returned"


def test_cap_emploi_s_fiche_is_received_where_a_convention_declares_that_direction(cell):
    cell("convention", "copier", "prevy-cap-emploi", "notre-cap-emploi")
    folder = next(cell.folder.rglob("notre-cap-emploi")) / "agreement.toml"
    text = folder.read_text("utf-8")
    reverse = """
[[referral]]
id = "cap-prevy"
from = "cap-emploi-gard"
to = "prevy"
purpose = "visite à la demande (fictif)"
source = "art. fictif"

[[referral.condition]]
text = "situation repérée (fictif)"
"""
    folder.write_text(text + reverse, "utf-8")
    cell("convention", "ajouter", "notre-cap-emploi", "--en-tant-que", "prevy")
    theirs = {"orientation": "maintien", "besoin": "Une expertise (fictif)."}
    said = str(answers_file(cell.folder, origine=None, date_signalement="hier", **theirs))
    told = cell("situation", "nouveau", "--recu-de", "cap-emploi-gard", "--fichier", said)
    assert "attend notre réponse" in told
    assert "Une expertise (fictif)." in cell.rows("SELECT answers FROM liaison")[0]["answers"]
    reply = cell.file("r.toml", reponse_texte="Vu (fictif).", conseiller_tel="04 66 00 00 00")
    cell("fiche", "repondre", "1/1", "--fichier", reply)
    assert cell.rows("SELECT side FROM entry") == [{"side": "us"}]


def test_a_fiche_about_somebody_known_never_makes_a_second_situation_silently(cell):
    ours = cell.registered(date_signalement="avant-hier", prereprise_date="hier")
    told = received(cell, code=2)
    assert f"--situation {ours}" in told
    assert "--situation nouvelle" in told
    assert cell.count("case_file") == 1
    assert "jointe" in received(cell, "--situation", ours)
    assert (cell.count("case_file"), cell.count("liaison")) == (1, 1)
    received(cell, "--situation", "nouvelle")
    assert (cell.count("case_file"), cell.count("liaison")) == (2, 2)


def test_a_fiche_does_not_join_the_situation_of_somebody_else(cell):
    other = cell.registered(nom="Autre-Fictive", date_signalement="hier", prereprise_date="hier")
    assert "autre personne" in received(cell, "--situation", other, code=2)
    assert cell.count("liaison") == 0
