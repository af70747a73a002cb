"""The three answers on a file, a line each: what it shows, and what it does not prove."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pdpcli.rules.dates import french, french_iso
from pdpcli.store.known_files import KnownFile
from pdpcli.store.verdict import FileVerdict, SealVerdict

_KINDS = {
    "release": "la fiche",
    "to_sign": "la feuille à signer de la fiche",
    "letter": "la lettre de la fiche",
    "protected": "la copie protégée de la fiche",
    "scan": "la copie scannée de la fiche",
    "received": "un fichier reçu pour la fiche",
    "synthesis": "une synthèse reçue pour la fiche",
}
_SEALS: Mapping[str, str] = {
    "intact": "intact. Rien n'a changé dans ce fichier depuis ce cachet{when}",
    "filled": "intact, puis des champs du formulaire ont été remplis. Les pages et les pièces "
    "jointes sont comme au moment du cachet{when} ; qui a rempli n'est pas prouvé",
    "changed": "MODIFIÉ APRÈS LE CACHET. Autre chose que des réponses dans les champs a été "
    "ajouté ; ce qui est affiché n'est plus ce qui a été scellé{when}",
    "broken": "INVALIDE. Un octet du fichier ou du cachet a changé, ou un logiciel a réécrit tout "
    "le fichier ; on ne peut pas dire lequel",
    "unnoted": "ne compte pas. Il porte notre certificat retiré le {retired}, et n'est pas dans "
    "notre journal des cachets",
    "foreign": "d'un autre certificat que les nôtres. Il ne prouve rien de ce que nous avons fait",
    "none": "aucun. Perdu par le logiciel du partenaire, ou jamais posé : le fichier peut être "
    "intact comme modifié",
    "unreadable": "non vérifiable. {why}",
}
_IDENTITY = {
    "own": "le certificat est établi par la cellule elle-même",
    "imported": "niveau déclaré par l'émetteur du certificat, non vérifié",
}


def verdict_lines(verdict: FileVerdict) -> str:
    """Bytes, seal, identity."""
    lines = (_bytes_line(verdict), _seal_line(verdict.seal), _identity_line(verdict.seal))
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def verdict_json(verdict: FileVerdict) -> dict[str, Any]:
    """Stable keys; ``identity`` is always « not proven »."""
    seal = verdict.seal
    return {
        "holds": verdict.holds,
        "bytes": verdict.file is not None,
        "document": _document(verdict.file or seal.sealed),
        "seal": seal.judgement,
        "seal_id": seal.row and seal.row.id,
        "seal_subject": seal.row and seal.row.subject,
        "seal_fingerprint": seal.row and seal.row.fingerprint,
        "seal_retired_on": seal.row and seal.row.retired_on,
        "seal_noted_at": seal.noted,
        "other_seals": seal.others,
        "identity": "not proven",
    }


def _bytes_line(verdict: FileVerdict) -> str:
    file, sealed = verdict.file, verdict.seal.sealed
    if file and file.made_here:
        made = "imprimée" if file.kind == "to_sign" else "faite"
        return (
            f"Octets : les mêmes. C'est {_named(file)}, {made} ici le {french_iso(file.on)}. "
            "Cela ne dit pas d'où ce fichier vous revient."
        )
    if file:
        return (
            f"Octets : ceux de {_named(file)}, rangé ici le {french_iso(file.on)}. "
            "Ce n'est pas un document que ce cahier a fait."
        )
    if sealed:
        return (
            f"Octets : pas octet pour octet. Il porte le cachet posé sur {_named(sealed)}, faite "
            f"le {french_iso(sealed.on)} : il a été rempli ou modifié depuis."
        )
    return (
        "Octets : ce n'est, octet pour octet, aucun document de ce cahier. Un fichier d'ici, "
        "enregistré de nouveau ou effacé depuis, ne se reconnaît pas non plus."
    )


def _seal_line(seal: SealVerdict) -> str:
    noted = f", posé le {_moment(seal.noted)} selon notre journal" if seal.noted else ""
    unnoted = ", que notre journal ne connaît pas" if seal.row and not seal.noted else ""
    said = _SEALS[seal.judgement].format(
        when=noted or unnoted,
        retired=french_iso(seal.row.retired_on) if seal.row and seal.row.retired_on else "",
        why=seal.why,
    )
    more = f" Il porte aussi {seal.others} autre(s) cachet(s) que les nôtres." * bool(
        seal.row and seal.others
    )
    return f"Cachet : {said.rstrip('.')}.{more}"


def _identity_line(seal: SealVerdict) -> str:
    why = f" ; {_IDENTITY[seal.row.source]}" if seal.row else ""
    return (
        f"Identité : non prouvée{why}. Rien ici ne prouve qui a signé, ni qui a envoyé ce fichier."
    )


def _named(file: KnownFile) -> str:
    version = f", version {file.version}" if file.version else ""
    return f"{_KINDS.get(file.kind, 'un document de la fiche')} {file.reference}{version}".rstrip()


def _document(file: KnownFile | None) -> dict[str, Any] | None:
    if file is None:
        return None
    keys = ("kind", "reference", "version", "round", "on")
    return {**{key: getattr(file, key) for key in keys}, "made_here": file.made_here}


def _moment(text: str) -> str:
    """The day, here, of a moment that the store keeps in UTC."""
    return french(datetime.fromisoformat(text).astimezone().date())
