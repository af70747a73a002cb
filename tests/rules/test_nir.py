"""Numbers are read part by part, and never repeated (all are invented or published examples)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fr import nir as stdnum_nir

from pdpcli.errors import Refusal
from pdpcli.rules.nir import (
    group,
    holds_nir,
    mask,
    mask_inside,
    nir_key,
    nir_warnings,
    parse_nir,
)

VECTORS = [  # rules.md §8
    ("2 40 09 93 618 017", "05"),
    ("180012A004123", "43"),
    ("180012B004123", "70"),
    ("1 55 01 99 999 999", "04"),
]
MONTHS = [*range(1, 13), *range(20, 43), *range(50, 100)]
PLACES = st.one_of(
    st.builds("{:02}{:03}".format, st.integers(1, 96), st.integers(1, 999)),
    st.builds("2{}{:03}".format, st.sampled_from("AB"), st.integers(1, 999)),
    st.builds("9{}{}{:02}".format, st.sampled_from("78"), st.integers(1, 9), st.integers(1, 99)),
    st.builds("99{:03}".format, st.integers(1, 999)),
)
NUMBERS = st.builds(
    "{}{:02}{:02}{}{:03}".format,
    st.sampled_from("123478"), st.integers(0, 99), st.sampled_from(MONTHS), PLACES,
    st.integers(1, 999),
)  # fmt: skip


@pytest.mark.parametrize(("number", "key"), VECTORS)
def test_the_vectors_of_the_rules(number: str, key: str) -> None:
    compact = number.replace(" ", "")
    assert nir_key(compact) == key
    assert parse_nir(number) == parse_nir(f"{number} {key}") == compact + key


def test_a_remainder_of_zero_gives_97_and_never_00() -> None:
    zero = next(n for n in range(1680334172001, 1680334173000) if n % 97 == 0)
    assert nir_key(str(zero)) == "97"
    assert parse_nir(f"{zero}97") == parse_nir(str(zero)) == f"{zero}97"
    with pytest.raises(Refusal, match="La clé"):
        parse_nir(f"{zero}00")


@given(NUMBERS)
def test_the_key_is_the_one_of_python_stdnum(number: str) -> None:
    assert nir_key(number) == stdnum_nir.calc_check_digits(number)


@given(NUMBERS)
def test_what_is_grouped_is_read_back(number: str) -> None:
    nir = parse_nir(number)
    assert parse_nir(nir) == parse_nir(group(nir)) == nir
    assert holds_nir(number)
    assert holds_nir(group(nir))


@pytest.mark.parametrize(
    "typed",
    ["1 80 01 2a 004 123 43", "180.01.2A.004.123-43", "1-80-01-2A-004-123/43",
     " 1\u00a080\u202f01 2A 004\t123 43 ", "1‑80‑01‑2A‑004‑123‑43"],
)  # fmt: skip
def test_separators_and_case_do_not_matter(typed: str) -> None:
    assert parse_nir(typed) == "180012A00412343"
    assert holds_nir(typed)


@pytest.mark.parametrize("month", MONTHS)
def test_months_of_an_incomplete_civil_status_are_accepted(month: int) -> None:
    assert parse_nir(f"168{month:02}34172123")


@pytest.mark.parametrize("month", [0, *range(13, 20), *range(43, 50)])
def test_other_months_are_refused(month: int) -> None:
    with pytest.raises(Refusal, match=r"\(le mois\)"):
        parse_nir(f"168{month:02}34172123")
    assert not holds_nir(f"168{month:02}34172123")


@pytest.mark.parametrize("first", "123478")
def test_provisional_numbers_are_accepted_with_a_warning(first: str) -> None:
    nir = parse_nir(f"{first}680334172123")
    warnings = nir_warnings(nir, None, None)
    assert len(warnings) == (first not in "12")
    assert all("Numéro d'attente" in one or "Numéro provisoire" in one for one in warnings)


@pytest.mark.parametrize(
    "place",
    ["20004", "2A004", "2B004", "91001", "94352", "95001", "96001", "97411", "98818", "99352"],
)
def test_every_place_of_birth_is_accepted(place: str) -> None:
    assert parse_nir(f"16803{place}123")[5:10] == place


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("068033417212345", "1er chiffre"),
        ("568033417212345", "1er chiffre"),
        ("A68033417212345", "1er chiffre"),
        ("1A8033417212345", "(l'année)"),
        ("1680A3417212345", "(le mois)"),
        ("168030017212345", "(le département"),
        ("168032C17212345", "(le département"),
        ("16803A217212345", "(le département"),
        ("168033A17212345", "(le département"),
        ("168039700112345", "(le département"),
        ("168039710012345", "(le département"),
        ("168033400012345", "(le département"),
        ("16803342A172345", "(le département"),
        ("168033417200045", "(le numéro d'ordre)"),
        ("16803341722A345", "(le numéro d'ordre)"),
        ("16803341721234X", "faite de chiffres"),
        ("١٦٨٠٣٣٤١٧٢١٢٣٤٥", "1er chiffre"),
        ("16803341721234", "il y en a 14."),
        ("1680334172123456", "il y en a 16."),
        ("", "il y en a 0."),
    ],
)
def test_a_refusal_says_which_part_is_wrong_and_never_the_number(typed: str, part: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_nir(typed)
    assert part in refused.value.reason
    assert not typed or typed not in refused.value.reason


@given(NUMBERS, st.data())
def test_one_wrong_digit_is_always_seen(number: str, data: st.DataObject) -> None:
    nir = parse_nir(number)
    at = data.draw(st.sampled_from([i for i, char in enumerate(nir) if char.isdigit()]))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != nir[at]]))
    with pytest.raises(Refusal) as refused:
        parse_nir(nir[:at] + other + nir[at + 1 :])
    assert nir[5:] not in refused.value.reason


def test_a_wrong_key_is_named() -> None:
    with pytest.raises(Refusal, match="La clé"):
        parse_nir("2 40 09 93 618 017 06")


def test_masking_shows_sex_year_and_month_only() -> None:
    nir = parse_nir("1680334172123")
    assert mask(nir) == "1 68 03 ** *** *** **"
    assert group("168033417212345") == "1 68 03 34 172 123 45"
    assert group("180012A00412343") == "1 80 01 2A 004 123 43"


@pytest.mark.parametrize(
    ("number", "born_on", "sex", "expected"),
    [
        ("1680334172123", date(1968, 3, 4), "male", []),
        ("1680334172123", date(1969, 3, 4), "male", ["L'année de naissance"]),
        ("1680334172123", date(1968, 4, 4), "male", ["Le mois de naissance"]),
        ("1682034172123", date(1968, 4, 4), "male", []),
        ("1681234172123", date(1968, 12, 4), "male", []),
        ("1681234172123", date(1968, 11, 4), "male", ["Le mois de naissance"]),
        ("1680334172123", date(1968, 3, 4), "female", ["Le sexe"]),
        ("2680334172123", date(1968, 3, 4), "male", ["Le sexe"]),
        ("2680334172123", None, "female", []),
        ("2680334172123", None, None, []),
        ("7680334172123", None, "female", ["Numéro provisoire", "Le sexe"]),
        ("4680334172123", None, "male", ["Numéro d'attente", "Le sexe"]),
        ("8680334172123", None, "female", ["Numéro provisoire"]),
        ("3680334172123", None, "male", ["Numéro d'attente"]),
    ],
)
def test_a_difference_is_worth_a_look_and_no_more(
    number: str, born_on: date | None, sex: str | None, expected: list[str]
) -> None:
    warnings = nir_warnings(parse_nir(number), born_on, sex)
    assert len(warnings) == len(expected)
    for warning, beginning in zip(warnings, expected, strict=True):
        assert warning.startswith(beginning)
        assert number not in warning


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("168033417212300", True),
        ("1 68 03 34 172 123", True),
        ("16803341721230", False),
        ("73282932000074", False),
        ("06 12 34 56 78", False),
        ("Martinez", False),
        ("2026-0042", False),
        ("168033A172123", False),
        ("", False),
    ],
)
def test_a_number_is_recognised_by_its_shape(text: str, alike: bool) -> None:  # noqa: FBT001
    assert holds_nir(text) is alike


@pytest.mark.parametrize(
    "text",
    [
        "Son numéro : 1 68 03 34 998 990 33, à vérifier.",
        "n°168033499899033.",
        "1680334998990",
        "tel 0612345678 1.68.03.34.998.990",
        "né en Corse, 1 68 03 2A 998 990\n33",
        "AB1680334998990CD",
    ],
)
def test_a_number_is_seen_inside_a_longer_text_and_masked_there(text):
    assert holds_nir(text)
    assert "998" not in mask_inside(text)
    assert "1 68 03 ** *** *** **" in mask_inside(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SIRET 732 829 320 00074",
        "06 12 34 56 78 / 06 12 34 56 78",
        "du 12/06/2024 au 13/07/2024",
        "16803349989901",
        "dossier 9680334998990",
    ],
)
def test_other_numbers_of_a_text_are_left_as_they_are(text):
    assert not holds_nir(text)
    assert mask_inside(text) == text
