"""`pdp key`: a passphrase a colleague, the recovery key, and what an old envelope still opens."""

import json
import shutil
import stat
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from fictional import PASSPHRASE

from pdpcli import app as application
from pdpcli.errors import InputRefused, StoreBusy
from pdpcli.store import cost, session_key
from pdpcli.store import envelope as envelopes
from pdpcli.store.envelope import Kdf
from pdpcli.store.open import Store
from pdpcli.store.recovery import new_recovery_key
from pdpcli.store.write import Write
from pdpcli.workflows import slots

LEA, OTHER = "truelle rabot cordeau équerre", "girafe marteau vélo bleu"
RECOVERY = new_recovery_key()
CHEAP = Kdf(32, 1, 1)
Pdp = Callable[..., str]


@pytest.fixture
def store(founded: Callable[..., Store], monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(cost, "measured", lambda: CHEAP)
    return founded(recovery_key=RECOVERY)


@pytest.fixture
def run(store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Pdp:
    """``run("change", secret=…, new=…, code=0)``: `pdp key`, off a terminal, what it says."""

    def run(*args: str, secret: str = PASSPHRASE, new: str = "", code: int = 0) -> str:
        monkeypatch.setenv("PDP_PASSPHRASE", secret)
        line = list(args)
        if new:
            file = store.home.parent / "nouvelle"
            file.write_text(f"{new}\n", "utf-8")
            line += ["--fichier-nouvelle-phrase", str(file)]
        ended = application.run(line)
        said = capsys.readouterr()
        assert ended == code, said.err or said.out
        return said.out + said.err

    run("referent", "ajouter", "Léa Fictive")
    return run


def _names(store: Store) -> list[str]:
    return [slot.author for slot in slots.holders(store.home)[0]]


def _checked(run: Pdp) -> list[str]:
    return run("verifier").splitlines()


def _journal(store: Store) -> list[tuple[str, str, str]]:
    with closing(store.read()) as db:
        rows = db.execute("SELECT author, action, row FROM journal ORDER BY n").fetchall()
    return [tuple(row) for row in rows]


def test_who_has_a_passphrase_and_since_when_is_listed_without_any(
    run: Pdp, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("mot-de-passe", "ajouter", "Léa", new=LEA)
    monkeypatch.delenv("PDP_PASSPHRASE")
    said = json.loads(run("key", "list", "--json", secret=""))
    assert [one["name"] for one in said["passphrases"]] == ["Camille Exemple", "Léa Fictive"]
    assert all(len(one["since"]) == 10 for one in said["passphrases"])
    assert "clé de secours" in run("mot-de-passe", "liste", secret="")


def test_what_a_colleague_writes_bears_her_name(run: Pdp, store: Store) -> None:
    run("key", "add", "lea", new=LEA)
    run("entreprise", "ajouter", "Bâti Fictif", secret=LEA)
    run("entreprise", "ajouter", "Autre Fictif")
    authors = [one[0] for one in _journal(store) if one[1] == "employer add"]
    assert authors == ["Léa Fictive", "Camille Exemple"]


@pytest.mark.parametrize(
    ("name", "new", "said"),
    [
        ("Inconnue", LEA, "Aucun membre"),
        ("Camille", LEA, "déjà sa phrase"),
        ("Léa", PASSPHRASE, "Chacun la sienne"),
        ("Léa", "court", "trop courte"),
        ("Léa", "Fictive Léa 2026", "nom du service"),
        ("Léa", "Santé BTP 34 !!", "nom du service"),
        pytest.param("Léa", RECOVERY, "forme d'une clé de secours", id="recovery key"),
    ],
)
def test_what_is_no_passphrase_for_a_colleague_is_refused_and_changes_nothing(
    run: Pdp, store: Store, name: str, new: str, said: str
) -> None:
    before = envelopes.load(store.home)
    refused = run("key", "add", name, new=new, code=2)
    assert said in refused
    assert len(new) < 6 or new not in refused
    assert envelopes.load(store.home) == before


def test_somebody_who_left_the_cell_is_given_none(run: Pdp) -> None:
    run("referent", "corriger", "Léa", "--jusqu-au", "hier")
    assert "n'est plus de la cellule" in run("key", "add", "Léa", new=LEA, code=2)


def test_leaving_the_cell_says_that_the_passphrase_still_opens(run: Pdp) -> None:
    run("key", "add", "Léa", new=LEA)
    said = run("referent", "corriger", "Léa", "--jusqu-au", "hier")
    assert "pdp mot-de-passe retirer" in said
    run("key", "remove", "Léa")
    assert "retirer" not in run("referent", "corriger", "Léa", "--jusqu-au", "hier")


def test_removed_it_no_longer_opens_and_an_old_copy_is_said_to(run: Pdp, store: Store) -> None:
    run("key", "add", "Léa", new=LEA)
    old = envelopes.load(store.home).to_bytes()
    said = run("key", "remove", "léa")
    assert "s'ouvre toujours" in said
    assert "pdp mot-de-passe renouveler" in said
    run("entreprise", "liste", secret=LEA, code=12)
    assert "journal" not in next(line for line in _checked(run) if "enveloppe" in line)
    (store.home / envelopes.NAME).write_bytes(old)  # what was said is true
    run("entreprise", "liste", secret=LEA)
    assert "celle que le journal connaît" in " ".join(_checked(run))
    copy = envelopes.copy_path(store.store_id)
    assert copy.read_bytes() != old  # the good one is not lost for it
    run("key", "remove", "léa")
    assert "celle que le journal connaît" not in " ".join(_checked(run))


def test_the_last_passphrase_is_never_removed(run: Pdp, store: Store) -> None:
    run("key", "add", "Léa", new=LEA)
    run("key", "remove", "Camille")
    assert "dernière" in run("key", "remove", "Léa", secret=LEA, code=2)
    assert "dernière" in run("key", "remove", "Léa", secret=RECOVERY, code=2)
    assert _names(store) == ["Léa Fictive"]


def test_the_session_of_who_is_removed_is_closed_and_another_s_goes_on(
    run: Pdp, store: Store
) -> None:
    run("key", "add", "Léa", new=LEA)
    run("deverrouiller")
    run("key", "remove", "Léa")
    assert session_key.kept(store.store_id, 1)
    run("key", "add", "Léa", new=LEA)
    run("deverrouiller", secret=LEA)
    run("key", "remove", "Léa")
    assert session_key.kept(store.store_id, 1) is None


def test_changed_the_former_no_longer_opens_and_the_day_it_was_given_stays(
    run: Pdp, store: Store
) -> None:
    since = slots.holders(store.home)[0][0].since
    assert "l'ancienne" in run("key", "change", new=OTHER)
    run("entreprise", "liste", code=12)
    run("entreprise", "liste", secret=OTHER)
    assert slots.holders(store.home)[0][0].since == since


def test_keys_are_no_matter_of_a_session(run: Pdp, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sits at an open store may not give herself a passphrase."""
    run("deverrouiller")
    run("entreprise", "liste", secret="")
    for line in (("add", "Léa"), ("remove", "Camille"), ("change",), ("rotate", "--oui")):
        assert "phrase de passe manque" in run("key", *line, secret="", code=2)


@pytest.mark.parametrize("line", [("change",), ("add", "Léa"), ("recover", "Léa")])
def test_off_a_terminal_without_a_file_nothing_is_asked_nor_changed(
    run: Pdp, store: Store, line: tuple[str, ...]
) -> None:
    before = envelopes.load(store.home)
    secret = RECOVERY if "recover" in line else PASSPHRASE
    assert "--fichier-nouvelle-phrase" in run("key", *line, secret=secret, code=2)
    assert envelopes.load(store.home) == before


def test_a_new_recovery_key_takes_the_place_of_the_former(run: Pdp, store: Store) -> None:
    file = store.home.parent / "cle.txt"
    assert "l'ancienne clé" in run("key", "recovery-key", "--fichier-cle-de-secours", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    run("entreprise", "liste", secret=RECOVERY, code=12)
    run("entreprise", "liste", secret=file.read_text("utf-8").split()[-1])
    run("entreprise", "liste")


def test_a_recovery_key_with_nowhere_to_go_changes_nothing(run: Pdp, store: Store) -> None:
    file = store.home.parent / "cle.txt"
    file.write_text("autre chose")
    before = envelopes.load(store.home)
    run("key", "recovery-key", code=2)
    run("key", "recovery-key", "--fichier-cle-de-secours", str(file), code=14)
    run("key", "rotate", "--fichier-cle-de-secours", str(file), code=14)
    assert envelopes.load(store.home) == before
    assert file.read_text() == "autre chose"


def test_a_rotation_that_leaves_a_colleague_out_is_confirmed_and_says_so(
    run: Pdp, store: Store
) -> None:
    file = str(store.home.parent / "cle.txt")
    run("key", "add", "Léa", new=LEA)
    assert "Léa Fictive" in run("key", "rotate", "--fichier-cle-de-secours", file, code=2)
    assert envelopes.load(store.home).generation == 1
    done = run("key", "rotate", "--fichier-cle-de-secours", file, "--oui")
    assert "Léa Fictive" in done
    assert "pdp mot-de-passe ajouter" in done
    run("entreprise", "liste", secret=LEA, code=12)
    run("key", "add", "Léa", new=LEA)
    run("entreprise", "liste", secret=LEA)
    assert "✗" not in run("verifier")


def test_the_backups_that_the_old_passphrases_open_are_listed(run: Pdp, store: Store) -> None:
    run("sauvegarde", "creer")
    made = [path.name for path in (store.home / "sauvegardes").iterdir()]
    file = str(store.home.parent / "cle.txt")
    done = run("key", "rotate", "--fichier-cle-de-secours", file)
    assert made
    assert all(name in done for name in made)
    assert "supprimez" in done


def test_two_colleagues_added_at_once_are_both_there(store: Store, run: Pdp) -> None:
    opened = slots.opened_anew(store.home, PASSPHRASE)
    both = [("Léa Fictive", LEA), ("Ali Fictif", OTHER)]
    threads = [Thread(target=slots.add, args=(opened, *one, CHEAP)) for one in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(_names(store)) == ["Ali Fictif", "Camille Exemple", "Léa Fictive"]
    assert slots.opened_anew(store.home, OTHER).author == "Ali Fictif"


def test_a_change_that_is_not_journaled_is_not_made(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = envelopes.load(store.home)

    def refused(_: Write) -> None:
        raise InputRefused("non")

    monkeypatch.setattr(Write, "finish", refused)
    with pytest.raises(InputRefused):
        slots.change(slots.opened_anew(store.home, PASSPHRASE), OTHER, CHEAP)
    assert envelopes.load(store.home) == before


def test_a_change_refused_does_not_undo_what_another_command_did(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rotation that ends while this one waits: the former envelope must not come back."""
    opened = slots.opened_anew(store.home, PASSPHRASE)
    other = replace(envelopes.load(store.home), generation=2)

    def refused(*_: object) -> None:
        envelopes.save(store.home, other)
        raise StoreBusy("occupé")

    monkeypatch.setattr(Store, "write", refused)
    with pytest.raises(StoreBusy):
        slots.change(opened, OTHER, CHEAP)
    assert envelopes.load(store.home) == other


def test_every_change_is_journaled_with_its_author_and_no_secret(run: Pdp, store: Store) -> None:
    run("key", "add", "Léa", new=LEA)
    run("key", "change", secret=LEA, new=OTHER)
    run("key", "recover", "Léa", secret=RECOVERY, new=LEA)
    run("key", "remove", "Léa")
    rows = [one for one in _journal(store) if one[1].startswith("key ")]
    assert [(author, action) for author, action, _ in rows] == [
        ("Camille Exemple", "key add"),
        ("Léa Fictive", "key change"),
        ("clé de secours", "key recover"),
        ("Camille Exemple", "key remove"),
    ]
    assert rows[-1][2].endswith(envelopes.load(store.home).digest)
    told = json.dumps(rows, ensure_ascii=False)
    assert not any(secret in told for secret in (LEA, OTHER, PASSPHRASE, RECOVERY))


def test_a_lost_passphrase_ends_with_another_one_thanks_to_the_recovery_key(run: Pdp) -> None:
    """The guide, « Mots de passe et clés »: forgotten."""
    assert "clé de secours" in run("entreprise", "liste", secret="celle que je crois", code=12)
    run("key", "recover", "Camille", secret="celle que je crois", new=OTHER, code=12)
    run("key", "recover", "Camille", secret=new_recovery_key(), new=OTHER, code=12)
    typed = RECOVERY.lower().replace("-", " ")
    assert "coffre" in run("key", "recover", "Camille", secret=typed, new=OTHER)
    run("entreprise", "ajouter", "Bâti Fictif", secret=OTHER)
    run("entreprise", "liste", code=12)


def test_phrase_and_recovery_key_both_lost_a_colleague_gives_another(run: Pdp) -> None:
    """The guide, same place: whoever has her phrase takes the lost one away, and gives one."""
    run("key", "add", "Léa", new=LEA)
    run("key", "remove", "Camille", secret=LEA)
    run("key", "add", "Camille", secret=LEA, new=OTHER)
    run("entreprise", "ajouter", "Bâti Fictif", secret=OTHER)
    run("entreprise", "liste", code=12)


def test_a_lost_envelope_is_put_back_as_it_was_last(run: Pdp, store: Store) -> None:
    """The guide: lost envelope; the profile's copy follows every change of passphrase."""
    run("key", "change", new=OTHER)
    (store.home / envelopes.NAME).unlink()
    assert "--remettre-enveloppe" in run("entreprise", "liste", secret=OTHER, code=13)
    run("verifier", "--remettre-enveloppe", secret=OTHER)
    run("entreprise", "ajouter", "Bâti Fictif", secret=OTHER)
    run("entreprise", "liste", code=12)


def test_after_a_rotation_the_copy_is_that_of_the_new_store(run: Pdp, store: Store) -> None:
    run("key", "rotate", "--fichier-cle-de-secours", str(store.home.parent / "cle.txt"))
    (store.home / envelopes.NAME).unlink()
    assert "✗" not in run("verifier", "--remettre-enveloppe")
    run("entreprise", "ajouter", "Bâti Fictif")


def test_two_laptops_one_writes_and_the_other_s_additions_are_seen_to_be_another_history(
    run: Pdp, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guide, « Changer de poste »: copied, read there, adopted; then no longer written here."""
    there = store.home.parent / "portable"
    shutil.copytree(store.home, there / "coffre")

    def at(place: Path) -> None:
        monkeypatch.setenv("PDP_HOME", str(place / "coffre"))
        monkeypatch.setenv("XDG_STATE_HOME", str(place / "state"))

    at(there)
    run("entreprise", "liste")
    for line in (("entreprise", "ajouter", "Bâti Fictif"), ("key", "change")):
        new = OTHER if "change" in line else ""
        assert "reprendre-la-main" in run(*line, new=new, code=11)
    said = run("reprendre-la-main")
    assert "Camille Exemple" in said
    run("entreprise", "ajouter", "Bâti Fictif")
    assert "déjà" in run("reprendre-la-main")
    shutil.copytree(there / "coffre", store.home, dirs_exist_ok=True)
    at(store.home.parent)
    run("entreprise", "liste")
    assert "reprendre-la-main" in run("entreprise", "ajouter", "Autre Fictif", code=11)
    run("reprendre-la-main")
    run("entreprise", "ajouter", "Autre Fictif")
    at(there)
    run("entreprise", "ajouter", "Perdue Fictive")
    shutil.copytree(store.home, there / "coffre", dirs_exist_ok=True)
    assert "histoire" in run("verifier", code=13)
