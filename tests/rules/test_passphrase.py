"""A passphrase is long or of several words, and not one that everybody tries."""

import pytest

from pdpcli.errors import Refusal
from pdpcli.rules.passphrase import parse_passphrase


@pytest.mark.parametrize(
    "phrase", ["quatre mots sans rapport", "x7!pQz0#mK2v", "un âne bu thé", "éléphant bleu 42"]
)
def test_long_or_of_four_words_is_accepted(phrase: str) -> None:
    assert parse_passphrase(phrase) == phrase


@pytest.mark.parametrize(
    "phrase",
    ["", "court", "onze caract", "aaaaaaaaaaaaaaaa", "motdepasse1234", "Mot de passe 2026",
     "azertyazerty", "1234567890123", "a a a a", "x" * 501],
)  # fmt: skip
def test_short_or_common_is_refused_without_repeating_it(phrase: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_passphrase(phrase)
    assert len(phrase) < 6 or phrase not in refused.value.reason


def test_the_same_letters_typed_elsewhere_are_the_same_phrase() -> None:
    assert parse_passphrase("e\u0301te\u0301 au bord de l'eau") == "\xe9t\xe9 au bord de l'eau"
