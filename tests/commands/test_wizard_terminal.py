"""`pdp signal new` in a real terminal: accents, refusals, back, « fin », resume, Ctrl-C.

The persons are fictional.
"""

import re
import subprocess
import sys

import pytest
from fictional import N13

pexpect = pytest.importorskip("pexpect", reason="no pseudo-terminal on this system")
make_place = pytest.importorskip("terminals").make_place

SAVE = r"Enregistrer \(Entrée\)"
ANSWERS = {2: "2\r", 3: "Nguyễn\r", 4: "Thị Lan\r"}


@pytest.fixture
def place(tmp_path):
    """An environment of its own, with a store."""
    return make_place(tmp_path)


def spawn(place, *args):
    """The command in an 80-column terminal, its settings printed before and after."""
    line = f"stty -g; {sys.executable} -m pdpcli {' '.join(args)}; echo code=$?; stty -g"
    return pexpect.spawn(
        "/bin/sh", ["-c", line], env=place, encoding="utf-8", timeout=30, dimensions=(40, 80)
    )


def ended(child):
    """The exit code of the command; its terminal must be as it was found."""
    child.expect(r"code=(\d+)\r\n")
    code = int(child.match[1])
    child.expect(pexpect.EOF)
    after = child.before.strip()
    child.close()
    assert after.count(":") > 3
    return code, after


def test_a_situation_is_registered_after_refusals_and_a_step_back(place):
    child = spawn(place, "situation", "nouveau")
    settings = child.readline().strip()
    child.expect("Date du signalement")
    child.send("le 31/02/2026\r")
    child.expect(r" 1\. Date")
    child.send("\r")
    child.expect(r" 2\. Qui")
    child.send("son e\r")
    child.expect(r" 3\. Nom")
    child.send("Œuvrard\r")
    child.expect(r" 4\. Prénom")
    child.send("<\r")
    child.expect(r"3\. Nom de la personne \[Œuvrard\]")
    child.send("\r")
    child.expect(r" 4\. Prénom")
    child.send("Zoë\r")
    number = 5
    while child.expect([r"Numéro de sécurité sociale", rf" {number}\. (?!Num)\w", SAVE]) == 1:
        child.send("\r")
        number += 1
    child.send(f"{N13}00\r")
    child.expect("La clé")
    child.expect("Numéro de sécurité sociale")
    child.send("\r")
    child.expect(SAVE)
    assert "Œuvrard" in child.before
    assert N13 not in child.before
    child.send("\r")
    child.expect(r"Situation \d{4}-\d{4} enregistrée")
    assert ended(child) == (0, settings)


def test_a_suspended_entry_is_resumed_where_it_was(place):
    child = spawn(place, "signal", "new")
    settings = child.readline().strip()
    child.expect(r" 1\. ")
    child.send("hier\r")
    child.expect(r" 2\. ")
    child.send("fin\r")
    child.expect("pdp situation reprendre")
    assert ended(child) == (130, settings)
    child = spawn(place, "signal", "resume")
    child.expect(r" (\d)\. ")
    assert child.match[1] == "2"
    child.send("\x03")
    assert ended(child)[0] == 130


def test_ctrl_c_at_every_question_ends_with_130_and_keeps_what_was_answered(place):
    number, last = 0, False
    while not last:
        number += 1
        child = spawn(place, "signal", "resume" if number > 2 else "new")
        settings = child.readline().strip()
        if number > 1:
            child.expect(rf" {number - 1}\. ")
            assert not re.search(r"\s\d+\. ", child.before), "an answered question came back"
            child.send(ANSWERS.get(number - 1, "\r"))
        last = child.expect([rf" {number}\. ", SAVE]) == 1
        child.send("\x03")
        assert ended(child) == (130, settings)
    assert number > 10


def test_several_suspended_entries_are_listed_with_their_local_moment(place):
    for _ in range(2):
        child = spawn(place, "situation", "nouveau")
        child.readline()
        child.expect(r" 1\. ")
        child.send("hier\r")
        child.expect(r" 2\. ")
        child.send("fin\r")
        assert ended(child)[0] == 130
    child = spawn(place, "situation", "reprendre")
    child.readline()
    child.expect(r"suspendue le \d\d/\d\d/\d{4} à \d{1,2} h \d\d\)")
    assert not re.search(r"\dT\d", child.before)
    assert ended(child)[0] == 2


def test_without_a_terminal_nothing_is_asked(place):
    line = [sys.executable, "-m", "pdpcli", "signal", "new"]
    done = subprocess.run(
        line, env=place, check=False, timeout=60, capture_output=True, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 2
    assert "--fichier" in done.stderr.decode()
