"""PKCS#12 files of a fictional organisation, good or bad, made for the tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

PASSWORD = "secret fictif"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
LATER = datetime(2090, 1, 1, tzinfo=UTC)


def organisation(
    key: Any = None,
    *,
    since: datetime = LONG_AGO,
    until: datetime = LATER,
    signing: bool = True,
    with_key: bool = True,
) -> bytes:
    """A certificate of « SPSTI fictif » issued by « Autorité fictive », under PASSWORD."""
    authority = ec.generate_private_key(ec.SECP256R1())
    key = key or ec.generate_private_key(ec.SECP256R1())
    since = min(since, until - timedelta(days=1))
    root = _certificate("Autorité fictive", authority, authority, (LONG_AGO, LATER))
    made = _certificate("SPSTI fictif", key, authority, (since, until), signing=signing)
    locked = BestAvailableEncryption(PASSWORD.encode())
    if not with_key:
        return pkcs12.serialize_key_and_certificates(None, None, None, [made, root], locked)
    return pkcs12.serialize_key_and_certificates(b"cachet", key, made, [root], locked)


def tiresome(where: str) -> bytes:
    """The same, its password to be derived two thousand million times: of the mac, bags or key."""
    from asn1crypto.pkcs12 import AuthenticatedSafe, Pfx, SafeContents

    made = Pfx.load(organisation())
    if where == "mac":
        made["mac_data"]["iterations"] = 2**31 - 1
        return bytes(made.dump(force=True))
    safe = AuthenticatedSafe.load(made["auth_safe"]["content"].native)
    for part in safe:
        if part["content_type"].native == "data":
            bags = SafeContents.load(part["content"].native)
            if where == "key":
                _tire(bags[0]["bag_value"]["encryption_algorithm"])
            part["content"] = bags.dump(force=True)
        elif where == "bags":
            _tire(part["content"]["encrypted_content_info"]["content_encryption_algorithm"])
    made["auth_safe"]["content"] = safe.dump(force=True)
    return bytes(made.dump(force=True))


def _tire(algorithm: Any) -> None:
    algorithm["parameters"]["key_derivation_func"]["parameters"]["iteration_count"] = 2**31 - 1


def _certificate(
    subject: str,
    key: Any,
    authority: Any,
    valid: tuple[datetime, datetime],
    *,
    signing: bool = True,
) -> x509.Certificate:
    usages = ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign")
    rest = dict.fromkeys((*usages, "crl_sign", "encipher_only", "decipher_only"), False)
    rest["key_encipherment"] = not signing
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name("Autorité fictive"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .add_extension(
            x509.KeyUsage(digital_signature=signing, content_commitment=signing, **rest),
            critical=True,
        )
        .sign(authority, hashes.SHA256())
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
