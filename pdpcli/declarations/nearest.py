"""« Vouliez-vous dire… » : the word of a list nearest to one that is not in it."""

from collections.abc import Iterable


def nearest(word: str, words: Iterable[str]) -> str:
    """A French sentence that begins with a space, or nothing when no word is near."""
    from difflib import get_close_matches

    found = get_close_matches(word, list(words), n=1, cutoff=0.6)
    return f" Vouliez-vous dire « {found[0]} » ?" if found else ""
