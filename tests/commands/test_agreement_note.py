"""`pdp convention noter`, and what `voir` shows of one that lives; everybody is fictional."""

from datetime import date

import pytest
from exchanges import Cell, founded_cell

CAPE = "prevy-cap-emploi"
BTP34 = "btp34-carsat-lr"
YEAR = date.today().year  # noqa: DTZ011


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch) -> Cell:
    made = founded_cell(tmp_path, capsys, monkeypatch, service="PREVY")
    made("convention", "ajouter", CAPE)
    return made


def flat(text: str) -> str:
    return " ".join(text.split())


def test_what_it_lived_is_shown_by_date_with_the_number_that_removes_it(cell):
    cell("convention", "noter", CAPE, "évaluation", "--le", "02/02/2026", "--note", "Bilan signé")
    cell("convention", "noter", CAPE, "avenant", "--le", "01/02/2026")
    shown = flat(cell("convention", "voir", CAPE))
    assert "01/02/2026, avenant signé (n° 2)" in shown
    assert "02/02/2026, évaluation faite : Bilan signé (n° 1)" in shown
    cell("convention", "noter", CAPE, "--retirer", "2")
    assert [one["kind"] for one in cell.json("convention", "voir", CAPE)["life"]["events"]] == [
        "evaluated"
    ]


def test_a_communication_says_to_whom_as_the_text_names_them(cell):
    cell("convention", "noter", CAPE, "communiquée", "--le", "01/03/2026", "--organisme", "dreets",
         "--organisme", "AGEFIPH")  # fmt: skip
    assert cell.rows("SELECT note FROM agreement_event ORDER BY id") == [
        {"note": "DREETS"},
        {"note": "Agefiph"},
    ]
    assert cell.rows(
        "SELECT count(*) AS n FROM deadline WHERE rule = 'communication' AND state = 'met'"
    ) == [{"n": 2}]


def test_terminated_it_ends_that_day_and_no_term_is_announced(cell):
    cell("convention", "noter", CAPE, "dénoncée", "--le", "01/01/2099", "--note", "LRAR")
    shown = flat(cell("convention", "voir", CAPE))
    assert "dénoncée : prend fin le 01/01/2099" in shown
    assert "échéance :" not in shown
    assert cell.json("convention", "voir", CAPE)["life"]["ends_on"] == "2099-01-01"


def test_what_was_held_is_counted_against_the_minimum(cell):
    for _ in range(3):
        cell("action", "ajouter", "information", "--le", f"01/01/{YEAR}", "--convention", CAPE)
    held = cell.json("convention", "voir", CAPE)["life"]["held"]
    counted = {one["gathering"]: (one["done"], one["at_least"]) for one in held}
    assert counted["information"] == (3, 4)
    assert f"3 faites sur 4, {YEAR} ; au moins 4 par an" in flat(cell("convention", "voir", CAPE))


def test_each_body_shows_its_mailbox_its_dpo_and_who_answers(cell):
    cell("partenaire", "corriger", "cap-emploi-gard", "--courriel", "pdp@exemple.fr",
         "--dpd", "dpd@exemple.fr")  # fmt: skip
    cell("partenaire", "interlocuteur", "cap-emploi-gard", "Nour Fictive", "--fonction",
         "conseillère")  # fmt: skip
    shown = flat(cell("convention", "voir", CAPE))
    assert "pdp@exemple.fr" in shown
    assert "DPD : dpd@exemple.fr" in shown
    assert "Nour Fictive, conseillère" in shown
    text = cell("convention", "voir", CAPE)
    assert max(map(len, text.splitlines())) <= 80


def test_one_that_is_not_ours_has_no_life(cell):
    assert cell.json("convention", "voir", BTP34)["life"] is None
    assert "CONTACTS" not in cell("convention", "voir", BTP34)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([BTP34, "avenant"], "n'est pas des nôtres"),
        ([CAPE, "avenant", "--le", "01/01/2099"], "dans le futur"),
        ([CAPE, "avenant", "--le", "01/01/2020"], "avant la signature"),
        ([CAPE, "communiquée"], "DREETS, Agefiph, FIPHFP"),
        ([CAPE, "communiquée", "--organisme", "Mairie"], "ne nomme pas"),
        ([CAPE, "communiquée", "--organisme", "DREETS", "--note", "x"], "sans autre note"),
        ([CAPE, "avenant", "--organisme", "DREETS"], "à qui"),
        ([CAPE], "Que s'est-il passé"),
        ([CAPE, "fête"], "QUOI"),
        ([CAPE, "--retirer", "9"], "numéro 9"),
        ([CAPE, "avenant", "--retirer", "9"], "va seul"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(cell, args, said):
    assert said in cell("convention", "noter", *args, code=2)
    assert cell.count("agreement_event") == 0


def test_the_same_thing_is_not_noted_twice(cell):
    said = ("convention", "noter", CAPE, "évaluation", "--le", "02/02/2026")
    cell(*said)
    assert "déjà noté" in cell(*said, code=2)


def test_what_most_often_happens_to_one_has_its_own_verb(cell):
    for verb in ("reconduire", "amender", "denoncer"):
        cell("convention", verb, CAPE, "--le", "01/02/2026")
    kinds = [one["kind"] for one in cell.json("convention", "voir", CAPE)["life"]["events"]]
    assert sorted(kinds) == ["amended", "renewed", "terminated"]
