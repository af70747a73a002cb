"""Bad files to import: all or nothing, the line and the column named, whatever is wrong.

``python benchmarks/faults/imports.py [200]``; exits with 1 when a row was written, or when a wrong
cell is not named. Files are a good table with one wrong cell somewhere, damaged workbooks, damaged
exports of everything.
"""

import io
import os
import random
import subprocess
import sys
from collections import Counter
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from ground import ground

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
from workbooks import workbook

from pdpcli.app import run
from pdpcli.store.open import Store

_HEAD = ["Date signalement", "Origine", "NOM", "Prénom", "Né(e) le", "Commentaire"]
_LINES = 30
_MANY, _KILLS = 4000, 20
_WRONG = {
    "Date signalement": ("32/01/2024", "demain peut-être", "2024-13-01"),
    "Origine": ("la lune", "\x1b[2J"),
    "NOM": ("M4rtin", "\u202efictif", "a" * 200),
    "Né(e) le": ("hier soir", "31/02/1970"),
    "Commentaire": ("x" * 7000, "avant\x07après", "\u0301accent"),
}


def told(args: list[str]) -> tuple[int, str]:
    """The exit code of a command run here, and what it said."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(args)
    return code, out.getvalue() + err.getvalue()


def rows(store: Store) -> str:
    """Everything that an import could write, but the journal of refusals, which has none."""
    with closing(store.read()) as db:
        names = [
            row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return str([(name, db.execute(f"SELECT count(*) FROM {name}").fetchone()[0])
                    for name in sorted(names) if not name.startswith("sqlite_")])  # fmt: skip


def table(chance: random.Random) -> tuple[list[list[str]], int]:
    """Lines of a good table with one wrong cell, where it is."""
    made = [["12/03/2024", "Carsat", f"Fictif{'abcdefghij'[n // 10]}{'abcdefghij'[n % 10]}", "Luc",
             "04/03/1968", "rien"] for n in range(_LINES)]  # fmt: skip
    line, column = chance.randrange(_LINES), chance.choice(list(_WRONG))
    made[line][_HEAD.index(column)] = chance.choice(_WRONG[column])
    return [_HEAD, *made], line + 2


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A file with some of its bytes lost, changed, or doubled."""
    at = chance.randrange(20, len(data))
    changed = data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
    return chance.choice((changed, data[:at], data[:at] + data[at - 20 :]))


def main() -> int:
    """Import as many as asked and print the figure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    chance = random.Random(11)  # noqa: S311 - files, not secrets
    seen, codes = Counter[str](), Counter[int]()
    with TemporaryDirectory(prefix="pdp-imports-") as folder:
        store, env = ground(Path(folder))
        os.chdir(folder)
        before = rows(store)
        good, _ = table(chance)
        whole = Path(folder, "tout.jsonl")
        told(["exporter", str(whole), "--oui"])
        before = rows(store)
        for number in range(count):
            lines, line = table(chance)
            path = Path(folder, f"t{number}.csv")
            kind = ("csv", "csv", "xlsx", "jsonl")[number % 4]
            if kind == "csv":
                path.write_text("\n".join(";".join(cells) for cells in lines), "utf-8")
            else:
                path = path.with_suffix(f".{kind}")
                data = workbook([_HEAD, *good[1:]]) if kind == "xlsx" else whole.read_bytes()
                path.write_bytes(damaged(data, chance))
            code, said = told(["importer", str(path), "--oui"])
            said = " ".join(said.replace("\N{NO-BREAK SPACE}", " ").split())
            codes[code] += 1
            seen["traceback"] += "Traceback" in said
            seen["taken"] += code == 0
            seen["written"] += code != 0 and rows(store) != before
            before = rows(store)
            if kind == "csv":
                seen["cells"] += 1
                seen["named"] += f"ligne {line}" in said and code == 2
            path.unlink()
        killed = interrupted(Path(folder), env, store, chance)
    print(
        f"{count} bad files (exit codes {dict(codes)}): {seen['written']} refused and yet"
        f" written in part, {seen['traceback']} tracebacks; {seen['named']} of {seen['cells']}"
        f" wrong cells named by their line; {seen['taken']} damaged files taken whole"
    )
    print(
        f"{_KILLS} imports of {_MANY} lines, {killed['kills']} killed: {killed['none']} took"
        f" nothing, {killed['all']} everything, {killed['part']} a part"
    )
    return 1 if seen["written"] or seen["traceback"] or seen["named"] != seen["cells"] or killed[
        "part"
    ] else 0  # fmt: skip


def interrupted(
    place: Path, env: dict[str, str], store: Store, chance: random.Random
) -> Counter[str]:
    """Kill imports of 4,000 lines at any instant: all of them, or none."""
    lines = [f"12/03/2024;Carsat;Zfictif{_word(n)};Luc;04/03/1968;x" for n in range(_MANY)]
    path, seen = place / "grand.csv", Counter[str]()
    path.write_text("\n".join([";".join(_HEAD), *lines]), "utf-8")
    folders = (store.home, Path(env["XDG_STATE_HOME"]))
    files = [one for folder in folders for one in folder.rglob("*") if one.is_file()]
    before = {one: one.read_bytes() for one in files}
    for _ in range(_KILLS):
        for one, data in before.items():
            one.write_bytes(data)
        command = [sys.executable, "-m", "pdpcli", "importer", str(path), "--oui"]
        with subprocess.Popen(
            command, env=env, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as child:
            try:
                child.wait(chance.uniform(0.5, 7))
            except subprocess.TimeoutExpired:
                child.kill()
                seen["kills"] += 1
        with closing(store.read()) as db:
            has = db.execute("SELECT count(*) FROM case_file").fetchone()[0]
        seen["none"] += has == 0
        seen["all"] += has == _MANY
        seen["part"] += has not in (0, _MANY)
    return seen


def _word(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


if __name__ == "__main__":
    sys.exit(main())
