"""The annual report is drawn as it was: PYTHONPATH=tests python tests/golden/reports.py"""

import pytest
from golden.reports import HERE, PARTIES, report, told


@pytest.mark.parametrize("agreement", PARTIES)
def test_the_report_is_drawn_as_before(agreement: str, places: dict[str, str]) -> None:
    assert places
    kept = (HERE / f"{agreement}-report.txt").read_text(encoding="utf-8")
    assert told(report(agreement)) == kept
