"""What is imported when: help and version stay light, a read imports neither ORM nor PDF.

Reads are made in a founded, unlocked store that holds one fictional situation.
"""

import json
import subprocess
import sys

import pytest
from fictional import answers_file

HEAVY = {
    *("sqlmodel", "sqlalchemy", "pydantic", "questionary"),
    *("reportlab", "PIL", "pypdf", "pyhanko", "asn1crypto", "cryptography"),
}
FORMS = {"pdpcli.agreements.loader", "pdpcli.forms.form"}
READS = {
    (): FORMS,
    ("signal", "list"): FORMS,
    ("signal", "show", "1"): {"pdpcli.agreements.loader"},
    ("signal", "show", "1", "--json"): {"pdpcli.agreements.loader"},
    ("due", "list"): FORMS,
    ("due", "show", "1"): FORMS,
    ("find", "fictif"): FORMS,
    ("liaison", "list"): FORMS,
    ("liaison", "show", "1"): set(),
    ("liaison", "words"): FORMS,
    ("consent", "list", "1"): FORMS,
    ("consent", "show", "1"): set(),
    ("agreement", "list"): set(),
    ("agreement", "show", "btp34-carsat-lr"): set(),
    ("employer", "list"): FORMS,
    ("employer", "show", "1"): FORMS,
    ("meeting", "list"): FORMS,
    ("meeting", "agenda", "1"): FORMS,
    ("action", "list"): FORMS,
    ("act", "list", "1"): FORMS,
    ("orient", "1"): set(),
    ("orient", "1", "--json"): set(),
    ("partner", "list"): FORMS,
    ("partner", "show", "carsat-lr"): FORMS,
    ("referent", "show"): FORMS,
    ("seal", "show"): FORMS,
    ("key", "list"): FORMS,
    ("stats", "--year", "2025"): set(),
    ("stats", "list", "--side", "partner"): set(),
    ("backup", "list"): FORMS,
    ("backup", "set"): FORMS,
    ("journal", "list"): FORMS,
    ("journal", "list", "--case", "1"): FORMS,
}


def imported(*args, code=0, env=None):
    """The modules loaded by one command line, as a process that must end with ``code``."""
    program = (
        "import sys; from pdpcli.app import run; "
        f"code = run({list(args)!r}); sys.stderr.write('MODULES ' + ' '.join(sys.modules)); "
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
        env=env,
    )
    assert done.returncode == code, done.stderr
    names = set(done.stderr.rpartition("MODULES ")[2].split())
    return names | {name.partition(".")[0] for name in names}


@pytest.fixture
def unlocked(pdp, founded, tmp_path):
    """A store with one situation, its fiche and a meeting, opened for the day."""
    founded(phone="06 39 98 00 00")
    said = answers_file(tmp_path, date_signalement="hier")
    for words in (
        ("convention", "ajouter", "btp34-carsat-lr"),
        ("situation", "nouveau", "--fichier", str(said)),
        ("fiche", "nouveau", "1"),
        ("reunion", "ajouter", "cellule", "--le", "hier", "--situation", "1"),
        ("deverrouiller",),
        (),  # the first screen of the day computes what is due
    ):
        done = pdp(*words)
        assert done.returncode == 0, done.stderr


def test_help_imports_nothing_heavy_and_not_rich():
    assert not imported("--help") & {*HEAVY, "rich", "sqlcipher3"}


def test_help_of_a_noun_imports_nothing_heavy_and_not_rich():
    for noun in ("signal", "liaison", "stats", "agreement", "init"):
        assert not imported(noun, "--help") & {*HEAVY, "rich", "sqlcipher3"}


def test_version_imports_not_even_typer():
    program = (
        "import sys; sys.argv = ['pdp', '--version']; from pdpcli.__main__ import run; run(); "
        "assert not {'typer', 'rich', 'importlib.metadata', 'argparse'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60, capture_output=True)


@pytest.mark.usefixtures("unlocked")
def test_each_read_imports_only_what_it_needs():
    """One store for all: what a read imports does not depend on the others."""
    found = {read: imported(*read) & {*HEAVY, *more, "rich"} for read, more in READS.items()}
    assert {read: heavy for read, heavy in found.items() if heavy} == {}


@pytest.mark.usefixtures("unlocked")
def test_the_check_can_fail(pdp):
    """A correction does import the ORM: what the reads are held to is seen when it is there."""
    assert json.loads(pdp("signal", "list", "--json").stdout)[0]["ref"].endswith("-0001")
    assert imported("act", "add", "1", "entretien") & HEAVY
