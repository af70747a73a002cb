"""What a rule is: data, with its source, how binding it is, how its last day is counted."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A deadline of the law, of a convention or of good practice.

    ``status`` and ``counting`` are codes of CHOICES "deadline_status" and "deadline_counting";
    ``number`` is of days, months or hours, or the rank of the day of leave, 0 when a setting, an
    agreement or a calendar holds it. ``covers`` names lines of dossier §3; ``doubt`` is a sentence
    on what the texts leave uncertain, always shown; ``who`` has to act, in French.
    """

    id: str
    label: str
    source: str
    status: str
    counting: str
    who: str
    number: int = 0
    covers: tuple[str, ...] = ()
    doubt: str = ""

    @property
    def informs(self) -> bool:
        """Whether it only says that something is possible: never late, shown for a while."""
        return self.status == "information"
