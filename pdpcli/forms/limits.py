"""The limits a child process gives itself before it looks at a file from outside.

What each system limits is told in forms/confined.py. Once set, none can be lifted by the child.
"""

import os
import sys
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_REFUSED = (
    "socket.", "subprocess.", "shutil.", "tempfile.", "urllib.", "http.", "ftplib.", "smtplib.",
    "webbrowser.", "winreg.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn",
    "os.startfile", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink",
    "os.truncate", "os.chmod", "os.chown", "os.utime", "os.setxattr", "os.kill",
)  # fmt: skip


def confine(memory: int, seconds: float) -> None:
    """Limit this process for good: bytes of memory, seconds of processor from now."""
    sys.setrecursionlimit(1000)
    if sys.platform == "win32":
        from pdpcli.forms.windows_job import confine as confine_windows

        confine_windows(memory, seconds)
    else:
        _confine_posix(memory, seconds)
    sys.addaudithook(_refuse)


def _confine_posix(memory: int, seconds: float) -> None:
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime + seconds) + 1
    wanted = {
        "RLIMIT_AS": memory,
        "RLIMIT_CPU": spent,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NPROC": 0,
        "RLIMIT_NOFILE": 64,
        "RLIMIT_CORE": 0,
    }
    for name, most in wanted.items():
        limit = getattr(resource, name, None)
        if limit is not None:
            _lower(resource, limit, most)


def _lower(resource: Any, limit: int, most: int) -> None:  # noqa: ANN401 - absent on Windows
    """Set both limits; a system that refuses one of them keeps the others."""
    hard = resource.getrlimit(limit)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    try:
        resource.setrlimit(limit, (most, most))
    except (ValueError, OSError):
        if sys.platform == "linux":
            raise


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    """Python's own refusal to write, to reach the network or to start a program."""
    if event == "open":
        mode, flags = args[1], args[2]
        if (isinstance(flags, int) and flags & _WRITING) or set(str(mode or "")) & set("wax+"):
            raise PermissionError(event)
    elif event.startswith(_REFUSED):
        raise PermissionError(event)
