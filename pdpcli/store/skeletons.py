"""Append-only rows whose content can be erased: a skeleton, and a salted detail beside it.

The skeleton keeps ``HMAC-SHA256(salt, content)``; after erasure it still proves that something
was signed, produced or sent, and nothing can be guessed from it (design §5).
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from sqlite3 import Connection
from typing import Any


def content_digest(salt: str, content: str) -> str:
    """The digest a skeleton keeps of its detail, hexadecimal."""
    return hmac.new(bytes.fromhex(salt), content.encode(), hashlib.sha256).hexdigest()


def content_of(content: Mapping[str, Any]) -> str:
    """The text a detail holds of ``content``: the same for the same content."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)


def append(
    db: Connection, table: str, columns: Mapping[str, Any], content: Mapping[str, Any]
) -> int:
    """Insert a skeleton in ``table`` and its detail in ``table_detail``; returns its number."""
    salt = secrets.token_hex(16)
    text = content_of(content)
    row = {**columns, "digest": content_digest(salt, text)}
    names = ", ".join(row)
    marks = ", ".join("?" for _ in row)
    number = db.execute(
        f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values())
    ).lastrowid
    db.execute(
        f"INSERT INTO {table}_detail ({table}_id, salt, content) VALUES (?, ?, ?)",
        (number, salt, text),
    )
    return int(number or 0)
