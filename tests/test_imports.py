"""What is imported when: help and version stay light, a read imports neither ORM nor PDF."""

import subprocess
import sys

import pytest

HEAVY = ("sqlmodel", "sqlalchemy", "reportlab", "pypdf", "questionary", "cryptography")


def imported(*args):
    """The modules loaded by one command line, as a process."""
    program = (
        "import sys; from pdpcli.app import run; "
        f"run({list(args)!r}); sys.stderr.write('MODULES ' + ' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    names = done.stderr.rpartition("MODULES ")[2].split()
    return {name.partition(".")[0] for name in names}


def test_help_imports_nothing_heavy_and_not_rich():
    assert not imported("--help") & {*HEAVY, "rich", "pydantic", "sqlcipher3"}


def test_help_of_a_noun_imports_nothing_heavy_and_not_rich():
    for noun in ("signal", "liaison", "stats", "agreement", "init"):
        assert not imported(noun, "--help") & {*HEAVY, "rich", "pydantic"}


def test_version_imports_not_even_typer():
    program = (
        "import sys; sys.argv = ['pdp', '--version']; from pdpcli.__main__ import run; run(); "
        "assert not {'typer', 'rich', 'importlib.metadata', 'argparse'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60, capture_output=True)


@pytest.mark.parametrize(
    "read",
    [
        (),
        ("signal", "list"),
        ("signal", "show", "1"),
        ("find", "dupont"),
        ("agreement", "list"),
        ("stats", "--year", "2025"),
        ("act", "list"),
    ],
    ids=" ".join,
)
def test_a_read_imports_neither_the_orm_nor_the_pdf_library(read, tmp_path, monkeypatch):
    monkeypatch.setenv("PDP_HOME", str(tmp_path))
    assert not imported(*read) & {
        "pydantic",
        "sqlmodel",
        "sqlalchemy",
        "reportlab",
        "pypdf",
        "questionary",
    }
