"""What may stand in an address beside numbers and names."""

from datetime import date


class DayConverter:
    """A day as year-month-day. One that is in no calendar leads nowhere (404)."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Return the day. Raises ValueError for one that there is not."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """Return the day as it stands in the address."""
        return value.isoformat()
