"""The call six months after the closure, through the commands. Everybody here is fictional."""

from datetime import date

import pytest
from exchanges import founded_cell

from pdpcli.rules.dates import french, months_later

TODAY = date.today()  # noqa: DTZ011
DAY = french(months_later(TODAY, -1))


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch):
    return founded_cell(tmp_path, capsys, monkeypatch)


@pytest.fixture
def ref(cell):
    """Closed seven months ago."""
    found = cell.registered(date_signalement=french(months_later(TODAY, -10)), prereprise=None,
                            prereprise_date=None, arret_debut=None)  # fmt: skip
    on = french(months_later(TODAY, -7))
    cell("situation", "clore", found, "--motif", "terminé", "--le", on)
    return found


def recall(cell):
    rows = cell.rows("SELECT state, why FROM deadline WHERE rule = 'recall' AND state <> 'void'")
    return [tuple(row.values()) for row in rows]


def test_a_person_reached_says_what_became_of_her_and_is_not_called_again(cell, ref):
    assert [state for state, _ in recall(cell)] == ["open"]
    said = cell("situation", "bilan-6-mois", ref, "--issue", f"reclassement externe le {DAY}",
                "--mode", "téléphone", "--note", "Va bien (fictif).")  # fmt: skip
    assert "personne jointe" in said
    assert f"issue : reclassement externe (autre employeur), le {DAY}" in said
    assert [state for state, _ in recall(cell)] == ["met"]
    (act,) = cell.rows("SELECT nature, mode, note FROM act WHERE kind = 'follow_up'")
    assert act == {"nature": "reached", "mode": "phone", "note": "Va bien (fictif)."}


def test_attempts_are_counted_until_there_is_no_news(cell, ref):
    said = [cell("situation", "bilan-6-mois", ref, "--sans-reponse") for _ in range(3)]
    assert "1er essai sans réponse, sur 3" in said[0]
    assert "2e essai sans réponse" in said[1]
    assert "Sans nouvelles après 3 essais" in said[2]
    assert [state for state, _ in recall(cell)] == ["met"]


def test_a_call_belongs_to_the_closure_before_it(cell, ref):
    cell("situation", "bilan-6-mois", ref, "--sans-reponse")
    cell("situation", "rouvrir", ref, "--motif", "A rappelé (fictif).")
    assert "n'est pas close" in cell("situation", "bilan-6-mois", ref, "--jointe", code=2)
    cell("situation", "clore", ref, "--motif", "terminé")
    again = cell("situation", "bilan-6-mois", ref, "--sans-reponse")
    assert "essai sans réponse, sur 3" in again


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "--sans-reponse"),
        (("--jointe", "--sans-reponse"), "pas les deux"),
        (("--sans-reponse", "--issue", "démission"), "pas les deux"),
        (("--jointe", "--le", "01/01/2099"), "dans le futur"),
        (("--jointe", "--le", "01/01/2020"), "il précède la clôture"),
    ],
)
def test_what_cannot_be_is_refused(cell, ref, args, said):
    assert said in cell("situation", "bilan-6-mois", ref, *args, code=2)
    assert cell.rows("SELECT 1 FROM act WHERE kind = 'follow_up'") == []


def test_nobody_dead_is_called(cell, ref):
    cell("situation", "clore", ref, "--motif", "décès", "--oui")
    assert "décès" in cell("situation", "bilan-6-mois", ref, "--jointe", code=2)
    assert recall(cell) == []
