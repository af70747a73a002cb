"""Why a received file is not read: closed codes, and the one sentence of each.

Known on both sides of the child process (forms/confined.py): it answers a code, never a text.
"""

from collections.abc import Mapping
from types import MappingProxyType

#: Pages of a received file, and bytes: a fiche has two or three pages, a scan a few more.
MOST_PAGES = 50
MOST_BYTES = 20_000_000
MOST_PIXELS = 50_000_000

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "empty": "Le fichier reçu est vide.",
        "too_big": f"Le fichier reçu est trop gros : {MOST_BYTES // 1_000_000} Mo au plus.",
        "not_pdf": "Le fichier reçu n'est pas un PDF.",
        "cut": "Le fichier reçu est coupé : sa fin manque.",
        "encrypted": "Le PDF reçu est protégé par un mot de passe.",
        "damaged": "Le fichier reçu est abîmé ou mal construit : il n'a pas pu être lu.",
        "too_many_pages": f"Le PDF reçu a plus de {MOST_PAGES} pages.",
        "no_page": "Le PDF reçu n'a aucune page.",
        "too_heavy": "Le fichier reçu demande trop de calcul ou de mémoire : lecture arrêtée.",
        "picture_too_large": (
            f"L'image est trop grande : {MOST_PIXELS // 1_000_000} millions de points au plus."
        ),
        "text": (
            "Le PDF de la feuille signée contient du texte, qui peut être caché sous l'image"
            " (reconnaissance de caractères) : seule une image est gardée."
        ),
        "cropped": "Une page du PDF est rognée : ce qui en est caché partirait avec la fiche.",
        "layers": "Le PDF a des calques : ce qu'ils cachent partirait avec la fiche.",
        "media": "Le contenu du fichier n'est pas du format annoncé.",
    }
)


class Unreadable(Exception):
    """A received file is refused; ``code`` is a key of REASONS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
