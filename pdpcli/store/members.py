"""The members of the cell as SQL reads."""

import json
from sqlite3 import Connection
from typing import Any


def members(db: Connection) -> list[dict[str, Any]]:
    """Every member: names, functions (codes), telephone, mail."""
    rows = db.execute(
        "SELECT first_name, last_name, functions, phone, email FROM member ORDER BY last_name, id"
    )
    return [{**dict(row), "functions": json.loads(row["functions"])} for row in rows]
