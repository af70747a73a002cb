"""What SQLCipher says, as the error a user can act on."""

from json import JSONDecodeError
from traceback import walk_tb

from pdpcli.errors import CannotWrite, InputRefused, PdpError, StoreBusy, StoreDamaged

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
    if _unreadable(error):
        return store_damaged("Une valeur gardée dans le cahier est abîmée : elle ne se lit pas.")
    if str(error).startswith("erased: "):
        return InputRefused(
            "La personne vient d'être effacée : rien n'a été écrit.",
        )
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(code, int):
        return None
    return _meaning(code & _PRIMARY)


def _unreadable(error: BaseException) -> bool:
    """Whether a stored date or JSON text is none: the rest was read before it was kept.

    What she types is never read by ``fromisoformat``, nor left to ``json``.
    """
    if isinstance(error, JSONDecodeError):
        return True
    if not isinstance(error, (ValueError, TypeError)):
        return False
    *_, last = [None, *(frame for frame, _ in walk_tb(error.__traceback__))]
    return last is not None and "fromisoformat" in last.f_code.co_names


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
        todo="N'écrivez rien de plus. Remettez votre dernière sauvegarde :"
        " pdp sauvegarde liste, puis pdp sauvegarde restaurer FICHIER",
    )
