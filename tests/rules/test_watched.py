"""Her own words are found whatever the case, the accents and the French elisions."""

import pytest

from pdpcli.errors import Refusal
from pdpcli.rules.watched import parse_watched, watched_in

WORDS = tuple(map(parse_watched, ("Épaule", "SEP", "alcool", "mal de dos", "cœur")))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Douleur à l'épaule droite", ["epaule"]),
        ("ÉPAULES", ["epaule"]),
        ("suivi d’une SEP.", ["sep"]),
        ("en septembre", []),
        ("l'alcoolisme", ["alcool"]),
        ("Mal-de-dos, puis coeur", ["mal de dos", "coeur"]),
        ("mal au dos", []),
        ("", []),
    ],
)
def test_a_word_is_found_at_the_beginning_of_words(text, found):
    assert watched_in(WORDS, text) == found


@pytest.mark.parametrize("text", ["", " ", "…", "é", "x" * 61, "a\x00b"])
def test_what_is_no_word_is_refused(text):
    with pytest.raises(Refusal):
        parse_watched(text)


def test_a_word_kept_is_the_same_read_again():
    assert tuple(map(parse_watched, WORDS)) == WORDS
