"""`pdp employer` : le petit répertoire des entreprises."""

from typing import Annotated, Any

from pdpcli.commands.french import noun
from pdpcli.commands.opening import open_store
from pdpcli.commands.options import argument, option
from pdpcli.commands.output import emit, emit_json
from pdpcli.errors import InputRefused, Problem, Refusal

app = noun("employer")

Number = Annotated[int, argument("NUMÉRO", "Le numéro donné par « entreprise liste »")]
Siret = Annotated[str, option("siret", "14 chiffres", french="siret")]
Naf = Annotated[str, option("naf", "Code NAF, par exemple 43.99C", french="naf")]
Naf2025 = Annotated[bool, option("naf-2025", "Ce code est de la NAF 2025", french="naf-2025")]
Size = Annotated[int | None, option("size", "Nombre de salariés", french="effectif", min=0)]
Member = Annotated[str, option("member", "Adhérente : oui, non, nsp", french="adherente")]
Address = Annotated[str, option("address", "Adresse", french="adresse")]
Phone = Annotated[str, option("phone", "Téléphone", french="telephone")]
Doctor = Annotated[str, option("doctor", "Médecin du travail", french="medecin")]


def _parsed(**said: str | int | None) -> dict[str, Any]:
    """The columns of ``employer`` that were said, each through its rule; all errors at once."""
    from pdpcli.commands.clock import today
    from pdpcli.forms.fields import KINDS, Context
    from pdpcli.rules.vocabulary import CHOICES

    kinds = {
        "name": "text", "siret": "siret", "naf": "naf", "size": "integer", "member": "flag",
        "address": "address", "phone": "phone", "occupational_doctor": "name",
    }  # fmt: skip
    parsed: dict[str, Any] = {}
    problems = []
    context = Context(today(), CHOICES["tristate"])
    for column, text in said.items():
        if text is None or text == "":
            continue
        try:
            parsed[column] = KINDS[kinds[column]].parse(str(text), context)
        except Refusal as refusal:
            problems.append(Problem(column, refusal.reason))
    if problems:
        raise InputRefused("L'entreprise n'a pas été enregistrée.", problems=problems)
    return parsed


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
        occupational_doctor=doctor,
    )  # fmt: skip
    if naf:
        said["naf_version"] = "2025" if naf_2025 else "rev2"
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
        occupational_doctor=doctor,
    )  # fmt: skip
    if naf:
        said["naf_version"] = "2025" if naf_2025 else "rev2"
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

    rows = employers(open_store().read(), letters)
    emit_json(rows) if json else emit(employer_table(rows))


@app.command("show")
def show(
    number: Number,
    *,
    json: Annotated[bool, option("json", "En JSON")] = False,
) -> None:
    """Une entreprise et ses situations, par référence"""
    from pdpcli.store.employers import employer
    from pdpcli.views.employers import employer_card

    row = employer(open_store().read(), number)
    emit_json(row) if json else emit(employer_card(row))
