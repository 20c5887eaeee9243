from collections.abc import Iterator
from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rimlig.core.navigation import MAIN, Entry, Way, register, register_ways


class OverviewConfig(AppConfig):
    name = "rimlig.overview"
    label = "overview"

    def ready(self) -> None:
        register(
            "plan",
            Entry(
                "overview",
                _("Overview"),
                "plan.read",
                lambda plan: f"{reverse('overview:board', args=[plan.board_id])}?ar={plan.year}",
                60,
            ),
        )
        register(
            "board",
            Entry(
                "overview",
                _("Overview"),
                "plan.read",
                lambda board: reverse("overview:board", args=[board.pk]),
                1,
                when=lambda board: bool(board.plans.all()),  # fetched with the boards where they are shown
            ),
        )
        register_ways(way_to_overview)


def way_to_overview(person: Any) -> Iterator[Way]:
    """Offer the overview of the person's board, or of the municipality to who has a role on it or on several of its boards."""
    from rimlig.organisation.held import held_today  # noqa: PLC0415  # the models cannot be read before all apps are there

    held = held_today(person)
    if not held:
        return
    first = held[0].municipality
    boards = {one.board for one in held if one.municipality == first}
    only = next(iter(boards))
    if len(boards) == 1 and only is not None:
        yield Way(_("Overview"), reverse("overview:board", args=[only]), "overview", place=MAIN, order=60)
    else:
        yield Way(_("Overview"), reverse("overview:municipality", args=[first]), "overview", place=MAIN, order=60)
