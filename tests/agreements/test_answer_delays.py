"""The delay of answer is the convention's parameter, as chosen or as shown."""

import pytest

from pdpcli.agreements.convention_delays import answer_delay
from pdpcli.agreements.loader import find, shipped


@pytest.mark.parametrize("agreement", shipped())
def test_it_is_what_the_whole_folder_says(agreement, tmp_path):
    declared = {one.id: one for one in find(agreement).parameters}.get("answer_delay_days")
    found = answer_delay(agreement, {}, tmp_path)
    assert (found and found.days) == (declared and declared.default)
    assert (found and found.note) == (declared and declared.note)


def test_what_she_chose_holds(tmp_path):
    found = answer_delay("btp34-carsat-lr", {"answer_delay_days": 21}, tmp_path)
    assert found.said == "votre délai : 21 jours ; le protocole n'en fixe pas"


@pytest.mark.parametrize("text", ["", "x =", "[parameter.answer_delay_days]\ndefault = 'x'",
                                  "parameter = 3", None])  # fmt: skip
def test_a_convention_without_it_or_damaged_has_none(text, tmp_path):
    folder = tmp_path / "la-mienne"
    folder.mkdir()
    if text is not None:
        (folder / "agreement.toml").write_text(text, "utf-8")
    assert answer_delay("la-mienne", {}, tmp_path) is None


def test_her_own_convention_has_its_own(tmp_path):
    folder = tmp_path / "la-mienne"
    folder.mkdir()
    text = '[parameter.answer_delay_days]\ndefault = 8\nnote = "art. 4"\n'
    (folder / "agreement.toml").write_text(text, "utf-8")
    assert answer_delay("la-mienne", {}, tmp_path).said == "art. 4 : 8 jours"
