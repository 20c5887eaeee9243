"""What a person has under way, told by the rooms that know: said before the person is closed out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rimlig.organisation.models import Municipality, User


@dataclass(frozen=True)
class OpenWork:
    """Something that waits for the person: a sentence, and where to hand it to somebody else."""

    text: str
    url: str


Giver = Callable[[User, Municipality], Iterable[OpenWork]]
_GIVERS: list[Giver] = []


def register_open_work(give: Giver) -> None:
    """Let `give` tell what waits for a person in a municipality. Rooms do this in `AppConfig.ready()`."""
    _GIVERS.append(give)


def open_work_of(person: User, municipality: Municipality) -> list[OpenWork]:
    """Return what waits for the person in the municipality, as the rooms tell it."""
    return [work for give in _GIVERS for work in give(person, municipality)]
