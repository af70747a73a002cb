"""The delays of a convention are its own, each parameter as chosen or as shown."""

import pytest

from pdpcli.agreements.convention_delays import delays
from pdpcli.agreements.loader import find, shipped

ANSWER = '[[delay]]\nid = "answer"\nsource = "art. 4"\nparameter = "answer_delay_days"\n'
HELD = '[parameter.answer_delay_days]\ndefault = 8\nnote = "art. 4"\n'


@pytest.fixture
def mine(tmp_path):
    """The delays of a convention of hers that says ``text``; of none at all when it is None."""

    def of(text):
        folder = tmp_path / "la-mienne"
        folder.mkdir()
        if text is not None:
            (folder / "agreement.toml").write_text(text, "utf-8")
        return delays("la-mienne", {}, tmp_path)

    return of


@pytest.mark.parametrize("agreement", shipped())
def test_they_are_those_of_the_whole_folder(agreement, tmp_path):
    assert set(delays(agreement, {}, tmp_path)) == {one.id for one in find(agreement).delays}


def test_what_she_chose_holds(tmp_path):
    chosen = delays("btp34-carsat-lr", {"answer_delay_days": 21}, tmp_path)["answer"]
    assert chosen.days == 21
    assert chosen.note == "votre délai ; le protocole n'en fixe pas"
    assert delays("btp34-carsat-lr", {}, tmp_path)["answer"].days == 15


@pytest.mark.parametrize(
    "text", ["", "x =", ANSWER, ANSWER + "[parameter.answer_delay_days]\ndefault = 'x'", None]
)
def test_a_convention_without_one_or_damaged_has_none(text, mine):
    assert mine(text) == {}


def test_her_own_convention_has_its_own(mine):
    found = mine(ANSWER + HELD)["answer"]
    assert (found.days, found.note, found.source) == (8, "art. 4", "art. 4")
