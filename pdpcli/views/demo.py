"""What `pdp demo` says last: the folder, and the commands to type to go on playing."""

import shlex
from collections.abc import Sequence
from pathlib import PurePath

_COLUMN = 44


def how_to_go_on(  # noqa: PLR0913 - what the commands are made of
    home: PurePath,
    to_sign: str,
    to_send: str,
    pdfs: Sequence[str],
    year: int,
    *,
    windows: bool,
) -> str:
    """The text, with the commands as this system's shells take them; "" for a reference: none."""
    lines = ["", "POUR CONTINUER À JOUER", "", "D'abord, dire où est ce cahier fictif :"]
    lines += [f"  {line}" for line in _setting(home, windows=windows)]
    lines += ["", "Puis, par exemple :"]
    lines += [f"  {line}" for line in _examples(to_sign, to_send, year)]
    lines += ["", f"Dans {home}", *(f"  {line}" for line in _content(pdfs))]
    lines += ["", "Le cahier est ouvert pour 24 heures ; ensuite : pdp deverrouiller"]
    return "\n".join([*lines, "Pour tout effacer : supprimez ce dossier."])


def _setting(home: PurePath, *, windows: bool) -> list[str]:
    if not windows:
        return [f"export PDP_HOME={shlex.quote(str(home))}"]
    quoted = str(home).replace("'", "''")
    return [f"$env:PDP_HOME = '{quoted}'        (PowerShell)", f'set "PDP_HOME={home}"   (cmd)']


def _examples(to_sign: str, to_send: str, year: int) -> list[str]:
    said = [("pdp", "l'écran du matin"), ("pdp situation liste --etat toutes", "")]
    if to_send:
        said += [
            (f"pdp situation voir {to_send}", "accord signé, fiche produite"),
            (f'pdp fiche envoyer {to_send} --canal "messagerie sécurisée"', ""),
        ]
    if to_sign:
        said += [
            (f"pdp fiche produire {to_sign}", "refusé : pas d'accord signé"),
            (f"pdp accord enregistrer {to_sign} --signe-le hier --lieu Lattes", ""),
        ]
    said += [
        ("pdp recherche parpaing", "début d'un nom, ou une entreprise"),
        (f"pdp chiffres --annee {year} --expliquer BTP34-5", ""),
        ("pdp situation nouveau", "en enregistrer une, question par question"),
    ]
    return [f"{command:<{_COLUMN}} {why}".rstrip() for command, why in said]


def _content(pdfs: Sequence[str]) -> list[str]:
    told = [(name, "une fiche prête à partir" if name.startswith("fiche") else
             "une fiche à faire signer") for name in pdfs]  # fmt: skip
    told.append(("mot-de-passe.txt", "la phrase de passe (fictive)"))
    return [f"{name:<{_COLUMN}} {what}" for name, what in told]
