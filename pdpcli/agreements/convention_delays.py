"""The delays of a convention, its parameters resolved, read without the rest of it.

Every screen and every write asks for them: the whole folder would cost more than they do.
"""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pdpcli.declarations.toml import UNREADABLE, read_toml
from pdpcli.rules.deadlines.settings import AgreementDelay

_HERE = Path(__file__).parent


def delays(
    agreement_id: str, chosen: Mapping[str, str | int], user_folder: Path
) -> dict[str, AgreementDelay]:
    """Every delay of a convention, by its id; none when its folder cannot be read."""
    declared = _declared(agreement_id, user_folder)
    parameters = declared.get("parameter", {})
    found = {}
    for one in declared.get("delay", ()):
        with suppress(KeyError, TypeError, ValueError):
            found[str(one["id"])] = _delay(one, parameters, chosen)
    return found


def _delay(
    one: Mapping[str, Any], parameters: Mapping[str, Any], chosen: Mapping[str, str | int]
) -> AgreementDelay:
    name = one.get("parameter")
    if not name:
        days, months = int(one.get("days", 0)), int(one.get("months", 0))
        return AgreementDelay(str(one["source"]), days, months)
    held = parameters[name]
    days = int(chosen.get(str(name), held["default"]))
    return AgreementDelay(str(one["source"]), days, note=str(held["note"]))


def _declared(agreement_id: str, user_folder: Path) -> dict[str, Any]:
    """The terms as declared; empty when they cannot be read."""
    shipped = _HERE / agreement_id / "agreement.toml"
    path = shipped if shipped.is_file() else user_folder / agreement_id / "agreement.toml"
    try:
        return read_toml(path.read_text("utf-8-sig"))
    except (OSError, *UNREADABLE):
        return {}
