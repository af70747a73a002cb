"""Where things are: a damaged profile is made again or refused, never a fault."""

import os
import stat
import sys
from pathlib import Path

import pytest

from pdpcli.errors import CannotWrite, InputRefused
from pdpcli.store.home import home as home_folder
from pdpcli.store.home import installation, profile, runtime
from pdpcli.store.open import Store

posix_only = pytest.mark.skipif(os.name == "nt", reason="folders of POSIX")


def test_an_installation_keeps_its_identifier(home: Path) -> None:
    assert installation() == installation()


@pytest.mark.parametrize("junk", [b"", b"\xff\xfe", b"x" * 100_000, b"0" * 31, b"../../x"])
def test_a_damaged_identifier_is_made_again(store: Store, junk: bytes) -> None:
    (profile() / "installation").write_bytes(junk)
    made = installation()
    assert len(made) == 32
    assert installation() == made


def test_a_folder_in_its_place_is_said(store: Store) -> None:
    (profile() / "installation").unlink()
    (profile() / "installation").mkdir()
    with pytest.raises(CannotWrite):
        installation()


def test_a_file_in_the_place_of_the_profile_is_said(home: Path, places: dict[str, str]) -> None:
    Path(places["XDG_STATE_HOME"]).rmdir()
    Path(places["XDG_STATE_HOME"]).write_bytes(b"")
    with pytest.raises(CannotWrite):
        installation()


@posix_only
def test_every_folder_of_the_profile_is_its_owners_only(
    store: Store, places: dict[str, str]
) -> None:
    top = Path(places["XDG_STATE_HOME"])
    folders = [found for found in top.rglob("*") if found.is_dir()]
    assert len(folders) > 2
    assert {stat.S_IMODE(found.stat().st_mode) for found in folders} == {0o700}


@posix_only
@pytest.mark.usefixtures("home")
def test_a_home_that_names_no_folder_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PDP_HOME", "~personne-de-ce-nom/pdp")
    with pytest.raises(InputRefused, match="PDP_HOME"):
        home_folder()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a vault elsewhere")
@pytest.mark.usefixtures("home")
def test_a_relative_runtime_folder_is_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_RUNTIME_DIR", "relatif")
    folder = runtime()
    assert folder
    assert folder.is_absolute()
    assert not Path("relatif").exists()
