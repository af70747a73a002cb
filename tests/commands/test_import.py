"""`pdp importer` of a table: one situation a line, as if each had been registered; fictional."""

from datetime import date

import pytest
from exchanges import Cell, founded_cell
from fictional import ANSWERS, answers_file
from workbooks import workbook

from pdpcli.commands.opening import open_store
from pdpcli.forms.form import situation
from pdpcli.workflows.deadlines import read_settings, refresh_case

HEAD = ["Date signalement", "Origine", "NOM", "Prénom", "Né(e) le", "Entreprise"]
LUC = ["12/03/2024", "Médecin du travail", "Fictif", "Luc", "04/03/1968", "Bâti Fictif"]
EVE = ["02/01/2025", "Carsat", "Exemple", "Ève", "", ""]


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch) -> Cell:
    return founded_cell(tmp_path, capsys, monkeypatch)


@pytest.fixture
def csv(tmp_path):
    def made(*rows: list[str], head: list[str] | None = None, encoding: str = "cp1252") -> str:
        path = tmp_path / "suivi.csv"
        lines = [";".join(cells) for cells in [head or HEAD, *rows]]
        path.write_text("\n".join(lines), encoding=encoding)
        return str(path)

    return made


def take(cell: Cell, path: str, *more: str, code: int = 0) -> str:
    return " ".join(cell("importer", path, "--oui", *more, code=code).split())


def test_each_line_is_a_situation_numbered_in_the_year_of_its_signalement(cell, csv):
    cell.registered(date_signalement="01/02/2024")
    said = take(cell, csv(LUC, EVE))
    assert "Repris : 2 situations (2024-0002 à 2025-0001)" in said
    assert "Windows-1252, séparateur « ; »" in said
    assert cell.rows("SELECT ref, origin FROM case_file WHERE id > 1") == [
        {"ref": "2024-0002", "origin": "health_professional"},
        {"ref": "2025-0001", "origin": "partner"},
    ]
    assert cell.rows("SELECT DISTINCT name FROM employer")[0] == {"name": "Bâti Fictif"}
    assert cell.count("employer") == 1
    assert "✗" not in cell("verifier")
    assert "FICTIF Luc" in cell("recherche", "fictif luc")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding_is_read(cell, csv, encoding):
    take(cell, csv(LUC, EVE, encoding=encoding))
    assert {row["first_name"] for row in cell.rows("SELECT first_name FROM person")} == {
        "Luc", "Ève"
    }  # fmt: skip


TABLES = ("person", "employer", "case_file", "situation", "employment", "leave", "act", "deadline",
          "person_word", "case_tally")  # fmt: skip
WHERE = {
    "deadline": "WHERE state <> 'void' ORDER BY rule, occurrence",
    "case_tally": "WHERE n > 0",
}
OWN = {"key", "person_key", "uid", "updated_at"}


def content(cell: Cell) -> dict[str, list[dict]]:
    return {
        table: [
            {
                name: value
                for name, value in row.items()
                if name not in OWN and (table, name) != ("deadline", "id")
            }
            for row in cell.rows(f"SELECT * FROM {table} {WHERE.get(table, 'ORDER BY 1, 2')}")
        ]
        for table in TABLES
    }


def test_a_line_writes_what_registering_and_closing_write(cell, tmp_path, capsys, monkeypatch):
    answers = {**ANSWERS, "mdph": "oui", "mdph_depose": "01/06/2025", "nom_naissance": "Autre"}
    fields = situation().by_id
    path = tmp_path / "suivi.xlsx"
    head = [fields[key].label for key in answers] + [
        "Issue",
        "Date issue",
        "Clôture",
        "Motif clôture",
    ]
    told = ["maintien au poste", "01/09/2025", "15/09/2025", "accompagnement terminé"]
    path.write_bytes(workbook([head, [str(one) for one in answers.values()] + told]))
    take(cell, str(path))
    imported = content(cell)
    other = founded_cell(tmp_path / "other", capsys, monkeypatch)
    other("situation", "nouveau", "--fichier", str(answers_file(other.folder, **answers)))
    other("situation", "clore", "1", "--motif", "terminé", "--issue", "maintien au poste",
          "--le", "15/09/2025")  # fmt: skip
    registered = content(other)
    for act in registered["act"]:
        act["on_date"] = "2025-09-01" if act["kind"] == "outcome" else act["on_date"]
    for table in TABLES:
        assert imported[table] == registered[table], table


def test_the_deadlines_are_those_that_would_be_computed_again(cell, csv):
    head = [*HEAD, "Arrêt depuis le", "VPR", "Clôture", "Motif clôture"]
    rows = [
        [*LUC[:2], f"N{chr(97 + n)}", *LUC[3:], "01/03/2024" if n % 2 else "",
         "20/03/2024" if n % 3 else "", "" if n % 4 else "01/09/2024", "terminé"]
        for n in range(12)
    ]  # fmt: skip
    take(cell, csv(*rows, head=head))
    before = cell.rows("SELECT * FROM deadline ORDER BY id")
    with open_store().write("test") as write:
        settings = read_settings(write.db)
        for (case,) in write.db.execute("SELECT id FROM case_file").fetchall():
            refresh_case(write.db, case, date.fromisoformat(write.at[:10]), settings)
    assert cell.rows("SELECT * FROM deadline ORDER BY id") == before
    assert before


def test_every_refusal_has_its_line_and_column_and_nothing_is_written(cell, csv):
    wrong = [
        ["12/13/2024", "Médecin du travail", "Fictif", "Luc", "04/03/2068", ""],
        ["12/03/2024", "on ne sait qui", "", "Ève\x07", "", "#N/A"],
    ]
    said = take(cell, csv(LUC, *wrong), code=2)
    for place in (
        "ligne 3, colonne A (Signalement)", "ligne 3, colonne E (Date de naissance)",
        "ligne 4, colonne B (Signalé par)", "ligne 4, colonne C (Nom)",
        "ligne 4, colonne D (Prénom)", "ligne 4, colonne F (Entreprise)",
    ):  # fmt: skip
        assert place in said
    assert "6 cases à corriger" in said
    assert (cell.count("person"), cell.count("case_file"), cell.count("employer")) == (0, 0, 0)


def test_a_consent_or_a_diagnosis_is_never_read(cell, csv):
    head = [*HEAD, "Consentement signé", "Pathologie"]
    said = take(cell, csv([*LUC, "oui", "MARQUEUR"], head=head))
    assert "un accord ne se reprend pas d'un tableau" in said
    assert "un diagnostic n'a pas sa place au cahier" in said
    assert cell.count("consent") == 0
    assert "MARQUEUR" not in str(content(cell))
    refused = take(cell, csv([*EVE, "oui", "MARQUEUR"], head=head),
                   "--colonne", "Pathologie=contexte", code=2)  # fmt: skip
    assert "colonne H" in refused


def test_what_was_said_of_the_columns_is_kept(cell, csv):
    head = ["Jour", *HEAD[1:]]
    assert "Aucune colonne ne donne : Signalement" in take(cell, csv(LUC, head=head), code=2)
    take(cell, csv(LUC, head=head), "--colonne", "Jour=Signalement")
    take(cell, csv(EVE, head=head))
    assert cell.count("case_file") == 2


def test_a_cell_may_be_said_otherwise_and_a_column_may_lack(cell, csv):
    head = ["Date", "Salarié", "Origine"]
    rows = [["12/03/2024", "FICTIF DURAND Luc", "tonton"], ["13/03/2024", "EXEMPLE Ève", ""]]
    refused = take(cell, csv(*rows, head=head), code=2)
    assert "ligne 2, colonne C" in refused
    take(cell, csv(*rows, head=head), "--valeur", "Signalé par:tonton=Quelqu'un d'autre",
         "--valeur", "Signalé par=Le salarié lui-même")  # fmt: skip
    assert cell.rows(
        "SELECT last_name, origin FROM case_file c JOIN person p ON p.id = c.person_id"
    ) == [
        {"last_name": "FICTIF DURAND", "origin": "other"},
        {"last_name": "EXEMPLE", "origin": "self"},
    ]


def test_the_same_file_twice_adds_nothing(cell, csv):
    take(cell, csv(LUC, EVE))
    said = take(cell, csv(LUC, EVE), code=2)
    assert "ligne 2 : cette situation est déjà au cahier" in said
    assert "--doublons" in said
    said = take(cell, csv(LUC, EVE), "--doublons", "rattacher")
    assert "0 situation, 2 lignes laissées" in said
    assert (cell.count("person"), cell.count("case_file")) == (2, 2)


def test_somebody_known_gets_another_situation_or_is_left(cell, csv):
    take(cell, csv(LUC))
    later = ["01/02/2025", *LUC[1:]]
    assert "cette personne est déjà au cahier" in take(cell, csv(later), code=2)
    take(cell, csv(later), "--doublons", "laisser")
    assert cell.count("case_file") == 1
    take(cell, csv(later), "--doublons", "rattacher")
    assert (cell.count("person"), cell.count("case_file")) == (1, 2)


def test_one_person_on_several_lines_is_one_person(cell, csv):
    take(cell, csv(LUC, ["01/02/2025", *LUC[1:]]))
    assert (cell.count("person"), cell.count("case_file")) == (1, 2)
    assert "la même qu'une ligne au-dessus" in take(cell, csv(EVE, EVE), code=2)


def test_a_table_without_headings_is_refused_and_nothing_of_it_is_remembered(cell, csv):
    said = take(cell, csv(EVE, head=LUC), "--colonne", "A=Signalement", code=2)
    assert "ligne 1" in said
    assert "Fictif" not in said
    assert cell.rows("SELECT * FROM setting WHERE key = 'case.import'") == []


def test_a_homonym_with_another_birth_date_is_somebody_else(cell, csv):
    take(cell, csv(LUC, [*LUC[:4], "05/03/1968", ""]))
    assert cell.count("person") == 2


def test_a_trial_writes_nothing_and_off_a_terminal_a_table_must_be_confirmed(cell, csv):
    path = csv(LUC, EVE)
    before = cell.count("journal")
    assert "Lu : 2 situations" in cell("importer", path, "--essai")
    assert "--oui" in cell("importer", path, code=2)
    assert (cell.count("case_file"), cell.count("journal")) == (0, before)


def test_nobody_is_named_by_an_error(cell, csv):
    take(cell, csv(LUC))
    for rows in ([LUC], [[*LUC[:4], "x", ""]]):
        said = take(cell, csv(*rows), code=2)
        assert "Fictif" not in said
        assert "Luc" not in said


def test_a_person_known_is_told_more_never_otherwise(cell, csv):
    take(cell, csv([*LUC[:4], "04/03/1968", ""]))
    head = [*HEAD, "Sexe", "Adresse", "CP", "Ville"]
    later = ["01/02/2025", "Cap emploi", *LUC[2:], "M", "1 rue X", "1000", "Bourg"]
    take(cell, csv(later, head=head), "--doublons", "rattacher")
    assert cell.rows("SELECT sex, address, dept FROM person") == [
        {"sex": "male", "address": "1 rue X, 01000 Bourg", "dept": "01"}
    ]
    assert cell.rows("SELECT DISTINCT sex, dept FROM act") == [{"sex": "male", "dept": "01"}]
    assert "✗" not in cell("verifier")


def test_the_figures_count_what_was_taken(cell, csv, tmp_path):
    cell("convention", "ajouter", "btp34-carsat-lr")
    head = [*HEAD, "Organisme orienteur"]
    take(cell, csv([*EVE[:5], "", "carsat-lr-ssam"], head=head))
    (act,) = cell.rows("SELECT agreement, direction, body FROM act WHERE kind = 'referral'")
    assert act == {"agreement": "btp34-carsat-lr", "direction": "in", "body": "carsat-lr-ssam"}
    assert "organisme inconnu" in take(
        cell, csv([*LUC[:1], "Carsat", *LUC[2:], "qui"], head=head), code=2
    )
