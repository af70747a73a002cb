"""The command line answers in French, finds its words, and ends with the promised codes."""

import errno
import json
import os
import re
import subprocess
import sys
from datetime import date, datetime
from types import ModuleType
from typing import Annotated

import pytest

from pdpcli import app as application
from pdpcli import errors
from pdpcli.commands import french
from pdpcli.commands.french import noun
from pdpcli.commands.options import argument, option
from pdpcli.commands.words import COMMANDS, OPTIONS, Word, candidates, plain, suggestions

ENGLISH = re.compile(
    r"\b(usage:|options:|commands|arguments|error|try|show this|default|required|missing|invalid"
    r"|no such|did you mean|exit|env var|got unexpected|choose|aborted|takes|requires)\b"
)
OWN = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.PdpError)]


def pdp(*args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pdpcli", *args],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
    )


def told(capsys):
    """What was said on stderr, nothing being on stdout; French no-break spaces made plain."""
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def probe(monkeypatch):
    """A command line with one more noun, « essai », whose verbs fail in every way."""
    app = noun("find")
    app.info.name = "probe"

    @app.command("raise")
    def _raise(
        kind: Annotated[str, argument("SORTE", "Ce qui arrive.")],
        *,
        year: Annotated[int | None, option("year", "L'année.")] = None,
        days: Annotated[int, option("days", "Jours.", min=0)] = 0,
        dry_run: Annotated[bool, option("dry-run", "Ne rien écrire.")] = False,
    ) -> None:
        """Échouer de la sorte demandée."""
        del year, days, dry_run
        secret = "MARQUEUR-1680334172123"  # noqa: F841 - must not be shown with the trace
        raise FAULTS[kind]

    verbs = (Word("raise", ("echouer",), "Échouer"), Word("later", ("absent",), "Absent"))
    module = ModuleType("pdpcli.commands.probe")
    module.__dict__["app"] = app
    monkeypatch.setitem(sys.modules, "pdpcli.commands.probe", module)
    words = (*COMMANDS, Word("probe", ("essai",), "Pour les tests", "probe:app", verbs))
    monkeypatch.setattr(french, "COMMANDS", words)
    return app


FAULTS = {
    "refused": errors.InputRefused(
        "Rien n'a été écrit.", problems=[errors.Problem("nir", "la clé ne va pas")]
    ),
    "refusal": errors.Refusal("Il faut une date."),
    "interrupt": KeyboardInterrupt(),
    "eof": EOFError(),
    "pipe": BrokenPipeError(32, "Broken pipe"),
    "full": OSError(28, "No space left on device"),
    "fault": ValueError("MARQUEUR dupont"),
    "control": errors.PdpError("avant\x1b[2J après"),
}


def test_every_command_has_a_french_name_that_no_other_command_claims():
    levels = [COMMANDS, *(w.verbs for w in COMMANDS if w.verbs)]
    for words in levels:
        names = [plain(name) for w in words for name in w.names]
        assert len(names) == len(set(names))
        assert all(w.french and w.help for w in words)


def test_every_name_designates_its_own_command_with_or_without_accents():
    for words in [COMMANDS, *(w.verbs for w in COMMANDS if w.verbs)]:
        for word in words:
            for name in word.names:
                assert candidates(name, words) == [word]
                assert candidates(name.upper(), words) == [word]
    assert candidates("réunion", COMMANDS)[0].name == "meeting"


def test_the_beginning_of_a_word_is_enough_while_it_is_unambiguous():
    assert [w.name for w in candidates("sta", COMMANDS)] == ["stats"]
    assert [w.name for w in candidates("situ", COMMANDS)] == ["signal"]
    assert len(candidates("act", COMMANDS)) == 1
    assert len(candidates("ac", COMMANDS)) > 1


def test_a_slip_suggests_the_word_that_was_meant():
    assert suggestions("situaton", COMMANDS)[0] == "situation"
    assert suggestions("chifres", COMMANDS) == ["chiffres"]
    assert suggestions("zzzz", COMMANDS) == []


def test_no_option_has_two_meanings():
    spelled = [s for english, fr in OPTIONS.items() for s in {english, *fr}]
    assert len(spelled) == len(set(spelled))


def test_every_option_of_the_table_is_used_and_every_used_one_is_in_it(capsys):
    used = set()
    for word in COMMANDS:
        for verb in word.verbs or (None,):
            application.run([word.name, *([verb.name] if verb else []), "--aide"])
            used |= set(re.findall(r"--([\w-]+)", capsys.readouterr().out))
    application.run(["--aide"])
    used |= set(re.findall(r"--([\w-]+)", capsys.readouterr().out))
    spelled = {s for english, fr in OPTIONS.items() for s in {english, *fr}}
    assert used - spelled == {"aide", "help"}
    assert {english for english in OPTIONS if english not in used} == set()


def test_the_one_line_helps_are_french_and_fit_the_screen():
    for word in [*COMMANDS, *(v for w in COMMANDS for v in w.verbs)]:
        assert len(word.help) <= 60
        assert not ENGLISH.search(word.help.lower())


def test_help_lists_every_command_in_french_within_80_columns(capsys):
    assert application.run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(w.shown in shown for w in COMMANDS)
    assert max(map(len, shown.splitlines())) <= 80
    assert not ENGLISH.search(shown.lower())


@pytest.mark.parametrize("word", COMMANDS, ids=lambda w: w.name)
def test_every_word_of_the_table_leads_to_a_command_with_help_in_french(word, capsys):
    for verb in word.verbs or (None,):
        path = [word.french[0], verb.french[0]] if verb else [word.french[0]]
        assert application.run([*path, "--aide"]) == 0, path
        _assert_french_help(capsys.readouterr().out)


@pytest.mark.parametrize("word", [w for w in COMMANDS if w.verbs], ids=lambda w: w.name)
def test_every_command_of_a_noun_is_in_the_table(word):
    group = french.RootGroup(name="pdp").load(word)
    assert set(group.commands) == {verb.name for verb in word.verbs}


def _assert_french_help(shown):
    assert shown.startswith("Usage : pdp ")
    assert "--aide" in shown
    assert not ENGLISH.search(shown.lower()), shown
    assert max(map(len, shown.splitlines())) <= 80, shown
    assert " …\n" not in shown, "a parameter of an unknown type"


def test_a_command_of_a_noun_is_found_by_its_french_name_or_its_beginning(probe, capsys):
    for name in ("raise", "echouer", "échouer", "ech"):
        assert application.run(["essai", name, "refusal"]) == 2
        assert told(capsys) == "Il faut une date.\n"


def test_help_of_a_command_shows_both_spellings_the_french_one_first(probe, capsys):
    assert application.run(["essai", "echouer", "--aide"]) == 0
    shown = capsys.readouterr().out
    assert "Usage : pdp essai echouer [OPTIONS] SORTE" in shown
    assert "--annee, --year NOMBRE" in shown
    assert "--essai, --dry-run " in shown
    assert "Échouer de la sorte demandée." in shown
    assert not ENGLISH.search(shown.lower())


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["sgnal"], "ou « signal » ?"),
        (["ver"], "« verrouiller » ou « verifier »"),
        (["essai", "echuer"], "Vouliez-vous dire « echouer »"),
        (["essai", "absent"], "« absent » n'est pas encore disponible."),
        (["essai", "raise"], "Il manque SORTE."),
        (["essai", "raise", "x", "MARQUEUR"], "plus de mots"),
        (["essai", "raise", "x", "--ane", "3"], "ou --annee ?"),
        (["essai", "raise", "x", "--MARQUEUR1=3"], "Option inconnue."),
        (["essai", "raise", "x", "--annee", "MARQUEUR"], "--annee : un nombre entier est attendu."),
        (["essai", "raise", "x", "--jours", "-3"], "--jours : un nombre d'au moins 0 est attendu."),
        (["essai", "raise", "x", "--annee"], "--annee attend une valeur."),
        (["essai", "raise", "x", "--essai=MARQUEUR"], "--essai n'attend pas de valeur."),
        (["--zzz"], "Option inconnue --zzz."),
        (["essai"], "Usage : pdp essai [OPTIONS] COMMANDE …"),
    ],
)
def test_a_usage_error_is_said_in_french_without_what_was_typed(probe, capsys, args, said):
    assert application.run(args) == 2
    shown = told(capsys)
    assert said in shown
    assert "MARQUEUR" not in shown
    assert not ENGLISH.search(shown.lower())


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("refused", 2),
        ("refusal", 2),
        ("interrupt", 130),
        ("eof", 130),
        ("pipe", 0),
        ("full", 14),
        ("fault", 1),
    ],
)
def test_each_end_has_its_code_and_speaks_on_stderr_only(probe, capsys, kind, code):
    assert application.run(["probe", "raise", kind]) == code
    assert (told(capsys) == "") == (kind == "pipe")


@pytest.mark.parametrize("error", OWN)
def test_every_error_of_ours_ends_with_its_own_code_and_three_parts(probe, capsys, error):
    FAULTS["own"] = error("Ceci.", where="Là.", todo="Faites cela.")
    assert application.run(["probe", "raise", "own"]) == error.exit_code
    assert told(capsys) == "Ceci.\n  Là.\n  → Faites cela.\n"


def test_every_problem_of_a_refused_input_is_shown(probe, capsys):
    application.run(["probe", "raise", "refused"])
    assert told(capsys) == "Rien n'a été écrit.\n  - nir : la clé ne va pas\n"


@pytest.mark.parametrize("key", ["168033417212345", "1 68 03 34 172 123 45", "1680 32A172123"])
def test_a_number_typed_as_a_key_is_not_repeated(probe, capsys, key):
    FAULTS["own"] = errors.InputRefused("Refusé.", problems=[errors.Problem(f"{key} = 1", "non")])
    application.run(["probe", "raise", "own"])
    assert told(capsys) == "Refusé.\n  - (numéro) = 1 : non\n"


@pytest.mark.parametrize(
    ("number", "name", "code"),
    [
        (errno.ENAMETOOLONG, "x", 14),
        (errno.EACCES, "x", 14),
        (errno.EROFS, None, 14),
        (errno.ENOENT, None, 2),
        (errno.ENOENT, "a file of ours", 1),
        (errno.EPROTO, "x", 1),
    ],
)
def test_what_the_system_refuses_is_said_in_french(probe, capsys, number, name, code):
    FAULTS["own"] = OSError(number, os.strerror(number), name)
    assert application.run(["probe", "raise", "own"]) == code
    shown = told(capsys)
    assert ("Faute" in shown) == (code == 1)
    assert os.strerror(number) not in shown


@pytest.mark.parametrize("read", ["date", "time", "json"])
def test_a_value_of_the_store_that_does_not_read_is_damage(probe, capsys, read):
    @probe.command("later")
    def _later() -> None:
        """Lire."""
        if read == "date":
            date.fromisoformat("2025-13-01")
        datetime.fromisoformat("zz") if read == "time" else json.loads("zz")

    assert application.run(["probe", "absent"]) == 13
    assert "sauvegarde" in told(capsys)


def test_an_unexpected_fault_keeps_its_trace_but_no_value(probe, capsys):
    application.run(["probe", "raise", "fault"])
    trace = told(capsys)
    assert re.search(r"test_app\.py:\d+ _raise", trace)
    assert "ValueError" in trace
    assert "MARQUEUR" not in trace
    assert not re.search(r"^  /", trace, re.MULTILINE)


def test_a_message_cannot_drive_the_terminal(probe, capsys):
    application.run(["probe", "raise", "control"])
    assert "\x1b" not in told(capsys)


def test_a_parser_of_an_option_gives_its_own_reason(probe, capsys):
    def no(text: str) -> str:
        raise errors.Refusal("il faut une date, comme 14/04/2025.")

    @probe.command("later")
    def _later(*, on: Annotated[str, option("on", "Le jour.", parser=no)] = "") -> None:
        """Refuser."""

    assert application.run(["probe", "absent", "--le", "MARQUEUR"]) == 2
    shown = told(capsys)
    assert "--le : il faut une date, comme 14/04/2025." in shown
    assert "MARQUEUR" not in shown


def test_the_process_ends_with_the_code_of_the_boundary():
    assert pdp("sgnal").returncode == 2
    assert pdp("--help").returncode == 0
    version = pdp("--version")
    assert (version.returncode, version.stdout) == (0, f"pdp {application.__version__}\n")


def test_help_is_written_even_when_stdout_has_no_accents():
    shown = pdp("--help", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert shown.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a shell pipe")
def test_a_reader_that_leaves_early_hears_nothing():
    line = f"{sys.executable} -m pdpcli --help | true"
    shown = subprocess.run(line, shell=True, capture_output=True, timeout=60, check=True)  # noqa: S602
    assert shown.stderr == b""
