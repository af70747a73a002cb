"""A cell whose store holds what its figures are counted from. Everybody here is fictional."""

from pathlib import Path

import pytest
from exchanges import Cell, founded_cell
from handmade import AGREEMENT, Handmade

from pdpcli.commands.opening import open_store

SURNAMES = (
    "AUBÉPINE",
    "BRUYÈRE",
    "CYPRÈS",
    "DAPHNÉ",
    "ÉRABLE",
    "FUSAIN",
    "GENÊT",
    "HOUX",
    "LIERRE",
)


def handmade(db: object) -> Handmade:
    """The short ways to write rows, in a real store."""
    made = Handmade.__new__(Handmade)
    made.db, made.agreement = db, AGREEMENT
    return made


def counted_cell(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Cell:
    """A cell under one agreement: nine persons in 2025, three in 2024, one CRPE, one meeting."""
    cell = founded_cell(folder, capsys, monkeypatch)
    cell("convention", "ajouter", AGREEMENT)
    cell.place()
    with open_store().write("test rows") as write:
        store = handmade(write.db)
        for number, surname in enumerate(SURNAMES, 1):
            sex = "female" if number % 3 else "male"
            key = f"k{number}"
            person = store.person(key)
            store.db.execute(
                "UPDATE person SET last_name = ?, first_name = 'Fictive' WHERE id = ?",
                (surname, person),
            )
            case = store.case(number, person_id=person, person_key=key)
            about = {"sex": sex, "status": "employee", "age": 30 + number}
            store.referral(case, f"2025-{number:02d}-15", **about)
            if number <= 3:
                store.referral(case, "2024-05-02", "in", **about)
                store.act(case, "outcome", "2025-11-03", nature="same_job", **about)
            if number == 1:
                store.act(case, "crpe", "2025-03-20", on_leave="yes", **about)
        store.gathering("collective", "2025-03-14", participants=12)
    return cell
