"""Words for people on what the history of the database says: which operation made a change."""

from django.utils.functional import Promise

_OPERATIONS: dict[str, str | Promise] = {}


def describe_operation(name: str, words: str | Promise) -> None:
    """Give an operation (`room.function`, as in `audit.recorded`) its words. Rooms do this in `AppConfig.ready()`."""
    _OPERATIONS[name] = words


def words_of_operation(name: str) -> str:
    """Return the operation's words, or its bare name when nobody has given it any."""
    return str(_OPERATIONS.get(name, name))
