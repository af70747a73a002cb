"""The scan of a signed sheet: recognised by its content, checked, placed after the fiche.

Pictures and PDF are only opened in a child process (forms/confined.py). What comes out of it is the
picture itself: where and when a photograph was taken, by whom, and anything active stay behind.
"""

import json
from dataclasses import dataclass
from typing import Literal

from pdpcli.errors import DocumentRefused, Refusal
from pdpcli.forms.unreadable import MOST_BYTES, REASONS

Media = Literal["pdf", "jpeg", "png"]

TODO = "Numérisez à nouveau la feuille, comme une image (PDF, JPEG ou PNG), puis reprenez."
_HEAD = 1024
_SECONDS = 20.0
_MOST_MADE = 60_000_000
_PHOTO = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypavif")
_TIFF = (b"II*\0", b"MM\0*")


@dataclass(frozen=True)
class Scan:
    """What a scan is: its media, and how many pages it adds to a fiche.

    ``pixels``: of a picture, the SHA-256 of what it shows.
    """

    media: Media
    pages: int
    pixels: str = ""


def recognise(data: bytes) -> Media:
    """The media of ``data`` by its content, whatever its name; Refusal for any other."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if b"%PDF-" in data[:_HEAD]:
        return "pdf"
    if data[4:12] in _PHOTO:
        raise Refusal(
            "C'est une photo au format HEIC : dans les réglages de l'appareil photo, choisissez"
            " « Le plus compatible », ou envoyez-la en JPEG."
        )
    if data.startswith(_TIFF):
        raise Refusal("C'est une image TIFF : enregistrez-la en PDF, en JPEG ou en PNG.")
    raise Refusal("Ce fichier n'est ni un PDF, ni une image JPEG ou PNG, quel que soit son nom.")


def check_scan(data: bytes, *, signed: bool = False) -> Scan:
    """Open the scan whole: what is accepted here can be placed after a fiche.

    ``signed``: the sheet that leaves with the fiche, which is pictures and nothing else.

    Raises Refusal (another format) and DocumentRefused (cut, damaged, encrypted, too large, or of
    a signed sheet something that a picture would not hide).
    """
    media = recognise(data)
    answer = _run("check_signed" if signed else "check_scan", b"", data)
    try:
        told = json.loads(answer)
        return Scan(media, int(told["pages"]), str(told["pixels"]))
    except (ValueError, KeyError, TypeError) as error:
        raise DocumentRefused(REASONS["damaged"], todo=TODO) from error


def append_scan(fiche: bytes, scan: bytes, media: str) -> bytes:
    """The PDF ``fiche`` with the scan as its last pages, A4, under a caption.

    ``media`` is what ``check_scan`` said. Fields, properties and attachment of the fiche are kept;
    of the scan, only what is seen. To be done before the seal: the file is written anew.
    """
    if recognise(scan) != media:
        raise DocumentRefused(REASONS["media"], todo=TODO)
    made = _run("append_scan", fiche, scan)
    if not made.startswith(b"%PDF-"):
        raise DocumentRefused(REASONS["damaged"], todo=TODO)
    return made


def _run(task: str, fiche: bytes, scan: bytes) -> bytes:
    from pdpcli.forms.confined import run

    if len(scan) > MOST_BYTES:
        raise DocumentRefused(REASONS["too_big"], todo=TODO)
    data = b"%d\n" % len(fiche) + fiche + scan
    return run(task, data, todo=TODO, seconds=_SECONDS, most_bytes=_MOST_MADE)
