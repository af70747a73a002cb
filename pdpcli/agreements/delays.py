"""How long an answer is awaited: the parameter of a convention, read without the rest of it.

The morning screen asks for it: the whole folder would cost more than the screen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PARAMETER = "answer_delay_days"
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class AnswerDelay:
    """So many days, and its note: « votre délai ; le protocole n'en fixe pas »."""

    days: int
    note: str

    @property
    def said(self) -> str:
        """« votre délai : 15 jours ; le protocole n'en fixe pas »."""
        label, _, rest = self.note.partition(" ; ")
        return f"{label} : {self.days} jours" + (f" ; {rest}" if rest else "")


def answer_delay(
    agreement_id: str, chosen: Mapping[str, str | int], user_folder: Path
) -> AnswerDelay | None:
    """The delay of answer of a convention: what was ``chosen``, else its shown default.

    None when the convention has no such parameter, or cannot be read.
    """
    shipped = _HERE / agreement_id / "agreement.toml"
    path = shipped if shipped.is_file() else user_folder / agreement_id / "agreement.toml"
    try:
        return _read(path.read_text("utf-8-sig"), chosen)
    except (OSError, UnicodeDecodeError):
        return None


def _read(text: str, chosen: Mapping[str, str | int]) -> AnswerDelay | None:
    import tomllib

    try:
        declared = tomllib.loads(text)["parameter"][PARAMETER]
        days, note = int(chosen.get(PARAMETER, declared["default"])), str(declared["note"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError):
        return None
    return AnswerDelay(days, note)
