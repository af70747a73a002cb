"""The errors a user can meet: the exit code is on the class, the message says what to do.

Messages never carry a person's name, a NIR or any value that was typed: only references.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class Refusal(ValueError):
    """A value is refused; ``reason`` is one French sentence that never repeats the value."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Problem:
    """One refused value: ``place`` names the field, key, line or file; ``reason`` says why."""

    place: str
    reason: str

    def __str__(self) -> str:
        return " : ".join(filter(None, (self.place, self.reason)))


class PdpError(Exception):
    """What stops a command: ``what`` happened, ``where``, what ``todo`` next, what was ``kept``.

    Several lines of ``todo`` are several things she may choose to do.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", todo: str = "", kept: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.todo, self.kept = what, where, todo, kept


class InputRefused(PdpError):
    """Bad usage or input (exit 2): nothing was written."""

    exit_code = 2

    def __init__(
        self, what: str, *, where: str = "", todo: str = "", problems: Sequence[Problem] = ()
    ) -> None:
        super().__init__(what, where=where, todo=todo)
        self.problems = tuple(problems)


class NoStore(PdpError):
    """No store yet (exit 10): `pdp init`."""

    exit_code = 10


class StoreBusy(PdpError):
    """Another process holds the store, or this installation may only read it (exit 11)."""

    exit_code = 11


class WrongPassphrase(PdpError):
    """No slot of the envelope opens with this secret (exit 12)."""

    exit_code = 12


class StoreDamaged(PdpError):
    """The store or its envelope is damaged (exit 13): how to restore."""

    exit_code = 13


class CannotWrite(PdpError):
    """Disk full, or a file that cannot be written (exit 14)."""

    exit_code = 14


class ConsentMissing(PdpError):
    """No valid consent for this person, pair of bodies and form (exit 15)."""

    exit_code = 15


class DocumentRefused(PdpError):
    """A received document is refused (exit 16)."""

    exit_code = 16


class Interrupted(PdpError):
    """She interrupted (exit 130); the draft is kept."""

    exit_code = 130


class SaidNo(Interrupted):
    """She looked, and said no: this one is left as it is (exit 130)."""
