"""What the seals of a file say of it: untouched, filled, changed, broken.

Judged by pyHanko's bottom line and by what was added, never by « intact » alone. A file from
outside is inspected in the confined child only (forms/confined.py, task « seals »).
"""

import hashlib
import json
import re
from collections.abc import Coroutine, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from pdpcli.errors import DocumentRefused
from pdpcli.forms.seal import certificate, hush, signature_digest
from pdpcli.forms.unreadable import REASONS, Unreadable

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate
    from pyhanko.pdf_utils.generic import DictionaryObject
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus

#: What is seen of one seal, from the best to the worst: untouched; only form fields filled since;
#: something else added since; not the bytes that were sealed; not readable as a seal.
State = Literal["intact", "filled", "changed", "broken", "unreadable"]
MOST_SEALS = 20
_USAGES = ("digital_signature", "non_repudiation")
_SHA256 = re.compile("[0-9a-f]{64}|")


@dataclass(frozen=True)
class SealSeen:
    """A seal found in a file: the certificate that it names, its signature, its state.

    SHA-256 in hexadecimal, empty when unreadable: ``fingerprint`` of the certificate,
    ``signature`` of the signature itself, ``before`` of the file as it was when it was sealed.
    """

    state: State
    fingerprint: str = ""
    signature: str = ""
    before: str = ""


def read_seals(pdf: bytes, certificates: Sequence[str]) -> tuple[SealSeen, ...]:
    """Every seal of a file from outside, read in the confined child.

    Raises:
        DocumentRefused: no PDF, encrypted, damaged, or too heavy.
    """
    from pdpcli.forms.confined import run

    head = json.dumps({"certificates": list(certificates)}).encode()
    answer = run("seals", head + b"\n" + pdf)
    try:
        return tuple(_parsed(one) for one in json.loads(answer))
    except (ValueError, TypeError) as error:
        raise DocumentRefused(REASONS["damaged"]) from error


def told(data: bytes) -> bytes:
    """In the child: what `read_seals` asked, answered as JSON. Unreadable."""
    head, _, pdf = data.partition(b"\n")
    return json.dumps([asdict(one) for one in inspect(pdf, **json.loads(head))]).encode()


def load() -> None:
    """In the child, before its limits: import what `told` needs."""
    import pyhanko.pdf_utils.reader
    import pyhanko.sign.diff_analysis
    import pyhanko.sign.validation.pdf_embedded  # noqa: F401 - loaded


def inspect(pdf: bytes, certificates: Sequence[str]) -> tuple[SealSeen, ...]:
    """Every seal of ``pdf``; only one made with a key of ``certificates`` can be good.

    Raises:
        Unreadable: not to be read strictly, as what is verified must be; or above MOST_SEALS.
    """
    from pyhanko.sign.fields import enumerate_sig_fields

    reader = _opened(pdf)
    try:
        fields = list(islice(enumerate_sig_fields(reader, filled_status=True), MOST_SEALS + 1))
    except Exception as error:  # a hostile file makes pyHanko raise anything
        raise Unreadable("damaged") from error
    if len(fields) > MOST_SEALS:
        raise Unreadable("damaged")
    ours = [certificate(pem) for pem in certificates]
    return tuple(_seen(reader, place, name, ours) for name, _, place in fields)


def _opened(pdf: bytes) -> "PdfFileReader":
    from pyhanko.pdf_utils.reader import PdfFileReader

    hush()
    if b"%PDF-" not in pdf[:1024]:
        raise Unreadable("not_pdf" if pdf else "empty")
    try:
        reader = PdfFileReader(BytesIO(pdf))
        encrypted = reader.encrypted
    except Exception as error:
        raise Unreadable("damaged") from error
    if encrypted:
        raise Unreadable("encrypted")
    return reader


def _parsed(said: dict[str, Any]) -> SealSeen:
    """An answer of the child, which read a file that may have taken it over. ValueError."""
    seen = SealSeen(**said)
    hashes = (seen.fingerprint, seen.signature, seen.before)
    if seen.state not in get_args(State) or not all(map(_SHA256.fullmatch, hashes)):
        raise ValueError("not an answer")
    return seen


def _seen(
    reader: "PdfFileReader", place: "DictionaryObject", name: str, ours: "Sequence[Certificate]"
) -> SealSeen:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    try:
        found = EmbeddedPdfSignature(reader, place, name)
        signer = found.signer_cert.sha256
        signature, before = signature_digest(found), _before(reader, found)
    except Exception:  # noqa: BLE001 - a hostile file makes pyHanko raise anything
        return SealSeen("unreadable")
    known = [one for one in ours if one.sha256 == signer]
    try:
        state = _judged(found, known)
    except Exception:  # noqa: BLE001 - idem: a seal that cannot be judged does not hold
        state = "broken"
    return SealSeen(state, signer.hex(), signature, before)


def _before(reader: "PdfFileReader", found: "EmbeddedPdfSignature") -> str:
    """The hash of the file up to the end of what the seal covers, its own room included."""
    _, _, after, length = map(int, found.byte_range)
    reader.stream.seek(0)
    return hashlib.sha256(reader.stream.read(after + length)).hexdigest()


def _judged(found: "EmbeddedPdfSignature", known: "list[Certificate]") -> State:
    from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    status = _without_loop(
        async_validate_pdf_signature(
            found,
            ValidationContext(trust_roots=known, allow_fetching=False),
            key_usage_settings=KeyUsageConstraints(key_usage=_USAGES, match_all_key_usages=False),
        )
    )
    if not (status.intact and status.valid) or (known and not status.trusted):
        return "broken"
    if not (status.bottom_line if known else status.docmdp_ok):
        return "changed"
    return _held(status)


def _held(status: "PdfSignatureStatus") -> State:
    """How much was added under a seal that allows what was added."""
    from pyhanko.sign.diff_analysis import ModificationLevel as Level
    from pyhanko.sign.validation.status import SignatureCoverageLevel as Coverage

    if status.coverage == Coverage.ENTIRE_FILE:
        return "intact"
    filling = status.modification_level in (Level.LTA_UPDATES, Level.FORM_FILLING)
    return "filled" if filling and status.coverage == Coverage.ENTIRE_REVISION else "changed"


def _without_loop(asked: "Coroutine[Any, Any, PdfSignatureStatus]") -> "PdfSignatureStatus":
    """The result of what waits for nothing: an event loop would open sockets in the child."""
    try:
        asked.send(None)
    except StopIteration as done:
        return cast("PdfSignatureStatus", done.value)
    finally:
        asked.close()
    raise RuntimeError("a verification waits for nothing")
