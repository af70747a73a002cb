"""Text from outside is cleaned once, refused with its place, never cut."""

from unicodedata import is_normalized

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pdpcli.errors import Refusal
from pdpcli.rules import text as module
from pdpcli.rules.text import clean

# Surrogates and every trap the cleaning knows, far more often than chance would bring them.
TRAPS = "\u00ad\u200b\u200c\u200d\u200e\u2060\ufeff\u0301\u0323\u0338\u00a0\u202f\t\n\r\u2028 "
TRICKY = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from(TRAPS + "eaＡk\u212a\u2190❤\ufe0f\u0646\u0627\u0915\u094d\u0937"),
    )
)


def cleaned(text: str, *, multiline: bool) -> str | None:
    try:
        return clean(text, multiline=multiline)
    except Refusal:
        return None


@given(text=TRICKY, multiline=st.booleans())
@example(text="e\u200b\u0301", multiline=True)
@example(text="\u2190\u200b\u0338\u200d\u2190", multiline=False)
@example(text=" \u00a0\n x", multiline=True)
def test_cleaning_twice_changes_nothing(text: str, *, multiline: bool) -> None:
    once = cleaned(text, multiline=multiline)
    if once is not None:
        assert clean(once, multiline=multiline) == once


@given(text=TRICKY, multiline=st.booleans())
def test_what_is_kept_is_nfc_and_holds_nothing_dangerous(text: str, *, multiline: bool) -> None:
    once = cleaned(text, multiline=multiline)
    if once is not None:
        assert is_normalized("NFC", once)
        assert once == once.strip()
        assert not set(once) & set("\u00ad\u200b\ufeff\u2060\u200e\u200f\u061c\t\r\u2028\u2029")
        assert all(char.isprintable() or char in "\n\u00a0\u202f\u200c\u200d" or ord(char) > 0x2FF
                   for char in once)  # fmt: skip
        assert multiline or "\n" not in once


@given(st.text(st.sampled_from("aZé ÿœŁňễ’…–«»€=[<~"), max_size=30))
def test_the_short_way_for_plain_text_gives_what_the_long_one_gives(text: str) -> None:
    assert module._PLAIN.fullmatch(text)
    assert module._without_traps(text) == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Bâti   Sud ", "Bâti Sud"),
        ("Nguye\u0302\u0303n Thi\u0323", "Nguyễn Thị"),
        ("=1+1 [sic] </b> @x", "=1+1 [sic] </b> @x"),
        ("deux\r\nlignes\u2028ici", "deux lignes ici"),
        ("12\u00a0€", "12 €"),
        ("co\u00adupe\u200b\ufeff", "coupe"),
        ("a\u200db\u200c", "ab"),
        ("½ et ﬁ", "½ et ﬁ"),
        ("\ufffd", "\ufffd"),
        ("", ""),
    ],
)
def test_a_one_line_field(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_a_paragraph_keeps_its_lines_and_its_no_break_spaces() -> None:
    typed = "\n Elle dit\u00a0: «\u202foui\u202f».\r\rFin\u2003.\u2029"
    assert clean(typed, multiline=True) == "Elle dit\u00a0: «\u202foui\u202f».\n\nFin ."


@pytest.mark.parametrize(
    "kept", ["می\u200cخواهم", "क\u094d\u200dष", "👩\u200d👧", "❤\ufe0f\u200d🔥"]
)
def test_a_joiner_stays_where_the_script_needs_it(kept: str) -> None:
    assert clean(kept) == kept


@pytest.mark.parametrize(
    "char",
    [
        *"\x00\x07\x0b\x0c\x1b\x7f\x85\x9b\u202a\u202e\u2066\u2069\ud800\ue000\ufdd0\ufff9\ufffc",
        "\ufffe",
        "\U000e0041",
        "\U000e0001",
        "\U0001ffff",
        "\U000f0000",
        "\U0010ffff",
    ],
)
def test_a_forbidden_character_is_refused_with_its_place(char: str) -> None:
    with pytest.raises(Refusal) as one_line:
        clean(f"Dupuis{char}Alain")
    assert "caractère 7 :" in one_line.value.reason
    with pytest.raises(Refusal) as several:
        clean(f"Un\r\nDe{char}ux", multiline=True)
    assert "ligne 2, caractère 3 :" in several.value.reason
    assert char not in one_line.value.reason + several.value.reason


def test_accents_without_a_letter_or_in_a_pile_are_refused() -> None:
    with pytest.raises(Refusal, match="sans lettre"):
        clean(" \u0338a")
    assert clean("q" + "\u0338\u0335\u0336\u0337") == "q\u0338\u0335\u0336\u0337"
    with pytest.raises(Refusal, match="plus de 4 accents"):
        clean("q" + "\u0338\u0335\u0336\u0337\u200b\u0334")


def test_a_text_at_its_limit_is_kept_whole_and_one_more_is_refused() -> None:
    assert clean(" " + "é" * 200 + " ") == "é" * 200
    assert clean("e\u0301" * 12, limit=12) == "é" * 12
    with pytest.raises(Refusal) as refused:
        clean("secret " * 3, limit=12)
    assert refused.value.reason == "Ce texte est trop long : 20 caractères, pour 12 au plus."
