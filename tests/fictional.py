"""A fictional situation, its file of answers, and the commands that lead to its fiche.

Everybody here is invented; the NIR is computed from an order number nobody has.
"""

from pathlib import Path

from pdpcli.rules.nir import nir_key

PASSPHRASE = "quatre mots sans rapport"
N13 = "1680334998990"
NIR = N13 + nir_key(N13)
ANSWERS = {
    "date_signalement": "15/06/2025",
    "origine": "Son employeur",
    "nom": "Fictif-Nguyễn",
    "prenom": "Œdipe",
    "employeur": "Bâti Fictif",
    "employeur_naf": "43.99C",
    "employeur_effectif": 14,
    "employeur_adherent": "oui",
    "en_arret": "oui",
    "arret_debut": "02/05/2025",
    "risque": "maladie",
    "naissance": "04/03/1968",
    "sexe": "homme",
    "adresse": "3 rue des Acacias, 34970 Lattes",
    "tel": "06 12 34 56 78",
    "poste": "Maçon",
    "contrat": "CDI",
    "statut": "salarié",
    "regime": "régime général",
    "prereprise": "programmée",
    "prereprise_date": "24/06/2025",
    "contexte": "Ne peut plus porter (fictif).",
}


def answers_file(folder: Path, **changed: object) -> Path:
    """``ANSWERS`` with ``changed``, as a TOML file; ``None`` leaves an answer out."""
    said = {key: value for key, value in {**ANSWERS, **changed}.items() if value is not None}
    lines = [
        f"{key} = {value}" if isinstance(value, int) else f'{key} = "{value}"'
        for key, value in said.items()
    ]
    path = folder / "answers.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
