"""Finding somebody again, by any part of her name or a slip away."""

from contextlib import closing
from datetime import date

import pytest

from pdpcli.store.case_list import CaseFilter, list_cases
from pdpcli.store.search import known_persons, person_with_nir, search
from pdpcli.workflows.edit import edit

TODAY = date(2025, 7, 1)


@pytest.mark.parametrize(
    "typed", ["fictif", "nguyen", "NGUYỄN", "oedipe", "Œdipe", "fictif nguyan", "bati", "1", "25-1"]
)
def test_a_situation_is_found(case, signed_store, typed):
    case()
    with closing(signed_store.read()) as db:
        assert [found["ref"] for found in search(db, typed, TODAY)["cases"]] == ["2025-0001"]


def test_a_name_put_right_is_found_and_the_wrong_one_no_more(case, signed_store):
    row = case()
    with signed_store.write("signal edit") as write:
        edit(write, row, {"person.last_name": "Rectifiée"}, change_on=None)
    with closing(signed_store.read()) as db:
        assert list_cases(db, CaseFilter(text="rectif"))
        assert not list_cases(db, CaseFilter(text="nguyen"))


def test_a_name_of_two_letters_is_found_whole_and_signs_alone_find_nothing(case, signed_store):
    case(nom="Ly", prenom="Anh")
    case(nom="Lyonnais", prenom="Luc", date_signalement="20/06/2025", employeur="Le Bois")
    with closing(signed_store.read()) as db:
        assert [found["ref"] for found in search(db, "LY", TODAY)["cases"]] == ["2025-0001"]
        assert search(db, "%", TODAY) == search(db, "_ '", TODAY) == {"cases": [], "employers": []}


@pytest.fixture
def people(case):
    """Three persons; everybody is fictional."""
    case(nom="Dupond-Fictif", prenom="Lucette", nom_naissance="Marchandise", employeur="Bois Rond")
    case(nom="Fictive", prenom="Anne Marie", date_signalement="20/06/2025", employeur="Le Bois")
    case(nom="Duponde", prenom="Luc", date_signalement="21/06/2025", employeur=None,
         employeur_naf=None, employeur_effectif=None, employeur_adherent=None)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dupond fictif lucette", ["2025-0001"]),
        ("DUPOND-FICTIF", ["2025-0001"]),
        ("lucette dupond fictif", ["2025-0001"]),
        ("marchandise", ["2025-0001"]),
        ("marchandise lucette", ["2025-0001"]),
        ("marchendise", ["2025-0001"]),  # a slip in the birth name
        ("amrchandise", ["2025-0001"]),  # in its first letters
        ("fictive anne", ["2025-0002"]),
        ("anne fictive", ["2025-0002"]),
        ("fictve anne", ["2025-0002"]),
        ("fixtive annne", ["2025-0002"]),  # one slip a word
        ("duponde luc", ["2025-0003"]),
        ("uponde luc", ["2025-0003"]),
        ("luc duponde", ["2025-0003"]),
        ("lcu duponde", ["2025-0003"]),
        ("bois", ["2025-0002", "2025-0001"]),  # any word of an employer
        ("zzz", []),
    ],
)
def test_a_person_is_found_whatever_the_order_of_her_names_and_a_slip(
    people, signed_store, typed, found
):
    with closing(signed_store.read()) as db:
        assert [one["ref"] for one in search(db, typed, TODAY)["cases"]] == found


PEOPLE = ("person", "person_word", "case_file", "employment", "act", "leave")


def plan(db, *asked):
    """(detail of the plan, SQL) of everything that the reads ``asked`` ask."""
    seen: list[str] = []
    db.set_trace_callback(seen.append)
    for one in asked:
        one()
    db.set_trace_callback(None)
    return [
        (step["detail"], sql)
        for sql in dict.fromkeys(seen)
        if sql.lstrip().startswith("SELECT")
        for step in db.execute(f"EXPLAIN QUERY PLAN {sql}")
    ]


@pytest.mark.parametrize("typed", ["dupond", "dupond luc", "dpuond luc", "xw yz", "42", "2025-42"])
def test_no_search_reads_every_person_or_every_situation(people, signed_store, typed):
    with closing(signed_store.read()) as db:
        steps = plan(
            db,
            lambda: search(db, typed, TODAY),
            lambda: known_persons(db, typed),
            lambda: person_with_nir(db, "1"),
            lambda: list_cases(db, CaseFilter(text=typed)),
            lambda: list_cases(db, CaseFilter(persons=(1,))),
        )
    scans = {detail for detail, _ in steps if detail.startswith("SCAN")}
    assert steps
    # what is probed (v), what was kept and is shown (c), the directory of employers
    assert scans <= {"SCAN v VIRTUAL TABLE INDEX 1:", "SCAN c", "SCAN employer",
                     "SCAN CONSTANT ROW"}  # fmt: skip
    assert not any("FROM case_file c" in sql for detail, sql in steps
                   if detail == "SCAN c" and "FROM (SELECT" not in sql)  # fmt: skip
