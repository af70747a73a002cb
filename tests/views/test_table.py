"""A table is aligned text: it fits the width it is given and loses no character."""

import pytest

from pdpcli.views.table import table

ROWS = [("2026-0001", "FICTIF Œdipe", "ouverte"), ("2026-0002", "FICTIVE Zoë", "")]


def test_columns_are_aligned_under_their_headings():
    head, first, second = table(("Réf.", "Personne", "État"), ROWS).splitlines()
    assert head == "Réf.       Personne      État"
    assert first == "2026-0001  FICTIF Œdipe  ouverte"
    assert second == "2026-0002  FICTIVE Zoë"


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_long_cell_is_folded_in_its_column_and_nothing_is_lost(width):
    words = "Société fictive de maçonnerie et de couverture du Bas-Languedoc " * 3
    shown = table(("Réf.", "Entreprise", "Avec"), [("0001", words, words)], width)
    assert max(map(len, shown.splitlines())) <= width
    told = "".join(shown.split())
    assert all(told.count(letter) >= 2 * words.count(letter) for letter in set(words) - {" "})


def test_a_word_wider_than_its_column_is_cut_on_two_lines():
    shown = table(("A", "B"), [("x" * 30, "y" * 30)], 40)
    assert max(map(len, shown.splitlines())) <= 40
    assert shown.count("x") == 30


def test_headings_stand_alone_when_there_is_no_row():
    assert table(("A", "B"), []) == "A  B"
