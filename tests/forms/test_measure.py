"""Lines break between words, as French prints them; nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from pdpcli.forms.font import REGULAR
from pdpcli.forms.measure import width, wrap

WORDS = st.lists(st.sampled_from(["mot", "«", "»", ";", ":", "?", "!", "fin.", "reprise"]))


@given(WORDS, st.floats(60, 200))
def test_punctuation_goes_with_its_word_and_no_word_is_lost(words: list[str], room: float) -> None:
    lines = wrap(" ".join(words), REGULAR, 9, room, room)
    assert " ".join(lines).split() == words or _broken(words, room)
    for line in lines[1:]:
        assert not line.startswith((";", ":", "?", "!", "»")) or _broken(words, room)
    assert all(width(line, REGULAR, 9) <= room + 0.01 for line in lines)


def _broken(words: list[str], room: float) -> bool:
    """A run of signs longer than a line is broken anyhow."""
    return width(" ".join(words), REGULAR, 9) > room and any(
        width(run, REGULAR, 9) > room for run in _runs(words)
    )


def _runs(words: list[str]) -> list[str]:
    runs: list[str] = []
    for word in words:
        tied = runs and (word in ";:?!»" or runs[-1].endswith("«"))
        runs[-1:] = [f"{runs[-1]} {word}"] if tied else [*runs[-1:], word]
    return runs


def test_a_line_never_begins_with_a_colon() -> None:
    text = "Elle demande une chose : rester à son poste ; est-ce possible ?"
    for room in range(60, 250):
        assert not any(line[0] in ";:?" for line in wrap(text, REGULAR, 9, room, room))


def test_a_word_of_twenty_thousand_letters_is_broken_and_nothing_of_it_lost() -> None:
    lines = wrap("Zm" * 10_000, REGULAR, 9, 300, 400)
    assert "".join(lines) == "Zm" * 10_000
    assert all(380 < width(line, REGULAR, 9) <= 400 for line in lines[1:-1])
