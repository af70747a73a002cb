"""A reply typed by hand: the partner's to what we asked. Everybody is fictional."""

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


def test_a_reply_is_refused_with_every_wrong_answer_at_once(cell):
    ref = cell.sent().stem
    wrong = {**REPLY, "reponse_tel": "12", "reponse_texte": "", "reponse_nomm": "Typo"}
    told = cell("fiche", "repondre", ref, "--fichier", cell.file("r.toml", **wrong), code=2)
    for place in ("reponse_tel", "reponse_texte", "reponse_nomm"):
        assert f"- {place}" in told
    assert cell.count("entry") == cell.count("notice") == 0


def test_a_reply_put_right_is_compared_and_confirmed(cell):
    ref = f"{cell.sent().stem}/1"
    cell("fiche", "repondre", ref, "--fichier", cell.file("r.toml", **REPLY))
    same = cell("fiche", "repondre", ref, "--fichier", cell.file("r.toml", **REPLY), code=2)
    assert "la même" in same
    other = cell.file("r.toml", **{**REPLY, "reponse_texte": "Mardi (fictif)."})
    told = cell("fiche", "repondre", ref, "--fichier", other, code=2)
    assert "Rendez-vous pris." in told
    assert "Mardi (fictif)." in told
    assert "--oui" in told
    cell("fiche", "repondre", ref, "--fichier", other, "--oui")
    assert "Mardi" in cell.rows("SELECT answers FROM entry")[0]["answers"]
    assert cell.count("notice") == 1  # the same day: nothing more happened


def test_a_reply_of_another_day_undoes_the_day_that_was_noted(cell):
    ref = cell.sent(date_signalement="avant-hier").stem
    cell("fiche", "repondre", ref, "--fichier", cell.file("r.toml", **REPLY))
    earlier = cell.file("r.toml", **{**REPLY, "reponse_date": "hier"})
    cell("fiche", "repondre", ref, "--fichier", earlier, "--oui")
    kinds = [row["kind"] for row in cell.rows("SELECT kind FROM notice ORDER BY id")]
    assert kinds == ["replied", "undone", "replied"]
    assert cell.state(f"{ref}/1") == "answered"


def test_a_reply_to_a_fiche_never_sent_is_confirmed(cell):
    ref = cell.registered()
    cell("fiche", "nouveau", ref)
    told = cell("fiche", "repondre", ref, "--fichier", cell.file("r.toml", **REPLY), code=2)
    assert "Aucun envoi" in told
    assert cell.count("entry") == 0


def test_a_form_without_date_nor_referent_has_them_asked_beside(cell):
    cell("convention", "ajouter", "caire84-carsat-se", "--en-tant-que", "caire84")
    ref = cell.registered()
    cell("fiche", "nouveau", ref, "--convention", "caire84-carsat-se")
    said = {"reponse": "Reçu (fictif)."}
    told = cell("fiche", "repondre", ref, "--fichier", cell.file("r.toml", **said), "--oui", code=2)
    assert "ecrit-le" in told
    said |= {"ecrit-le": "hier", "ecrit-par": "Zoé Fictive"}
    cell("fiche", "repondre", ref, "--fichier", cell.file("r.toml", **said), "--oui")
    entry = cell.rows("SELECT on_date, referent, answers FROM entry")[0]
    assert entry["referent"] == "Zoé Fictive"
    assert entry["answers"] == '{"reponse": "Reçu (fictif)."}'


def test_nothing_is_begun_by_replying_to_a_situation_without_a_fiche(cell):
    ref = cell.registered()
    told = cell("fiche", "repondre", ref, "--fichier", cell.file("r.toml", **REPLY), code=2)
    assert "pas encore de fiche" in told
    assert cell.count("liaison") == 0


def test_without_a_terminal_what_to_put_in_a_file_is_listed(cell):
    told = cell("fiche", "repondre", cell.sent().stem, code=2)
    assert "reponse_texte" in told
    assert "(nécessaire)" in told
    assert "--fichier" in told


@pytest.mark.parametrize("data", [b"", b"MZ\x90", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_scan_is_refused_beside_a_reply(cell, data):
    ref = cell.sent().stem
    bad = cell.folder / "bad"
    bad.write_bytes(data)
    reply = cell.file("r.toml", **REPLY)
    cell("fiche", "repondre", ref, "--fichier", reply, "--scan", str(bad), code=16)
    assert cell.count("entry") == cell.count("notice") == 0


def test_no_text_of_a_reply_is_in_an_error_nor_in_the_journal(cell):
    mark = "Zréponseunz"
    reply = cell.file("r.toml", **{**REPLY, "reponse_texte": mark, "reponse_tel": "Ztelunz"})
    told = cell("fiche", "repondre", cell.sent().stem, "--fichier", reply, code=2)
    assert mark not in told
    assert "Ztelunz" not in told
    assert mark not in str(cell.rows("SELECT * FROM journal"))
