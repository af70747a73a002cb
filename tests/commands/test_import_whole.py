"""What one store exported is taken back by an empty one, row for row; and by no other."""

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from exchanges import Cell, founded_cell

from pdpcli.commands.opening import open_store
from pdpcli.store.cases import case_by_ref
from pdpcli.store.whole import whole_rows, whole_tables
from pdpcli.workflows.erase import erase

Rows = dict[str, list[tuple]]


@dataclass
class Exported:
    """What the first cell held when it exported everything."""

    bytes: bytes
    rows: Rows
    figures: object
    compared: str


_made: list[Exported] = []


def rows_of(cell: Cell) -> Rows:
    cell.place()
    with closing(open_store().read()) as db:
        return {table.name: list(whole_rows(db, table)) for table in whole_tables(db)}


@pytest.fixture
def first(tmp_path, capsys, monkeypatch) -> Exported:
    """A fiche sent, its consent withdrawn, somebody erased, two entries merged, a year frozen."""
    if not _made:
        cell = founded_cell(tmp_path / "first", capsys, monkeypatch)
        cell("convention", "ajouter", "btp34-carsat-lr")
        cell.sent()
        cell("accord", "retirer", "1", "--oui")
        gone = cell.registered(nom="Effacée", prenom="Une", nir="", naissance="")
        with open_store().write("rights erase") as write:
            erase(write, case_by_ref(write.db, gone, date.today()), date.today())  # noqa: DTZ011
        twice = [cell.registered(nom="Double", prenom="Deux", nir="", naissance="")
                 for _ in range(2)]  # fmt: skip
        cell("situation", "fusionner", *twice, "--oui")
        cell("bilan", "figer", "--annee", "2025")
        path = tmp_path / "first.jsonl"
        cell("exporter", str(path), "--oui")
        _made.append(
            Exported(
                path.read_bytes(),
                rows_of(cell),
                cell.json("chiffres", "--annee", "2025"),
                cell("bilan", "comparer", "--annee", "2025"),
            )
        )
    return _made[0]


@pytest.fixture
def taken(first: Exported, tmp_path) -> Path:
    path = tmp_path / "tout.jsonl"
    path.write_bytes(first.bytes)
    return path


@pytest.fixture
def empty(tmp_path, capsys, monkeypatch) -> Cell:
    return founded_cell(tmp_path / "second", capsys, monkeypatch, "Un autre nom")


def test_every_table_is_equal_row_by_row_and_the_chain_goes_on(first, taken, empty):
    before = first.rows
    empty("importer", str(taken))
    after = rows_of(empty)
    for name in before.keys() - {"journal", "seal"}:
        assert after[name] == before[name], name
    known = len(before["journal"])
    assert after["journal"][:known] == before["journal"]
    (epoch,) = {row[1] for row in after["journal"][known:]}
    assert epoch == before["journal"][-1][1] + 1
    assert "✗" not in empty("verifier")


def test_the_figures_are_equal(first, taken, empty):
    empty("importer", str(taken))
    assert empty.json("chiffres", "--annee", "2025") == first.figures
    compared = empty("bilan", "comparer", "--annee", "2025")
    assert compared == first.compared


def test_a_seal_without_its_private_key_is_retired(taken, empty):
    empty("importer", str(taken))
    (seal,) = empty.rows("SELECT private_key, retired_reason FROM seal")
    assert seal == {"private_key": "", "retired_reason": "clé privée non exportée"}
    empty.registered(nom="Suivante")


def test_the_store_goes_on_as_any(taken, empty):
    empty("importer", str(taken))
    assert empty.registered(nom="Suivante", prenom="Une", nir="", naissance="") == "2025-0004"
    assert "✗" not in empty("verifier")
    with pytest.raises(Exception, match="append-only"), open_store().write("x") as write:
        write.db.execute("UPDATE consent SET act = 'given'")


def test_only_an_empty_store_takes_it(taken, empty):
    empty("convention", "ajouter", "btp34-carsat-lr")
    count = empty.count("journal")
    assert "pas vide" in empty("importer", str(taken), code=2)
    assert empty.count("journal") == count


def changed(path: Path, change: Callable[[list[dict]], None]) -> Path:
    """The export with its lines changed, and counted and hashed again: a forged one."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()][:-1]
    change(lines)
    raw = [f"{json.dumps(line, separators=(',', ':'))}\n" for line in lines]
    end = {"lines": len(raw), "sha256": sha256("".join(raw).encode()).hexdigest()}
    path.write_text("".join(raw) + json.dumps({"end": end}) + "\n", encoding="utf-8")
    return path


def a_row(lines: list[dict], table: str) -> dict:
    return next(line["row"] for line in lines if line.get("table") == table)


def drop(lines: list[dict], table: str) -> None:
    lines[:] = [line for line in lines if line.get("table") != table]
    lines[0]["tables"][table] = 0


LAST = 2**63 - 1


def numbered_last(lines: list[dict]) -> None:
    """A consent after which nothing can be told: no withdrawal."""
    before = a_row(lines, "consent")["id"]
    for line in lines[1:]:
        row = line["row"]
        if line["table"] == "consent" and row["id"] == before:
            row["id"] = LAST
        elif row.get("consent_id") == before:
            row["consent_id"] = LAST


CHANGES = {
    "a form of another text": lambda lines: a_row(lines, "declaration").update(text="[[autre]]"),
    "a number that is the last": numbered_last,
    "a name that leads elsewhere": lambda lines: a_row(lines, "document").update(name="../../x"),
    "the same for Windows": lambda lines: a_row(lines, "document").update(name="..\\x"),
    "what was signed": lambda lines: a_row(lines, "consent_detail").update(content="{}"),
    "what was sent, gone": lambda lines: drop(lines, "dispatch_detail"),
    "a release without its consent": lambda lines: a_row(lines, "consent").update(act="refused"),
    "the digest key": lambda lines: lines.append(
        {"table": "setting", "row": {"key": "journal_key", "value": "0" * 64}}
    ),
    "a journal row": lambda lines: a_row(lines, "journal").update(author="Somebody"),
    "a link": lambda lines: a_row(lines, "case_file").update(person_id=99),
    "a column": lambda lines: a_row(lines, "person").update(password="x"),
    "a type": lambda lines: a_row(lines, "person").update(id="x"),
    "a list": lambda lines: a_row(lines, "person").update(last_name=["x"]),
    "a control character": lambda lines: a_row(lines, "person").update(last_name="\x1b[2J"),
    "a table": lambda lines: lines.append({"table": "sqlite_master", "row": {"name": "x"}}),
    "a document": lambda lines: a_row(lines, "document").update(bytes="AAAA"),
    "a store that is none": lambda lines: lines[0].update(store="\x1b[2J\ud800"),
    "a later schema": lambda lines: lines[0].update(schema=999),
    "a number that is none": lambda lines: a_row(lines, "act").update(iri=float("nan")),
    "a half character": lambda lines: a_row(lines, "clear_copy").update(path="\ud800"),
    "counts that are none": lambda lines: lines[0]["tables"].update(person="x"),
    "a row less": lambda lines: lines.pop(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_does_not_hold_together_is_refused_whole(taken, empty, change):
    before = rows_of(empty)
    empty("importer", str(changed(taken, change)), code=2)
    assert rows_of(empty) == before
    assert "✗" not in empty("verifier")


def test_an_export_of_an_earlier_schema_is_taken(taken, empty):
    def earlier(lines: list[dict]) -> None:
        lines[0]["schema"] -= 1
        lines[0]["tables"].pop("backup")
        for line in lines:
            if line.get("table") == "person":
                del line["row"]["died_on"]

    empty("importer", str(changed(taken, earlier)))
    assert "✗" not in empty("verifier")


@pytest.mark.parametrize("cut", [2, 200, 5000])
def test_a_cut_file_is_refused(taken, empty, cut):
    taken.write_bytes(taken.read_bytes()[:-cut])
    empty("importer", str(taken), code=2)
    assert empty.count("case_file") == 0
