"""`pdp signal new` in a real terminal: accents, refusals, back, « fin », resume, Ctrl-C.

The persons are fictional.
"""

import os
import re
import subprocess
import sys

import pytest

pexpect = pytest.importorskip("pexpect", reason="no pseudo-terminal on this system")

PASSPHRASE = "agrafe cheval batterie fictive 42"
SAVE = r"Enregistrer \(Entrée\)"
ANSWERS = {2: "2\r", 3: "Nguyễn\r", 4: "Thị Lan\r"}


@pytest.fixture
def place(tmp_path):
    """An environment of its own, with a store, and nothing of the caller's but the path."""
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    passphrase = tmp_path / "passphrase"
    passphrase.write_text(PASSPHRASE, encoding="utf-8")
    passphrase.chmod(0o600)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "PDP_HOME": str(tmp_path / "home"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_RUNTIME_DIR": str(runtime),
        "PDP_PASSPHRASE_FILE": str(passphrase),
        "TERM": "xterm",
        "LANG": "C.UTF-8",
        "NO_COLOR": "1",
        "PROMPT_TOOLKIT_NO_CPR": "1",  # nobody answers where the cursor is
    }
    given = ("--name", "Santé Fictive", "--author", "Ève Fictive", "--yes")
    key = ("--recovery-key-file", str(tmp_path / "key"))
    line = [sys.executable, "-m", "pdpcli", "init", *given, *key]
    subprocess.run(line, env=environment, check=True, timeout=60, capture_output=True)
    return environment


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
    while child.expect([rf" {number}\. ", SAVE]) == 0:
        child.send("\r")
        number += 1
    assert "Œuvrard" in child.before
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


def test_without_a_terminal_nothing_is_asked(place):
    line = [sys.executable, "-m", "pdpcli", "signal", "new"]
    done = subprocess.run(
        line, env=place, check=False, timeout=60, capture_output=True, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 2
    assert "--fichier" in done.stderr.decode()
