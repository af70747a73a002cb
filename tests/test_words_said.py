"""Every command that a message, a help or a document names exists under that name."""

import re
from pathlib import Path

import pytest

import pdpcli
from pdpcli.commands.words import COMMANDS, candidates

ROOT = Path(pdpcli.__file__).parent
_SAID = re.compile(r'(?<!b")\bpdp ([a-zé][\w-]*)(?: ([a-zé][\w-]*))?')
#: after « pdp » in a sentence, not a command
_PROSE = {"le", "et", "ne", "n", "en", "sur", "est", "une", "alone", "itself", "of", "to"}


def sources():
    found = [*ROOT.rglob("*.py"), *ROOT.rglob("*.toml")]
    documents = [*ROOT.parent.glob("*.md"), *(ROOT.parent / "docs").glob("*.md")]
    return sorted([*found, *documents])


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.name)
def test_every_command_named_exists(path):
    unknown = [said for said in _SAID.findall(path.read_text("utf-8")) if not known(*said)]
    assert unknown == []


def known(noun, verb):
    if noun in _PROSE:
        return True
    words = candidates(noun, COMMANDS)
    if len(words) != 1:
        return False
    return not (words[0].verbs and verb) or len(candidates(verb, words[0].verbs)) == 1
