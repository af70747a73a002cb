"""What the store can say of a file from anywhere: its bytes, its seal."""

from dataclasses import dataclass
from typing import Literal

from pdpcli.store.known_files import KnownFile
from pdpcli.store.seals import SealRow

#: Of one seal (see seal_seen.State), or: made with a retired certificate and absent from our
#: journal; made with a certificate that is not ours; none; the file cannot be read.
Judgement = Literal[
    "intact", "filled", "changed", "broken", "unnoted", "foreign", "none", "unreadable"
]
HOLDS = ("intact", "filled")


@dataclass(frozen=True)
class SealVerdict:
    """What the seals of a file say: ``row`` is ours, ``noted`` the moment our journal gives.

    ``sealed`` is the document that bore this seal when it was put, ``others`` counts the seals
    that are not ours, ``why`` says why the file cannot be read.
    """

    judgement: Judgement
    row: SealRow | None = None
    noted: str | None = None
    sealed: KnownFile | None = None
    others: int = 0
    why: str = ""


@dataclass(frozen=True)
class FileVerdict:
    """The two answers that can be yes; the third, who signed or sent, is never proven."""

    file: KnownFile | None
    seal: SealVerdict

    @property
    def holds(self) -> bool:
        """Whether the bytes or the seal show that what we made is unchanged."""
        ours = self.file is not None and self.file.made_here
        return ours or self.seal.judgement in HOLDS
