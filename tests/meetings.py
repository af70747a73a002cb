"""Meetings told through the commands, and everything that would say who a situation is about.

Everybody here is fictional.
"""

from datetime import date

from fictional import NIR
from golden.markers import everything_told

TODAY = date.today()  # noqa: DTZ011
SSAM = "carsat-lr-ssam"
#: how anything of the fictional person may be written in a document, without blanks
IDENTITY = (
    "Fictif", "FICTIF", "Nguy", "dipe", "Zfictif", "ZFICTIF", "Acacias", "0612345678",
    "04/03/1968", "1968-03-04", NIR, "Ma\u00e7on", "B\u00e2tiFictif", "Zmotif", "Zd\u00e9cision",
)  # fmt: skip


def known(cell, **changed):
    """A situation registered yesterday; another name is another person."""
    who = {} if "nom" in changed else {"nir": NIR}
    return cell.registered(
        **{"date_signalement": "hier", "prereprise_date": "hier", **who, **changed}
    )


def planned(cell, *args, kind="cellule", on="aujourd'hui"):
    """The number of a meeting planned today."""
    told = cell("reunion", "prevoir", kind, "--le", on, *args)
    return told.split("numéro ")[1].split(")")[0]


def agenda(cell, number):
    return cell.json("reunion", "ordre-du-jour", number)


def refs(rows):
    return [row["ref"] for row in rows]


def to_examine(cell, ref):
    """How many examinations of a situation are planned."""
    found = f"""SELECT count(*) AS n FROM act a JOIN case_file c ON c.id = a.case_id
        WHERE c.ref = '{ref}' AND a.kind = 'examination' AND a.state = 'planned'"""
    return cell.rows(found)[0]["n"]


def held(cell, number, **answers):
    return cell("reunion", "tenir", number, "--fichier", cell.file("h.toml", **answers))


def key(ref):
    return ref.replace("-", "_")


def figures(cell, wanted):
    """The values of this year of an indicator of the protocol, by line."""
    every = cell.json("chiffres")["agreements"]
    (told,) = [one for one in every if one["agreement"] == "btp34-carsat-lr"]
    (found,) = [one for one in told["figures"] if one["id"] == wanted]
    return {line["id"]: line["values"][str(TODAY.year)] for line in found["lines"]}


def told_by(cell, name, *args, number):
    """Everything a PDF of the agenda tells."""
    out = cell.folder / f"{name}.pdf"
    cell("reunion", "ordre-du-jour", number, *args, "--sortie", str(out), "--remplacer")
    return everything_told(out.read_bytes())
