"""What no source says of a consent is a parameter of every agreement, which its text may decide."""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from catalogue import with_fiche

from pdpcli.agreements import loader
from pdpcli.agreements.consent_terms import DEFAULTS, in_force, resolved
from pdpcli.agreements.loader import check, find
from pdpcli.errors import InputRefused
from pdpcli.rules.vocabulary import CHOICES

_HERE = Path(loader.__file__).parent
_DECIDED = """
[parameter.consent_months]
default = 24
note = "deux ans"
source = "art. 3 (fictif)"

[parameter.consent_oral]
default = "yes"
note = "accepté au téléphone"
source = "art. 4 (fictif)"
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A right convention of her own, in her folder."""
    folder = tmp_path / "ma-convention"
    copytree(_HERE / "btp34-carsat-lr", folder)
    for path in folder.iterdir():
        text = path.read_text("utf-8").replace('"btp34-carsat-lr"', '"ma-convention"')
        path.write_text(text, "utf-8")
    return folder


def _add(folder: Path, text: str) -> None:
    path = folder / "agreement.toml"
    path.write_text(path.read_text("utf-8") + text, "utf-8")


@pytest.mark.parametrize("agreement", with_fiche())
def test_every_convention_has_them_with_a_default_that_says_that_no_source_fixes_it(
    agreement: str,
) -> None:
    points = {one.id: one for one in find(agreement).consent_parameters}
    assert {key: one.default for key, one in points.items()} == dict(DEFAULTS)
    assert all("aucune source" in one.source and one.note for one in points.values())
    assert points["consent_scope"].choices == CHOICES["consent_scope"]


def test_without_a_choice_a_consent_has_no_term_reaches_every_fiche_and_is_signed() -> None:
    terms = in_force({})
    assert (terms.months, terms.scope, terms.oral) == (0, "person", False)
    assert terms.expires_on(date(2026, 1, 31)) is None


@pytest.mark.parametrize(
    ("months", "last"),
    [(1, date(2026, 2, 28)), (12, date(2027, 1, 31)), (25, date(2028, 2, 29))],
)
def test_a_term_ends_on_the_same_day_of_its_last_month(months: int, last: date) -> None:
    assert in_force({"consent_months": months}).expires_on(date(2026, 1, 31)) == last


def test_only_yes_accepts_a_consent_given_aloud() -> None:
    said: tuple[str | int, ...] = ("yes", "no", "oui", 1, "")
    assert [in_force({"consent_oral": one}).oral for one in said] == [True] + [False] * 4


def test_a_text_may_decide_them_under_its_own_article(mine: Path) -> None:
    _add(mine, _DECIDED)
    assert check(mine) == []
    one = find("ma-convention", mine.parent)
    kept = {"consent_months": 24, "consent_scope": "person", "consent_oral": "yes"}
    assert resolved(one.consent_parameters) == kept
    months = next(point for point in one.consent_parameters if point.id == "consent_months")
    assert (months.note, months.source) == ("deux ans", "art. 3 (fictif)")
    assert months.label.startswith("Durée d'un accord")
    assert [point.id for point in one.parameters] == ["answer_delay_days"]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ('[parameter.consent_oral]\ndefault = "oui"\nnote = "n"\nsource = "s"', "au choix"),
        ('[parameter.consent_months]\ndefault = 1201\nnote = "n"\nsource = "s"', "0 à 1200"),
        ('[parameter.consent_months]\ndefault = "1"\nnote = "n"\nsource = "s"', "nombre entier"),
        ('[parameter.consent_scope]\ndefault = "case"', "à renseigner"),
        (
            '[parameter.consent_scope]\ndefault = "case"\nnote = "n"\nsource = "s"\nx = 1',
            "inconnue",
        ),
    ],
)
def test_what_a_text_decides_wrongly_is_said(mine: Path, said: str, reason: str) -> None:
    _add(mine, f"\n{said}\n")
    assert any(reason in str(problem) for problem in check(mine))
    with pytest.raises(InputRefused):
        find("ma-convention", mine.parent)
