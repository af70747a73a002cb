"""Whatever runs in the child, nothing gets out of it but an answer or a refusal."""

import ctypes
import sys
import time
from pathlib import Path

import hostile
import pytest

from pdpcli.errors import DocumentRefused
from pdpcli.forms import confined
from pdpcli.forms.confined import run
from pdpcli.forms.confined_tasks import TASKS, perform
from pdpcli.forms.unreadable import REASONS, Unreadable
from pdpcli.forms.windows_job import limits

_LIMITED = (
    "import json, sys; asked = json.loads(sys.stdin.buffer.readline()); "
    "sys.path += asked['folders']; from pdpcli.forms.limits import confine; "
    "confine(asked['memory'], asked['seconds']); out = sys.stdout.buffer; "
    "out.write(b'+'); out.flush(); data = sys.stdin.buffer.read(); "
)
_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch):
    """Run ``program`` in the child instead of a task, within the same limits."""

    def act(program: str, data: bytes = b"", seconds: float = 5, most: int = 1000) -> bytes:
        monkeypatch.setattr(confined, "_BOOT", _LIMITED + program)
        return run("returned", data, todo="À la main.", seconds=seconds, most_bytes=most)

    return act


def _why(act, program: str, **more: object) -> str:
    with pytest.raises(DocumentRefused) as refused:
        act(program, **more)
    assert refused.value.todo == "À la main."
    return refused.value.what


def test_the_answer_of_the_child_is_given_back(child) -> None:
    assert child("out.write(b'ok\\n' + data[::-1])", b"abc") == b"cba"


@pytest.mark.parametrize(
    "program",
    [
        "import os; os._exit(3)",
        "raise SystemExit(1)",
        "1 / 0",
        "out.write(b'ok\\nhalf'); out.flush(); os_ = __import__('os'); os_.abort()",
        "pass",
        "out.write(b'anything else')",
        "out.write(b'no \\xff\\xfe a name, a value')",
        "out.write(b'ok\\n' + bytes(2000))",
    ],
)
def test_a_crash_garbage_or_too_long_an_answer_is_a_refusal(child, program: str) -> None:
    assert _why(child, program) == REASONS["damaged"]


def test_a_code_of_the_child_is_said_in_our_own_words(child) -> None:
    assert _why(child, "out.write(b'no cut')") == REASONS["cut"]


@pytest.mark.parametrize(
    "program",
    [
        "import time; time.sleep(60)",
        "out.close(); import time; time.sleep(60)",
        "while True: out.write(b'x') if False else None",
    ],
)
def test_a_child_that_does_not_end_is_ended(child, program: str) -> None:
    begun = time.monotonic()
    assert _why(child, program, seconds=1) in (REASONS["too_heavy"], REASONS["damaged"])
    assert time.monotonic() - begun < 30


@_LINUX
def test_a_child_that_takes_all_the_memory_is_refused(child) -> None:
    assert _why(child, "held = bytes(400_000_000); out.write(b'ok\\n')") == REASONS["damaged"]


def test_a_child_that_never_reads_its_file_does_not_hold_us(child) -> None:
    program = "import os; os._exit(0)"
    assert _why(child, program, data=bytes(5_000_000)) == REASONS["damaged"]


_FORBIDDEN = {
    "write a file": "open({place!r}, 'w')",
    "add to a file": "open({place!r}, 'ab')",
    "make a file": "import os; os.open({place!r}, os.O_CREAT | os.O_RDWR)",
    "make a folder": "import os; os.mkdir({place!r})",
    "remove a file": "import os; os.remove(sys.executable + '.absent')",
    "rename a file": "import os; os.rename({place!r}, {place!r} + '2')",
    "start a program": "import subprocess; subprocess.run(['true'])",
    "start a shell": "import os; os.system('true')",
    "divide itself": "import os; os.fork()",
    "reach the network": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "make a socket": "import socket; socket.socket()",
}


@pytest.mark.parametrize("what", _FORBIDDEN)
def test_the_child_cannot(child, what: str, tmp_path: Path) -> None:
    place = tmp_path / "made"
    act = _FORBIDDEN[what].format(place=str(place))
    program = f"\ntry:\n    exec({act!r})\nexcept PermissionError:\n    out.write(b'ok\\nrefused')"
    assert child(program) == b"refused"
    assert list(tmp_path.iterdir()) == []


@_LINUX
def test_the_system_itself_refuses_what_python_would_not_see(child, tmp_path: Path) -> None:
    """Even a library in C, which knows nothing of our refusals, writes nothing."""
    place = tmp_path / "made"
    program = (
        "import resource\n"
        "told = [resource.getrlimit(getattr(resource, 'RLIMIT_' + name)) for name in "
        "('FSIZE', 'NPROC', 'CORE', 'NOFILE', 'AS')]\n"
        "out.write(b'ok\\n' + repr(told).encode())"
    )
    expected = [(0, 0), (0, 0), (0, 0), (64, 64), (confined.MEMORY, confined.MEMORY)]
    assert child(program) == repr(expected).encode()
    assert not place.exists()


def test_the_child_knows_nothing_of_our_environment(child, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PDP_PASSPHRASE", "quatre mots sans rapport")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    program = (
        "import os; told = [sorted(os.environ), os.getcwd(), sys.argv, sys.flags.isolated]; "
        "out.write(b'ok\\n' + repr(told).encode())"
    )
    told = child(program).decode()
    assert "PDP" not in told
    assert "HOME" not in told
    assert str(tmp_path) not in told
    assert "quatre" not in told


def test_a_module_beside_the_file_is_never_imported(monkeypatch, tmp_path: Path) -> None:
    (tmp_path / "pypdf.py").write_text("raise SystemExit(9)", "utf-8")
    (tmp_path / "json.py").write_text("raise SystemExit(9)", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert run("returned", hostile.fiche()).startswith(b"{")


def test_a_task_that_does_not_exist_is_refused() -> None:
    with pytest.raises(DocumentRefused):
        run("autre", b"")


def test_a_task_answers_whatever_the_libraries_raise(monkeypatch) -> None:
    def raising(error: Exception):
        def task(data: bytes) -> bytes:
            raise error

        return task

    raised = {
        "a": (KeyError("Martin"), b"no damaged"),
        "b": (RecursionError(), b"no too_heavy"),
        "c": (MemoryError(), b"no too_heavy"),
        "d": (Unreadable("cut"), b"no cut"),
        "e": (Unreadable("something else"), b"no damaged"),
        "f": (AssertionError(), b"no damaged"),
    }
    tasks = {name: raising(error) for name, (error, _) in raised.items()}
    monkeypatch.setattr("pdpcli.forms.confined_tasks.TASKS", {**TASKS, **tasks})
    for name, (_, answer) in raised.items():
        assert perform(name, b"") == answer


def test_every_reason_is_one_french_sentence() -> None:
    for sentence in REASONS.values():
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert sentence.count(". ") == 0


def test_the_job_of_windows_is_asked_for_memory_time_and_no_other_process() -> None:
    """Its structure has the size that Windows documents; it was not run on Windows."""
    asked = limits(300_000_000, 5)
    if ctypes.sizeof(ctypes.c_void_p) == 8:
        assert ctypes.sizeof(asked) == 144
    assert asked.process_memory_limit == 300_000_000
    assert asked.basic.active_process_limit == 1
    assert asked.basic.per_process_user_time_limit == 60_000_000
    assert asked.basic.limit_flags == 0x2 | 0x8 | 0x100 | 0x400
