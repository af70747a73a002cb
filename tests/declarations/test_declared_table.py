"""A table is read key by key; what is wrong is noted with its place, in French."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pdpcli.declarations.table import Table, parse_toml
from pdpcli.errors import Problem, Refusal
from pdpcli.rules.text import clean


def read(text: str) -> tuple[Table | None, list[Problem]]:
    problems: list[Problem] = []
    return parse_toml(text, "f.toml", problems), problems


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('id = "fx"\nid = 3 4\n', "ligne 2, colonne 7"),
        ("a = ", "à la fin du fichier"),
        ("a = " + "[" * 5000, "trop de niveaux imbriqués"),
        ("a = " + "9" * 5000, "un nombre démesuré"),
    ],
)
def test_what_is_not_toml_is_said_in_french_with_its_line(text: str, where: str) -> None:
    assert read(text) == (None, [Problem("f.toml", f"ce n'est pas du TOML lisible, {where}.")])


def test_a_word_of_a_long_list_is_met_with_the_nearest_only() -> None:
    table, problems = read('a = "wrod1"\nb = "z"\nc = "z"')
    assert table
    table.one_of("a", [f"word{n}" for n in range(30)])
    table.one_of("b", ["x", "y"])
    table.one_of("c", [])
    assert [one.reason for one in problems] == [
        "mot inconnu. Vouliez-vous dire « word1 » ?",
        "au choix : x, y.",
        "rien de ce nom n'est déclaré.",
    ]


def test_one_text_or_several_are_read_alike() -> None:
    table, problems = read('a = "x"\nb = ["x", "y"]\nc = []\nd = 3')
    assert table
    assert [table.one_or_more(key) for key in "abcd"] == [("x",), ("x", "y"), (), ()]
    assert [one.place for one in problems] == ["f.toml · c", "f.toml · d"]


def test_a_key_nobody_takes_is_refused_with_the_nearest() -> None:
    table, problems = read("lable = 1")
    assert table
    table.text("label", "")
    table.close()
    assert problems == [Problem("f.toml · lable", "clé inconnue. Vouliez-vous dire « label » ?")]


@pytest.mark.parametrize("code", ["é", "a b", "", "a\x1b"])
def test_the_code_of_a_label_is_plain(code: str) -> None:
    problems: list[Problem] = []
    Table({"choices": {code: "Libellé"}}, "", problems).labels("choices")
    assert [one.place for one in problems] == ["choices"]


def _by_the_rule(text: str, **how: bool) -> tuple[str, list[str]]:
    try:
        return clean(text, limit=20, **how), []
    except Refusal as refusal:
        return "", [refusal.reason]


@pytest.mark.parametrize("how", [{"multiline": True}, {"multiline": False}])
@given(text=st.text(max_size=30))
def test_texts_are_cleaned_exactly_as_any_text_from_outside(
    how: dict[str, bool], text: str
) -> None:
    problems: list[Problem] = []
    read_back = Table({}, "", problems).clean("k", text, limit=20, **how)
    assert (read_back, [one.reason for one in problems]) == _by_the_rule(text, **how)
