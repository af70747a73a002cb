"""A store that has signed the protocole Santé BTP 34, and a way to register into it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from fictional import ANSWERS

from pdpcli.agreements.loader import find
from pdpcli.forms.form import registration
from pdpcli.store.cases import CaseRow, case_by_ref
from pdpcli.store.open import Store
from pdpcli.workflows import agreement
from pdpcli.workflows.register import Known, register

TODAY = date(2025, 7, 1)


@pytest.fixture
def signed_store(store: Store) -> Store:
    """A store whose cell is Santé BTP 34 and whose only agreement is with the Carsat LR."""
    with store.write("agreement add") as write:
        agreement.add(write, find("btp34-carsat-lr"), None, TODAY)
    return store


@pytest.fixture
def case(signed_store: Store) -> Callable[..., CaseRow]:
    """Register the fictional situation, some answers changed; returns its row."""

    def make(person_id: int | None = None, **changed: Any) -> CaseRow:
        form = registration(find("btp34-carsat-lr").form)
        said = {**ANSWERS, **changed}
        parsed = form.parse(
            {key: value for key, value in said.items() if value is not None},
            stage="register",
            today=TODAY,
        )
        assert not parsed.problems
        with signed_store.write("signal new") as write:
            ref = register(write, form.record(parsed.values), Known(person_id))
        db = signed_store.read()
        row = case_by_ref(db, ref, TODAY)
        db.close()
        return row

    return make
