"""One file, two parts: nothing that was written is lost, whatever the headings."""

from hypothesis import given
from hypothesis import strategies as st

from pdpcli.rules.report_text import parts_of

HEADINGS = {"qualitative": "Partie qualitative\nSynthèse", "perspectives": "Perspectives"}
_WORDS = st.text("abéœ ,.", min_size=1, max_size=20).map(str.strip).filter(bool)
_LINES = st.lists(_WORDS, max_size=6)


def words(text):
    return text.split()


@given(_LINES, _LINES, st.sampled_from(["# Perspectives", "#perspectives", "##  PERSPECTIVES "]))
def test_the_heading_parts_the_two_and_every_word_is_kept(before, after, heading):
    found = parts_of("\n".join([*before, heading, *after]), HEADINGS)
    assert words(found.get("qualitative", "")) == words(" ".join(before))
    assert words(found["perspectives"]) == words(" ".join(after))


def test_without_a_heading_all_is_the_first_part():
    assert parts_of("Une année.", HEADINGS) == {"qualitative": "Une année."}


def test_the_title_that_the_convention_gives_is_a_heading_too():
    found = parts_of("# Perspectives\nDemain.\n# Synthèse\nHier.", HEADINGS)
    assert found == {"perspectives": "Demain.", "qualitative": "Hier."}


def test_a_heading_that_names_no_part_is_left_in_the_text():
    assert parts_of("# Les actions\nDeux.", HEADINGS) == {"qualitative": "# Les actions\nDeux."}
    assert parts_of("Perspectives", HEADINGS) == {"qualitative": "Perspectives"}
