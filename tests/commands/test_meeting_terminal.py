"""A meeting in a real terminal: what waits is chosen in one question, holding is one pass."""

import re

import pytest
from fictional import answers_file

pytest.importorskip("pexpect", reason="no pseudo-terminal on this system")
terminals = pytest.importorskip("terminals")
run, spawn, ended = terminals.run, terminals.spawn, terminals.ended


@pytest.fixture
def place(tmp_path):
    made = terminals.make_place(tmp_path)
    run(made, "convention", "ajouter", "btp34-carsat-lr", "--en-tant-que", "sante-btp-34")
    for name in ("Zfictif-Un", "Zfictif-Deux"):
        said = answers_file(tmp_path, nom=name, horizon="court terme", date_signalement="hier",
                            prereprise_date="hier")  # fmt: skip
        run(made, "situation", "nouveau", "--fichier", str(said))
    run(made, "reunion", "prevoir", "cellule", "--le", "aujourd'hui")
    return made


def refs(place):
    return sorted(set(re.findall(r"20\d\d-\d{4}", run(place, "situation", "liste"))))


def test_what_waits_is_chosen_in_one_question(place):
    one, two = refs(place)
    child = spawn(place, "reunion", "ordre-du-jour", "1")
    child.expect("ATTENDENT UNE R")
    child.expect("Lesquelles ajouter")
    child.send(f"{one[-1]}\r")
    assert ended(child) == 0
    shown = run(place, "reunion", "ordre-du-jour", "1")
    there, _, waiting = shown.partition("ATTENDENT")
    assert one in there
    assert two in waiting


def test_a_meeting_is_held_in_one_pass_and_what_an_act_requires_is_asked(place):
    one, two = refs(place)
    run(place, "reunion", "ordre-du-jour", "1", "--ajouter", one, "--ajouter", two)
    child = spawn(place, "reunion", "tenir", "1")
    for expected, typed in (
        ("de la cellule", "oui"),
        (f"{one} ZFICTIF", "oui"),
        ("Ce qui est d", "Orienter (fictif)"),
        ("L'acte que c'est", "orientation"),
        ("encore ", "non"),
        (f"{two} ZFICTIF", "non"),
        ("Le compte rendu", "Tour de table"),
        ("Enregistrer", ""),
        ("De quelle nature", "Cap emploi"),
    ):
        child.expect(expected)
        child.send(f"{typed}\r")
    child.expect("1 situation examin")
    assert ended(child) == 0
    assert "orientation : Cap emploi" in run(place, "acte", "liste", one)
    assert "reportée" in run(place, "reunion", "ordre-du-jour", "1")


def test_left_half_way_nothing_is_written(place):
    one, _ = refs(place)
    run(place, "reunion", "ordre-du-jour", "1", "--ajouter", one)
    child = spawn(place, "reunion", "tenir", "1")
    child.expect("de la cellule")
    child.send("fin\r")
    assert ended(child) == 130
    assert "(prévue)" in run(place, "reunion", "ordre-du-jour", "1")
