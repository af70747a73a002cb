"""The annual reports of a fictional store, whose texts the golden files hold.

After a wanted change: PYTHONPATH=tests python tests/golden/reports.py
"""

import re
from datetime import date
from pathlib import Path

from golden.sheets import described
from handmade import Handmade

from pdpcli.evaluation.period import years
from pdpcli.forms.report_pdf import draw_report
from pdpcli.store.our_agreements import our_agreement
from pdpcli.views.report_paper import report_paper
from pdpcli.workflows.report import report_of

HERE = Path(__file__).parent
TODAY = date(2026, 1, 20)
PARTIES = {
    "btp34-carsat-lr": ("sante-btp-34", "carsat-lr-ssam"),
    "prevy-cap-emploi": ("prevy", "cap-emploi-gard"),
}
_WRITTEN = {
    "qualitative": "Une année dense, aux effectifs stables.\n\nDeux ateliers : « l'œuvre » à Sète.",
    "perspectives": "Un atelier de plus.",
}


def store(agreement: str) -> Handmade:
    """Three years of a cell: referrals, measures, outcomes, gatherings. Nobody is real."""
    made, (us, partner) = Handmade(agreement), PARTIES[agreement]
    made.insert("setting", key="journal_key", value="0" * 64)
    for body in (us, partner):
        made.insert("body", id=body, name=body, short=body)
    made.insert("agreement", id=agreement, as_body=us, partner=partner, title="Convention fictive",
                added_on="2023-01-01")  # fmt: skip
    for number, year in enumerate((2023, 2024, 2024, 2025, 2025, 2025, 2025), 1):
        _story(made, number, year)
    for day in ("2024-03-12", "2025-03-11", "2025-09-16"):
        made.insert("gathering", kind="services", on_date=day, year=int(day[:4]), state="done",
                    agreement=agreement, joint=1, author="Test")  # fmt: skip
    return made


def _story(made: Handmade, number: int, year: int) -> None:
    case = made.case(number, year=year)
    said = {"status": "employee" if number % 3 else "craftsman", "age": 20 + 6 * number,
            "sex": "female" if number % 2 else "male", "contract": "cdi", "on_leave": "yes",
            "boeth": "yes" if number % 2 else "no", "risk": "illness"}  # fmt: skip
    made.act(case, "referral", f"{year}-02-0{number}", agreement=made.agreement,
             direction="in" if number == 4 else "out", **said)  # fmt: skip
    measure = ("essai_encadre", "skills_review", "training", "pmsmp")[number % 4]
    made.act(case, measure, f"{year}-05-1{number}", **said)
    if number != 5:
        made.act(case, "outcome", f"{year}-11-2{number}", **said,
                 nature="same_job" if number % 2 else "other_employer")  # fmt: skip


def reports() -> dict[str, bytes]:
    """The report of 2025 under two agreements: golden file -> PDF."""
    return {f"{agreement}-report.txt": report(agreement) for agreement in PARTIES}


def report(agreement: str) -> bytes:
    """One of them; the first is written beside its figures, the second is left to write."""
    made = store(agreement)
    if agreement == "btp34-carsat-lr":
        for part, text in _WRITTEN.items():
            made.insert("report_text", agreement=agreement, first_on="2025-01-01",
                        last_on="2025-12-31", part=part, text=text, added_at="2026-01-10",
                        author="Test")  # fmt: skip
    ours = our_agreement(made.db, agreement)
    return draw_report(report_paper(report_of(made.db, ours, years(2025), TODAY)))


def told(content: bytes) -> str:
    """What is read of it; the hash of the definitions follows every comment of their file."""
    return re.sub(r"empreinte [0-9a-f]{16}", "empreinte …", described(content))


if __name__ == "__main__":
    for name, content in reports().items():
        (HERE / name).write_text(told(content), encoding="utf-8")
