"""The documentation says what the program does: pages, examples, links and pictures.

In a document, a block « sh » is typed line by line in a store of its own; « # sortie N » is the
exit code, else 0. A block « sh dialogue » asks questions: its commands only have to exist. The
lines without a digit of a block « text » have been said by the commands above it. A block
« toml NAME » is a file that they read. Persons are fictional.
"""

import importlib.util
import re
import shlex
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from fictional import answers_file

import pdpcli
from pdpcli.app import run

ROOT = Path(pdpcli.__file__).parent.parent
DOCS = ROOT / "docs"
WRITTEN = [*ROOT.glob("*.md"), *DOCS.glob("*.md")]
_BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EXIT = re.compile(r"\s+# sortie (\d+)$")
_LINK = re.compile(r'\]\(([^)\s]+)\)|src="([^"]+)"')
_MOST_BYTES = 200_000

pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="installed without its documents")


def generate():
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_generated_pages_are_what_the_program_says():
    for path, text in generate().pages().items():
        assert path.read_text("utf-8") == text, f"python docs/generate.py ({path.name})"


@dataclass
class Reader:
    """Somebody who types what a document says, in a folder of her own."""

    pdp: object
    folder: Path
    help: object
    said: str = ""
    wrong: list = field(default_factory=list)

    def block(self, language, mark, body):
        if language == "toml" and mark:
            (self.folder / mark).write_text(body, encoding="utf-8")
        elif language == "text" and not mark:
            self.wrong += [f"not said: {line}" for line in missing(body, self.said)]
        elif language == "sh":
            lines = [line for line in body.splitlines() if line.startswith("pdp")]
            for line in lines:
                self.ask(line) if mark == "dialogue" else self.type(line)

    def type(self, line):
        said = _EXIT.search(line)
        words = shlex.split(_EXIT.sub("", line))[1:]
        done = self.pdp(*words, cwd=self.folder)
        self.said += (done.stdout + done.stderr).replace("\N{NO-BREAK SPACE}", " ")
        if done.returncode != int(said[1] if said else 0):
            self.wrong.append(f"{line} → {done.returncode}\n{done.stderr}")

    def ask(self, line):
        words = shlex.split(line)[1:]
        self.said = "dialogue"
        if words == ["situation", "nouveau"]:
            answers_file(self.folder, date_signalement="aujourd'hui")
            self.type("pdp situation nouveau --fichier answers.toml")
            self.said = "dialogue"
        verbs = [word for word in words[:2] if not word.startswith("-")]
        shown = self.help(verbs)
        options = [word for word in words if word.startswith("--")]
        self.wrong += [f"{line}: {one} ?" for one in options if one not in shown]


def missing(body, said):
    """The lines of ``body`` that were not said; those with a digit depend on the day."""
    if said == "dialogue":
        return []
    lines = [line.strip() for line in body.splitlines() if not re.search(r"\d", line)]
    return [line for line in lines if line not in said]


@pytest.fixture
def shown(capsys):
    def help_of(words):
        assert run([*words, "--aide"]) == 0, words
        return capsys.readouterr().out

    return help_of


@pytest.fixture
def reader(founded, pdp, tmp_path, shown):
    founded(phone="06 39 98 00 00")
    return Reader(pdp, tmp_path, shown)


def read(reader, document):
    """Follow every block; a block of commands after one of text begins a new exchange."""
    for before, after in pairwise([("", "", ""), *_BLOCK.findall(document.read_text("utf-8"))]):
        if before[0] == "text" and after[0] != "text":
            reader.said = ""
        reader.block(*after)
    assert reader.wrong == []


@pytest.mark.parametrize("document", [ROOT / "README.md", DOCS / "guide.md"])
def test_every_example_does_what_the_text_says(document, reader):
    read(reader, document)


def test_every_example_about_conventions_does_what_the_text_says(reader):
    read(reader, DOCS / "conventions.md")


def test_the_two_commands_of_the_first_screen_are_there():
    first = (ROOT / "README.md").read_text("utf-8").partition("## ")[0]
    assert "\n    python3 -m pip install . && pdp demo\n" in first
    assert "\n    python3 -m pip install -e '.[dev]' && python3 -m pytest -n auto\n" in first


@pytest.mark.parametrize("document", WRITTEN, ids=lambda path: path.name)
def test_every_link_and_picture_leads_somewhere(document):
    for link in ("".join(pair) for pair in _LINK.findall(document.read_text("utf-8"))):
        path, _, anchor = link.partition("#")
        target = document.parent / path if path else document
        assert target.is_file(), link
        if anchor:
            assert anchor in anchors(target), link


def anchors(document):
    """The anchors of a document's headings, as forges make them."""
    titles = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_pictures_are_used_and_light():
    said = (ROOT / "README.md").read_text("utf-8")
    for picture in (DOCS / "images").iterdir():
        assert f"docs/images/{picture.name}" in said
        assert picture.stat().st_size < _MOST_BYTES
