"""What a check found, a line each; under what is wrong, what is lost and what to do."""

from collections.abc import Sequence
from typing import Protocol

from pdpcli.views.wrap import wrapped


class Found(Protocol):
    """A finding of a check."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def sound(self) -> bool: ...  # noqa: D102
    @property
    def seen(self) -> str: ...  # noqa: D102
    @property
    def lost(self) -> str: ...  # noqa: D102


def finding_lines(findings: Sequence[Found]) -> str:
    """« ✓ » sound, « ✗ » to be looked at. What to do is said once, by the refusal."""
    return "\n".join(line for one in findings for line in _lines(one))


def _lines(one: Found) -> list[str]:
    if one.sound:
        return [f"✓ {one.name} : {one.seen}"]
    return [f"✗ {one.name} : {one.seen}", *wrapped(one.lost, "    perdu : ")]
