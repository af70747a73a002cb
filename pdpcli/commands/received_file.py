"""A file she was sent, read from the disk: bounded, recognised by its content."""

from pathlib import Path

from pdpcli.errors import DocumentRefused, Refusal
from pdpcli.files import in_french, read_regular
from pdpcli.workflows.received import ReceivedFile


def received_file(path: Path, *, check: bool = True, signed: bool = False) -> ReceivedFile:
    """The file at ``path``; with ``check``, opened whole in the child process.

    ``signed``: a sheet signed, which will leave with the fiche; see ``check_scan``.

    Raises:
        DocumentRefused: it cannot be read, it is neither PDF, JPEG nor PNG, it is damaged.
    """
    from pdpcli.forms.scan import check_scan, recognise
    from pdpcli.forms.unreadable import MOST_BYTES

    try:
        data = read_regular(path, MOST_BYTES)
    except OSError as error:
        raise DocumentRefused(f"Le fichier ne peut pas être lu : {in_french(error)}.") from None
    try:
        media = check_scan(data, signed=signed).media if check else recognise(data)
    except Refusal as refusal:
        raise DocumentRefused(refusal.reason) from None
    return ReceivedFile(data, media)
