"""What SQLCipher says, as the error a user can act on."""

from pdpcli.errors import CannotWrite, PdpError, StoreBusy, StoreDamaged

_PRIMARY = 0xFF  # the low byte of an extended SQLite code
_BUSY, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 8, 10, 11, 13, 14, 26


def half_committed(error: BaseException) -> bool:
    """Whether a read-only connection met a commit that was cut, which it may not undo."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(code, int) and code & _PRIMARY == _READONLY


def translated(error: BaseException) -> PdpError | None:
    """The PdpError that ``error`` (of sqlcipher3, or of SQLAlchemy around it) means, if any."""
    error = getattr(error, "orig", None) or error
    if isinstance(error, PdpError):
        return error
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(code, int):
        return None
    return _meaning(code & _PRIMARY)


def _meaning(code: int) -> PdpError | None:
    if code == _BUSY:
        return StoreBusy(
            "Le cahier est occupé par une autre commande.", todo="Réessayez dans un instant."
        )
    if code in (_NOTADB, _CORRUPT):
        return store_damaged("Le cahier est abîmé : il ne se lit pas avec sa propre clé.")
    if code in (_FULL, _READONLY, _IOERR, _CANTOPEN):
        return CannotWrite(
            "Impossible d'écrire dans le cahier : disque plein, ou dossier protégé.",
            todo="Libérez de la place ou vérifiez les droits du dossier, puis recommencez :"
            " rien n'a été modifié.",
        )
    return None


def store_damaged(what: str) -> StoreDamaged:
    """StoreDamaged with how to restore."""
    return StoreDamaged(
        what,
        todo="N'écrivez rien de plus. Remettez le fichier du cahier depuis votre dernière"
        " sauvegarde, puis : pdp check --declare-restore",
    )
