"""What the database refuses, said in words: the name of a constraint → a sentence for the person who asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError
from django.utils.functional import Promise

from rimlig.core.errors import RuleBroken

_SENTENCES: dict[str, str | Promise] = {}


def describe_refusal(constraint: str, sentence: str | Promise) -> None:
    """Give a constraint, or a trigger's refusal under a constraint's name, its sentence. Rooms do this in `AppConfig.ready()`."""
    _SENTENCES[constraint] = sentence


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """Turn what the database refuses inside into RuleBroken with its sentence; what nobody described stays an error.

    Wrap it around `transaction.atomic()`, so that deferred constraints are inside and the transaction is over when
    the page asks the database for more.
    """
    try:
        yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if name not in _SENTENCES:
            raise
        raise RuleBroken(str(_SENTENCES[name])) from error
