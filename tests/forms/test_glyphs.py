"""A printed field accepts what the embedded font draws without shaping, and nothing else."""

import pytest

from pdpcli.forms.font import NAMES, face
from pdpcli.forms.glyphs import _PLAIN_SET, printable


@pytest.mark.parametrize("name", NAMES)
def test_what_is_accepted_without_a_look_at_the_font_is_in_it(name: str) -> None:
    assert not {code for code in _PLAIN_SET - {0x0A} if code not in face(name).charToGlyph}


@pytest.mark.parametrize(
    "text", ["Nguyễn", "Škoda", "Œuvrard", "D'Hérouville-Łukasz", "1ʳᵉ cat.", "☎", "Ελένη", "Иван"]
)
def test_latin_greek_and_cyrillic_are_drawn(text: str) -> None:
    assert printable(text) is None


@pytest.mark.parametrize("text", ["王明", "ไทย", "देव", "😀", "אבג", "محمد", "x̂", "\u202eabc"])
def test_what_needs_another_font_or_shaping_is_refused_by_its_codes(text: str) -> None:
    refusal = printable(text)
    assert refusal is not None
    assert "U+" in refusal.reason
    assert not set(text) & set(refusal.reason) - set("abcx")
