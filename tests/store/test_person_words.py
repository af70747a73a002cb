"""A person is found by any part of her names, however they are typed."""

import pytest

from pdpcli.rules.names import fold
from pdpcli.store.person_words import words


@pytest.mark.parametrize(
    "typed",
    ["d'hérou", "dherouville", "D'HEROUVILLE", "d herouville lukasz", "herouville", "lukasz",
     "jean-rené", "rene", "Łukasz Jean", "née", "nee"],
)  # fmt: skip
def test_any_part_of_a_name_finds_it(typed):
    found = words("D'Hérouville-Łukasz", "Jean-René", "Née-Ailleurs")
    assert any(word.startswith(fold(typed)) for word in found)


def test_what_is_no_part_does_not():
    found = words("Fictive", "Ève", None)
    assert not any(word.startswith("ctive") for word in found)
