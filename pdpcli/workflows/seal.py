"""The seal of the cell: made by itself, taken from its organisation, or retired.

One stands at a time. A retired one stays with its date and reason, for what it has sealed.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from pdpcli.errors import InputRefused, Refusal
from pdpcli.rules.dates import french
from pdpcli.store.seals import all_seals, current

if TYPE_CHECKING:
    from pdpcli.forms.seal import SealKey
    from pdpcli.store.open import Write
    from pdpcli.store.seals import SealRow

REPLACED = "remplacé"


def create(write: "Write", service: str) -> "SealRow":
    """A new key and certificate in the name of ``service``; it is the current one."""
    from pdpcli.forms.certificate import self_issued

    return _add(write, "own", self_issued(service, _now(write)))


def import_pkcs12(write: "Write", data: bytes, password: str) -> "SealRow":
    """The seal of a PKCS#12 file takes the place of the current one, which is retired.

    Raises:
        InputRefused: the file, its password or its certificate is refused, or is known already.
    """
    from pdpcli.forms.certificate import described, read_pkcs12

    try:
        key = read_pkcs12(data, password, _now(write))
    except Refusal as refusal:
        raise InputRefused(
            f"Le cachet n'a pas été importé : {refusal.reason}",
            todo="Demandez à qui vous l'a remis un fichier .p12 ou .pfx, et son mot de passe.",
        ) from refusal
    fingerprint = described(key.certificate).fingerprint
    for known in all_seals(write.db):
        if known.fingerprint == fingerprint:
            raise InputRefused(
                f"Ce certificat est déjà dans le cahier : c'est le cachet {known.id}.",
                todo="Le voir : pdp cachet voir",
            )
    before = current(write.db)
    if before is not None:
        _retire(write, before.id, REPLACED, _now(write).astimezone().date())
    return _add(write, "imported", key)


def retire(write: "Write", seal_id: int, reason: str, on: date) -> None:
    """Retire a seal: it stays, and the next document sealed makes a new one of our own.

    Raises:
        InputRefused: no such seal, or retired already.
    """
    found = [row for row in all_seals(write.db) if row.id == seal_id]
    if not found:
        raise InputRefused(
            "Il n'y a pas de cachet de ce numéro.", todo="Les voir : pdp cachet voir"
        )
    if found[0].retired_on:
        when = french(date.fromisoformat(found[0].retired_on))
        raise InputRefused(f"Ce cachet est déjà retiré, depuis le {when}.")
    _retire(write, seal_id, reason, on)


def _add(write: "Write", source: str, key: "SealKey") -> "SealRow":
    from pdpcli.forms.certificate import described

    said = described(key.certificate)
    write.db.execute(
        """INSERT INTO seal
        (source, subject, certificate, chain, private_key, fingerprint, added_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (source, said.subject, key.certificate, key.chain, key.private_key, said.fingerprint,
         write.at),
    )  # fmt: skip
    return all_seals(write.db)[-1]


def _retire(write: "Write", seal_id: int, reason: str, on: date) -> None:
    write.db.execute(
        "UPDATE seal SET retired_on = ?, retired_reason = ? WHERE id = ?",
        (on.isoformat(), reason, seal_id),
    )


def _now(write: "Write") -> datetime:
    return datetime.fromisoformat(write.at)
