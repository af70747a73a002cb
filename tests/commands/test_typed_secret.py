"""A secret is typed without echo or not at all; a process that falls leaves no core."""

import os
import subprocess
import sys

import pytest

from pdpcli.commands.typed_secret import typed_secret
from pdpcli.errors import InputRefused

posix = pytest.mark.skipif(sys.platform == "win32", reason="a terminal is a pseudo-terminal")


@posix
def test_where_it_would_be_seen_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "open", _no_terminal)
    with pytest.raises(InputRefused, match="se verrait"):
        typed_secret("Phrase de passe : ")


def _no_terminal(path: object, *_: object) -> int:
    raise OSError(6, "no terminal", str(path))


@posix
def test_what_is_typed_is_not_shown(places: dict[str, str]) -> None:
    import pexpect

    code = "from pdpcli.commands.typed_secret import typed_secret as t; print(len(t('Dites : ')))"
    child = pexpect.spawn(
        sys.executable, ["-c", code], env={**os.environ, **places}, encoding="utf-8", timeout=30
    )
    child.expect("Dites : ")
    child.sendline("agrafe-invisible")
    child.expect(pexpect.EOF)
    assert child.before.split() == ["16"]
    child.close()


@posix
@pytest.mark.usefixtures("places")
def test_no_command_leaves_a_core() -> None:
    code = """
import resource, sys
sys.argv = ["pdp", "verrouiller"]
from pdpcli.__main__ import run
try:
    run()
except SystemExit:
    print(resource.getrlimit(resource.RLIMIT_CORE))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split("\n")[-2] == "(0, 0)"
