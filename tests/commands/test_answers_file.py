"""A file of answers is read quickly or refused in French, whatever it holds."""

import os
import time
from pathlib import Path

import pytest

from pdpcli.commands.answers_file import read_answers
from pdpcli.errors import InputRefused

LONG = "9" * 5000


def test_toml_and_json_are_told_apart_by_content(tmp_path: Path) -> None:
    for text in ('nom = "X"', '{"nom": "X"}', '\ufeff{"nom": "X"}'):
        (tmp_path / "f").write_text(text, "utf-8")
        assert read_answers(tmp_path / "f") == {"nom": "X"}


@pytest.mark.parametrize(
    "text",
    [
        f"x = {LONG}", f'{{"x": {LONG}}}', '{"a":' + "[" * 90_000, "a = " + "[" * 90_000,
        "a" + ".a" * 90_000 + " = 1", "{", "[1, 2]", '{"nom": "a", "nom": "b"}', "nom = 'a", "\0",
        "\n".join(f"k{n} = 1" for n in range(20_000)),
        "{" + ", ".join(f'"k{n}": 1' for n in range(10_000)) + "}",
    ],
)  # fmt: skip
def test_what_is_no_list_of_answers_is_refused_quickly(tmp_path: Path, text: str) -> None:
    (tmp_path / "f").write_text(text, "utf-8")
    begun = time.process_time()  # its own work: another program's does not count
    with pytest.raises(InputRefused) as refused:
        read_answers(tmp_path / "f")
    assert time.process_time() - begun < 5
    assert "999" not in str(refused.value)


@pytest.mark.parametrize("data", [b"nom = '\xe9'", b"\xff\xfen\0", b"#" * 1_000_000])
def test_what_is_no_short_utf8_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "f").write_bytes(data)
    with pytest.raises(InputRefused):
        read_answers(tmp_path / "f")


@pytest.mark.skipif(os.name == "nt", reason="devices of POSIX")
@pytest.mark.parametrize("kind", ["absent", "folder", "fifo", "/dev/zero", "x" * 300])
def test_what_is_no_file_is_refused_in_french(tmp_path: Path, kind: str) -> None:
    path = tmp_path / kind
    if kind == "folder":
        path.mkdir()
    if kind == "fifo":
        os.mkfifo(path)
    with pytest.raises(InputRefused, match="ne peut pas être lu : ") as refused:
        read_answers(path)
    assert "such file" not in str(refused.value)
