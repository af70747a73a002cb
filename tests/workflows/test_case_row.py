"""A line of a table is read, or refused with its place; whatever its cells hold."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdpcli.errors import InputRefused
from pdpcli.workflows.case_columns import ACTS, cases, fields
from pdpcli.workflows.case_row import Reader
from pdpcli.workflows.columns import columns_of

TODAY = date(2026, 3, 2)
HEADINGS = [label for key, label in cases().labels.items() if key]
COLUMNS = columns_of(cases(), HEADINGS, {}, {})
MARKER = "MARQUEURxyz"
cells = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["", "-", "?", "oui", "non", "nsp", "12/03/2024", "31/02/2024", "#N/A", "1,2E+13", "H", "0",
         "2024-03-12 00:00:00", "Médecin du travail", "CDI", "34970", "=1+1", "\u202e", MARKER]
    ),
)  # fmt: skip


def read(said: tuple[str, ...] = (), **told: str):
    """A line under the columns of ``told`` only, by field."""
    labels = [cases().labels[key] for key in told]
    columns = columns_of(cases(), labels, {}, {})
    return Reader(columns, TODAY, said).read(2, list(told.values()))


LEAST = {"date_signalement": "12/03/2024", "origine": "MDPH", "nom": "Fictif", "prenom": "Luc"}


@given(st.lists(cells, max_size=len(HEADINGS) + 2))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_cells_are_read_or_refused_with_their_place_never_repeated(row: list[str]) -> None:
    line = Reader(COLUMNS, TODAY).read(7, row)
    assert all(one.place.startswith("ligne 7, ") for one in line.problems)
    assert all(MARKER not in str(one) for one in line.problems)
    assert set(line.values) <= set(fields())


def test_every_field_of_the_form_and_every_act_has_its_heading() -> None:
    assert set(COLUMNS.at) == set(cases().labels) - {""}
    assert set(ACTS) <= set(COLUMNS.at)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("sexe", "Mme", "female"), ("sexe", "M.", "male"), ("origine", "Cap emploi", "partner"),
        ("origine", "infirmière", "health_professional"), ("tel", "639980000", "06 39 98 00 00"),
        ("employeur_siret", "5880070700018", "05880070700018"), ("regime", "?", None),
        ("naissance", "1968-03-04 00:00:00", date(1968, 3, 4)),
    ],
)  # fmt: skip
def test_what_tables_usually_say_is_understood(key, text, value):
    told = {**LEAST, "employeur": "Bâti Fictif", key: text}
    line = read(**told)
    assert line.problems == ()
    assert line.values[key] == value


def test_a_day_of_leave_says_a_leave_unless_a_column_says_no():
    assert read(**LEAST, arret_debut="01/03/2024").values["en_arret"] == "yes"
    told = read(**LEAST, en_arret="non", arret_debut="01/03/2024")
    assert (told.values["en_arret"], "arret_debut" in told.values, told.aside) == ("no", False, 1)


def test_a_pre_reprise_is_done_when_its_day_is_past():
    assert read(**LEAST, prereprise_date="20/03/2024").values["prereprise"] == "yes"
    assert read(**LEAST, prereprise_date="20/03/2026").values["prereprise"] == "planned"


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ({"issue": "maintien au poste"}, "Date de l'issue"),
        ({"cloture_date": "01/06/2024"}, "Motif de clôture"),
        ({"cloture_date": "01/02/2024", "cloture_motif": "terminé"}, "précède le signalement"),
        ({"cloture_date": "01/06/2024", "cloture_motif": "décès"}, "situation clore"),
        ({"cloture_date": "01/06/2030", "cloture_motif": "terminé"}, "futur"),
        ({"arret_debut": "01/03/2024", "arret_fin": "01/02/2024"}, "avant d'avoir commencé"),
        ({"employeur_naf": "43.99C"}, "Entreprise"),
    ],
)
def test_what_does_not_hold_together_is_refused(told, what):
    assert what in " ".join(map(str, read(**LEAST, **told).problems))


@pytest.mark.parametrize("said", ["rien du tout", "nom", "Nom:Fictif=", "Sexe=autre", "xyz=1"])
def test_a_value_that_says_nothing_is_refused(said):
    with pytest.raises(InputRefused) as refused:
        read((said,), **LEAST)
    assert refused.value.problems
