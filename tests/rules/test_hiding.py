"""A name is taken out of a text however it is spelled, and nothing else is."""

import pytest

from pdpcli.rules.hiding import HIDDEN, without_names


@pytest.mark.parametrize(
    ("text", "names", "left"),
    [
        ("Vu MARTINEZ Luc hier.", ["Martinez Luc", "Martinez"], f"Vu {HIDDEN} hier."),
        ("M. Martínez, puis martinez", ["Martinez"], f"M. {HIDDEN}, puis {HIDDEN}"),
        ("Le cas D'Hérouville-Łukasz !", ["D'Herouville Lukasz"], f"Le cas {HIDDEN} !"),
        ("La martingale de Luc", ["Martin", "Luc"], f"La martingale de {HIDDEN}"),
        ("Rien\nà\ndire", ["Martin", ""], "Rien\nà\ndire"),
        ("", ["Martin"], ""),
    ],
)
def test_each_spelling_of_a_name_is_hidden(text, names, left):
    assert without_names(text, names) == left
