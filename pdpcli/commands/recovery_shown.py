"""The recovery key, shown once: to be copied on paper, and two of its groups typed back."""

from collections.abc import Callable
from secrets import SystemRandom

from pdpcli.commands.asked_line import asked_line
from pdpcli.commands.output import note
from pdpcli.errors import Refusal
from pdpcli.store.recovery import groups


def show(key: str) -> None:
    """Show ``key`` and have two of its groups read back from the paper."""
    note("\nVoici la clé de secours. Recopiez-la sur papier, pour le coffre du service :")
    note(f"\n    {key}\n\nElle ouvre tout si la phrase est oubliée ; elle ne sera plus montrée.")
    parts = groups(key)
    for at in sorted(SystemRandom().sample(range(len(parts)), 2)):
        asked_line(f"Pour vérifier, le groupe n° {at + 1}", _same(parts[at]))


def _same(expected: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if groups(text) != [expected]:
            raise Refusal("ce n'est pas ce groupe : relisez votre papier.")
        return text

    return parse
