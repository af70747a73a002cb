"""Public holidays are those of the law, all over France, as an independent list has them."""

from datetime import date

import pytest

from pdpcli.rules.holidays import ABOLITION, ALSACE_MOSELLE, easter, holiday, holidays

#: rules.md §6.
EASTERS = {2024: date(2024, 3, 31), 2025: date(2025, 4, 20), 2026: date(2026, 4, 5),
           2027: date(2027, 3, 28), 2028: date(2028, 4, 16)}  # fmt: skip
#: Department -> how the independent list calls it, and the customs of the place that it adds to
#: the law (L.3134-13, L.3422-2): they do not stop a delay.
_PLACES = {
    "57": ("57", set()),
    "67": ("6AE", set()),
    "68": ("6AE", set()),
    "971": ("971", {"Good Friday", "Mi-Careme", "Victor Schoelcher Day"}),
    "972": ("972", {"Victor Schoelcher Day"}),
    "973": ("973", set()),
    "974": ("974", set()),
    "976": ("976", set()),
    "977": ("BL", {"Good Friday", "Ash Wednesday", "Mi-Careme", "Victor Schoelcher Day"}),
    "978": ("MF", {"Good Friday", "Mi-Careme", "Victor Schoelcher Day"}),
}


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


@pytest.mark.parametrize("dept", _PLACES)
@pytest.mark.parametrize("year", [2024, 2026, 2028])
def test_an_independent_list_has_the_same_days_of_each_place(dept: str, year: int) -> None:
    others = pytest.importorskip("holidays")
    name, customs = _PLACES[dept]
    theirs = others.country_holidays("FR", subdiv=name, years=year)
    assert set(holidays(year, dept)) == {
        day for day, called in theirs.items() if called not in customs
    }


def test_every_place_of_the_law_is_compared() -> None:
    assert set(_PLACES) == ALSACE_MOSELLE | set(ABOLITION)


@pytest.mark.parametrize("dept", sorted(ABOLITION))
def test_overseas_has_the_day_of_the_abolition(dept: str) -> None:
    month, day = ABOLITION[dept]
    assert holiday(date(2026, month, day), dept) == "abolition de l'esclavage"
    assert len(holidays(2026, dept)) == 12
