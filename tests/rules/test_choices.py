"""An answer is read out of a closed list by code, label, or a beginning that suffices."""

import pytest

from pdpcli.errors import Refusal
from pdpcli.rules.choices import designated, parse_choice
from pdpcli.rules.vocabulary import ACT_KINDS, CHOICES

ORIGIN = CHOICES["origin"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("employer", "employer"),
        ("Son employeur", "employer"),
        ("SON EMPLOYEUR", "employer"),
        ("son e", "employer"),
        ("employeur", "employer"),
        ("le sal", "self"),
        ("salarié lui", "self"),
    ],
)
def test_a_code_a_label_or_a_beginning_names_it(text, code):
    assert parse_choice(text, ORIGIN) == code


@pytest.mark.parametrize("text", ["", "  ", "zzz", "un"])
def test_nothing_or_several_is_refused_with_the_answers(text):
    with pytest.raises(Refusal, match="Son employeur"):
        parse_choice(text, ORIGIN)


def test_a_whole_label_wins_over_a_longer_one_it_begins():
    assert designated("formation", {"a": "formation", "b": "formation longue"}) == "a"


def test_every_label_of_every_list_names_its_own_code():
    for choices in [*CHOICES.values(), {code: kind.label for code, kind in ACT_KINDS.items()}]:
        assert [parse_choice(label, choices) for label in choices.values()] == list(choices)


def test_the_article_of_a_label_need_not_be_said():
    assert parse_choice("employeur", CHOICES["requester"]) == "employer"


def test_further_labels_name_the_same_codes():
    assert parse_choice("OUI", {"yes": "présente"}, {"yes": "OUI"}) == "yes"
