"""`pdp demo`, as a process: one folder to play with, and figures that a count by hand confirms."""

import json
from contextlib import closing
from pathlib import Path

import pypdf
import pytest

from pdpcli.commands.clock import today
from pdpcli.demo.cast import _SURNAMES
from pdpcli.store.open import unlocked
from pdpcli.workflows.demo import PASSPHRASE_FILE

YEAR = today().year - 1
YEARS = (YEAR, YEAR - 1, YEAR - 2)
REMOBILISATION = {
    "essai_encadre", "crpe", "pmsmp", "skills_review", "training", "psop", "inclupro",
    "potentialis", "discovery",
}  # fmt: skip


@pytest.fixture
def played(pdp, home, tmp_path):
    """The demonstration, made once, and a way to go on with it."""
    done = pdp("demonstration", "--dans", str(home), env={"PDP_HOME": str(tmp_path / "elsewhere")})
    assert done.returncode == 0, done.stderr
    return done


def rows(home, sql):
    secret = (home / PASSPHRASE_FILE).read_text("utf-8").strip()
    with closing(unlocked(home, lambda: secret).read()) as db:
        return [dict(row) for row in db.execute(sql)]


def test_the_demonstration_can_be_looked_at_counted_and_played_with(pdp, home, played):
    said = played.stdout
    shown = " ".join(said.replace("\N{NO-BREAK SPACE}", " ").split())
    assert shown.index("FICTIF") < shown.index("EN RETARD") < shown.index(f"CHIFFRES {YEAR}")
    for waiting in ("Accord à faire signer", "Fiche à envoyer", "sans réponse", "AUJOURD'HUI"):
        assert waiting in shown
    assert f"PDP_HOME={home}" in said
    assert_pdfs_reopen(home)
    assert_names_are_invented(home)
    assert_figures_are_those_counted_by_hand(pdp, home)
    assert_the_commands_it_proposes_work(pdp, said)
    again = pdp("demo", "--into", str(home))
    assert again.returncode == 2
    assert "existe déjà" in again.stderr
    assert "--dans" in again.stderr
    assert pdp("check").returncode == 0


def assert_pdfs_reopen(home):
    fiche, sheet = sorted(home.glob("*.pdf"), reverse=True)
    texts = [
        "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
        for path in (fiche, sheet)
    ]
    assert fiche.name.startswith("fiche-")
    assert sheet.name.startswith("a-signer-")
    assert all("FICHE DE LIAISON" in text for text in texts)
    assert "signé sur papier" in texts[0]
    assert "signé sur papier" not in texts[1]


def assert_names_are_invented(home):
    people = rows(home, "SELECT last_name, nir FROM person")
    assert {row["last_name"].split("-")[0] for row in people} <= {
        name.split("-")[0] for name in _SURNAMES
    }
    numbers = [row["nir"] for row in people if row["nir"]]
    assert 0 < len(numbers) < len(people)
    assert all(nir[5:9] == "3499" and int(nir[10:13]) >= 990 for nir in numbers)


def assert_figures_are_those_counted_by_hand(pdp, home):
    told = json.loads(pdp("stats", "--year", str(YEAR), "--json").stdout)
    lines = {
        (figure["id"], line["id"]): [line["values"][str(year)] for year in YEARS]
        for figure in told["agreements"][0]["figures"]
        for line in figure["lines"]
        if not line["dimension"] and figure["id"] != "BTP34-public"
    }
    by_hand = {key: [count(year) for year in YEARS] for key, count in counts(home).items()}
    assert {key: lines[key] for key in by_hand} == by_hand
    assert all(any(values) for values in by_hand.values())


def counts(home):
    """A count of each line, written without the evaluation's own code."""
    acts = rows(home, "SELECT a.*, c.state AS cs FROM act a JOIN case_file c ON c.id = a.case_id")
    assert {act["state"] for act in acts if act["kind"] in REMOBILISATION} == {
        "done", "planned", "cancelled",
    }  # fmt: skip
    acts = [act for act in acts if act["state"] == "done" and act["cs"] != "cancelled"]
    met = [row for row in rows(home, "SELECT * FROM gathering") if row["state"] == "done"]

    def cases(year, **said):
        return {
            act["case_id"]
            for act in acts
            if act["year"] == year and all(act[key] == value for key, value in said.items())
        }

    def sent_by(year):
        return set().union(
            *(cases(y, kind="referral", direction="out") for y in range(2000, year + 1))
        )

    def last_outcomes(year, *natures):
        last = {}
        for act in sorted(acts, key=lambda act: (act["on_date"], act["id"])):
            if act["kind"] == "outcome" and act["year"] == year and act["case_id"] in sent_by(year):
                last[act["case_id"]] = act["nature"]
        return sum(nature in natures for nature in last.values())

    def remobilised(year):
        return sum(
            act["kind"] in REMOBILISATION and act["on_leave"] == "yes"
            and act["year"] == year and act["case_id"] in sent_by(year)
            for act in acts
        )  # fmt: skip

    def gathered(year, *kinds):
        return [row for row in met if row["year"] == year and row["kind"] in kinds and row["joint"]]

    def people(year, *kinds):
        return sum(row["participants"] for row in gathered(year, *kinds))

    return {
        ("BTP34-1", "a"): lambda y: len(cases(y, kind="referral", direction="in")),
        ("BTP34-1", "b"): lambda y: len(cases(y, kind="referral", direction="out")),
        ("BTP34-2", "a"): lambda y: len(cases(y, kind="examination", nature="insurance")),
        ("BTP34-2", "b"): lambda y: len(cases(y, kind="examination", nature="cell")),
        ("BTP34-3", "a"): lambda y: len(gathered(y, "collective")),
        ("BTP34-3", "b"): lambda y: people(y, "collective"),
        ("BTP34-4", "a"): lambda y: len(gathered(y, "awareness", "training")),
        ("BTP34-4", "b"): lambda y: people(y, "awareness", "training"),
        ("BTP34-5", "a"): remobilised,
        ("BTP34-5", "b"): lambda y: last_outcomes(y, "same_job", "same_employer"),
        ("BTP34-5", "c"): lambda y: last_outcomes(y, "other_employer", "other_activity"),
        ("BTP34-6", "a"): lambda y: len(gathered(y, "services")),
        ("BTP34-6", "b"): lambda y: len(gathered(y, "instances")),
    }


def assert_the_commands_it_proposes_work(pdp, said):
    import shlex

    proposed = [
        shlex.split(line.split("   ")[0].strip())
        for line in said.partition("par exemple")[2].splitlines()
        if line.startswith("  pdp ")
    ]
    assert len(proposed) >= 8
    codes = {" ".join(words): pdp(*words[1:]).returncode for words in proposed[:-1]}
    assert sorted(codes.values()) == [0] * (len(codes) - 1) + [15], codes


def test_a_place_that_cannot_hold_it_leaves_nothing(pdp, tmp_path):
    done = pdp("demo", "--into", str(tmp_path / "Dropbox" / "essai"))
    assert done.returncode == 2
    assert not Path(tmp_path / "Dropbox").exists()
