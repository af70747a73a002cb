"""Whatever leaves by the commands, nothing is in it outside of the allow-list of the form.

Every answer is a marker that appears nowhere else; nobody is real.
"""

import re
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import fictional
import pytest
from catalogue import with_fiche
from exchanges import founded_cell
from golden.markers import everything_told, shapes
from golden.sheets import SAID

from pdpcli.agreements.loader import find
from pdpcli.forms.form import situation
from pdpcli.rules.dates import french
from pdpcli.rules.nir import nir_key
from pdpcli.rules.paths import fact_of

PAIRS = [(name, us) for name in with_fiche() for us in find(name).parties]
_N13 = "1680334998990"
_CHOSEN = {"prereprise": "oui", "en_arret": "oui", "mdph": "oui", "statut": "artisan"}
_FIXED = {
    "date_signalement": "hier",
    "nir": _N13 + nir_key(_N13),
    "employeur_siret": "73282932000074",
    "employeur_naf": "43.99C",
    "autre_employeur_siret": "73282932000082",
    "autre_employeur_naf": "78.20Z",
}

#: a day or a code that other text may hold by chance
_BY_CHANCE = {"date_signalement", "employeur_naf", "autre_employeur_naf"}


def marker(number):
    """A made-up word, of letters only."""
    return f"Zq{chr(97 + number // 26)}{chr(97 + number % 26)}xk"


def answer(one, number):
    """What is typed for a field of the registration form, that nothing else says."""
    if one.id in _FIXED:
        return _FIXED[one.id]
    if one.labels:
        usual = next(code for code in one.labels if code not in {"unknown", "none", "no"})
        return _CHOSEN.get(one.id, usual)
    kinds = {
        "date": french(date(1971, 1, 5) + timedelta(days=211 * number)),
        "phone": f"06 98 73 {number:02} 41",
        "email": f"{marker(number).lower()}@exemple.fr",
        "integer": 73_145_000 + number,
        "address": f"{marker(number)}, 34970 Lattes",
    }
    return kinds.get(one.kind, marker(number))


ANSWERS = {
    one.id: answer(one, number)
    for number, one in enumerate(situation().fields)
    if one.kind != "body" and one.id != "organisme"
}


def held():
    """The shapes of each marker, by the fact that it is of."""
    today = date.today()  # noqa: DTZ011
    found = {}
    for one in situation().fields:
        if one.id in ANSWERS and one.id not in _BY_CHANCE:
            value = one.parse(ANSWERS[one.id], today)
            found.setdefault(one.path, set()).update(shapes(one, value))
    return found


@pytest.fixture
def cell(places, tmp_path, capsys, monkeypatch):
    return founded_cell(tmp_path / "a", capsys, monkeypatch)


def left(cell, agreement, us):
    """Every way out used once: what was said, the PDF and the draft."""
    form = find(agreement, cell.folder / "coffre" / "conventions").form
    cell("convention", "ajouter", agreement, "--en-tant-que", us)
    ref = cell.registered(**dict.fromkeys(fictional.ANSWERS.keys() - ANSWERS), **ANSWERS)
    contact = {"referent_tel": "04 99 00 00 00"} if "referent_tel" in form.by_id else {}
    said = {**contact, **SAID.get(agreement, {})}
    if said:
        cell("fiche", "corriger", ref, "--convention", agreement,
             "--fichier", cell.file("r.toml", **said))  # fmt: skip
    cell("accord", "enregistrer", ref, "--signe-le", "hier", "--lieu", "Lattes")
    told = cell("fiche", "produire", ref, "--cachet")
    told += cell("fiche", "envoyer", ref, "--brouillon")
    told += cell("fiche", "envoyer", ref, "--canal", "post")
    (pdf,) = Path(cell.folder).glob("fiche-*.pdf")
    (eml,) = Path(cell.folder).glob("courriel-*.eml")
    return form, told, pdf, eml


def check(form, partner, told, pdf, eml):
    """Nothing outside of the allow-list in the PDF; nothing of the record anywhere else."""
    allowed = {fact_of(one.path) for one in form.fields if partner in one.to}
    in_pdf = everything_told(pdf.read_bytes())
    message = message_from_bytes(eml.read_bytes(), policy=policy.default)
    (attached,) = message.iter_attachments()
    around = f"{told} {pdf.name} {eml.name} {message.items()} {attached.items()}"
    around += message.get_body().get_content()
    around = re.sub(r"\s", "", around)
    assert attached.get_content() == pdf.read_bytes()
    for path, marks in held().items():
        assert not [mark for mark in marks if mark in around], path
        if path not in allowed:
            assert not [mark for mark in marks if mark in in_pdf], path
    return in_pdf


@pytest.mark.parametrize(("agreement", "us"), PAIRS)
def test_of_every_convention(cell, agreement, us):
    form, *out = left(cell, agreement, us)
    in_pdf = check(form, find(agreement).partner_of(us).id, *out)
    for always in ("nom", "prenom", "contexte"):
        assert ANSWERS[always] in in_pdf


def test_what_a_convention_of_hers_keeps_never_leaves(cell):
    """Three fields of a copied form go to nobody."""
    kept = ("tel", "anciennete", "employeur_adresse")
    cell("convention", "copier", "btp34-carsat-lr", "essai-fictif")
    (path,) = Path(cell.folder).rglob("essai-fictif/form.toml")
    text = path.read_text("utf-8")
    for one in kept:
        text = text.replace(f"[section.field.{one}]\n", f"[section.field.{one}]\nto = []\n")
    path.write_text(text, "utf-8")
    form, *out = left(cell, "essai-fictif", "sante-btp-34")
    in_pdf = check(form, "carsat-lr-ssam", *out)
    assert [one for one in kept if form.by_id[one].to] == []
    assert ANSWERS["contexte"] in in_pdf
    assert ANSWERS["anciennete"] not in in_pdf
