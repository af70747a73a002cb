"""Finding somebody again, by any part of her name or a slip away."""

from contextlib import closing
from datetime import date

import pytest

from pdpcli.store.case_list import CaseFilter, list_cases
from pdpcli.store.search import search
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
