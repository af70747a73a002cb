"""The file written anew: what was deleted is in no page, and the store is what it was."""

from decrypted import pages_of

from pdpcli.store.compact import compact
from pdpcli.workflows.check import check

_PUT = """INSERT INTO draft (id, kind, answers, updated_at, author)
VALUES (?, 'signal', ?, '', '') ON CONFLICT (id) DO UPDATE SET answers = excluded.answers"""
_ROWS, _TURNS = 300, 12


def seen(store):
    """The rows whose word is in some page, whatever SQL shows."""
    pages = b"\n".join(pages_of(store))
    return {number for number in range(_ROWS) if f"zmarque{number:04}x".encode() in pages}


def test_a_word_left_in_the_gap_of_a_page_is_gone_from_the_file_written_anew(store):
    for turn in range(_TURNS):
        with store.write("test") as write:
            for number in range(_ROWS):
                words = 1 + (number * 7 + turn * 13) % 31 * (turn % 3)
                write.db.execute(_PUT, (number, f"zmarque{number:04}x " * words))
    with store.write("test") as write:
        write.db.execute("DELETE FROM draft WHERE id % 3 = 0")
    left = {number for number in range(_ROWS) if number % 3}
    assert seen(store) > left  # why the file is written anew
    compact(store)
    assert seen(store) == left
    assert all(finding.sound for finding in check(store))


def test_writing_the_file_anew_changes_no_row_and_leaves_no_other_file(store):
    beside = sorted(path.name for path in store.home.iterdir())
    with store.write("test") as write:
        before = write.db.execute("SELECT * FROM member").fetchall()
    compact(store)
    with store.write("test") as write:
        assert write.db.execute("SELECT * FROM member").fetchall() == before
    assert sorted(path.name for path in store.home.iterdir()) == beside
