"""Tab completes words in both languages and references of open situations; never a name."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from fictional import answers_file
from typer.main import get_command

from pdpcli.app import app
from pdpcli.commands.completing import REFERENCES, ROOT_OPTIONS, completed
from pdpcli.commands.completion import SCRIPTS
from pdpcli.commands.words import COMMANDS

YEAR = "2025"


def test_words_are_completed_in_french_and_in_english():
    assert completed("situ", []) == ["situation"]
    assert completed("SIG", []) == ["signalement", "signal"]
    assert "situation" in completed("", [])
    assert "signal" not in completed("", [])
    assert completed("no", ["situation"]) == ["nouveau", "nouvelle"]
    assert completed("n", ["signal"]) == ["nouveau", "nouvelle", "new"]
    assert completed("jou", ["acte"]) == ["journee"]
    assert completed("", ["orientation"]) == []


def test_options_are_those_of_the_command():
    assert "--fichier" in completed("--", ["acte", "journee"])
    assert completed("--fich", ["acte", "journee"]) == ["--fichier"]
    assert completed("--sc", ["fiche", "repondre", "42"]) == ["--scan"]
    assert "--aide" in completed("--a", [])


def test_a_noun_called_bare_proposes_what_its_bare_call_takes():
    assert completed("--expl", ["chiffres"]) == ["--expliquer", "--explain"]
    assert completed("--ann", ["chiffres"]) == ["--annee"]
    assert completed("v", ["chiffres"]) == ["voir"]


def test_an_unknown_word_completes_nothing():
    assert completed("x", ["zzz"]) == []
    assert completed("", ["situation", "zzz"]) == []
    assert completed("", ["zzz", "voir"]) == []


def test_the_commands_that_take_a_reference_are_known():
    """A command with RÉF as an argument is in ``completing.REFERENCES``, and no other."""
    root = get_command(app)
    found = {}
    for word in COMMANDS:
        command = root.load(word)
        verbs = {"": command} if not word.verbs else {v.name: command.load(v) for v in word.verbs}
        taking = frozenset(name for name, one in verbs.items() if one and _takes(one))
        if taking:
            found[word.name] = taking
    assert found == dict(REFERENCES)


def test_the_options_of_the_program_itself_are_known():
    params = [one for one in get_command(app).params if not one.hidden]
    found = {name for one in params for name in one.opts if name.startswith("--")}
    assert found - {"--aide", "--help"} == set(ROOT_OPTIONS) - {"--aide", "--help"}


def _takes(command):
    places = [one for one in command.params if one.param_type_name == "argument"]
    return any((one.metavar or "").startswith("RÉF") for one in places)


@pytest.fixture
def open_store(pdp, founded, tmp_path):
    """A store with two situations, unlocked."""
    founded()
    for name in ("Fictif", "Fictive"):
        said = answers_file(tmp_path, nom=name)
        assert pdp("situation", "nouveau", "--fichier", str(said)).returncode == 0
    assert pdp("deverrouiller").returncode == 0


def asked(pdp, current, *before, **more):
    done = pdp("--completer", f"={current}", *before, env={"PDP_PASSPHRASE_FILE": ""}, **more)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()


def test_references_of_open_situations_are_offered_the_latest_first(pdp, open_store):
    assert asked(pdp, "", "situation", "voir") == ["2025-0002", "2025-0001"]
    assert asked(pdp, "2025-0001", "acte", "ajouter") == ["2025-0001"]
    assert asked(pdp, "2", "fiche", "produire", "2025-0001") == ["2025-0002", "2025-0001"]
    assert asked(pdp, "", "echeances", "ajouter", "texte", "--case") == ["2025-0002", "2025-0001"]
    assert asked(pdp, "", "situation", "liste") == []
    assert asked(pdp, "", "situation", "voir", "--vu-le") == []


def test_locked_it_asks_nothing_writes_nothing_and_offers_no_reference(pdp, open_store, places):
    pdp("verrouiller")
    before = {path: path.stat().st_mtime_ns for path in _files(places)}
    assert asked(pdp, "", "situation", "voir") == []
    assert asked(pdp, "vo", "situation") == ["voir"]
    assert {path: path.stat().st_mtime_ns for path in _files(places)} == before


def test_unlocked_it_writes_nothing_and_is_no_command_for_the_session(pdp, open_store, places):
    before = {path: path.read_bytes() for path in _files(places)}
    asked(pdp, "", "situation", "voir")
    assert {path: path.read_bytes() for path in _files(places)} == before


def _files(places):
    folders = [Path(places[name]) for name in ("PDP_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")]
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def test_without_a_store_or_with_a_damaged_one_it_is_silent(pdp, home):
    assert asked(pdp, "", "situation", "voir") == []
    home.mkdir()
    (home / "pdp.enveloppe").write_bytes(b"\x00")
    assert asked(pdp, "", "situation", "voir") == []


def test_a_closed_situation_is_not_offered_nor_any_name(pdp, open_store):
    done = pdp("acte", "ajouter", "25-1", "clôture", "--nature", "injoignable")
    assert done.returncode == 0, done.stderr
    offered = asked(pdp, "", "situation", "voir")
    assert offered == ["2025-0002"]
    assert asked(pdp, "Fict", "situation", "voir") == []


def test_it_imports_neither_typer_nor_the_rest():
    program = (
        "import sys; sys.argv = ['pdp', '--completer', '=sit']; "
        "from pdpcli.__main__ import run; run(); "
        "assert not {'typer', 'rich', 'sqlcipher3', 'cryptography'} & set(sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, timeout=60, capture_output=True
    )
    assert done.stdout == b"situation\n"


@pytest.mark.parametrize("shell", SCRIPTS)
def test_a_script_is_printed_for_each_shell(pdp, shell):
    done = pdp("completion", shell)
    assert done.stdout == SCRIPTS[shell]
    assert done.stdout.isascii()
    assert "pdp --completer" in done.stdout


def test_another_shell_is_refused(pdp):
    done = pdp("completion", "tcsh")
    assert done.returncode == 2
    assert "bash, zsh, fish, powershell" in done.stderr


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash on this system")
def test_in_bash_the_words_are_proposed(tmp_path):
    program = tmp_path / "pdp"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m pdpcli "$@"\n', encoding="utf-8")
    program.chmod(0o700)
    tried = f"""{SCRIPTS["bash"]}
for line in "sit" "situation no" "acte " "fiche --"; do
    COMP_WORDS=(pdp $line); [[ $line == *" " ]] && COMP_WORDS+=("")
    COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 )); _pdp; echo "${{COMPREPLY[*]}}" | tr '\\n' ' '; echo
done"""
    env = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", tried], env=env, check=True, timeout=60,
                          capture_output=True, encoding="utf-8")  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.splitlines()[:3] == [
        "situation ", "nouveau nouvelle ", "ajouter liste corriger annuler journee ",
    ]  # fmt: skip
