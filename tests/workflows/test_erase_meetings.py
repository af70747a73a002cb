"""Somebody erased is in no agenda, decision or minutes; the counts are the same.

Everybody here is fictional.
"""

import pytest
from decrypted import rows_of
from exchanges import founded_cell

from pdpcli.commands.opening import open_store
from pdpcli.rules.hiding import HIDDEN

WORDS = ("Zmarqueun", "Ymarquedeux", "Xmarquetrois", "Wmarquequatre", "Vmarquecinq")


@pytest.fixture
def cell(tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path, capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


def figures(cell):
    return cell.json("chiffres")


def test_nothing_of_a_meeting_says_who_she_was_and_every_figure_is_the_same(cell):
    ref = cell.registered(nom="Zmarqueun", prenom="Ymarquedeux", date_signalement="hier",
                          prereprise_date="hier")  # fmt: skip
    other = cell.registered(nom="Autre-Fictive", date_signalement="hier", prereprise_date="hier")
    cell("reunion", "prevoir", "cellule", "--le", "aujourd'hui", "--situation", ref,
         "--situation", other, "--objet", "Le cas ZMARQUEUN")  # fmt: skip
    cell("reunion", "ordre-du-jour", "1", "--ajouter", ref, "--motif", "Xmarquetrois")
    said = {f"{what}_{one.replace('-', '_')}": answer for one in (ref, other)
            for what, answer in (("examinee", "oui"), ("decision", "Wmarquequatre"))}  # fmt: skip
    said[f"decision_{other.replace('-', '_')}"] = "Une décision (fictive)."
    minutes = "Vu Zmarqueun Ymarquedeux, puis Mme zmarqueun.\nUn tour de table."
    cell("reunion", "tenir", "1", "--fichier", cell.file("h.toml", compte_rendu=minutes, **said))
    cell("reunion", "saisir", ref, "--nature", "urgente", "--texte", "Vmarquecinq")
    before = "\n".join(rows_of(open_store()))
    assert [word for word in WORDS if word not in before] == []
    counted = figures(cell)
    cell("droits", "effacer", ref, "--oui")
    after = "\n".join(rows_of(open_store())).casefold()
    assert [word for word in WORDS if word.casefold() in after] == []
    assert figures(cell) == counted
    (row,) = cell.rows("SELECT title, minutes FROM gathering")
    assert row["title"] == f"Le cas {HIDDEN}"
    assert row["minutes"] == f"Vu {HIDDEN}, puis Mme {HIDDEN}.\nUn tour de table."
    assert [one["decision"] for one in cell.rows("SELECT decision FROM agenda_item")] == [
        "Une décision (fictive)."
    ]
    shown = cell("reunion", "ordre-du-jour", "1")
    assert ref in shown
    assert "AUTRE-FICTIVE" in shown
    assert "✗" not in cell("verifier")


def test_the_papers_that_name_her_are_told_when_she_is_erased(cell):
    """Agendas and minutes of the cell are files: the erasure says where they still are."""
    ref = cell.registered(date_signalement="hier", prereprise_date="hier")
    cell("reunion", "prevoir", "cellule", "--le", "aujourd'hui", "--situation", ref)
    cell("reunion", "ordre-du-jour", "1", "--pdf")
    said = cell.file("h.toml", **{f"examinee_{ref.replace('-', '_')}": "oui"})
    cell("reunion", "tenir", "1", "--fichier", said, "--pdf")
    told = cell("droits", "effacer", ref, "--oui")
    assert "ordre-du-jour-1-interne.pdf" in told
    assert "compte-rendu-1-interne.pdf" in told
