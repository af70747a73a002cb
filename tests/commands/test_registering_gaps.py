"""What is still missing is said convention by convention, before saving. Persons are fictional."""

from contextlib import closing
from datetime import date

import pytest
from fictional import ANSWERS

from pdpcli.agreements.loader import find
from pdpcli.commands.registering_gaps import still_missing
from pdpcli.forms.form import situation
from pdpcli.workflows import agreement


@pytest.mark.parametrize(
    ("name", "us", "counted"),
    [
        ("prevy-carsat-lr", "prevy", ": connue du service social."),
        ("btp34-carsat-lr", "sante-btp-34", ""),
        ("prevy-cap-emploi", "prevy", ": rqth."),
        ("caire84-carsat-se", "caire84", ""),
    ],
)
def test_a_convention_misses_only_what_its_own_evaluation_reads(store, name, us, counted):
    with store.write("agreement add") as write:
        agreement.add(write, find(name), us, date(2025, 7, 1))
    answers = {key: str(value) for key, value in ANSWERS.items()}
    with closing(store.read()) as db:
        said = still_missing(db, situation(), answers).replace("\N{NO-BREAK SPACE}", " ")
    told = [line for line in said.splitlines() if "pour le bilan" in line]
    assert len(told) == bool(counted)
    assert counted in " ".join(said.split())
