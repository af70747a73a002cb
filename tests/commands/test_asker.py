"""The terminal adapter understands keys, letters and words, and ends everything with Enter."""

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from pdpcli.commands import asker as adapter
from pdpcli.commands.asker import Terminal, meaning
from pdpcli.errors import InputRefused
from pdpcli.forms.asking import Question

DOWN, UP, ENTER, ALT_ENTER = "\x1b[B", "\x1b[A", "\r", "\x1b\r"
TRISTATE = {"yes": "oui", "no": "non", "unknown": "je ne sais pas encore"}
WHO = {"self": "Le salarié lui-même", "employer": "Son employeur", "other": "Quelqu'un d'autre"}


def typed(keys, question):
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        return Terminal().ask(question)


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ("martinez luc", "martinez luc"),
        ("NGUYỄN Thị Lan", "NGUYỄN Thị Lan"),
        ("", ""),
        ("<", "<"),
        ("?", "?"),
        ("nsp", "nsp"),
        ("fin", "fin"),
        ("abc\x7fd", "abd"),
    ],
)
def test_a_text_is_returned_as_typed(keys, answer):
    assert typed(keys + ENTER, Question("Nom", 3, proposed="DUPONT")) == answer


def test_a_paragraph_takes_new_lines_with_alt_enter():
    question = Question("Contexte", multiline=True)
    assert typed(f"un{ALT_ENTER}deux{ENTER}", question) == "un\ndeux"


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ("", "unknown"),
        (UP, "no"),
        ("o", "yes"),
        ("n", "no"),
        ("non", "no"),
        ("NON", "no"),
        ("2", "no"),
        ("nsp", "unknown"),
        ("je", "unknown"),
        ("<", "<"),
        ("?", "?"),
        ("fin", "fin"),
        ("ox\x7f", "yes"),
    ],
)
def test_a_choice_is_made_by_arrows_letters_numbers_or_words(keys, code):
    question = Question("En arrêt ?", 5, choices=TRISTATE, proposed="unknown")
    assert typed(keys + ENTER, question) == code


def test_letters_that_mean_nothing_choose_nothing():
    assert typed(f"xyz{ENTER}o{ENTER}", Question("En arrêt ?", choices=TRISTATE)) == "yes"
    assert typed(f"9{ENTER}1{ENTER}", Question("Qui ?", choices=WHO)) == "self"


def test_refused_letters_stay_and_say_why():
    refused = adapter._refusal
    assert refused("xyz", TRISTATE) == "aucune réponse ne commence ainsi"
    assert refused("s", {"a": "sans", "b": "sous"}) == "plusieurs réponses commencent ainsi"
    typed_text = adapter._Typed("En arrêt ?")
    typed_text.letters, typed_text.refused = "xyz", refused("xyz", TRISTATE)
    assert f"{typed_text}" == "En arrêt ? xyz   (aucune réponse ne commence ainsi)"


def test_enter_again_after_refused_letters_still_chooses_nothing():
    question = Question("En arrêt ?", choices=TRISTATE, proposed="no")
    assert typed(f"xyz{ENTER}{ENTER}{ENTER}je{ENTER}", question) == "unknown"


def test_arrows_after_letters_decide():
    assert typed(f"o{DOWN}{ENTER}", Question("En arrêt ?", choices=TRISTATE)) == "no"


def test_the_enter_after_a_word_is_not_taken_by_the_next_question():
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(f"nsp{ENTER}o{ENTER}")
        question = Question("En arrêt ?", choices=TRISTATE)
        assert [Terminal().ask(question), Terminal().ask(question)] == ["unknown", "yes"]


@pytest.mark.parametrize("question", [Question("Nom"), Question("En arrêt ?", choices=TRISTATE)])
def test_ctrl_c_interrupts_every_question(question):
    with pytest.raises(KeyboardInterrupt):
        typed("abc\x03", question)


def test_yes_and_no_are_one_letter_each():
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(f"o{ENTER}n{ENTER}{ENTER}")
        asker = Terminal()
        answers = [asker.confirm("Sûr ?", proposed=False), asker.confirm("Sûr ?")]
        assert [*answers, asker.confirm("Sûr ?")] == [True, False, True]


def test_a_secret_is_read_without_a_terminal_echo():
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(f"phrase secrète{ENTER}")
        assert Terminal().secret("Phrase") == "phrase secrète"


def test_letters_find_the_beginning_of_one_label_or_of_its_words():
    assert meaning("son", WHO) == "employer"
    assert meaning("quel", WHO) == "other"
    assert meaning("SALARIE", WHO) == "self"
    assert meaning("s", {"a": "sans", "b": "sous"}) is None
    assert meaning("sou", {"a": "sans", "b": "sous"}) == "b"


def test_without_a_terminal_the_file_is_said_to_be_the_way(monkeypatch):
    monkeypatch.setattr(adapter.sys, "stdin", open("/dev/null"))  # noqa: PTH123, SIM115
    with pytest.raises(InputRefused) as refused:
        adapter.terminal()
    adapter.sys.stdin.close()
    assert "--fichier" in refused.value.todo


def test_what_is_said_fits_the_screen_and_cannot_drive_it(capsys):
    Terminal().say("mot " * 60 + "\x1b[2J")
    Terminal().open("Nouvelle situation")
    shown = capsys.readouterr().err
    assert "\x1b" not in shown
    assert max(map(len, shown.splitlines())) <= 80
