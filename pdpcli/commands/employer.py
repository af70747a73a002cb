"""`pdp employer` : le petit répertoire des entreprises."""

from contextlib import closing
from typing import Annotated, Any

from pdpcli.commands.employer_import import import_
from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json, width
from pdpcli.errors import InputRefused, Problem, Refusal

app = noun("employer")
app.command("import")(import_)

Number = Annotated[int, argument("NUMÉRO", "Le numéro donné par « entreprise liste »")]
Siret = Annotated[str, option("siret", "14 chiffres")]
Naf = Annotated[str, option("naf", "Code NAF, par exemple 43.99C")]
Naf2025 = Annotated[bool, option("naf-2025", "Ce code est de la NAF 2025")]
Size = Annotated[int | None, option("size", "Nombre de salariés", min=0)]
Member = Annotated[str, option("member", "Adhérente : oui, non, nsp")]
Address = Annotated[str, option("address", "Adresse")]
Phone = Annotated[str, option("phone", "Téléphone")]
Doctor = Annotated[str, option("doctor", "Médecin du travail")]


#: column of ``employer`` -> its kind of field, the option that says it
_SAID = {
    "name": ("text", "--nom"),
    "siret": ("siret", "--siret"),
    "naf": ("naf", "--naf"),
    "size": ("integer", "--effectif"),
    "member": ("flag", "--adherente"),
    "address": ("address", "--adresse"),
    "phone": ("phone", "--telephone"),
    "occupational_doctor": ("name", "--medecin"),
}


def _parsed(*, naf_2025: bool, **said: str | int | None) -> dict[str, Any]:
    """The columns of ``employer`` that were said, each through its rule; all errors at once."""
    from pdpcli.commands.clock import today
    from pdpcli.forms.fields import KINDS, Context
    from pdpcli.rules.vocabulary import CHOICES

    context = Context(today(), CHOICES["tristate"])
    parsed: dict[str, Any] = {}
    problems = [_NO_CODE] if naf_2025 and not said["naf"] else []
    for column, text in said.items():
        kind, option_name = _SAID[column]
        if text is None or text == "":
            continue
        try:
            parsed[column] = KINDS[kind].parse(str(text), context)
        except Refusal as refusal:
            problems.append(Problem(option_name, refusal.reason))
    if problems:
        raise InputRefused("L'entreprise n'a pas été enregistrée.", problems=problems)
    if "naf" in parsed:
        parsed["naf_version"] = "2025" if naf_2025 else "rev2"
    return parsed


_NO_CODE = Problem("--naf-2025", "dit de quelle NAF est le code ; donnez-le aussi par --naf.")


@app.command("add")
def add(  # noqa: PLR0913 - one option a fact
    name: Annotated[str, argument("NOM", "La raison sociale")],
    *,
    siret: Siret = "",
    naf: Naf = "",
    naf_2025: Naf2025 = False,
    size: Size = None,
    member: Member = "",
    address: Address = "",
    phone: Phone = "",
    doctor: Doctor = "",
) -> None:
    """Ajouter une entreprise : elle sera proposée dès trois lettres"""
    from pdpcli.workflows import employer

    said = _parsed(
        name=name, siret=siret, naf=naf, size=size, member=member, address=address, phone=phone,
        occupational_doctor=doctor, naf_2025=naf_2025,
    )  # fmt: skip
    with open_store().write("employer add") as write:
        number = employer.add(write, said)
    emit(f"Entreprise {number} ajoutée.")


@app.command("edit")
def edit(  # noqa: PLR0913 - one option a fact
    number: Number,
    *,
    name: Annotated[str, option("name", "La raison sociale")] = "",
    siret: Siret = "",
    naf: Naf = "",
    naf_2025: Naf2025 = False,
    size: Size = None,
    member: Member = "",
    address: Address = "",
    phone: Phone = "",
    doctor: Doctor = "",
) -> None:
    """Corriger une entreprise : les comptes de toutes ses situations suivent"""
    from pdpcli.workflows import employer

    said = _parsed(
        name=name, siret=siret, naf=naf, size=size, member=member, address=address, phone=phone,
        occupational_doctor=doctor, naf_2025=naf_2025,
    )  # fmt: skip
    if not said:
        raise InputRefused("Rien n'a été changé.", todo="Dites quoi : --naf, --effectif…")
    with open_store().write("employer edit") as write:
        employer.edit(write, number, said)
    emit(f"Entreprise {number} corrigée.")


@app.command("list")
def list_(
    letters: Annotated[str, argument("LETTRES", "Trois lettres du nom")] = "",
    *,
    json: Annotated[bool, option("json", "En JSON")] = False,
) -> None:
    """Les entreprises, ou celles dont un mot commence ainsi"""
    from pdpcli.store.employers import employers
    from pdpcli.views.employers import employer_table

    with closing(open_store().read()) as db:
        rows = employers(db, letters)
    emit_json(rows) if json else emit(employer_table(rows, width()))


@app.command("show")
def show(
    called: Annotated[str, argument("ENTREPRISE", "Son numéro, ou le début de son nom")],
    *,
    json: Annotated[bool, option("json", "En JSON")] = False,
) -> None:
    """Une entreprise et ses situations, par référence"""
    from pdpcli.store.employers import employer_called
    from pdpcli.views.employers import employer_card

    with closing(open_store().read()) as db:
        row = employer_called(db, called)
    emit_json(row) if json else emit(employer_card(row))
