"""Collective actions at the keyboard: every kind of the sources, and who came, without a name."""

import pytest
from exchanges import founded_cell

from pdpcli.rules.vocabulary import GATHERING_KINDS

#: « Actions collectives » of dossier §5.3, S0 art. 5 and the CPOM: as they are said -> the code.
SAID = {
    "atelier": "workshop",
    "webinaire": "webinar",
    "action collective": "collective",
    "information collective": "information",
    "formation": "training",
    "forum": "forum",
    "CSSCT": "cssct",
    "vidéo témoignage": "testimony_video",
    "vidéo institutionnelle": "institutional_video",
    "diffusion": "broadcast",
    "sensibilisation": "awareness",
}
SSAM = "carsat-lr-ssam"


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path / "a", capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


def added(cell, kind, *args):
    told = cell("action", "ajouter", kind, "--le", "aujourd'hui", *args)
    return told.split("numéro ")[1].split(")")[0]


def figures(cell, wanted):
    (told,) = cell.json("chiffres")["agreements"]
    (found,) = [one for one in told["figures"] if one["id"] == wanted]
    year = told["period"]["label"]
    return [(line["id"], line["code"], line["values"][year]) for line in found["lines"]]


def public(cell, number):
    return [tuple(row.values()) for row in cell.json("action", "public", number)]


@pytest.mark.parametrize("said", SAID)
def test_every_kind_of_the_sources_is_noted(cell, said):
    added(cell, said)
    assert cell.rows("SELECT kind FROM gathering") == [{"kind": SAID[said]}]


def test_no_kind_of_action_is_left_out():
    kinds = {code for code, kind in GATHERING_KINDS.items() if kind.family == "action"}
    assert set(SAID.values()) == kinds


def test_the_audience_makes_the_total_or_must_match_it(cell):
    number = added(cell, "atelier", "--public", "43.99C:11 à 49:12", "--public", "41.20B:300:3")
    assert public(cell, number) == [("41.20B", "300 et plus", 3), ("43.99C", "11 à 49", 12)]
    assert cell.rows("SELECT participants FROM gathering") == [{"participants": 15}]
    told = cell("action", "ajouter", "atelier", "--participants", "20",
                "--public", "43.99C::12", code=2)  # fmt: skip
    assert "--public ::8" in told
    assert cell.count("gathering") == 1
    other = added(cell, "atelier", "--participants", "20")
    assert "20 participants" in cell("action", "public", other, "--public", "43.99C::21", code=2)
    cell("action", "public", other, "--public", "43.99C::12", "--public", "::8")
    assert public(cell, other) == [("43.99C", "", 12), ("", "", 8)]


def test_told_again_it_is_replaced_and_the_total_follows(cell):
    number = added(cell, "forum", "--public", "43.99C::12")
    assert "pdp action public" in cell("action", "corriger", number, "--participants", "9", code=2)
    cell("action", "public", number, "--public", "43.99C::9")
    assert public(cell, number) == [("43.99C", "", 9)]
    assert cell.rows("SELECT participants FROM gathering") == [{"participants": 9}]
    cell("action", "corriger", number, "--participants", "9", "--objet", "Forum fictif")


def test_an_audience_is_read_from_a_file_all_its_faults_at_once(cell):
    number = added(cell, "atelier")
    good = cell.folder / "good.toml"
    good.write_text('[[public]]\nnaf = "43.99C"\neffectif = "11 à 49"\nparticipants = 12\n'
                    "[[public]]\nparticipants = 2\n", "utf-8")  # fmt: skip
    told = cell("action", "public", number, "--fichier", str(good))
    assert "14 participants" in told
    assert "non précisé" in told
    bad = cell.folder / "bad.toml"
    bad.write_text('[[public]]\nnaf = "x"\nparticipants = 2\n[[public]]\nnom = "Luc"\n', "utf-8")
    told = cell("action", "public", number, "--fichier", str(bad), code=2)
    assert "public 1" in told
    assert "« nom » est inconnu" in told
    assert "Luc" not in told
    assert len(public(cell, number)) == 2
    empty = cell.file("empty.toml", naf="43.99C")
    assert "[[public]]" in cell("action", "public", number, "--fichier", empty, code=2)


def test_an_audience_is_of_an_action_that_stands(cell):
    cell("reunion", "ajouter", "cellule")
    assert "Aucune action" in cell("action", "public", "1", "--public", "::3", code=2)
    number = added(cell, "atelier")
    cell("action", "annuler", number, "--motif", "à tort")
    assert "Aucune action" in cell("action", "public", number, "--public", "::3", code=2)


def test_a_planned_action_is_counted_once_it_took_place(cell):
    """BTP34-3 and BTP34-4: joint and held; neither planned, nor ours alone, nor cancelled."""
    added(cell, "atelier", "--partenaire", SSAM, "--public", "43.99C::12")
    added(cell, "webinaire", "--participants", "50")
    added(cell, "sensibilisation", "--partenaire", SSAM, "--participants", "7")
    gone = added(cell, "formation", "--partenaire", SSAM, "--participants", "9")
    cell("action", "annuler", gone, "--motif", "à tort")
    ahead = added(cell, "information collective", "--partenaire", SSAM, "--prevu")
    assert figures(cell, "BTP34-3") == [("a", "", 1), ("b", "", 12)]
    cell("action", "corriger", ahead, "--fait", "--participants", "5")
    assert figures(cell, "BTP34-3") == [("a", "", 2), ("b", "", 17)]
    assert [row[2] for row in figures(cell, "BTP34-4") if row[1] in ("", "awareness")] == [
        1, 1, 7, 7]  # fmt: skip


def test_nobody_is_named_in_an_action(cell):
    """An action keeps numbers only: no table of its own holds a name."""
    added(cell, "atelier", "--public", "43.99C::12")
    assert set(cell.rows("SELECT * FROM audience")[0]) == {
        "id", "gathering_id", "naf", "size_band", "n"}  # fmt: skip
    assert cell.count("attendance") == 0


def test_the_theme_of_an_awareness_is_noted_and_put_right(cell):
    """CPOM 5.2.C: « actions de sensibilisation à la PDUP » are counted apart."""
    number = added(cell, "sensibilisation", "--theme", "PDUP")
    assert cell.rows("SELECT nature FROM gathering") == [{"nature": "pdup"}]
    assert "PDUP" in cell("action", "liste")
    cell("action", "corriger", number, "--theme", "sénior")
    assert cell.json("action", "liste")[0]["theme"] == "seniors"
