"""The kept key expires, is ours alone, and neither half tells it."""

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pdpcli.errors import CannotWrite
from pdpcli.store import session_key
from pdpcli.store.home import runtime
from pdpcli.store.open import Store, unlocked

HOUR = 3600.0
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="vault elsewhere")


def _kept(store: Store) -> tuple[bytes, str] | None:
    return session_key.kept(store.store_id, store.generation)


def _halves(store: Store) -> tuple[Path, Path]:
    folder = runtime()
    assert folder
    return session_key._path(store.store_id), folder / store.store_id


@pytest.fixture
def kept(store: Store) -> Store:
    session_key.keep(store, 8 * HOUR, HOUR)
    return store


@linux_only
def test_nothing_is_asked_while_the_session_runs(kept: Store) -> None:
    assert _kept(kept) == (kept.key, "Camille Exemple")
    assert unlocked(kept.home, lambda: pytest.fail("asked")) == kept


@linux_only
def test_locking_forgets_both_halves(kept: Store) -> None:
    assert session_key.forget(kept.store_id)
    assert not any(half.exists() for half in _halves(kept))
    assert _kept(kept) is None
    assert not session_key.forget(kept.store_id)


@linux_only
@pytest.mark.parametrize("later", [HOUR + 1, 8 * HOUR + 1, -10.0])
def test_idle_over_or_moved_back_it_is_expired_and_erased(
    kept: Store, monkeypatch: pytest.MonkeyPatch, later: float
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + later)
    assert _kept(kept) is None
    assert not any(half.exists() for half in _halves(kept))


@linux_only
def test_use_prolongs_the_idle_time_but_never_the_whole(
    kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = time.time()
    for hours in range(1, 16):
        now = start + hours * HOUR / 2
        monkeypatch.setattr(time, "time", lambda now=now: now)
        assert _kept(kept)
    monkeypatch.setattr(time, "time", lambda: start + 8 * HOUR + 1)
    assert _kept(kept) is None


@linux_only
def test_the_stamp_is_written_at_most_once_a_minute(
    kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = session_key._path(kept.store_id).read_bytes()
    start = time.time()
    monkeypatch.setattr(time, "time", lambda: start + 50)
    assert _kept(kept)
    assert session_key._path(kept.store_id).read_bytes() == first
    monkeypatch.setattr(time, "time", lambda: start + 70)
    assert _kept(kept)
    assert session_key._path(kept.store_id).read_bytes() != first


@linux_only
@pytest.mark.parametrize("which", [0, 1])
def test_a_half_open_to_others_or_a_link_is_refused(kept: Store, which: int) -> None:
    half = _halves(kept)[which]
    half.chmod(0o640)
    assert _kept(kept) is None
    half.chmod(0o600)
    assert _kept(kept)
    elsewhere = half.with_name("ailleurs")
    half.rename(elsewhere)
    half.symlink_to(elsewhere)
    assert _kept(kept) is None


@linux_only
@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="only root gives a file away")
def test_a_half_of_another_user_is_refused(kept: Store) -> None:
    os.chown(_halves(kept)[1], 12345, 12345)
    assert _kept(kept) is None


@linux_only
def test_a_runtime_folder_open_to_others_is_refused(kept: Store) -> None:
    _halves(kept)[1].parent.chmod(0o755)
    assert _kept(kept) is None


@linux_only
@pytest.mark.parametrize("field", ["until", "idle", "author", "store_id", "masked"])
def test_a_changed_session_is_refused(kept: Store, field: str) -> None:
    path = session_key._path(kept.store_id)
    half = json.loads(path.read_text())
    half[field] = half[field] + 1 if isinstance(half[field], float) else half[field][::-1]
    path.write_text(json.dumps(half))
    assert _kept(kept) is None


@linux_only
def test_another_generation_of_the_key_does_not_open(kept: Store) -> None:
    assert session_key.kept(kept.store_id, 2) is None


@linux_only
def test_neither_half_holds_the_key_and_both_are_owner_only(kept: Store) -> None:
    for half in _halves(kept):
        data = half.read_bytes()
        assert kept.key not in data
        assert kept.key.hex().encode() not in data
        assert stat.S_IMODE(half.stat().st_mode) == 0o600


@linux_only
def test_a_read_with_the_session_imports_no_cryptography(
    kept: Store, places: dict[str, str]
) -> None:
    code = (
        "import sys; from pdpcli.store.home import home; from pdpcli.store.open import unlocked;"
        "s = unlocked(home(), lambda: 1/0); s.read().close();"
        "sys.exit(any(m in sys.modules for m in"
        " ('cryptography', 'sqlmodel', 'sqlalchemy', 'keyring', 'reportlab', 'rich')))"
    )
    ran = subprocess.run([sys.executable, "-c", code], env=os.environ | places, check=False)
    assert ran.returncode == 0
    assert kept.home == Path(places["PDP_HOME"])


@linux_only
@pytest.mark.parametrize(
    "junk",
    [
        b"", b"5", b"[]", b"null", b'"x"', b"[" * 4000, b"{" * 10, b"\xff", b"x" * 10_000,
        b'{"tag": 5}', '{"tag": "é"}'.encode(), b'{"tag": "\\ud800"}',
    ],
)  # fmt: skip
@pytest.mark.parametrize("which", [0, 1])
def test_a_damaged_half_is_no_session(kept: Store, junk: bytes, which: int) -> None:
    _halves(kept)[which].write_bytes(junk)
    assert _kept(kept) is None


@linux_only
@pytest.mark.parametrize("field", ["until", "used", "tag", "nonce", "store_id"])
@pytest.mark.parametrize("value", [None, 5, "é", [[]], {}, float("nan"), 10**400])
def test_a_session_of_another_type_is_no_session(kept: Store, field: str, value: object) -> None:
    path = session_key._path(kept.store_id)
    path.write_text(json.dumps(json.loads(path.read_text()) | {field: value}))
    assert _kept(kept) is None


@linux_only
def test_a_folder_or_a_fifo_in_the_way_is_no_session_and_locking_says_so(kept: Store) -> None:
    path = session_key._path(kept.store_id)
    path.unlink()
    os.mkfifo(path, 0o600)
    assert _kept(kept) is None
    path.unlink()
    path.mkdir()
    assert _kept(kept) is None
    with pytest.raises(CannotWrite):
        session_key.forget(kept.store_id)
    assert not _halves(kept)[1].exists()
