"""Codes of enterprises, telephones and addresses are read one way (fictional or published)."""

import pytest
from stdnum.fr import siret as stdnum_siret

from pdpcli.errors import Refusal
from pdpcli.rules.identifiers import (
    dept_of,
    parse_email,
    parse_naf,
    parse_phone,
    parse_siret,
    size_band,
)


@pytest.mark.parametrize(
    ("typed", "siret"),
    [
        ("73282932000074", "73282932000074"),
        ("732 829 320 00074", "73282932000074"),
        ("732.829.320-00074", "73282932000074"),
        ("35600000049837", "35600000049837"),
        ("356 000 000 00048", "35600000000048"),
    ],
)
def test_a_siret_is_accepted_those_of_la_poste_included(typed: str, siret: str) -> None:
    assert parse_siret(typed) == siret


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("73282932000075", "5 derniers chiffres"),
        ("73282932100074", "9 premiers chiffres"),
        ("35600000049838", "5 derniers chiffres"),
        ("7328293200007", "il y en a 13."),
        ("732829320000745", "il y en a 15."),
        ("7328293200007O", "que des chiffres"),
        ("00000000000000", "que de zéros"),
        ("", "il y en a 0."),
    ],
)
def test_a_wrong_siret_is_refused_with_the_part(typed: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_siret(typed)
    assert reason in refused.value.reason
    assert not typed or typed not in refused.value.reason


def test_the_multiple_of_five_is_for_la_poste_only() -> None:
    siret = next(f"732829320{n:05}" for n in range(10000, 10100)
                 if sum(map(int, f"732829320{n:05}")) % 5 == 0
                 and not stdnum_siret.is_valid(f"732829320{n:05}"))  # fmt: skip
    with pytest.raises(Refusal):
        parse_siret(siret)


@pytest.mark.parametrize(
    ("typed", "naf"),
    [("43.99C", "43.99C"), ("4399c", "43.99C"), ("43 99 C", "43.99C"), (" 01.11z ", "01.11Z")],
)
def test_a_naf_code_has_one_form(typed: str, naf: str) -> None:
    assert parse_naf(typed) == parse_naf(naf) == naf


@pytest.mark.parametrize("typed", ["43.9C", "43.99", "0099Z", "43.99CC", "C43.99", "٤٣.99C", ""])
def test_what_is_not_a_naf_code_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="quatre chiffres et une lettre"):
        parse_naf(typed)


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("0612345678", "06 12 34 56 78"),
        ("06.12.34.56.78", "06 12 34 56 78"),
        ("06-12-34-56-78", "06 12 34 56 78"),
        ("06‑12‑34‑56‑78", "06 12 34 56 78"),
        ("06/12/34/56/78", "06 12 34 56 78"),
        ("+33 6 12 34 56 78", "06 12 34 56 78"),
        ("+33 (0)6 12 34 56 78", "06 12 34 56 78"),
        ("+33 06 12 34 56 78", "06 12 34 56 78"),
        ("0033612345678", "06 12 34 56 78"),
        ("0590 12 34 56", "05 90 12 34 56"),
        ("3646", "36 46"),
        ("36 46", "36 46"),
        ("+32 475 12 34 56", "+32475123456"),
        ("00 212 5 22 12 34 56", "+212522123456"),
        ("+262 692 12 34 56", "+262692123456"),
    ],
)
def test_a_telephone_has_one_form(typed: str, phone: str) -> None:
    assert parse_phone(typed) == phone
    assert parse_phone(phone) == phone


@pytest.mark.parametrize(
    "typed",
    ["07 12 34 56 7", "07 12 34 56 78 9", "0012345678", "00 00 00 00 00", "+33 6 12", "1234567890",
     "+0612345678", "07 12 34 56 7O", "2646", "bonjour", ""],
)  # fmt: skip
def test_what_is_not_a_telephone_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="dix chiffres") as refused:
        parse_phone(typed)
    assert not typed or typed not in refused.value.reason


@pytest.mark.parametrize(
    ("typed", "email"),
    [
        ("luc.martinez@exemple.fr", "luc.martinez@exemple.fr"),
        (" Luc.Martinez@Exemple.FR ", "Luc.Martinez@exemple.fr"),
        ("o'neil+pdp@sous.domaine-1.example", "o'neil+pdp@sous.domaine-1.example"),
    ],
)
def test_an_email_address_is_kept(typed: str, email: str) -> None:
    assert parse_email(typed) == email


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("luc.exemple.fr", "avec un @"),
        ("a@exemple.fr;b@exemple.fr", "une seule adresse"),
        ("hélène@exemple.fr", "ni accent"),
        ("luc martinez@exemple.fr", "ni espace"),
        ("luc@exemple", "mal formée"),
        ("luc..martinez@exemple.fr", "mal formée"),
        (".luc@exemple.fr", "mal formée"),
        ("luc@-exemple.fr", "mal formée"),
        ("luc@exemple-.fr", "mal formée"),
        ("luc@exemple..fr", "mal formée"),
        ("<luc@exemple.fr>", "mal formée"),
        ("luc,@exemple.fr", "mal formée"),
        ("@ailleurs.fr", "mal formée"),
        ("", "avec un @"),
    ],
)
def test_a_wrong_email_address_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_email(typed)
    assert reason in refused.value.reason
    assert not typed or typed not in refused.value.reason


@pytest.mark.parametrize(
    ("address", "dept"),
    [
        ("3 rue des Oliviers, 34970 Lattes", "34"),
        ("12345 avenue Longue, 34000 Montpellier", "34"),
        ("34961 Montpellier Cedex 2", "34"),
        ("01000 Bourg-en-Bresse", "01"),
        ("1 cours Napoléon, 20000 Ajaccio", "2A"),
        ("20137 Porto-Vecchio", "2A"),
        ("20200 Bastia", "2B"),
        ("20620 Biguglia", "2B"),
        ("20900 Ajaccio", None),
        ("97110 Pointe-à-Pitre", "971"),
        ("97400 Saint-Denis", "974"),
        ("98800 Nouméa", "988"),
        ("34000 Montpellier, BP 12345", "34"),
        ("34000 Montpellier, cs 12345", "34"),
        ("TSA 12345 75001 Paris", "75"),
        ("00100 Armées", None),
        ("96000 Nulle part", None),
        ("Lattes", None),
        ("0612345678", None),
        ("", None),
    ],
)
def test_a_departement_comes_from_the_last_postcode(address: str, dept: str | None) -> None:
    assert dept_of(address) == dept


@pytest.mark.parametrize(
    ("n", "band"),
    [
        (0, "moins de 11"),
        (10, "moins de 11"),
        (11, "11 à 49"),
        (49, "11 à 49"),
        (50, "50 à 299"),
        (299, "50 à 299"),
        (300, "300 et plus"),
        (12000, "300 et plus"),
    ],
)
def test_a_size_falls_in_one_band(n: int, band: str) -> None:
    assert size_band(n) == band
