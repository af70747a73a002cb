"""What the child process of forms/confined.py does: one task on one file, then it ends.

Its answer is « ok », a line end and the result, or « no » and a code of unreadable.REASONS.
"""

import logging
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType

from pdpcli.forms.unreadable import REASONS, Unreadable

_ROOM = {"zlib": 20_000_000, "declared": 20_000_000}


def _returned(data: bytes) -> bytes:
    from pdpcli.forms.returned_pdf import told

    return told(data)


def _check_scan(data: bytes) -> bytes:
    from pdpcli.forms.scan_pages import checked

    return checked(data)


def _check_signed(data: bytes) -> bytes:
    from pdpcli.forms.scan_pages import signed

    return signed(data)


def _append_scan(data: bytes) -> bytes:
    from pdpcli.forms.scan_pages import appended

    return appended(data)


def _seals(data: bytes) -> bytes:
    from pdpcli.forms.seal_seen import told

    return told(data)


TASKS: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType(
    {
        "returned": _returned,
        "check_scan": _check_scan,
        "check_signed": _check_signed,
        "append_scan": _append_scan,
        "seals": _seals,
    }
)


def perform(task: str, data: bytes) -> bytes:
    """The framed answer of ``task``; whatever is in ``data``, no exception."""
    from pypdf import apply_configuration
    from pypdf.errors import LimitReachedError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    try:
        with apply_configuration(
            zlib_maximum_output_length=_ROOM["zlib"],
            lzw_maximum_output_length=_ROOM["zlib"],
            run_length_maximum_output_length=_ROOM["zlib"],
            array_based_stream_maximum_output_length=_ROOM["zlib"],
            jbig2dec_binary=None,  # never another program
        ):
            return b"ok\n" + TASKS[task](data)
    except Unreadable as refused:
        code = refused.code if refused.code in REASONS else "damaged"
    except (MemoryError, RecursionError, LimitReachedError):
        code = "too_heavy"
    except Exception:  # noqa: BLE001 - whatever the libraries raise on such a file
        code = "damaged"
    return f"no {code}".encode()


def main(task: str, memory: int, seconds: float) -> None:
    """Load, confine, say ready, read, answer."""
    _load(task)
    from pdpcli.forms.limits import confine

    confine(memory, seconds)
    output = sys.stdout.buffer
    output.write(b"+")
    output.flush()
    output.write(perform(task, sys.stdin.buffer.read()))
    output.flush()


def _load(task: str) -> None:
    """Import what the task needs: afterwards the memory and the disk are limited."""
    import pypdf  # noqa: F401 - loaded

    if task == "returned":
        import pdpcli.forms.returned_pdf
    elif task == "seals":
        from pdpcli.forms.seal_seen import load

        load()
    else:
        import pdpcli.forms.scan_pages  # noqa: F401 - loaded
