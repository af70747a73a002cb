"""The text of a file that she wrote: UTF-8, of a size that a hand writes."""

from pathlib import Path

from pdpcli.errors import InputRefused
from pdpcli.files import in_french, read_regular


def text_in(path: Path, most: int) -> str:
    """What ``path`` says, without its byte-order mark.

    Raises:
        InputRefused: absent, more than ``most`` bytes, not UTF-8.
    """
    try:
        return read_regular(path, most).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputRefused(
            "Le fichier n'est pas en UTF-8.", todo="Enregistrez-le en « UTF-8 », puis recommencez."
        ) from None
    except OSError as error:
        raise InputRefused(f"Le fichier ne peut pas être lu : {in_french(error)}.") from None
