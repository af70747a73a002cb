"""A reply typed by hand: the partner's on what we asked. Everybody is fictional."""

import pytest
from exchanges import founded_cell

REPLY = {
    "reponse_date": "aujourd'hui",
    "reponse_nom": "Zoé Fictive",
    "reponse_tel": "04 67 00 00 00",
    "reponse_texte": "Rendez-vous pris.\nÀ suivre (fictif).",
}


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    made = founded_cell(tmp_path / "a", capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    return made


def test_a_typed_reply_ends_the_waiting(cell):
    ref = f"{cell.sent().stem}/1"
    assert cell.state(ref) == "sent"
    told = cell("fiche", "repondre", ref, "--fichier", cell.file("r.toml", **REPLY))
    assert f"notée : {ref}" in told
    assert cell.state(ref) == "answered"
    assert cell.count("entry") == cell.count("notice") == 1
