"""The encrypted store as somebody who has its key would read it: every page, free ones included."""

from contextlib import closing
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from pdpcli.store.open import Store

_PAGE, _RESERVED, _IV, _SALT = 4096, 80, 16, 16  # SQLCipher 4: AES-256-CBC, HMAC-SHA512


def pages_of(store: Store) -> list[bytes]:
    """Every page of the file, decrypted: also what SQL no longer shows."""
    with closing(store.read()) as db:
        assert db.execute("PRAGMA cipher_page_size").fetchone()[0] == str(_PAGE)
    whole = store.path.read_bytes()
    return [
        _plain(whole[at : at + _PAGE], store.key, first=at == 0)
        for at in range(0, len(whole), _PAGE)
    ]


def _plain(page: bytes, key: bytes, *, first: bool) -> bytes:
    body, iv = page[:-_RESERVED], page[-_RESERVED : -_RESERVED + _IV]
    reader = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return reader.update(body[_SALT:] if first else body) + reader.finalize()


def rows_of(store: Store) -> list[str]:
    """Every row of every table, as SQL shows it."""
    with closing(store.read()) as db:
        tables = [
            row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return [
            f"{table}: {tuple(row)!r}"
            for table in tables
            for row in db.execute(f"SELECT * FROM {table}")
        ]


def files_under(*folders: Path) -> dict[Path, bytes]:
    """Every file of the folders, by its path."""
    return {
        path: path.read_bytes()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
