"""Her own convention begins as a copy of a known one, whole, never over something."""

from pathlib import Path

import pytest

from pdpcli.agreements.copying import copy
from pdpcli.agreements.loader import FILES, check, find, listed, shipped
from pdpcli.errors import CannotWrite, InputRefused


def test_a_copy_can_be_used_at_once_under_its_own_id(tmp_path: Path) -> None:
    folder = copy("btp34-carsat-lr", "cap-emploi-34", tmp_path)
    assert folder == tmp_path / "cap-emploi-34"
    assert check(folder) == []
    mine = find("cap-emploi-34", tmp_path)
    assert mine.id == "cap-emploi-34"
    assert not mine.shipped
    assert mine.form.hash == find("btp34-carsat-lr").form.hash
    assert sorted(one.name for one in folder.iterdir()) == sorted(FILES)


@pytest.mark.parametrize("agreement", shipped())
def test_every_shipped_convention_can_be_copied(agreement: str, tmp_path: Path) -> None:
    assert check(copy(agreement, "la-notre", tmp_path)) == []
    mine, theirs = find("la-notre", tmp_path), find(agreement)
    assert mine.fiche == theirs.fiche
    assert not mine.fiche or mine.form.hash == theirs.form.hash


def test_a_copy_of_a_copy_keeps_what_she_wrote_and_its_comments(tmp_path: Path) -> None:
    first = copy("btp34-carsat-lr", "une", tmp_path) / "agreement.toml"
    first.write_text(first.read_text("utf-8").replace("months = 3", "months = 6"), "utf-8")
    again = copy("une", "deux", tmp_path) / "agreement.toml"
    assert again.read_text("utf-8") == first.read_text("utf-8").replace('"une"', '"deux"')


@pytest.mark.parametrize("taken", ["file", "folder", "link"])
def test_nothing_that_exists_is_replaced(tmp_path: Path, taken: str) -> None:
    there = tmp_path / "la-mienne"
    {
        "file": lambda: there.write_text("à elle"),
        "folder": there.mkdir,
        "link": lambda: there.symlink_to(tmp_path / "ailleurs"),
    }[taken]()
    with pytest.raises(CannotWrite):
        copy("btp34-carsat-lr", "la-mienne", tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["la-mienne"]


@pytest.mark.parametrize("new_id", ["../dehors", "Été", "", "a b", "btp34-carsat-lr"])
def test_an_id_badly_written_or_taken_is_refused(tmp_path: Path, new_id: str) -> None:
    with pytest.raises(InputRefused):
        copy("btp34-carsat-lr", new_id, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_convention_is_not_copied(tmp_path: Path) -> None:
    with pytest.raises(InputRefused):
        copy("inconnue", "la-mienne", tmp_path)


def test_an_id_that_cannot_be_changed_leaves_nothing(tmp_path: Path) -> None:
    terms = copy("btp34-carsat-lr", "une", tmp_path) / "agreement.toml"
    terms.write_text(terms.read_text("utf-8").replace('id = "une"', 'id = """une"""', 1), "utf-8")
    with pytest.raises(InputRefused):
        copy("une", "deux", tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["une"]


def test_a_broken_folder_is_listed_to_be_corrected_beside_the_others(tmp_path: Path) -> None:
    for one in ("bonne", "cassee"):
        copy("btp34-carsat-lr", one, tmp_path)
    (tmp_path / "cassee" / "form.toml").write_text("= 3")
    usable, broken = listed(tmp_path)
    assert [one.id for one in usable] == [*shipped(), "bonne"]
    assert broken == ["cassee"]
