"""`pdp referent`: members counted once, who is away, who stands in, « mes situations »."""

from datetime import date, timedelta

import pytest
from exchanges import Cell, founded_cell

TODAY = date.today()  # noqa: DTZ011


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch) -> Cell:
    made = founded_cell(tmp_path, capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    made("referent", "ajouter", "Nadia FICTIVE", "--fonction", "infirmière", "--fonction",
         "psychologue")  # fmt: skip
    return made


def listed(cell: Cell, who: str) -> list[str]:
    return [one["ref"] for one in cell.json("situation", "liste", "--referent", who)]


def seen(cell: Cell, *look: str) -> set[str]:
    told = cell.json(*look)
    return {row["ref"] for row in (told["due"] if isinstance(told, dict) else told)}


def test_one_person_is_one_member_whatever_her_functions(cell):
    rows = cell.json("referent", "voir")
    assert [(one["last_name"], one["functions"]) for one in rows] == [
        ("Exemple", []),
        ("FICTIVE", ["nurse", "psychologist"]),
    ]
    assert "une fois" in cell("referent", "ajouter", "nadia fictive", code=2)
    cell("referent", "corriger", "Nadia", "--fonction", "ergonome", "--jusqu-au", "01/01/2099")
    assert cell.json("referent", "voir")[1]["functions"] == ["ergonomist"]
    assert "ergonome" in cell("referent", "voir")


def test_my_situations_are_mine_and_those_of_whom_i_stand_in_for(cell):
    mine, hers = cell.registered(), cell.registered(nom="Fictive-Deux")
    cell("referent", "confier", "Nadia", hers)
    assert listed(cell, "moi") == [mine]
    assert listed(cell, "Nadia") == [hers]
    until = (TODAY + timedelta(days=10)).isoformat()
    cell("referent", "absent", "Nadia", "--jusqu-au", until, "--par", "Exemple")
    assert set(listed(cell, "moi")) == {mine, hers}
    assert listed(cell, "Exemple") == [mine]
    shown = cell("referent", "absent")
    assert "FICTIVE Nadia : absence du" in shown
    assert "remplacement : EXEMPLE Camille" in " ".join(shown.split())
    cell("referent", "absent", "Nadia", "--retirer")
    assert listed(cell, "moi") == [mine]
    assert "Personne n'est absent" in cell("referent", "absent")


def test_my_morning_is_mine_and_that_of_whom_i_stand_in_for(cell):
    mine, hers = cell.registered(), cell.registered(nom="Fictive-Deux")
    nobody_s = cell.registered(nom="Fictive-Trois")
    cell("referent", "confier", "Camille", mine)
    cell("referent", "confier", "Nadia", hers)
    for look in ((), ("echeances", "liste")):
        told = {who: seen(cell, *look, "--referent", who) for who in ("moi", "Nadia")}
        assert (mine in told["moi"], hers in told["moi"]) == (True, False)
        assert (mine in told["Nadia"], hers in told["Nadia"]) == (False, True)
        assert {mine, hers, nobody_s} <= seen(cell, *look)
    until = (TODAY + timedelta(days=10)).isoformat()
    cell("referent", "absent", "Nadia", "--jusqu-au", until, "--par", "Exemple")
    assert {mine, hers} <= seen(cell, "--referent", "moi")


def test_an_absence_to_come_is_shown_and_changes_nothing_yet(cell):
    hers = cell.registered()
    cell("referent", "confier", "Nadia", hers)
    cell("referent", "absent", "Nadia", "--le", "01/08/2099", "--jusqu-au", "31/08/2099", "--par",
         "Camille")  # fmt: skip
    assert listed(cell, "moi") == []
    assert "(à venir)" in cell("referent", "absent")
    assert cell.json("referent", "absent")[0]["now"] is False


def test_back_before_the_end_the_absence_ends_the_day_before(cell):
    cell("referent", "absent", "Nadia", "--le", "01/01/2026", "--jusqu-au", "01/01/2099")
    cell("referent", "absent", "Nadia", "--retirer", "--le", "aujourd'hui")
    assert cell.rows("SELECT until FROM member_absence") == [
        {"until": (TODAY - timedelta(days=1)).isoformat()}
    ]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["Nadia"], "Jusqu'à quand"),
        (["--jusqu-au", "01/01/2099"], "Qui est absent"),
        (["Zoé", "--jusqu-au", "01/01/2099"], "Aucun membre"),
        (["Nadia", "--jusqu-au", "01/01/2020"], "avant d'avoir commencé"),
        (["Nadia", "--jusqu-au", "01/01/2099", "--par", "Nadia"], "soi-même"),
        (["Nadia", "--retirer"], "Aucune absence"),
        (["Nadia", "--retirer", "--par", "Exemple"], "--retirer va seul"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(cell, args, said):
    assert said in cell("referent", "absent", *args, code=2)
    assert cell.count("member_absence") == 0


def test_two_absences_do_not_overlap_nor_stand_in_for_each_other(cell):
    cell("referent", "absent", "Nadia", "--jusqu-au", "31/08/2098")
    assert "déjà notée du" in cell(
        "referent", "absent", "Nadia", "--jusqu-au", "01/01/2099", code=2
    )
    said = cell("referent", "absent", "Exemple", "--jusqu-au", "01/01/2099", "--par", "Nadia",
                code=2)  # fmt: skip
    assert "absente elle aussi" in said


def test_somebody_who_left_is_given_no_situation(cell):
    ref = cell.registered()
    cell("referent", "corriger", "Nadia", "--jusqu-au", "hier")
    assert "plus de la cellule" in cell("referent", "confier", "Nadia", ref, code=2)
