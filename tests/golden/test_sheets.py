"""The fiche is drawn as it was; after a wanted change: python tests/golden/sheets.py"""

import pytest
from sheets import HERE, described, sheets

DRAWN = sheets()


@pytest.mark.parametrize("name", DRAWN)
def test_the_sheet_is_drawn_as_before(name: str) -> None:
    assert described(DRAWN[name]) == (HERE / name).read_text(encoding="utf-8")
