"""A store is refused where a cloud or a network would carry it away."""

from pathlib import Path

import pytest

from pdpcli.errors import InputRefused
from pdpcli.store.place import network, refuse_unsafe_place, synchronised


@pytest.mark.parametrize(
    "path",
    [
        "C:\\Users\\camille\\OneDrive\\pdp",
        "C:\\Users\\camille\\OneDrive - Service Fictif\\pdp",
        "/home/camille/Dropbox/pdp",
        "/home/camille/Nextcloud/pdp",
        "/home/camille/ownCloud/pdp",
        "/Users/camille/Library/Mobile Documents/com~apple~CloudDocs/pdp",
        "/Users/camille/Library/CloudStorage/GoogleDrive-x/pdp",
        "G:\\Mon Drive\\pdp",
        "/Users/camille/Google Drive/pdp",
    ],
)
def test_synchronised_folders_are_known(path: str) -> None:
    assert synchronised(path)


@pytest.mark.parametrize("path", ["/home/camille/.local/share/pdp", "C:\\pdp", "/srv/dropboxes"])
def test_other_folders_are_not(path: str) -> None:
    assert not synchronised(path)


def test_network_paths_are_known() -> None:
    assert network("\\\\serveur\\partage\\pdp")
    assert network("//serveur/partage/pdp")
    assert not network(str(Path.cwd()))


def test_a_link_to_a_synchronised_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "local").symlink_to(tmp_path / "Dropbox")
    with pytest.raises(InputRefused, match="synchronisé"):
        refuse_unsafe_place(tmp_path / "local" / "pdp")
    refuse_unsafe_place(tmp_path / "ailleurs")
