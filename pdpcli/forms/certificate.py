"""The certificate of a seal: made by the cell itself, or taken from its organisation (PKCS#12)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pdpcli.errors import Refusal
from pdpcli.forms.seal import SealKey
from pdpcli.rules.text import clean

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates

#: An expired certificate is accepted by pyHanko and refused by pdfsig: this one never expires.
NEVER = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
MOST_BYTES = 100_000
_LEAST_RSA_BITS = 2048
_MOST_ITERATIONS = 1_000_000  # of a password: known programs ask 2 048 to 600 000
_NAME = 64  # bytes of a common name (X.520)
_TEXT = 200


@dataclass(frozen=True)
class Certificate:
    """What a certificate says of itself; ``fingerprint`` is its SHA-256, hexadecimal."""

    subject: str
    issuer: str
    until: datetime
    fingerprint: str


def self_issued(service: str, at: datetime) -> SealKey:
    """A new key and its certificate in the name of ``service``, made at ``at`` (UTC).

    EC P-256: made in a tenth of a millisecond, where RSA 3072 takes 170; read by pyHanko, by
    poppler (NSS) and by Acrobat.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _common_name(service))])
    made = _builder(name, key, at).sign(key, hashes.SHA256())
    return SealKey(_pem(made), _private_pem(key))


def described(pem: str) -> Certificate:
    """What the certificate of a ``SealKey`` says."""
    from cryptography import x509

    return _described(x509.load_pem_x509_certificate(pem.encode()))


def in_groups(fingerprint: str) -> str:
    """A fingerprint as it is read aloud and compared: groups of four, in capitals."""
    return " ".join(fingerprint[at : at + 4].upper() for at in range(0, len(fingerprint), 4))


def read_pkcs12(data: bytes, password: str, at: datetime) -> SealKey:
    """The key, certificate and issuers of a PKCS#12 file, fit to seal at ``at``.

    Raises:
        Refusal: wrong password, not such a file, no key, expired or not yet valid, another kind
            of key than EC or RSA, a key too short, or a certificate that is not for signing.
    """
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    held = _opened(data, password)
    key, certificate = held.key, held.cert
    if key is None or certificate is None:
        raise Refusal("ce fichier ne contient pas une clé privée et son certificat.")
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise Refusal("sa clé n'est ni RSA ni à courbe elliptique : pdp ne sait pas s'en servir.")
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size < _LEAST_RSA_BITS:
        raise Refusal(f"sa clé RSA a moins de {_LEAST_RSA_BITS} bits : elle n'est plus sûre.")
    _refuse_unfit(certificate.certificate, at)
    chain = "".join(_pem(one.certificate) for one in held.additional_certs)
    return SealKey(_pem(certificate.certificate), _private_pem(key), chain)


def _common_name(service: str) -> str:
    """The name, shortened where the standard stops; never in the middle of a letter."""
    said = service.encode()
    if len(said) <= _NAME:
        return service
    return said[: _NAME - len("…".encode())].decode(errors="ignore").rstrip() + "…"


def _builder(
    name: "x509.Name", key: "EllipticCurvePrivateKey", at: datetime
) -> "x509.CertificateBuilder":
    from cryptography import x509

    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
         "encipher_only", "decipher_only"),
        False,
    )  # fmt: skip
    public = key.public_key()
    return (
        x509.CertificateBuilder(name, name, public, x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))  # a clock put back a little does not void it
        .not_valid_after(NEVER)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _opened(data: bytes, password: str) -> "PKCS12KeyAndCertificates":
    from asn1crypto.pkcs12 import Pfx, SafeContents
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

    try:
        held = Pfx.load(data, strict=True)
        rounds = list(_iterations(held["mac_data"].native))  # parsed when looked at
        for part in held.authenticated_safe:
            plain = part["content_type"].native == "data"
            read = SafeContents.load(part["content"].native) if plain else part
            rounds += _iterations(read.native)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Refusal("ce n'est pas un fichier PKCS#12 (.p12, .pfx).") from error
    if any(one > _MOST_ITERATIONS for one in rounds):
        raise Refusal("son mot de passe serait trop long à éprouver : le fichier est mal fait.")
    try:
        return load_pkcs12(data, password.encode())
    except UnsupportedAlgorithm as error:
        raise Refusal("ce fichier est chiffré d'une façon que pdp ne sait pas lire.") from error
    except ValueError as error:
        raise Refusal("le mot de passe n'est pas le bon, ou le fichier est abîmé.") from error


def _iterations(value: object) -> Iterator[int]:
    """Every number of rounds that the file asks to derive a key from its password."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            if key in ("iterations", "iteration_count", "cost_parameter") and isinstance(one, int):
                yield one
            yield from _iterations(one)
    elif isinstance(value, list):
        for one in value:
            yield from _iterations(one)


def _refuse_unfit(certificate: "x509.Certificate", at: datetime) -> None:
    from cryptography.x509 import ExtensionNotFound, KeyUsage

    if certificate.not_valid_after_utc < at:
        raise Refusal("ce certificat a expiré : demandez-en un autre à qui l'a établi.")
    if certificate.not_valid_before_utc > at:
        raise Refusal("ce certificat n'est pas encore valable, selon l'horloge du poste.")
    try:
        usage = certificate.extensions.get_extension_for_class(KeyUsage).value
    except ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise Refusal("ce certificat n'est pas fait pour signer des documents.")


def _described(certificate: "x509.Certificate") -> Certificate:
    from cryptography.hazmat.primitives.hashes import SHA256

    return Certificate(
        subject=_name_of(certificate.subject),
        issuer=_name_of(certificate.issuer),
        until=certificate.not_valid_after_utc,
        fingerprint=certificate.fingerprint(SHA256()).hex(),
    )


def _name_of(name: "x509.Name") -> str:
    """The common name, else the organisation, else all of it; one clean line."""
    from cryptography.x509.oid import NameOID

    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        if found := name.get_attributes_for_oid(oid):
            return _line(str(found[0].value))
    return _line(name.rfc4514_string())


def _line(text: str) -> str:
    try:
        return clean(text[:_TEXT])
    except Refusal:
        return ascii(text)[1:-1][:_TEXT]


def _pem(certificate: "x509.Certificate") -> str:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.PEM).decode()


def _private_pem(key: "EllipticCurvePrivateKey | RSAPrivateKey") -> str:
    from cryptography.hazmat.primitives import serialization as forms

    return key.private_bytes(
        forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption()
    ).decode()
