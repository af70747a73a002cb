"""A convention is a folder: those shipped, and the user's own beside them.

``find`` loads one; ``check`` says everything that is wrong with one, text that would overflow its
cell included. Loading imports neither the PDF library nor the ORM.
"""

from dataclasses import fields
from functools import cache
from pathlib import Path

from pdpcli.agreements.agreement import Agreement, Terms
from pdpcli.agreements.terms_declaration import ID, read_terms
from pdpcli.declarations.nearest import nearest
from pdpcli.errors import InputRefused, Problem
from pdpcli.files import in_french, read_regular
from pdpcli.forms.form import Form, read_form, situation

FILES = ("agreement.toml", "form.toml", "evaluation.toml")
MOST_BYTES = 1_000_000
_MISSING = "ce fichier manque."
_NO_FICHE = "« fiche = false » dans agreement.toml"
_HERE = Path(__file__).parent


def shipped() -> list[str]:
    """The ids of the conventions that come with the program."""
    return sorted(one.parent.name for one in _HERE.glob("*/agreement.toml"))


def own(user_folder: Path) -> list[str]:
    """The ids of the user's own conventions; a name that is no id is left to ``check``."""
    found = user_folder.glob("*/agreement.toml") if user_folder.is_dir() else ()
    return sorted(one.parent.name for one in found if ID.fullmatch(one.parent.name))


def find(agreement_id: str, user_folder: Path | None = None) -> Agreement:
    """The convention of that id: a shipped one, else the user's.

    Raises InputRefused when there is none, or with every problem when its folder is wrong.
    """
    folder = folder_of(agreement_id, user_folder)
    if folder.parent == _HERE:
        return _shipped(agreement_id)
    return _load(folder, shipped_one=False)


def meant(typed: str, user_folder: Path) -> str:
    """The id that ``typed`` begins, when it begins only one; else ``typed`` as it is."""
    known = {*shipped(), *own(user_folder)}
    begun = [one for one in known if typed and one.startswith(typed.casefold())]
    return begun[0] if typed not in known and len(begun) == 1 else typed


def folder_of(agreement_id: str, user_folder: Path | None = None) -> Path:
    """Where the convention of that id is, right or wrong; InputRefused when there is none."""
    mine = [] if user_folder is None else own(user_folder)
    if agreement_id in shipped():
        return _HERE / agreement_id
    if user_folder is not None and agreement_id in mine:
        return user_folder / agreement_id
    raise InputRefused(
        "Cette convention n'est pas connue." + nearest(agreement_id, [*shipped(), *mine]),
        todo="Les conventions connues : pdp convention liste",
    )


def listed(user_folder: Path) -> tuple[list[Agreement], list[str]]:
    """Every known convention that can be used, then the ids of those to be corrected."""
    usable, broken = [_shipped(one) for one in shipped()], []
    for one in own(user_folder):
        if one in shipped():
            continue
        try:
            usable.append(find(one, user_folder))
        except InputRefused:
            broken.append(one)
    return usable, broken


def check(folder: Path) -> list[Problem]:
    """Everything that is wrong with the convention in ``folder``; empty when it can be used."""
    folder = folder.resolve()
    problems: list[Problem] = []
    texts = _texts(folder, problems)
    if folder.name in shipped() and folder.parent != _HERE:
        problems.append(Problem(folder.name, "cet identifiant est celui d'une convention livrée."))
    unread = {one.place for one in problems}
    found = check_texts(folder.name, texts)
    return problems + [one for one in found if one.place not in unread]


def check_texts(agreement_id: str, texts: dict[str, str]) -> list[Problem]:
    """Everything that is wrong with the texts of a folder, by file name."""
    problems: list[Problem] = []
    folder = Path(agreement_id)
    form = _read(folder, texts, problems)[1]
    if form is not None:
        from pdpcli.forms.overflow import overflows

        problems += [Problem(f"form.toml · {one.place}", one.reason) for one in overflows(form)]
    return problems + _evaluation_problems(folder, texts.get("evaluation.toml"))


@cache
def _shipped(agreement_id: str) -> Agreement:
    """A shipped convention, read once a process: its files do not change."""
    return _load(_HERE / agreement_id, shipped_one=True)


def _load(folder: Path, *, shipped_one: bool) -> Agreement:
    problems: list[Problem] = []
    texts = _texts(folder, problems)
    terms, form = _read(folder, texts, problems)
    if not shipped_one:
        problems += _evaluation_problems(folder, texts.get("evaluation.toml"))
    if problems or terms is None or (terms.fiche and form is None):
        raise InputRefused(
            "Le dossier de cette convention est refusé.",
            where=folder.name,
            todo=f"Corrigez-le, puis : pdp convention verifier {folder.name}",
            problems=problems,
        )
    return Agreement(
        **{one.name: getattr(terms, one.name) for one in fields(Terms)},
        own_form=form,
        form_text=texts.get("form.toml", ""),
        evaluation_text=texts["evaluation.toml"],
        shipped=shipped_one,
    )


def _read(
    folder: Path, texts: dict[str, str], problems: list[Problem]
) -> tuple[Terms | None, Form | None]:
    """The terms and the form, checked against each other and against the folder's name."""
    terms = form = None
    if "agreement.toml" in texts:
        terms = read_terms(texts["agreement.toml"], "agreement.toml", problems)
    if "form.toml" in texts:
        try:
            form = read_form(texts["form.toml"])
        except InputRefused as refused:
            problems += refused.problems
    problems += _unsaid(terms, texts)
    if terms is not None and terms.id != folder.name:
        problems.append(Problem("agreement.toml · id", "doit être le nom du dossier."))
    if terms is not None and form is not None and set(form.parties) != set(terms.parties):
        problems.append(Problem("form.toml · parties", "doivent être celles de la convention."))
    if form is not None:
        taken = situation().by_id
        problems += [
            Problem(f"form.toml · {one.id}", "cet identifiant est celui d'une question déjà posée.")
            for one in form.fields
            if one.path.startswith("liaison.answers.") and one.id in taken
        ]
    return terms, form


def _unsaid(terms: Terms | None, texts: dict[str, str]) -> list[Problem]:
    """A convention has its fiche, or says that it has none."""
    if terms is None or terms.fiche == ("form.toml" in texts):
        return []
    if terms.fiche:
        return [Problem("form.toml", f"ce fichier manque ; sans fiche : {_NO_FICHE}.")]
    return [Problem("agreement.toml · fiche", "dit qu'il n'y en a pas, mais form.toml est là.")]


def _texts(folder: Path, problems: list[Problem]) -> dict[str, str]:
    """The texts there are; line ends as LF, so that a hash does not depend on the system."""
    if not ID.fullmatch(folder.name):
        problems.append(
            Problem("dossier", "son nom s'écrit en minuscules sans accent, chiffres et tirets.")
        )
    texts = {}
    for name in FILES:
        text, reason = _text(folder / name)
        if name == "form.toml" and reason == _MISSING:
            continue  # see _unsaid
        if reason:
            problems.append(Problem(name, reason))
        else:
            texts[name] = text
    return texts


def _text(path: Path) -> tuple[str, str]:
    """The content of a regular file, or the reason why it is not read."""
    try:
        if path.is_symlink():
            return "", "un lien n'est pas accepté : il faut le fichier lui-même."
        if not path.is_file():
            return "", _MISSING
        text = read_regular(path, MOST_BYTES).decode("utf-8-sig")
        return text.replace("\r\n", "\n"), ""
    except UnicodeDecodeError:
        return "", "ce fichier n'est pas en UTF-8."
    except OSError as error:
        return "", f"ce fichier ne peut pas être lu : {in_french(error)}."


def _evaluation_problems(folder: Path, text: str | None) -> list[Problem]:
    """What is wrong with the evaluation; it counts for the convention of this folder."""
    if text is None:
        return []
    from pdpcli.evaluation.indicator import read_evaluation

    try:
        evaluation = read_evaluation(text)
    except InputRefused as refused:
        return list(refused.problems)
    if evaluation.agreement != folder.name:
        return [Problem("evaluation.toml · agreement", "doit être le nom du dossier.")]
    return []
