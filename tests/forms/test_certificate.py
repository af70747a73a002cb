"""A certificate of our own never expires; one of the organisation is taken only when fit to seal.

Every name, key and password here is fictional.
"""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from pkcs12_made import organisation, tiresome

from pdpcli.errors import Refusal
from pdpcli.forms.certificate import described, in_groups, read_pkcs12, self_issued

NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)


def certificate_of(service: str) -> x509.Certificate:
    return x509.load_pem_x509_certificate(self_issued(service, NOW).certificate.encode())


def test_our_own_never_expires_and_only_signs():
    made = certificate_of("Santé BTP 34 (fictif)")
    assert made.not_valid_after_utc == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert made.not_valid_before_utc < NOW
    usage = made.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert not made.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_our_own_holds_the_service_and_no_address():
    made = certificate_of("Santé BTP 34 (fictif)")
    assert made.subject == made.issuer
    assert [one.value for one in made.subject] == ["Santé BTP 34 (fictif)"]
    with pytest.raises(x509.ExtensionNotFound):
        made.extensions.get_extension_for_class(x509.SubjectAlternativeName)


@pytest.mark.parametrize("service", ["Service fictif " * 12, "é" * 33, "x" + "é" * 99, "œ" * 200])
def test_a_long_name_of_service_is_shortened_where_the_standard_stops(service: str):
    (name,) = certificate_of(service).subject
    assert 60 <= len(name.value.encode()) <= 64
    assert name.value.endswith("…")
    assert service.startswith(name.value[:-1])


def test_a_name_of_sixty_four_bytes_is_whole():
    (name,) = certificate_of("é" * 32).subject
    assert name.value == "é" * 32


def test_two_certificates_of_one_service_differ():
    one, other = (self_issued("Service fictif", NOW) for _ in range(2))
    assert described(one.certificate).fingerprint != described(other.certificate).fingerprint
    assert one.private_key != other.private_key


def test_a_private_key_is_not_shown():
    key = self_issued("Service fictif", NOW)
    assert "PRIVATE" not in repr(key)


def test_a_fingerprint_is_read_by_groups_of_four():
    assert in_groups("ab12cd34") == "AB12 CD34"


@pytest.mark.parametrize(
    "key", [ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048)]
)
def test_the_certificate_of_the_organisation_is_taken_with_its_issuers(key):
    taken = read_pkcs12(organisation(key), "secret fictif", NOW)
    said = described(taken.certificate)
    assert (said.subject, said.issuer) == ("SPSTI fictif", "Autorité fictive")
    assert taken.chain.count("BEGIN CERTIFICATE") == 1
    assert "BEGIN PRIVATE KEY" in taken.private_key


@pytest.mark.parametrize(
    ("data", "password", "reason"),
    [
        (organisation(), "autre", "mot de passe n'est pas le bon"),
        (organisation(), "", "mot de passe n'est pas le bon"),
        (organisation()[:-40], "secret fictif", "pas un fichier PKCS#12"),
        (b"", "secret fictif", "pas un fichier PKCS#12"),
        (b"bonjour", "secret fictif", "pas un fichier PKCS#12"),
        (tiresome("mac"), "secret fictif", "trop long à éprouver"),
        (tiresome("bags"), "secret fictif", "trop long à éprouver"),
        (tiresome("key"), "secret fictif", "trop long à éprouver"),
        (b"\x30\x80" * 5000, "secret fictif", "pas un fichier PKCS#12"),
        (organisation(until=NOW - timedelta(days=1)), "secret fictif", "a expiré"),
        (organisation(since=NOW + timedelta(days=1)), "secret fictif", "pas encore valable"),
        (organisation(signing=False), "secret fictif", "pas fait pour signer"),
        (organisation(with_key=False), "secret fictif", "ne contient pas une clé privée"),
        (organisation(ed25519.Ed25519PrivateKey.generate()), "secret fictif", "ni RSA ni à courbe"),
        (organisation(rsa.generate_private_key(65537, 1024)), "secret fictif", "moins de 2048"),  # noqa: S505
    ],
    ids=lambda said: said if isinstance(said, str) else "",
)
def test_what_is_not_fit_to_seal_is_refused_with_its_reason(data, password, reason):
    with pytest.raises(Refusal, match=reason):
        read_pkcs12(data, password, NOW)
