"""The laptop's zone, by which hours are said: the store keeps them in UTC."""

from datetime import UTC, datetime, timedelta, tzinfo


class LaptopZone(tzinfo):
    """Whatever the system says, on each side of a change of clock."""

    def utcoffset(self, moment: datetime | None, /) -> timedelta | None:
        """How far from UTC a local ``moment`` is."""
        return moment.replace(tzinfo=None).astimezone().utcoffset() if moment else None

    def dst(self, _: datetime | None, /) -> timedelta | None:
        """Not told apart from the zone."""
        return None

    def tzname(self, _: datetime | None, /) -> str | None:
        """The zone has no name of its own."""
        return None

    def fromutc(self, moment: datetime, /) -> datetime:
        """The local moment of one that is in UTC."""
        return moment.replace(tzinfo=UTC).astimezone().replace(tzinfo=self)


LAPTOP = LaptopZone()
