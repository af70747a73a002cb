"""Kills, two writers, a limit on files: nothing acknowledged is lost, nothing is in clear."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pdpcli.store.open import Store
from pdpcli.workflows.check import check

_FAULTS = Path(__file__).parents[2] / "benchmarks" / "faults"
MARK = "Marqueur-Żłóty-9713"


def _run(program: str, count: int) -> str:
    ran = subprocess.run(
        [sys.executable, str(_FAULTS / program), str(count)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_forty_kills_lose_nothing_acknowledged() -> None:
    assert "0 lost, 0 damaged stores, 0 references twice" in _run("kills.py", 40)


def test_two_processes_lose_no_write_and_give_no_reference_twice() -> None:
    said = _run("two_processes.py", 60)
    assert said.startswith("120 writes by two processes: 0 lost, 0 references twice")


def test_every_way_to_damage_the_store_is_detected_and_makes_no_other() -> None:
    said = _run("damage.py", 22)
    assert "0 not seen; file absent: refused; 0 made again, 0 written over" in said


def test_every_way_to_damage_a_backup_is_found_and_refused_by_a_restore() -> None:
    said = _run("backups.py", 56)
    assert said.startswith("56 damaged backups: 56 found by verification, 56 refused by a restore")


def test_a_restore_that_is_killed_leaves_the_former_store_or_the_restored_one() -> None:
    assert "0 between, 0 not kept aside" in _run("restores.py", 8)


def test_a_limit_on_the_size_of_files_is_said_as_a_disk_that_is_full(
    store: Store, places: dict[str, str]
) -> None:
    resource = pytest.importorskip("resource")
    size = store.path.stat().st_size + 100_000
    code = (
        "from pathlib import Path; from pdpcli.errors import PdpError; import sys\n"
        "from pdpcli.store.open import unlocked\n"
        f"s = unlocked(Path({str(store.home)!r}), lambda: 'quatre mots sans rapport')\n"
        "try:\n"
        "    with s.write('essai') as w:\n"
        '        w.db.execute("INSERT INTO document (kind, name, sha256, bytes, added_at)"\n'
        "            \" VALUES ('r', 'n', '', ?, 'x')\", (b'x' * 3_000_000,))\n"
        "except PdpError as error:\n"
        "    sys.exit(error.exit_code)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=places,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
        check=False,
    )
    assert ran.returncode == 14
    assert all(finding.sound for finding in check(store))


def _holding(folder: Path, needle: bytes) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if needle in path.read_bytes() or MARK in path.name]


def test_nothing_written_is_in_clear_in_any_file(
    store: Store, tmp_path: Path, founded: Callable[..., Store]
) -> None:
    """Home, profile, runtime and temporary folders, before and after the commit."""
    del founded
    encodings = ("utf-8", "utf-16-le", "utf-16-be")
    with store.write("essai") as write:
        write.db.executemany(
            "INSERT INTO employer (name, folded) VALUES (?, ?)", [(MARK * 50, MARK)] * 500
        )
        write.db.execute("PRAGMA cache_spill").fetchall()
        write.db.execute("SELECT name FROM employer ORDER BY folded || name DESC").fetchall()
        during = [found for name in encodings for found in _holding(tmp_path, MARK.encode(name))]
    with closing(store.read()) as db:
        assert db.execute("SELECT count(*) FROM employer").fetchone()[0] == 500
    after = [found for name in encodings for found in _holding(tmp_path, MARK.encode(name))]
    assert (during, after) == ([], [])
    assert _holding(tmp_path, b"quatre mots sans rapport") == []
    assert _holding(tmp_path, b"SQLite format 3") == []
    assert _holding(tmp_path, store.key) == []


def test_the_marker_search_finds_a_clear_file(tmp_path: Path) -> None:
    (tmp_path / "clair").write_bytes(b".." + MARK.encode())
    assert _holding(tmp_path, MARK.encode()) == ["clair"]


@pytest.mark.parametrize("suffix", ["", "-journal"])
def test_the_files_of_the_store_are_their_owners_only(store: Store, suffix: str) -> None:
    assert Path(f"{store.path}{suffix}").stat().st_mode & 0o077 == 0
    assert store.home.stat().st_mode & 0o077 == 0
