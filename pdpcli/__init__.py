"""pdp : le cahier de travail d'une cellule de prévention de la désinsertion professionnelle."""

__version__ = "0.1.0"
