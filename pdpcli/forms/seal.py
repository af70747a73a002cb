"""The seal: PAdES B-B without timestamp, on bytes in memory, and what it then says of a file.

The seal covers the whole file as it is. Afterwards the form's own fields may be filled by an
incremental update; anything else shows. Nothing is fetched and no file is written (input.md).
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count, islice
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate
    from pyhanko.pdf_utils.generic import DictionaryObject
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus

#: What is seen of one seal, from the best to the worst: untouched; only form fields filled since;
#: something else added since; not the bytes that were sealed; not readable as a seal.
State = Literal["intact", "filled", "changed", "broken", "unreadable"]
FIELD = "pdp_cachet"
MOST_SEALS = 20
_USAGES = ("digital_signature", "non_repudiation")


@dataclass(frozen=True)
class SealKey:
    """A certificate, its private key and its issuers, as PEM texts."""

    certificate: str
    private_key: str = field(repr=False)
    chain: str = ""


@dataclass(frozen=True)
class Sealed:
    """The sealed file, and the SHA-256 of the signature's own bytes (CMS, DER)."""

    pdf: bytes
    signature: str


@dataclass(frozen=True)
class SealSeen:
    """A seal found in a file: the certificate that it names, its signature, its state.

    ``fingerprint`` and ``signature`` are SHA-256 in hexadecimal, empty when unreadable.
    """

    state: State
    fingerprint: str = ""
    signature: str = ""


def seal(pdf: bytes, key: SealKey) -> Sealed:
    """``pdf`` sealed: an invisible signature, then only form filling is allowed.

    A file that bears a seal already is sealed once more, over everything.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec, enumerate_sig_fields
    from pyhanko.sign.signers import PdfSigner

    _hush()
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    before = [name for name, _, _ in enumerate_sig_fields(writer)]
    name = next(name for name in _names() if name not in before)
    signer = PdfSigner(
        _metadata(name, first=not before), _signer(key), new_field_spec=SigFieldSpec(name)
    )
    output = BytesIO()
    signer.sign_pdf(writer, output=output)
    sealed = output.getvalue()
    return Sealed(sealed, _signature_of(sealed, name))


def inspect(pdf: bytes, certificates: Sequence[str]) -> tuple[SealSeen, ...]:
    """Every seal of ``pdf``; only one made with a key of ``certificates`` can be good.

    A file from outside is for the confined child only. Raises ValueError when it cannot be read
    strictly, as what is to be verified must be, or bears more than ``MOST_SEALS``.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields

    _hush()
    try:
        reader = PdfFileReader(BytesIO(pdf))
        fields = list(islice(enumerate_sig_fields(reader, filled_status=True), MOST_SEALS + 1))
    except Exception as error:
        raise ValueError(type(error).__name__) from error
    if len(fields) > MOST_SEALS:
        raise ValueError("too many seals")
    ours = [_certificate(pem) for pem in certificates]
    return tuple(_seen(reader, place, name, ours) for name, _, place in fields)


def _names() -> Iterator[str]:
    return (f"{FIELD}_{number}" if number > 1 else FIELD for number in count(1))


def _metadata(name: str, *, first: bool) -> "PdfSignatureMetadata":
    """PAdES; the first seal of a file certifies it, so that every reader holds to form filling."""
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata

    return PdfSignatureMetadata(
        field_name=name,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=first,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )


def _signer(key: SealKey) -> "SimpleSigner":
    from asn1crypto.keys import PrivateKeyInfo
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    issuers = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    issuers.register_multiple(_certificates(key.chain))
    return SimpleSigner(
        signing_cert=_certificate(key.certificate),
        signing_key=PrivateKeyInfo.load(next(_unarmored(key.private_key))),
        cert_registry=issuers,
    )


def _certificate(pem: str) -> "Certificate":
    return _certificates(pem)[0]


def _certificates(pem: str) -> "list[Certificate]":
    from asn1crypto.x509 import Certificate

    return [Certificate.load(der) for der in _unarmored(pem)]


def _unarmored(pem: str) -> Iterator[bytes]:
    from asn1crypto.pem import unarmor

    if pem:
        yield from (der for _, _, der in unarmor(pem.encode(), multiple=True))


def _signature_of(pdf: bytes, name: str) -> str:
    from pyhanko.pdf_utils.reader import PdfFileReader

    made = next(
        one for one in PdfFileReader(BytesIO(pdf)).embedded_signatures if one.field_name == name
    )
    return _digest(made.pkcs7_content)


def _digest(contents: bytes) -> str:
    """SHA-256 of the signature proper. ValueError when what fills its room is not zeros."""
    from asn1crypto.parser import peek

    length = peek(contents)
    if contents[length:].strip(b"\0"):
        raise ValueError("something follows the signature")
    return hashlib.sha256(contents[:length]).hexdigest()


def _seen(
    reader: "PdfFileReader", place: "DictionaryObject", name: str, ours: "Sequence[Certificate]"
) -> SealSeen:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    try:
        found = EmbeddedPdfSignature(reader, place, name)
        signer = found.signer_cert.sha256
        signature = _digest(found.pkcs7_content)
    except Exception:  # noqa: BLE001 - a hostile file makes pyHanko raise anything
        return SealSeen("unreadable")
    known = [one for one in ours if one.sha256 == signer]
    try:
        state = _judged(found, known)
    except Exception:  # noqa: BLE001 - idem: a seal that cannot be judged does not hold
        state = "broken"
    return SealSeen(state, signer.hex(), signature)


def _judged(found: "EmbeddedPdfSignature", known: "list[Certificate]") -> State:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    status = validate_pdf_signature(
        found,
        ValidationContext(trust_roots=known, allow_fetching=False),
        key_usage_settings=KeyUsageConstraints(key_usage=_USAGES, match_all_key_usages=False),
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


def _hush() -> None:
    """PyHanko logs what it meets, names of fields included: nothing of it is shown or kept."""
    import logging

    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
