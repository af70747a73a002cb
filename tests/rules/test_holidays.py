"""Public holidays are those of the law, all over France, as an independent list has them."""

from datetime import date

import pytest

from pdpcli.rules.holidays import ABOLITION, ALSACE_MOSELLE, easter, holiday, holidays

#: rules.md §6.
EASTERS = {2024: date(2024, 3, 31), 2025: date(2025, 4, 20), 2026: date(2026, 4, 5),
           2027: date(2027, 3, 28), 2028: date(2028, 4, 16)}  # fmt: skip
_SUBDIVISIONS = {"971": "971", "972": "972", "973": "973", "974": "974", "976": "976"}


@pytest.mark.parametrize(("year", "sunday"), EASTERS.items())
def test_easter_is_when_it_is(year: int, sunday: date) -> None:
    assert easter(year) == sunday


def test_the_vectors_of_the_dossier() -> None:
    assert holiday(date(2026, 4, 3), "67") == "vendredi saint"
    assert holiday(date(2026, 4, 3), "34") == ""
    assert holiday(date(2026, 5, 14)) == "Ascension"
    assert holiday(date(2024, 5, 9)) == "Ascension"
    assert holiday(date(2026, 5, 25)) == "lundi de Pentecôte"


def test_there_are_eleven_and_two_more_in_alsace_moselle() -> None:
    # In 2008 the Ascension was the 1st of May: one day fewer.
    assert {len(holidays(year)) for year in range(2009, 2032)} == {11}
    assert len(holidays(2008)) == 10
    assert {len(holidays(2026, dept)) for dept in ALSACE_MOSELLE} == {13}


@pytest.mark.parametrize("year", range(2022, 2041))
def test_an_independent_list_has_the_same_national_days(year: int) -> None:
    others = pytest.importorskip("holidays")
    assert set(holidays(year)) == set(others.country_holidays("FR", years=year))


@pytest.mark.parametrize("dept", sorted(ABOLITION))
def test_overseas_has_the_day_of_the_abolition(dept: str) -> None:
    month, day = ABOLITION[dept]
    assert holiday(date(2026, month, day), dept) == "abolition de l'esclavage"
    assert len(holidays(2026, dept)) == 12
