"""Meetings are planned, and their agenda made of the situations that wait.

Everybody here is fictional.
"""

from datetime import timedelta

import pytest
from exchanges import founded_cell
from meetings import SSAM, TODAY, agenda, held, key, known, planned, refs, to_examine

THURSDAY = TODAY + timedelta(days=(3 - TODAY.weekday()) % 7 or 7)


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path / "a", capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


def test_a_meeting_is_planned_with_its_hour_its_place_and_those_invited(cell):
    told = cell("reunion", "prevoir", "cellule", "--le", "jeudi", "--heure", "14h",
                "--lieu", "Salle 2", "--partenaire", SSAM)  # fmt: skip
    assert "14 h : prévue (numéro 1)" in told
    one = agenda(cell, "1")["meeting"]
    assert one["on"] == THURSDAY.isoformat()
    assert (one["starts_at"], one["place"], one["invited"]) == ("14:00", "Salle 2", [SSAM])
    assert (one["state"], one["instance"]) == ("planned", "cell")


def test_planning_needs_a_day_that_is_to_come(cell):
    assert "--le" in cell("reunion", "prevoir", "cellule", code=2)
    assert "Ce jour est passé" in cell(
        "reunion", "prevoir", "cellule", "--le", "01/01/2020", code=2
    )
    assert "14 h" in cell(
        "reunion", "prevoir", "cellule", "--le", "jeudi", "--heure", "midi", code=2
    )
    assert cell.count("gathering") == 0


def test_what_was_held_cannot_be_in_the_future(cell):
    later = (TODAY + timedelta(days=3)).strftime("%d/%m/%Y")
    assert "futur" in cell("reunion", "ajouter", "cellule", "--le", later, code=2)
    cell("reunion", "ajouter", "cellule", "--le", later, "--prevu")
    number = planned(cell)
    held(cell, number)
    assert "futur" in cell("reunion", "corriger", number, "--le", later, code=2)


def test_the_situations_that_wait_are_proposed_each_with_why(cell):
    quiet, urgent = known(cell), known(cell, nom="Zfictif-Deux", horizon="court terme")
    asked = known(cell, nom="Zfictif-Trois")
    cell("acte", "ajouter", asked, "examen en instance", "--nature", "cellule", "--prevu",
         "--le", "demain")  # fmt: skip
    number = planned(cell)
    found = {row["ref"]: row["why"] for row in agenda(cell, number)["waiting"]}
    assert found == {urgent: "short", asked: "asked"}
    cell("reunion", "ordre-du-jour", number, "--toutes")
    told = agenda(cell, number)
    assert refs(told["agenda"]) == [asked, urgent]
    assert told["waiting"] == []
    assert quiet not in refs(told["agenda"])
    assert cell.rows("SELECT count(*) AS n FROM act WHERE kind = 'examination'") == [{"n": 2}]


def test_a_situation_is_added_ordered_explained_and_removed(cell):
    first, second, third = known(cell), known(cell, nom="Zfictif-B"), known(cell, nom="Zfictif-C")
    number = planned(cell, "--situation", first)
    cell("reunion", "ordre-du-jour", number, "--ajouter", second, "--ajouter", third,
         "--nature", "complexe", "--motif", "Zmotif")  # fmt: skip
    cell("reunion", "ordre-du-jour", number, "--ordre", f"{third},{second}")
    rows = agenda(cell, number)["agenda"]
    assert refs(rows) == [third, second, first]
    assert [(row["reason"], row["motive"]) for row in rows] == [
        ("complex", "Zmotif"), ("complex", "Zmotif"), (None, None)]  # fmt: skip
    cell("reunion", "ordre-du-jour", number, "--retirer", second)
    assert refs(agenda(cell, number)["agenda"]) == [third, first]
    assert "n'est pas à l'ordre du jour" in cell(
        "reunion", "ordre-du-jour", number, "--retirer", second, code=2
    )
    assert to_examine(cell, second) == 0
    cell("reunion", "ordre-du-jour", number, "--ajouter", second)
    assert refs(agenda(cell, number)["agenda"]) == [third, first, second]


def test_a_planned_examination_is_on_the_card_with_the_meeting_to_hold(cell):
    ref = known(cell)
    number = planned(cell, "--situation", ref)
    assert f"pdp reunion tenir {number}" in cell("situation", "voir", ref)


def test_for_a_meeting_of_an_agreement_those_under_it_wait(cell):
    """A staff with Cap emploi reviews the fiches of its convention, the SSAM's are others."""
    cell("convention", "ajouter", "prevy-cap-emploi", "--en-tant-que", "prevy")
    theirs = known(cell, nom="Zfictif-Cap")
    known(cell, nom="Zfictif-Autre")
    said = ("--convention", "prevy-cap-emploi")
    cell("accord", "enregistrer", theirs, *said, "--signe-le", "hier", "--lieu", "Nîmes")
    cell("fiche", "envoyer", theirs, *said, "--canal", "courrier", "--oui")
    number = planned(cell, *said, kind="services")
    found = agenda(cell, number)
    assert {row["ref"]: (row["reason"], row["why"]) for row in found["waiting"]} == {
        theirs: ("review", "shared")}  # fmt: skip
    cell("reunion", "ordre-du-jour", number, "--toutes")
    held(cell, number, **{f"examinee_{key(theirs)}": "oui"})
    assert cell.rows("SELECT state, agreement FROM act WHERE kind = 'case_review'") == [
        {"state": "done", "agreement": "prevy-cap-emploi"}
    ]
    again = agenda(cell, planned(cell, *said, kind="services"))["waiting"]
    assert [row["why"] for row in again] == ["reviewed"]


def test_a_cancelled_meeting_frees_its_situations(cell):
    ref = known(cell)
    number = planned(cell, "--situation", ref)
    assert "1 situation attend une autre réunion" in cell(
        "reunion", "annuler", number, "--motif", "grève (fictive)"
    )
    assert to_examine(cell, ref) == 0
    other = planned(cell)
    assert [(row["ref"], row["why"]) for row in agenda(cell, other)["waiting"]] == [
        (ref, "cancelled")
    ]
    cell("reunion", "ordre-du-jour", other, "--toutes")
    assert refs(agenda(cell, other)["agenda"]) == [ref]
    assert "annulée" in cell("reunion", "ordre-du-jour", number, "--ajouter", ref, code=2)


def test_what_is_planned_elsewhere_waits_no_more(cell):
    ref = known(cell, horizon="court terme")
    planned(cell, "--situation", ref)
    assert agenda(cell, planned(cell))["waiting"] == []


def test_an_act_cancelled_by_hand_leaves_the_agenda(cell):
    ref = known(cell)
    number = planned(cell, "--situation", ref)
    (act,) = cell.rows("SELECT id FROM act WHERE kind = 'examination'")
    cell("acte", "annuler", str(act["id"]), "--motif", "à tort")
    assert agenda(cell, number)["agenda"] == []
    cell("reunion", "ordre-du-jour", number, "--ajouter", ref)
    assert refs(agenda(cell, number)["agenda"]) == [ref]
