"""Bytes from outside are read by a child process with limits, and nowhere else.

The child is this Python without its environment, with the folders of the libraries it needs. It
receives the file on its standard input and answers on its standard output; it is given no file
name. What it may use, once the libraries are loaded and before the first byte is looked at:

| | Linux | Windows | macOS |
|---|---|---|---|
| time | the group is killed | the child is killed | the group is killed |
| memory | address space | job object | not limited by the system |
| processor time | limited | job object | limited |
| files written, processes, memory dumps | none | no process | none |
| what it answers | a number of bytes | the same | the same |

Everywhere Python itself refuses to write a file, to use the network, to start a program (an audit
hook). Only Linux was measured.
"""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Thread, Timer

from pdpcli.errors import DocumentRefused
from pdpcli.forms.unreadable import REASONS

#: Seconds that the interpreter and its libraries may take to load: an antivirus reads them all.
STARTING = 60
#: Seconds of work, and bytes of memory, of one file.
SECONDS = 5.0
MEMORY = 300_000_000
READY = b"+"

_LIBRARIES = ("pdpcli", "pypdf", "cryptography", "cffi", "PIL", "reportlab", "charset_normalizer",
              "pyhanko", "pyhanko_certvalidator", "asn1crypto")  # fmt: skip
_KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH")  # without them some interpreters do not start
_BOOT = (
    "import json, sys; asked = json.loads(sys.stdin.buffer.readline()); "
    "sys.path += asked.pop('folders'); "
    "from pdpcli.forms.confined_tasks import main; main(**asked)"
)


def run(
    task: str,
    data: bytes,
    *,
    todo: str = "",
    seconds: float = SECONDS,
    most_bytes: int = 8_000_000,
) -> bytes:
    """What ``task`` (a name of confined_tasks.TASKS) makes of ``data``.

    ``seconds`` are of work, once the child is ready; ``most_bytes`` bounds its answer.

    Raises:
        DocumentRefused: refused by the task, or the child crashed, took too long, said too much or
            said something else. ``todo`` says what she can do.
    """
    answer = _Child(task, seconds).answer(data, most_bytes)
    verdict, _, content = answer.partition(b"\n")
    if verdict == b"ok":
        return content
    code = verdict.decode("ascii", "replace").removeprefix("no ")
    raise DocumentRefused(REASONS.get(code, REASONS["damaged"]), todo=todo)


class _Child:
    """One child process, from its start to its end."""

    def __init__(self, task: str, seconds: float) -> None:
        self._seconds, self._late = seconds, False
        self._asked = {
            "task": task,
            "seconds": seconds,
            "memory": MEMORY,
            "folders": _folders(),
        }
        self._process = subprocess.Popen(  # noqa: S603 - this Python, and nothing of the file
            [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _BOOT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            cwd=Path(sys.executable).anchor,
            start_new_session=True,  # its own group, to end what it might have started
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def answer(self, data: bytes, most: int) -> bytes:
        """The whole answer; « no … » when there is none that can be trusted."""
        feeder = Thread(target=self._feed, args=(data,), daemon=True)
        feeder.start()
        said = b""
        try:
            if self._read(1, STARTING) == READY:
                said = self._read(most + 1, self._seconds)
            if len(said) <= most:
                self._process.wait(self._seconds)
        except subprocess.TimeoutExpired:
            self._too_late()
        finally:
            self._end()
            feeder.join()
        if self._late:
            return b"no too_heavy"
        return said if self._process.returncode == 0 else b"no damaged"

    def _feed(self, data: bytes) -> None:
        """Write the request and the file; a child that ended does not read them."""
        pipe = self._process.stdin
        with suppress(OSError, ValueError):
            if pipe:
                pipe.write(json.dumps(self._asked).encode() + b"\n")
                pipe.write(data)
        with suppress(OSError, ValueError):
            if pipe:
                pipe.close()

    def _read(self, most: int, seconds: float) -> bytes:
        """At most ``most`` bytes, up to the end; the child is killed after ``seconds``."""
        watch = Timer(seconds, self._too_late)
        watch.daemon = True
        watch.start()
        try:
            return self._process.stdout.read(most) if self._process.stdout else b""
        finally:
            watch.cancel()

    def _too_late(self) -> None:
        self._late = True
        self._kill()

    def _kill(self) -> None:
        with suppress(OSError):
            if sys.platform == "win32":
                self._process.kill()
            elif self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)

    def _end(self) -> None:
        self._kill()
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()


@lru_cache(maxsize=1)
def _folders() -> list[str]:
    """Where the libraries are: the child has neither our path nor the folders of the user."""
    found = (find_spec(name) for name in _LIBRARIES)
    places = [Path(one.origin).parent.parent for one in found if one and one.origin]
    return [str(one) for one in dict.fromkeys(places)]
