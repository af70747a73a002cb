"""`pdp partenaire`: bodies, their mailboxes with history, their contacts; all fictional."""

from datetime import date, timedelta
from email import message_from_bytes, policy

import pytest
from exchanges import Cell, founded_cell

SSAM = "carsat-lr-ssam"
YESTERDAY = date.today() - timedelta(days=1)  # noqa: DTZ011


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch) -> Cell:
    made = founded_cell(tmp_path, capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


def test_the_bodies_of_our_agreements_are_listed_ours_last(cell):
    rows = cell.json("partenaire", "liste")
    assert [one["id"] for one in rows][-1] == "sante-btp-34"
    assert {one["id"]: one["agreements"] for one in rows}[SSAM] == ["btp34-carsat-lr"]
    assert "(nous)" in cell("partner", "list")


def test_particulars_are_put_right_and_shown_with_the_dpo(cell):
    cell("partenaire", "corriger", "ssam", "--telephone", "0467000000", "--dpd",
         "dpd@exemple.fr", "--adresse", "1 rue Fictive, 34000 Montpellier")  # fmt: skip
    shown = cell("partenaire", "voir", SSAM)
    for said in ("04 67 00 00 00", "dpd@exemple.fr", "1 rue Fictive", "Carsat LR"):
        assert said in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_a_new_mailbox_stands_from_its_day_and_the_old_one_stays_readable(cell):
    cell("partenaire", "corriger", SSAM, "--courriel", "ancienne@exemple.fr", "--le", "01/01/2026")
    cell("partenaire", "corriger", SSAM, "--courriel", "nouvelle@exemple.fr", "--le", "hier")
    assert cell.json("partenaire", "voir", SSAM)["email"] == "nouvelle@exemple.fr"
    before = cell.json("partenaire", "voir", SSAM, "--vu-le", "02/01/2026")
    assert before["email"] == "ancienne@exemple.fr"
    shown = cell("partenaire", "voir", SSAM)
    assert "AVANT" in shown
    assert "ancienne@exemple.fr (depuis le 01/01/2026, jusqu'au" in " ".join(shown.split())


def test_a_mailbox_to_come_waits_for_its_day(cell):
    cell("partenaire", "corriger", SSAM, "--courriel", "de-toujours@exemple.fr", "--le",
         "01/01/2026")  # fmt: skip
    cell("partenaire", "interlocuteur", SSAM, "--courriel", "a-venir@exemple.fr", "--le",
         "01/01/2099")  # fmt: skip
    assert cell.json("partenaire", "voir", SSAM)["email"] == "de-toujours@exemple.fr"
    cell("partenaire", "corriger", SSAM, "--courriel", "entre-deux@exemple.fr")
    rows = cell.json("partenaire", "voir", SSAM)["contacts"]
    assert [one["until"] for one in rows][:2] == [None, "2098-12-31"]


def test_what_the_convention_said_is_the_first_mailbox(cell):
    cell.place()
    from pdpcli.commands.opening import open_store

    with open_store().write("test") as write:
        write.db.execute("UPDATE body SET email = 'convention@exemple.fr' WHERE id = ?", (SSAM,))
    assert cell.json("partenaire", "voir", SSAM)["email"] == "convention@exemple.fr"
    cell("partenaire", "corriger", SSAM, "--courriel", "autre@exemple.fr")
    emails = [one["email"] for one in cell.json("partenaire", "voir", SSAM)["contacts"]]
    assert emails == ["autre@exemple.fr", "convention@exemple.fr"]
    assert cell.rows("SELECT until FROM contact WHERE email = 'convention@exemple.fr'") == [
        {"until": YESTERDAY.isoformat()}
    ]


def test_the_draft_and_the_reminder_go_to_the_mailbox_of_the_day(cell, tmp_path):
    cell("partenaire", "corriger", SSAM, "--courriel", "ancienne@exemple.fr", "--le", "01/01/2026")
    cell.sent()
    cell("partenaire", "corriger", SSAM, "--courriel", "nouvelle@exemple.fr")
    shown = cell("fiche", "relancer", "--partenaire", SSAM, "--toutes", "--brouillon",
                 "--sortie", str(tmp_path / "r.eml"))  # fmt: skip
    assert "nouvelle@exemple.fr" in shown
    message = message_from_bytes((tmp_path / "r.eml").read_bytes(), policy=policy.default)
    assert message["To"] == "nouvelle@exemple.fr"
    cell("fiche", "envoyer", "1", "--brouillon", "--oui", "--sortie", str(tmp_path / "e.eml"))
    message = message_from_bytes((tmp_path / "e.eml").read_bytes(), policy=policy.default)
    assert message["To"] == "nouvelle@exemple.fr"


def test_a_contact_comes_changes_is_corrected_and_leaves(cell):
    cell("partenaire", "interlocuteur", SSAM, "Nour Fictive", "--fonction", "assistante sociale",
         "--telephone", "04 67 11 11 11", "--le", "01/01/2026")  # fmt: skip
    cell("partenaire", "interlocuteur", SSAM, "nour fictive", "--telephone", "04 67 22 22 22")
    cell("partenaire", "interlocuteur", SSAM, "Nour Fictive", "--fonction", "cadre", "--erreur")
    rows = cell.json("partenaire", "voir", SSAM)["contacts"]
    assert [(one["function"], one["phone"], one["until"]) for one in rows] == [
        ("cadre", "04 67 22 22 22", None),
        ("assistante sociale", "04 67 11 11 11", YESTERDAY.isoformat()),
    ]
    cell("partenaire", "interlocuteur", SSAM, "Nour Fictive", "--retirer", "--le", "01/01/2099")
    assert cell.json("partenaire", "liste")[1]["contacts"] == 1
    assert cell.json("partenaire", "liste", "--vu-le", "02/01/2099")[1]["contacts"] == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["voir", "inconnu"], "n'est pas connu"),
        (["corriger", SSAM], "Rien n'a été changé"),
        (["corriger", SSAM, "--courriel", "pas une adresse"], "--courriel"),
        (["interlocuteur", SSAM, "Nour Fictive"], "comment le joindre"),
        (["interlocuteur", SSAM, "Nour Fictive", "--retirer"], "n'est pas noté"),
        (["interlocuteur", SSAM, "--erreur", "--courriel", "a@exemple.fr"], "Aucune boîte"),
        (["interlocuteur", SSAM, "--retirer", "--fonction", "x"], "--retirer va seul"),
        (["interlocuteur", SSAM, "Nour 3"], "chiffres"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(cell, args, said):
    shown = cell("partenaire", *args, code=2)
    assert said in shown
    assert "Nour" not in shown
    assert cell.count("contact") == 0
