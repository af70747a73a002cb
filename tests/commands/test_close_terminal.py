"""Closing asks why, then the outcomes, saying what each one means, on a real terminal.

Everybody here is fictional.
"""

import re

import pytest
from fictional import answers_file

pexpect = pytest.importorskip("pexpect", reason="no pseudo-terminal on this system")
terminals = pytest.importorskip("terminals")


@pytest.fixture
def place(tmp_path):
    made = terminals.make_place(tmp_path)
    said = answers_file(tmp_path, date_signalement="hier", prereprise=None, prereprise_date=None)
    told = terminals.run(made, "situation", "nouveau", "--fichier", str(said))
    made["REF"] = told.split("Situation ")[1].split()[0]
    return made


def answered(place, *args, exchange):
    """The exit code and what was said, each question being answered in turn."""
    given = {name: value for name, value in place.items() if name != "REF"}
    child, said = terminals.spawn(given, *args), ""
    for question, answer in exchange:
        child.expect(question)
        said += child.before + child.after
        child.send(f"{answer}\r")
    child.expect(pexpect.EOF)
    said += child.before
    child.close()
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said)
    return child.exitstatus, re.sub(r"\s+", " ", plain)


def outcomes(place):
    shown = terminals.run(place, "acte", "liste", place["REF"])
    return re.findall(r"issue : [^\n]*?(?=  )", shown)


def test_several_outcomes_are_asked_with_what_each_one_means(place):
    code, said = answered(
        place, "situation", "clore", place["REF"],
        exchange=[
            ("Pourquoi", ""), ("À quelle date", ""), ("Quelle est l'issue", "licenciement"),
            ("À quelle date", "hier"), ("Une autre issue", "externe"), ("À quelle date", ""),
            ("Une autre issue", ""),
        ],
    )  # fmt: skip
    assert code == 0
    assert "Maintien DANS l'emploi : la personne reste chez le même employeur" in said
    assert "reclassement externe (autre employeur) : en emploi" in said
    assert len(outcomes(place)) == 2


def test_a_death_says_what_it_stops_before_it_is_noted(place):
    exchange = [("Pourquoi", "décès"), ("À quelle date", ""), ("Le noter", "n")]
    code, said = answered(place, "situation", "clore", place["REF"], exchange=exchange)
    assert code == 130
    assert "toutes ses situations sont closes" in said
    assert "SITUATION" in terminals.run(place, "situation", "voir", place["REF"])
    assert "ouverte" in terminals.run(place, "situation", "liste")


def test_leaving_the_questions_closes_nothing(place):
    exchange = [("Pourquoi", ""), ("À quelle date", ""), ("Quelle est l'issue", "fin")]
    code, _ = answered(place, "situation", "clore", place["REF"], exchange=exchange)
    assert code == 130
    assert "ouverte" in terminals.run(place, "situation", "liste")
