"""A passphrase is long or of several words, and not one that everybody tries."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdpcli.errors import Refusal
from pdpcli.rules.passphrase import parse_passphrase


@pytest.mark.parametrize(
    "phrase", ["quatre mots sans rapport", "x7!pQz0#mK2v", "un âne bu thé", "éléphant bleu 42"]
)
def test_long_or_of_four_words_is_accepted(phrase: str) -> None:
    assert parse_passphrase(phrase) == phrase


@pytest.mark.parametrize(
    "phrase",
    ["", "court", "onze caract", "a b c d e", "aaaaaaaaaaaaaaaa", "a a a a", "x" * 501],
)
def test_short_or_of_a_few_letters_is_refused_without_repeating_it(phrase: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_passphrase(phrase)
    assert len(phrase) < 6 or phrase not in refused.value.reason


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("motdepasse1234", "connaît"),
        ("Mot de passe 2026", "connaît"),
        ("M0t_d3_p@ss3_2026", "connaît"),
        ("Être, ou ne pas être ?", "connaît"),
        ("La vie est belle !", "connaît"),
        ("Il était une fois 34", "connaît"),
        ("soleil secret amour", "connaît"),
        ("Montpellier34000!", "un seul mot"),
        ("2026 Tracteurs", "un seul mot"),
        ("azertyazerty", "répète"),
        ("girafe girafe", "répète"),
        ("azertyuiop789", "touches"),
        ("poiuytreza123", "touches"),
        ("1234567890123", "touches"),
        ("06 39 98 00 00 34", "touches"),
        ("abcdefghijklm", "touches"),
        ("wxcvbnqsdfgh!", "touches"),
        ("Santé BTP 34 Camille", "nom du service"),
        ("camille.exemple.2026", "nom du service"),
        ("ExempleSanteBTP34", "nom du service"),
    ],
)
def test_what_is_tried_first_is_refused_and_the_reason_is_said(phrase: str, why: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_passphrase(phrase, "Santé BTP 34", "Camille", "Exemple")
    assert "deviner" in refused.value.reason
    assert why in refused.value.reason
    assert phrase not in refused.value.reason


@pytest.mark.parametrize(
    "phrase",
    ["soleil girafe marteau vélo", "Camille aime les tournevis", "34 tournevis en btp doré",
     "truelle rabot cordeau équerre", "agrafe cheval batterie fictive 42",
     "la vie est un tracteur"],
)  # fmt: skip
def test_a_known_word_among_others_does_no_harm(phrase: str) -> None:
    assert parse_passphrase(phrase, "Santé BTP 34", "Camille", "Exemple") == phrase


@given(st.text(max_size=40), st.lists(st.text(max_size=12), max_size=3))
def test_any_text_is_refused_or_is_kept_as_it_is(text: str, about: list[str]) -> None:
    with suppress(Refusal):
        phrase = parse_passphrase(text, *about)
        assert parse_passphrase(phrase, *about) == phrase


def test_the_same_letters_typed_elsewhere_are_the_same_phrase() -> None:
    assert parse_passphrase("e\u0301te\u0301 au bord de l'eau") == "\xe9t\xe9 au bord de l'eau"
