"""Text that would harm, by every way in: refused, or told as it is by every way out.

Nobody is real; each text says « Zm », which nothing else does.
"""

import csv
import io
import json
import re
import zipfile
from datetime import date
from email import message_from_bytes, policy

import pytest
from exchanges import founded_cell, reopened_cell
from golden.markers import everything_told
from workbooks import workbook

from pdpcli import app as application
from pdpcli.agreements.loader import find
from pdpcli.errors import Refusal
from pdpcli.forms.attachment import fiche_json, read_fiche_json
from pdpcli.forms.form import situation
from pdpcli.forms.sheet import Sheet

MARK = "Zm"
REFUSED = {
    "escapes": "Zm\x1b[2J\x1b]52;c;aGk=\x07",
    "eight-bit escapes": "Zm\x9b2J",
    "overrides": "Zm\u202egnp.exe",
    "isolates": "Zm\u2066fdp\u2069",
    "tags": "Zm\U000e0041",
    "a lone surrogate": "Zm\ud800",
    "ten thousand characters": MARK * 5000,
}
KEPT = {
    "rich markup": "Zm [/] [bold red]x[/] [link=file:///etc/passwd]",
    "the markup of paragraphs": "Zm <b>x</b> <img src='file:///etc/passwd'/> &amp;",
    "a formula": "=cmd|' /C calc'!A0 Zm",
    "a formula behind a space": ' +HYPERLINK("http://exemple.invalid") Zm',
    "a path": "../../Zm/..\\..\\etc",
    "headers": "Zm\r\nBcc: vole@exemple.invalid\r\n\r\nautre",
    "a calendar": "Zm\nEND:VEVENT\nBEGIN:VALARM\nATTENDEE:mailto:vole@exemple.invalid",
    "a line of a spreadsheet": 'Zm";"=1+1\n@SUM(1)',
    "a place in a text": "Zm {ref} %s $HOME ${x} {0.__class__}",
    "SQL": "Zm'); DROP TABLE person; --",
}
HOSTILE = {**REFUSED, **KEPT}
_DRIVES = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
#: where a text may be longer than ten thousand characters
LONG = ("a plan", "the report")
_FORMULA = tuple("=+-@\t\r")


def _json_file(cell, **answers):
    path = cell.folder / "r.json"
    path.write_text(json.dumps(answers), encoding="utf-8")
    return str(path)


def _text_file(cell, text):
    path = cell.folder / "t.txt"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return str(path)


def _table(cell, text):
    """A line of a CSV: the name of the firm and the remark."""
    out = io.StringIO()
    rows = [["Date signalement", "Origine", "NOM", "Prénom", "Entreprise", "Commentaire"],
            ["12/03/2024", "Carsat", _a_name(text), "Luc", text, text]]  # fmt: skip
    csv.writer(out, delimiter=";").writerows(rows)
    path = cell.folder / "t.csv"
    path.write_bytes(out.getvalue().encode("utf-8", "surrogatepass"))
    return str(path)


def _book(cell, text):
    path = cell.folder / "t.xlsx"
    rows = [["Date signalement", "Origine", "NOM", "Prénom", "Commentaire"],
            ["12/03/2024", "Carsat", _a_name(text), "Ève", text]]  # fmt: skip
    broken = re.search("[\x00-\x08\x0b-\x1f\ud800]", text.replace("\r", ""))
    path.write_bytes(b"PK\x03\x04" if broken else workbook(rows))  # no XML says these
    return str(path)


def _a_name(text):
    """A name that no other text gives."""
    return "T" + "".join(re.findall("[A-Za-z]", text))[:30]


WAYS_IN = {
    "a note": lambda _, text: ("echeances", "ajouter", text, "--le", "demain", "--situation", "1"),
    "the note of an act": lambda _, text: ("acte", "ajouter", "1", "entretien", "--note", text),
    "a firm": lambda _, text: ("entreprise", "ajouter", text),
    "a meeting": lambda _, text: ("reunion", "prevoir", "cellule", "--le", "demain", "--objet",
                                  text, "--lieu", text, "--situation", "1"),
    "an action": lambda _, text: ("action-collective", "ajouter", "atelier", "--le", "hier",
                                  "--participants", "3", "--objet", text),
    "a contact": lambda _, text: ("partenaire", "interlocuteur", "carsat-lr-ssam", "Luc Essai",
                                  "--fonction", text),
    "a plan": lambda _, text: ("situation", "plan", "1", "--texte", text),
    "the contact of a plan": lambda _, text: ("situation", "plan", "1",
                                              "--interlocuteur-salarie", text),
    "a note on an agreement": lambda _, text: ("convention", "noter", "btp34-carsat-lr",
                                               "évaluation", "--note", text),
    "answers": lambda cell, text: ("situation", "corriger", "1", "--erreur", "--fichier",
                                   _json_file(cell, contexte=text, poste=text, adresse=text)),
    "the report": lambda cell, text: ("bilan", "rediger", "--texte", _text_file(cell, text)),
    "a table": lambda cell, text: ("importer", _table(cell, text), "--oui"),
    "a workbook": lambda cell, text: ("importer", _book(cell, text), "--oui"),
    "a right": lambda _, text: ("droits", "recevoir", "1", "--nature", "rectification",
                                "--texte", text),
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("cellule")


@pytest.fixture(scope="module")
def founded():
    """What was founded: the first test that needs the store of the module does it."""
    return set()


@pytest.fixture
def cell(folder, founded, capsys, monkeypatch):
    if founded:
        return reopened_cell(folder, capsys, monkeypatch)
    made = founded_cell(folder, capsys, monkeypatch)
    made("convention", "ajouter", "btp34-carsat-lr")
    made("partenaire", "corriger", "carsat-lr-ssam", "--courriel", "ssam@exemple.fr")
    made.registered(date_signalement="hier")
    founded.add(folder)
    return made


def ran(cell, *args):
    """The exit code, and what is said with its control characters."""
    cell.place()
    cell.capsys.readouterr()
    code = application.run(list(args))
    said = cell.capsys.readouterr()
    return code, said.out + said.err


@pytest.mark.parametrize("way", WAYS_IN)
def test_a_way_in_keeps_or_refuses_and_its_answer_drives_no_terminal(cell, way):
    for name, text in HOSTILE.items():
        code, said = ran(cell, *WAYS_IN[way](cell, text))
        long = name == "ten thousand characters" and way in LONG
        once = way == "a right"  # the same request is not taken twice
        assert code in ({0, 2} if long or once else {2} if name in REFUSED else {0}), (name, said)
        assert not _DRIVES.search(said), name


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_typed_at_a_question_is_read_by_the_same_cleaning(name):
    for one in situation().fields:
        try:
            value = one.parse(HOSTILE[name], date(2026, 1, 1))
        except Refusal:
            continue
        assert name in KEPT, one.id
        assert not _DRIVES.search(str(value)), one.id


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_attached_to_a_returned_fiche_is_refused_or_read_as_it_is(name):
    sheet = Sheet("2026-0171/1", agreement="btp34-carsat-lr")
    said = json.loads(fiche_json(find("btp34-carsat-lr").form, {}, sheet))
    made = json.dumps({**said, "values": {"contexte": HOSTILE[name]}}).encode()
    if name in REFUSED:
        with pytest.raises(Refusal):
            read_fiche_json(made)
    else:
        value = read_fiche_json(made).values["contexte"]
        assert not _DRIVES.search(str(value).replace("\r", ""))


#: everything at once that is kept, by each way in, before anything is written out
ALL = (
    "=cmd|' /C calc'!A0 Zm [/] [bold]x[/bold] <b>x</b><img src='file:///etc/passwd'/> &amp;"
    " ../../Zm {ref} %s\r\nBcc: vole@exemple.invalid\r\nEND:VEVENT\nBEGIN:VALARM\n"
    "ATTENDEE:mailto:vole@exemple.invalid\n@SUM(1)"
)
LITERAL = ("Zm[/][bold]x[/bold]<b>x</b><imgsrc=", "/>&amp;../../Zm{ref}%s")


@pytest.fixture
def filled(cell, founded):
    """The cell once each way in was used."""
    if "filled" not in founded:
        for way in WAYS_IN.values():
            ran(cell, *way(cell, ALL))
        founded.add("filled")
    return cell


def literal(text):
    """The text says what was typed, as it was."""
    found = re.sub(r"\s|\xa0", "", text)
    return all(one in found for one in LITERAL)


SCREENS = {
    "situation voir 1": True, "situation liste": False, "recherche cmd": False,
    "echeances": True, "entreprise liste": True, "reunion liste": True,
    "action-collective liste": False, "partenaire voir carsat-lr-ssam": True,
    "convention voir btp34-carsat-lr": True, "acte liste 1": False, "journal": False,
    "situation plan 1": True, "droits liste": False, "droits voir 1": False, "bilan voir": True,
    "accord liste 1": False, "chiffres --par intitule": False, "verifier": False,
}  # fmt: skip


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_tells_it_as_it_is(filled, screen):
    code, said = ran(filled, *screen.split())
    assert code in (0, 2), said
    assert not _DRIVES.search(said)
    assert literal(said) or not SCREENS[screen], said


def test_json_on_screen_and_of_everything_is_what_was_typed(filled):
    out = filled.folder / "tout.jsonl"
    filled("exporter", str(out), "--oui", "--remplacer")
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    texts = [str(row) for row in rows if "Zm" in str(row)]
    assert len(texts) >= len(WAYS_IN)
    assert any(literal(json.dumps(one, ensure_ascii=False)) for one in rows)
    assert literal(json.dumps(filled.json("entreprise", "liste"), ensure_ascii=False))


def cells_of(text):
    return [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]


def test_no_cell_of_a_csv_would_be_run(filled):
    everything, figures, journal = (filled.folder / one for one in ("t.zip", "c.csv", "j.csv"))
    filled("exporter", str(everything), "--csv", "--oui", "--remplacer")
    filled("chiffres", "--csv", str(figures), "--remplacer")
    filled("journal", "exporter", "--sortie", str(journal), "--remplacer")
    with zipfile.ZipFile(everything) as box:
        told = [box.read(one).decode("utf-8-sig") for one in box.namelist() if one[-4:] == ".csv"]
        assert all(re.fullmatch(r"[\w./-]+", one) and ".." not in one for one in box.namelist())
    told += [one.read_text("utf-8-sig") for one in (figures, journal)]
    assert [one for one in told if literal(one)]
    for one in told:
        assert not [cell for cell in cells_of(one) if cell.lstrip().startswith(_FORMULA)]
        assert not _DRIVES.search(one.replace("\r\n", "\n"))


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(filled):
    out = filled.folder / "c.xlsx"
    filled("chiffres", "--xlsx", str(out), "--remplacer")
    with zipfile.ZipFile(out) as box:
        parts = {one: box.read(one).decode() for one in box.namelist()}
    sheets = "".join(text for one, text in parts.items() if one.startswith("xl/worksheets"))
    assert not re.search("<f[ >]|<hyperlink", sheets)
    assert not [one for one in parts.values() if 'TargetMode="External"' in one]


def test_a_calendar_has_its_own_events_only(filled):
    out = filled.folder / "e.ics"
    filled("echeances", "--ics", str(out), "--noms", "--remplacer")
    lines = out.read_bytes().decode().replace("\r\n ", "").split("\r\n")
    names = {re.split("[:;]", line)[0] for line in lines if line}
    assert not names & {"ATTENDEE", "Bcc", "VALARM"}
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT")
    assert {line for line in lines if line.startswith("BEGIN")} == {
        "BEGIN:VCALENDAR", "BEGIN:VEVENT"
    }  # fmt: skip


def test_a_mail_has_its_own_headers_only_and_a_fiche_its_own_words(filled):
    filled("accord", "enregistrer", "1", "--signe-le", "hier", "--lieu", "Lattes")
    filled("fiche", "corriger", "1", "--fichier", _json_file(filled, referent_tel="0499000000"))
    filled("fiche", "produire", "1", "--sortie", "f.pdf", "--remplacer")
    filled("fiche", "envoyer", "1", "--brouillon", "--sortie", "m.eml", "--remplacer", "--oui")
    mail = message_from_bytes((filled.folder / "m.eml").read_bytes(), policy=policy.default)
    assert set(mail.keys()) == {
        "X-Unsent", "To", "Subject", "MIME-Version", "Content-Type"
    }  # fmt: skip
    assert mail["To"] == "ssam@exemple.fr"
    assert "Zm" not in mail["Subject"] + mail.get_body().get_content()
    assert literal(everything_told((filled.folder / "f.pdf").read_bytes()))


PDFS = ("situation plan 1 --sortie {}", "bilan imprimer --sortie {}",
        "reunion ordre-du-jour {meeting} --sortie {}", "accord imprimer 1 --sortie {}")  # fmt: skip


@pytest.mark.parametrize("command", PDFS)
def test_a_pdf_tells_it_as_it_is_and_acts_on_nothing(filled, command):
    out = filled.folder / "p.pdf"
    (held,) = filled.rows("SELECT max(id) AS id FROM gathering WHERE on_date > date()")
    filled(*command.format(out, meeting=held["id"]).split(), "--remplacer")
    pdf = out.read_bytes()
    told = everything_told(pdf)
    assert literal(told), told
    assert "root:" not in told
    assert not re.search(b"/(JavaScript|JS|URI|Launch|GoToR|SubmitForm)\\b", pdf)


def test_no_name_of_a_file_says_it(filled):
    filled("droits", "acces", "1", "--identite", "connue", "--sortie", "acces")
    names = [one.name for one in filled.folder.rglob("*")]
    assert len(names) > len(PDFS)
    assert not [one for one in names if not re.fullmatch(r"[\w.~-]+", one) or "Zm" in one]
    assert literal(everything_told((filled.folder / "acces" / "donnees.pdf").read_bytes()))
