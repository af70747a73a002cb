"""A convention is a folder: the shipped ones are right, a wrong one is refused with each reason."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from pdpcli.agreements.loader import check, find, own, shipped
from pdpcli.errors import InputRefused
from pdpcli.rules.vocabulary import GATHERING_KINDS

BTP34 = find("btp34-carsat-lr")
_HERE = Path(sys.modules["pdpcli.agreements.loader"].__file__ or "").parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a right convention, under another name, in a user's folder."""
    mine = tmp_path / "conventions" / "ma-convention"
    mine.mkdir(parents=True)
    for source in (_HERE / "btp34-carsat-lr").glob("*.toml"):
        text = source.read_text(encoding="utf-8")
        for key in ("id", "agreement"):
            text = text.replace(f'{key} = "btp34-carsat-lr"', f'{key} = "ma-convention"')
        (mine / source.name).write_text(text, encoding="utf-8")
    return mine


def _edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def _reasons(folder: Path) -> str:
    return "\n".join(str(one) for one in check(folder))


@pytest.mark.parametrize("agreement", shipped())
def test_every_shipped_convention_is_right(agreement: str) -> None:
    assert check(_HERE / agreement) == []


def test_the_terms_of_btp34_are_those_of_the_protocol() -> None:
    assert BTP34.signed_on == date(2025, 4, 14)
    assert (BTP34.term.months, BTP34.notice.months, BTP34.evaluation.months) == (12, 3, 12)
    assert BTP34.renewal.tacit
    assert "évaluation annuelle" in BTP34.renewal.subject_to
    assert BTP34.us == ("sante-btp-34",)
    assert BTP34.partner_of("sante-btp-34").parent == "carsat-lr"
    assert {one.short for one in BTP34.instances} == {"Comité local PDP", "CME"}
    assert BTP34.frequencies[0].gathering in GATHERING_KINDS


def test_a_delay_the_text_leaves_open_is_a_parameter_that_says_so() -> None:
    (delay,) = BTP34.delays
    (parameter,) = BTP34.parameters
    assert delay.days is None
    assert delay.parameter == parameter.id == "answer_delay_days"
    assert parameter.default == 15
    assert parameter.note == "votre délai ; le protocole n'en fixe pas"


@pytest.mark.parametrize("agreement", shipped())
def test_everything_a_convention_says_names_its_article(agreement: str) -> None:
    one = find(agreement)
    signed = (one.term, one.renewal, one.consent) if one.fiche else ()
    said = (*signed, one.evaluation, *one.parameters, *one.delays, *one.frequencies,
            *one.instances, *one.referrals, *one.population)  # fmt: skip
    assert all(each.source for each in said)
    assert all(one.body(each).short for each in one.parties)
    assert [delay.id for delay in one.delays if not (delay.days or delay.months)] == [
        delay.id for delay in one.delays if delay.parameter
    ]


def test_the_terms_of_cap_emploi_are_those_of_its_convention() -> None:
    cape = find("prevy-cap-emploi")
    assert cape.signed_on == date(2024, 5, 27)
    assert (cape.term.months, cape.renewal.tacit, cape.notice.months) == (12, True, 2)
    assert cape.last_day_for_notice(date(2026, 1, 1)) == date(2026, 3, 27)
    lengths = {one.id: (one.days, one.months, one.parameter) for one in cape.delays}
    assert lengths["formal-notice"] == (30, None, "")
    assert lengths["conciliation"] == (None, 2, "")
    assert [lengths[one][2] for one in ("acknowledge", "taken-on", "news", "review")] == [
        "acknowledge_days", "taken_on_days", "news_days", "review_days",
    ]  # fmt: skip
    rhythms = {(one.id, one.at_least, one.per) for one in cape.frequencies}
    assert rhythms == {
        ("complex-cases", 2, "year"), ("staff", 1, "month"), ("employers", 4, "year"),
        ("round-table", 1, "year"), ("copil", 1, "year"),
    }  # fmt: skip
    assert cape.body("cap-emploi-gard").email == "maintien@capemploi30.fr"


def test_caire84_may_be_either_party_and_asks_for_a_yearly_committee() -> None:
    caire = find("caire84-carsat-se")
    assert set(caire.us) == set(caire.parties) == {"caire84", "carsat-se-ssam"}
    assert (caire.signed_on, caire.notice.months) == (None, 0)
    assert caire.expires_on(date(2026, 1, 1)) is None
    assert [(one.at_least, one.per) for one in caire.frequencies] == [(1, "year")]


def test_prevy_refers_to_the_social_service_those_it_does_not_know() -> None:
    prevy = find("prevy-carsat-lr")
    assert prevy.signed_on is None
    ours = next(one for one in prevy.referrals if one.sender == "prevy")
    assert ("non connu du SSAM", "case.known_to_ssam", ("no",)) in [
        (one.text, one.path, one.codes) for one in ours.conditions
    ]


def test_referrals_go_both_ways_each_with_its_article() -> None:
    ways = {(one.sender, one.recipient) for one in BTP34.referrals}
    assert ways == {("carsat-lr-ssam", "sante-btp-34"), ("sante-btp-34", "carsat-lr-ssam")}
    assert all("art. 3" in one.source and one.conditions for one in BTP34.referrals)


@pytest.mark.parametrize(
    ("on", "end", "notice"),
    [
        (date(2025, 6, 1), date(2026, 4, 14), date(2026, 1, 14)),
        (date(2026, 4, 14), date(2027, 4, 14), date(2027, 1, 14)),
        (date(2028, 2, 29), date(2028, 4, 14), date(2028, 1, 14)),
    ],
)
def test_the_running_term_and_the_last_day_for_notice(on: date, end: date, notice: date) -> None:
    assert BTP34.expires_on(on) == end
    assert BTP34.last_day_for_notice(on) == notice


def test_a_users_own_folder_is_found_beside_the_shipped_ones(folder: Path) -> None:
    assert check(folder) == []
    assert own(folder.parent) == ["ma-convention"]
    mine = find("ma-convention", folder.parent)
    assert not mine.shipped
    assert mine.form_text == BTP34.form_text
    assert mine.form.hash == BTP34.form.hash


def test_line_ends_of_another_system_do_not_change_the_hash(folder: Path) -> None:
    form = folder / "form.toml"
    form.write_bytes(form.read_bytes().replace(b"\n", b"\r\n"))
    assert find("ma-convention", folder.parent).form.hash == BTP34.form.hash


@pytest.mark.parametrize(
    "wanted", ["btp34-carsat", "../btp34-carsat-lr", "", "btp34-carsat-lr/", "."]
)
def test_an_unknown_convention_is_refused(wanted: str, folder: Path) -> None:
    with pytest.raises(InputRefused):
        find(wanted, folder.parent)


def test_a_slip_in_the_name_is_met_with_the_nearest_one() -> None:
    with pytest.raises(InputRefused) as refused:
        find("btp34-carsat")
    assert "« btp34-carsat-lr »" in refused.value.what


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("agreement.toml", 'id = "ma-convention"', 'id = "autre"', "nom du dossier"),
        ("agreement.toml", "[notice]", "[preavis]", "preavis : clé inconnue"),
        ("agreement.toml", 'parent = "carsat-lr"', 'parent = "carsat"', "parent"),
        ("agreement.toml", 'from = "carsat-lr-ssam"', 'from = "ssam"', "from"),
        ("agreement.toml", 'parameter = "answer_delay_days"', 'parameter = "x"', "paramètre"),
        ("agreement.toml", 'parameter = "answer_delay_days"', "", "l'un des trois"),
        ("agreement.toml", 'parameter = "answer', 'months = 2\nparameter = "answer', "des trois"),
        ("agreement.toml", "signed_on = 2025-04-14", 'signed_on = "hier"', "signed_on"),
        ("agreement.toml", 'is = ["general"]', 'is = ["rsi"]', "rsi"),
        ("agreement.toml", 'us = ["sante-btp-34"]', "us = []", "us"),
        ("agreement.toml", 'id = "carsat-lr"', 'id = "Carsat LR"', "minuscules"),
        ("form.toml", '"sante-btp-34"]', '"carsat-lr"]', "parties"),
        ("form.toml", 'label = "N° NNI"', f'label = "{"N° NNI " * 15}"', "place d'écrire"),
        ("form.toml", 'cat1 = "1ʳᵉ cat."', f'cat1 = "{"1ʳᵉ catégorie " * 9}"', "débordent"),
        ("form.toml", 'kind = "nir"', 'kind = "text"', "attend nir"),
        ("evaluation.toml", 'agreement = "ma-c', 'agreement = "c', "nom du dossier"),
        ("evaluation.toml", 'unit = "row"', 'unit = "rows"', "au choix"),
    ],
)
def test_a_wrong_folder_is_refused_with_file_key_and_reason(
    folder: Path, name: str, before: str, after: str, said: str
) -> None:
    _edit(folder / name, before, after)
    assert said in _reasons(folder)
    assert all(one.place.startswith(name) for one in check(folder))


def test_all_problems_of_all_files_are_said_at_once(folder: Path) -> None:
    _edit(folder / "agreement.toml", "months = 3", 'months = "trois"')
    _edit(folder / "form.toml", 'kind = "nir"', 'kind = "text"')
    (folder / "evaluation.toml").unlink()
    places = {one.place.split(" · ")[0] for one in check(folder)}
    assert places == {"agreement.toml", "form.toml", "evaluation.toml"}


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("agreement.toml", "months = 3", 'months = "trois"'),
        ("evaluation.toml", 'agreement = "ma-convention"', 'agreement = "btp34-carsat-lr"'),
    ],
)
def test_a_wrong_folder_cannot_be_used(folder: Path, name: str, before: str, after: str) -> None:
    _edit(folder / name, before, after)
    with pytest.raises(InputRefused) as refused:
        find("ma-convention", folder.parent)
    assert refused.value.problems


def test_a_folder_with_a_hostile_name_is_refused_and_never_listed(folder: Path) -> None:
    for name in ("Ma Convention", "été", "a_b", "-a"):
        hostile = folder.rename(folder.parent / name)
        assert own(folder.parent) == []
        assert "minuscules" in _reasons(hostile)
        folder = hostile


def test_the_name_of_a_shipped_convention_is_taken(folder: Path) -> None:
    taken = folder.rename(folder.parent / "btp34-carsat-lr")
    assert "livrée" in _reasons(taken)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"= 3", b"a = [" * 5000, b"x" * 1_000_001])
def test_a_file_that_is_no_toml_is_refused(folder: Path, content: bytes) -> None:
    (folder / "form.toml").write_bytes(content)
    assert [one.place for one in check(folder)] == ["form.toml"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_link_out_of_the_folder_is_refused(folder: Path) -> None:
    (folder / "form.toml").unlink()
    (folder / "form.toml").symlink_to(_HERE / "btp34-carsat-lr" / "form.toml")
    assert "un lien" in _reasons(folder)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    assert {one.reason for one in check(tmp_path / "rien")} == {"ce fichier manque."}


def test_loading_a_convention_imports_neither_the_pdf_library_nor_the_orm() -> None:
    code = (
        "import sys; from pdpcli.agreements.loader import find; find('btp34-carsat-lr');"
        "print([m for m in ('reportlab', 'sqlmodel', 'sqlalchemy', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_convention_that_exchanges_no_fiche_says_so_and_has_none(folder: Path) -> None:
    (folder / "form.toml").unlink()
    assert [(one.place, "fiche = false" in one.reason) for one in check(folder)] == [
        ("form.toml", True)
    ]
    _edit(folder / "agreement.toml", "version = 1\n", "version = 1\nfiche = false\n")
    assert check(folder) == []
    mine = find("ma-convention", folder.parent)
    assert (mine.fiche, mine.consent_parameters) == (False, ())
    with pytest.raises(InputRefused, match="pas de fiche"):
        assert mine.form
    text = (_HERE / "btp34-carsat-lr" / "form.toml").read_text("utf-8")
    (folder / "form.toml").write_text(text, "utf-8")
    assert [one.place for one in check(folder)] == ["agreement.toml · fiche"]
