"""Names are kept as typed, shown one way, found whatever the accents (all are fictional)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdpcli.errors import Refusal
from pdpcli.rules.names import NAME_LIMIT, close, display_name, fold, parse_name, slips

WORD = st.text(st.sampled_from("abcdeilmnorstuz"), min_size=4, max_size=9)


@pytest.mark.parametrize(
    "name",
    ["Nguyễn Thị", "Škoda", "Œuvrard", "D'Hérouville-Łukasz", "N'Diaye", "N’Diaye", "Đặng",
     "Ibn ʿAlī", "Gal·la", "St. Clair", "Ó Súilleabháin", "Jean‑Pierre", "Τσίπρας", "李"],
)  # fmt: skip
def test_a_name_is_kept_in_its_own_spelling(name: str) -> None:
    assert parse_name(f"  {name} ") == name


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Martin3", "pas de chiffres"),
        ("Martin٣", "pas de chiffres"),
        ("Mar\x1btin", "invisible"),
        ("Martin, Luc", "que des lettres"),
        ("<b>Martin", "que des lettres"),
        ("=Martin", "que des lettres"),
        ("Martin 😀", "que des lettres"),
        ("", "au moins une lettre"),
        ("-'", "au moins une lettre"),
        ("Martin" * 20, f"{NAME_LIMIT} au plus"),
    ],
)
def test_what_is_not_a_name_is_refused_without_repeating_it(typed: str, expected: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_name(typed)
    assert expected in refused.value.reason
    assert "Martin" not in refused.value.reason


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Nguyễn Thị", "nguyen thi"),
        ("ŠKODA", "skoda"),
        ("Œuvrard", "oeuvrard"),
        ("D'Hérouville-Łukasz", "dherouville lukasz"),
        ("D’HÉROUVILLE  ŁUKASZ", "dherouville lukasz"),
        ("N´Diaye", "ndiaye"),
        ("Đặng Groß Ærø", "dang gross aero"),
        ("İbrahim Yıldız", "ibrahim yildiz"),
        ("S.A.R.L. 100 % Bâti_Sud", "s a r l 100 bati sud"),
        ("’-", ""),
    ],
)
def test_folding_keeps_what_two_spellings_share(name: str, folded: str) -> None:
    assert fold(name) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_folded_text_is_letters_figures_and_single_spaces(text: str) -> None:
    assert all(word.isalnum() for word in fold(text).split(" ") if fold(text))


@pytest.mark.parametrize(
    ("last", "first", "shown"),
    [
        ("martinez", "luc", "MARTINEZ Luc"),
        ("Nguyễn", "THI LAN", "NGUYỄN Thi Lan"),
        ("N’Diaye", "jean-pierre", "N’DIAYE Jean-Pierre"),
        ("Oliveira", "João", "OLIVEIRA João"),
        ("de La Tour", "MarieAnne", "DE LA TOUR MarieAnne"),
        ("Škoda", "", "ŠKODA"),
    ],
)
def test_a_name_is_shown_one_way(last: str, first: str, shown: str) -> None:
    assert display_name(last, first) == shown


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Martinez Luc", "LUC MARTÍNEZ", True),
        ("Martinez Luc", "Martines Luc", True),
        ("Martinez Luc", "Matrinez Lux", True),
        ("Martinez", "Martine", True),
        ("Martinez", "Marttinez", True),
        ("N'Diaye", "N Diaye", True),
        ("Jean-Pierre", "jeanpierre", True),
        ("Martinez Luc", "Martinez", False),
        ("Martinez", "Martin", False),
        ("Martinez", "Mrtnez", False),
        ("Le Gall", "De Gall", False),
        ("Li", "Lu", False),
        ("Abel", "Able", True),
        ("Abel", "Leba", False),
    ],
)
def test_a_slip_is_recognised_and_another_name_is_not(a: str, b: str, *, same: bool) -> None:
    assert close(a, b) is same
    assert close(b, a) is same


@given(WORD, st.data())
def test_one_letter_lost_changed_added_or_swapped_is_always_a_slip(
    word: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    before, after = word[:at], word[at + 1 :]
    for slip in (before + after, f"{before}x{after}", f"{before}x{word[at:]}",
                 before + word[at + 1] + word[at] + word[at + 2 :]):  # fmt: skip
        assert close(word, slip)
        assert close(slip, word)


@given(WORD, WORD)
def test_closeness_is_the_edit_distance_of_the_books(a: str, b: str) -> None:
    assert close(a, b) is (_distance(a, b) <= 1)


def _distance(a: str, b: str) -> int:
    """Optimal string alignment, as in the textbooks."""
    rows = [[i + j if i * j == 0 else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            steps = [rows[i - 1][j] + 1, rows[i][j - 1] + 1]
            steps.append(rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                steps.append(rows[i - 2][j - 2] + 1)
            rows[i][j] = min(steps)
    return rows[-1][-1]


@given(st.text("abcdeu", min_size=3, max_size=7), st.integers(0, 6), st.sampled_from("xyz"))
def test_a_word_slipped_is_among_the_slips_of_what_was_typed(word, at, letter):
    at = min(at, len(word) - 1)
    for typed in (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    ):
        if len(typed) > 2 and typed != word:
            assert word in slips(typed)
            assert close(word, typed)
