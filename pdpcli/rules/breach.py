"""A breach of personal data: until when the CNIL is told, if there is a risk (RGPD, art. 33)."""

from datetime import UTC, datetime, timedelta

#: « 72 heures au plus tard après en avoir pris connaissance »: hours that pass, nights included.
NOTIFY_WITHIN = timedelta(hours=72)


def notify_before(aware: str) -> datetime:
    """The last moment, in UTC, for what was known at ``aware`` (an ISO stamp of the store)."""
    return datetime.fromisoformat(aware).astimezone(UTC) + NOTIFY_WITHIN


def hours_left(aware: str, at: datetime) -> int:
    """How many whole hours are left at ``at``; negative once it is too late."""
    return (notify_before(aware) - at) // timedelta(hours=1)
