"""Dates are read as they are said, refused with the reason, written one way."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdpcli.errors import Refusal
from pdpcli.rules.dates import age, french, french_long, parse_date

MONDAY = date(2026, 6, 15)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    "typed",
    ["14/04/2025", "14/4/2025", "14-4-25", "14.04.2025", "14 04 25", "14042025", "2025-04-14",
     "2025/4/14", "14 avril 2025", "14 AVR. 2025", "le 14 avril 25", "lundi 14 avril 2025",
     "lun. 14/04/2025", " 14 / 04 / 2025 ", "14\u00a0avril\u202f2025"],
)  # fmt: skip
def test_one_day_written_in_many_ways(typed: str) -> None:
    assert parse_date(typed, MONDAY) == date(2025, 4, 14)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1er mars", date(2026, 3, 1)),
        ("1ᵉʳ mars", date(2026, 3, 1)),
        ("1 fevrier 2024", date(2024, 2, 1)),
        ("12/6", date(2026, 6, 12)),
        ("15/6", date(2026, 6, 15)),
        ("25 déc.", date(2025, 12, 25)),
        ("29/02/2024", date(2024, 2, 29)),
        ("3 juil 2025", date(2025, 7, 3)),
        ("aujourd'hui", MONDAY),
        ("Aujourd’hui", MONDAY),
        ("ce jour", MONDAY),
        ("hier", date(2026, 6, 14)),
        ("avant-hier", date(2026, 6, 13)),
        ("AVANT HIER", date(2026, 6, 13)),
        ("demain", date(2026, 6, 16)),
        ("après-demain", date(2026, 6, 17)),
        ("lundi", date(2026, 6, 8)),
        ("lundi dernier", date(2026, 6, 8)),
        ("mardi", date(2026, 6, 9)),
        ("vendredi", date(2026, 6, 12)),
        ("dim.", date(2026, 6, 14)),
        ("lundi prochain", date(2026, 6, 22)),
        ("le mardi prochain", date(2026, 6, 16)),
        ("dimanche prochain", date(2026, 6, 21)),
    ],
)
def test_what_is_said_from_a_monday(typed: str, meant: date) -> None:
    assert parse_date(typed, MONDAY) == meant


@pytest.mark.parametrize(
    ("digits", "year"),
    [("00", 2000), ("26", 2026), ("36", 2036), ("37", 1937), ("68", 1968), ("99", 1999)],
)
def test_two_digits_are_a_year_at_most_ten_ahead(digits: str, year: int) -> None:
    assert parse_date(f"04/03/{digits}", MONDAY) == date(year, 3, 4)


def test_a_29_february_without_a_year_may_be_eight_years_back() -> None:
    assert parse_date("29 février", date(1898, 2, 28)) == date(1896, 2, 29)
    assert parse_date("29 février", date(2024, 2, 29)) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("16/6", "Précisez l'année : 16/06/2025, ou 16/06/2026 ?"),
        ("29/02", "Précisez l'année : 29/02/2024, ou 29/02/2028 ?"),
        ("31/04/2025", "Cette date n'existe pas : avril a 30 jours."),
        ("31/04", "Cette date n'existe pas : avril a 30 jours."),
        ("31 nov. 2025", "Cette date n'existe pas : novembre a 30 jours."),
        ("29/02/2025", "Cette date n'existe pas : février a 28 jours cette année-là."),
        ("29/02/1900", "Cette date n'existe pas : février a 28 jours cette année-là."),
        ("30/02/2024", "Cette date n'existe pas : février a 29 jours cette année-là."),
        ("32/01/2025", "Cette date n'existe pas : les jours vont de 1 à 31."),
        ("0/01/2025", "Cette date n'existe pas : les jours vont de 1 à 31."),
        ("04/13/2025", "les mois vont de 1 à 12"),
        ("2025-00-10", "les mois vont de 1 à 12"),
        ("04/03/202", "quatre chiffres"),
        ("04/03/20255", "quatre chiffres"),
        ("04/03/1899", "entre 1900 et 2100"),
        ("04/03/2101", "entre 1900 et 2100"),
        ("mardi 14/04/2025", "tombe un lundi"),
        ("mars 14/04/2025", "n'a pas été comprise"),
        ("14 avrl 2025", "n'a pas été comprise"),
        ("14 jui 2025", "n'a pas été comprise"),
        ("ma 14/04", "n'a pas été comprise"),
        ("10:30", "n'a pas été comprise"),
        ("3,5", "n'a pas été comprise"),
        ("bientôt", "n'a pas été comprise"),
        ("mars", "n'a pas été comprise"),
        ("14", "n'a pas été comprise"),
        ("2er mars", "n'a pas été comprise"),
        ("٣/٤/٢٠٢٥", "n'a pas été comprise"),
        ("", "n'a pas été comprise"),
    ],
)
def test_what_is_not_a_day_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_date(typed, MONDAY)
    assert reason in refused.value.reason


def test_the_bounds_are_days_like_others() -> None:
    assert parse_date("01/01/1900", MONDAY) == date(1900, 1, 1)
    assert parse_date("31/12/2100", MONDAY) == date(2100, 12, 31)


@given(DAYS, DAYS)
def test_what_is_written_is_read_back(day: date, today: date) -> None:
    for written in (french(day), french_long(day), day.isoformat()):
        assert parse_date(written, today) == day


@given(DAYS, st.dates(date(1910, 1, 1), date(2090, 12, 31)))
def test_without_a_year_it_is_the_nearest_and_a_day_to_come_is_asked(
    day: date, today: date
) -> None:
    typed = f"{day.day}/{day.month}"
    nearest = parse_date(typed, today, ahead=True)
    assert (nearest.day, nearest.month) == (day.day, day.month)
    assert abs(nearest - today).days <= (183 if (day.day, day.month) != (29, 2) else 4 * 366)
    if nearest <= today:
        assert parse_date(typed, today) == nearest
    else:
        with pytest.raises(Refusal, match="Précisez l'année"):
            parse_date(typed, today)


@given(DAYS, st.sampled_from(range(7)))
def test_a_weekday_is_in_the_seven_days_around(today: date, weekday: int) -> None:
    name = french_long(MONDAY + timedelta(days=weekday)).split()[0]
    last, coming = parse_date(name, today), parse_date(f"{name} prochain", today)
    assert last.weekday() == coming.weekday() == weekday
    assert 1 <= (today - last).days <= 7
    assert 1 <= (coming - today).days <= 7


@given(st.text(), DAYS)
def test_any_text_is_a_day_or_a_refusal(text: str, today: date) -> None:
    with suppress(Refusal):
        assert isinstance(parse_date(text, today), date)


def test_dates_are_shown_in_french() -> None:
    assert french(date(2025, 4, 4)) == "04/04/2025"
    assert french_long(MONDAY) == "lundi 15 juin 2026"
    assert french_long(date(2026, 9, 1)) == "mardi 1er septembre 2026"


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(1968, 3, 4), date(2026, 3, 3), 57),
        (date(1968, 3, 4), date(2026, 3, 4), 58),
        (date(2000, 2, 29), date(2025, 2, 28), 24),
        (date(2000, 2, 29), date(2025, 3, 1), 25),
        (date(2000, 2, 29), date(2024, 2, 29), 24),
    ],
)
def test_an_age_is_in_completed_years(born: date, on: date, years: int) -> None:
    assert age(born, on) == years


def test_today_is_said_in_three_letters_and_named_among_the_examples():
    assert parse_date("auj", date(2026, 6, 12)) == date(2026, 6, 12)
    with pytest.raises(Refusal, match="auj"):
        parse_date("bientôt", date(2026, 6, 12))
