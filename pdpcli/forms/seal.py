"""The seal: PAdES B-B without timestamp, on bytes in memory.

The seal covers the whole file as it is. Afterwards the form's own fields may be filled by an
incremental update; anything else shows. Nothing is fetched and no file is written (input.md).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate
    from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

FIELD = "pdp_cachet"


@dataclass(frozen=True)
class SealKey:
    """A certificate, its private key and its issuers, as PEM texts."""

    certificate: str
    private_key: str = field(repr=False)
    chain: str = ""


@dataclass(frozen=True)
class Sealed:
    """The sealed file, and the SHA-256 of the signature itself."""

    pdf: bytes
    signature: str


def seal(pdf: bytes, key: SealKey) -> Sealed:
    """``pdf`` sealed: an invisible signature, then only form filling is allowed.

    A file that bears a seal already is sealed once more, over everything.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec, enumerate_sig_fields
    from pyhanko.sign.signers import PdfSigner

    hush()
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    before = {name: value for name, value, _ in enumerate_sig_fields(writer)}
    name = next(name for name in _names() if name not in before)
    metadata = _metadata(name, first=not any(before.values()))
    signer = PdfSigner(metadata, _signer(key), new_field_spec=SigFieldSpec(name))
    output = BytesIO()
    signer.sign_pdf(writer, output=output)
    sealed = output.getvalue()
    return Sealed(sealed, _signature_of(sealed, name))


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
    issuers.register_multiple(certificates(key.chain))
    return SimpleSigner(
        signing_cert=certificate(key.certificate),
        signing_key=PrivateKeyInfo.load(next(_unarmored(key.private_key))),
        cert_registry=issuers,
    )


def certificate(pem: str) -> "Certificate":
    """The first certificate of a PEM text."""
    return certificates(pem)[0]


def certificates(pem: str) -> "list[Certificate]":
    """Every certificate of a PEM text, as pyHanko wants them."""
    from asn1crypto.x509 import Certificate

    return [Certificate.load(der) for der in _unarmored(pem)]


def _unarmored(pem: str) -> Iterator[bytes]:
    from asn1crypto.pem import unarmor

    if pem:
        yield from (der for _, _, der in unarmor(pem.encode(), multiple=True))


def _signature_of(pdf: bytes, name: str) -> str:
    from pyhanko.pdf_utils.reader import PdfFileReader

    made = PdfFileReader(BytesIO(pdf)).embedded_signatures
    return signature_digest(next(one for one in made if one.field_name == name))


def signature_digest(made: "EmbeddedPdfSignature") -> str:
    """SHA-256 of the signature itself: what is around it in its room is not protected by it."""
    return hashlib.sha256(made.signer_info["signature"].native).hexdigest()


def hush() -> None:
    """PyHanko logs what it meets, names of fields included: nothing of it is shown or kept."""
    import logging

    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
