"""Every kind of field reads back what it writes, and refuses without repeating the value."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdpcli.errors import Refusal
from pdpcli.forms.fields import KINDS, Context, as_text, kinds_of_path, says_unknown
from pdpcli.rules.vocabulary import CHOICES, PATHS

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize("path", PATHS)
def test_every_path_of_the_vocabulary_has_a_kind(path: str) -> None:
    assert all(kind in KINDS for kind in kinds_of_path(PATHS[path]))


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_is_read_by_code_by_label_and_without_accents(name: str) -> None:
    context = Context(TODAY, CHOICES[name])
    for code, label in CHOICES[name].items():
        assert KINDS["choice"].parse(code, context) == code
        assert KINDS["choice"].parse(label.upper(), context) == code
        assert KINDS["choice"].parse(KINDS["choice"].format(code, context), context) == code


def test_the_label_of_a_printed_box_is_read_too() -> None:
    context = Context(TODAY, CHOICES["invalidity"], {"cat2": "P.I. 2ⁿᵈᵉ cat."})
    assert KINDS["choice"].parse("p.i. 2ⁿᵈᵉ cat", context) == "cat2"


def test_a_beginning_suffices_when_it_can_be_nothing_else() -> None:
    context = Context(TODAY, CHOICES["risk"])
    assert KINDS["choice"].parse("mal", context) == "illness"
    with pytest.raises(Refusal):
        KINDS["choice"].parse("", context)
    with pytest.raises(Refusal):
        KINDS["choice"].parse("m", context)


@pytest.mark.parametrize("text", ["o", "OUI", "true", "x"])
def test_a_box_is_ticked_in_several_ways(text: str) -> None:
    assert KINDS["flag"].parse(text, Context(TODAY, CHOICES["tristate"])) == "yes"


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_date_is_read_back(day: date) -> None:
    context = Context(TODAY)
    assert KINDS["date"].parse(KINDS["date"].format(day, context), context) == day


@given(st.integers(0, 999_999_999))
def test_a_count_is_read_back(count: int) -> None:
    context = Context(TODAY)
    assert KINDS["integer"].parse(KINDS["integer"].format(count, context), context) == count


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_longer_than_the_published_limit_is_refused_and_not_repeated(kind: str) -> None:
    text = "é" * (KINDS[kind].limit + 1)
    with pytest.raises(Refusal) as refusal:
        KINDS[kind].parse(text, Context(TODAY, {"a": "b"}))
    assert "éé" not in refusal.value.reason


@pytest.mark.parametrize("raw", [["a"], {"a": 1}, 1.5])
def test_only_simple_answers_are_accepted(raw: object) -> None:
    with pytest.raises(Refusal):
        as_text(raw)


def test_a_file_may_give_a_date_a_boolean_or_a_number() -> None:
    assert (as_text(TODAY), as_text(raw=True), as_text(12)) == ("2026-06-15", "oui", "12")


@pytest.mark.parametrize("text", ["nsp", "NSP", " je  ne sais pas encore "])
def test_not_known_yet_is_understood(text: str) -> None:
    assert says_unknown(text)
