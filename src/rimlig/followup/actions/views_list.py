"""The actions that a person may know of: as a list, as a board of four columns, and on a timeline."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rimlig.core.spreadsheets import FORMATS
from rimlig.core.views import UseCase
from rimlig.documents.document import ActionStatus
from rimlig.followup.actions.access import may_write_action
from rimlig.followup.actions.export import exported
from rimlig.followup.actions.overview import Choices, choices_of, narrowed_to, open_action_plans_of, told
from rimlig.followup.actions.selection import COLUMNS, OPEN, ORDERS, Selection
from rimlig.followup.actions.timeline import timeline_of
from rimlig.followup.actions.views_tracked import steps_of
from rimlig.followup.editables import STATUS_LOOKS
from rimlig.followup.models import STATUSES

SHOWN_AS: Final = {"actions": _("List"), "actions-board": _("Board of cards"), "actions-timeline": _("Timeline")}
PLANS: Final = "all-action-plans"
PAGE = 50
MOST_CARDS = 20
MOST_CLOSED = 10
"""What is done is kept in the list; on the board stand the latest."""
MOST_ON_TIMELINE = 500


def tabs_of(selection: Selection, shown_as: str) -> list[tuple[str, Any, str, bool]]:
    """Return the ways to look at actions, and to the action plans: each with its words, its address, and whether it is here."""
    tabs = [
        (name, label, reverse(f"followup:{name}") + selection.address(), name == shown_as)
        for name, label in SHOWN_AS.items()
    ]
    place = selection.address(visa="", status=OPEN, q="", ordning="klar", sedan=0)
    return [*tabs, (PLANS, _("Action plans"), reverse(f"followup:{PLANS}") + place, shown_as == PLANS)]


class AboutActions(UseCase):
    """What the three ways to look at actions share: the selection, and the counts of each choice."""

    permission = "actions.read"
    here = "actions"
    shown_as: ClassVar[str] = ""

    def choices(self) -> Choices:
        """Return the selection of the address, with what each other choice would give."""
        return choices_of(self.request.user, Selection.read(self.request.GET))

    def context(self) -> Mapping[str, Any]:
        choices = self.choices()
        selection = choices.selection
        return {
            "choices": choices,
            "selection": selection,
            "ways": tabs_of(selection, self.shown_as),
            "orders": list(ORDERS.items()),
            "narrowed": narrowed_to(self.request.user, selection) if selection.narrows else [],
            "all_address": self.request.path + selection.address(namnd=0, enhet=0, sedan=0),
        }

    def page(self, *, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
        answer = super().page(status=status, **more)
        if self.request.headers.get("HX-Request") == "true":
            asked = Selection.read(self.request.GET)
            answer["HX-Push-Url"] = self.request.path + asked.address(sida=asked.sida)
        return answer


class Actions(AboutActions):
    """The actions as a list."""

    template_name = "followup/actions/list.html"
    part = "found"
    shown_as = "actions"

    def context(self) -> Mapping[str, Any]:
        context = super().context()
        selection = context["selection"]
        paginator = Paginator(selection.of(self.request.user), PAGE)
        paginator.count = context["choices"].shown
        page = paginator.get_page(selection.sida)
        return {
            **context,
            "rows": list(told(page.object_list)),
            "found": paginator.count,
            "page": page,
            "older": selection.address(sida=page.next_page_number()) if page.has_next() else "",
            "newer": selection.address(sida=page.previous_page_number()) if page.has_previous() else "",
            "exports": [
                (form, f"{reverse('followup:actions-file')}{selection.address()}&som={form}") for form in FORMATS
            ],
            "action_plans": open_action_plans_of(self.request.user) if selection.visa == "mina" else [],
        }


class ActionsFile(AboutActions):
    """The chosen actions as a file to go on with in a spreadsheet."""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002  # Django gives them
        form = request.GET.get("som", "csv")
        if form not in FORMATS:
            raise Http404
        content = exported(form, self.choices().selection.of(request.user))
        headers = {"Content-Disposition": f'attachment; filename="atgarder.{form}"'}
        return HttpResponse(content, content_type=FORMATS[form], headers=headers)


class ActionsBoard(AboutActions):
    """The actions in four columns by status. A card is moved with its buttons, or by dragging it."""

    template_name = "followup/actions/board.html"
    shown_as = "actions-board"

    def context(self) -> Mapping[str, Any]:
        context = super().context()
        chosen = context["selection"].of(self.request.user, but_status=True)
        counts = {choice.value: choice.count for choice in context["choices"].how}
        columns = [self._column(chosen, status, counts[status.value]) for status in COLUMNS]
        # A telephone opens one column: where most is late, else what is being done, else whatever there is.
        by_need = sorted(
            columns, key=lambda one: (-one["number_late"], one["status"] != ActionStatus.ONGOING, one["order"])
        )
        next((one for one in by_need if one["cards"]), columns[0])["first"] = True
        return {**context, "columns": columns}

    def _column(self, chosen: Any, status: ActionStatus, number: int) -> dict[str, Any]:
        # What is closed is told of latest first, what is open as it is to be done.
        order = ("-effect_checked_at", "-pk") if status == ActionStatus.CLOSED else ()
        of_status = chosen.filter(status=status)
        cards = list(
            told(of_status.order_by(*order) if order else of_status).select_related(
                "unit__board", "unit__merged_into__board"
            )[: MOST_CLOSED if status == ActionStatus.CLOSED else MOST_CARDS]
        )
        late = sum(1 for card in cards if card.is_open and card.days_late)
        return {
            "status": status.value,
            "label": STATUSES[status],
            "look": STATUS_LOOKS[status],
            "count": number,
            "order": COLUMNS.index(status),
            "number_late": late,
            "late": ngettext("%(number)d late", "%(number)d late", late) % {"number": late} if late else "",
            "more": number - len(cards),
            "cards": [(card, steps_of(card) if may_write_action(self.request.user, card) else []) for card in cards],
        }


class ActionsTimeline(AboutActions):
    """The actions by the month in which they are to be done."""

    template_name = "followup/actions/timeline.html"
    shown_as = "actions-timeline"

    def context(self) -> Mapping[str, Any]:
        context = super().context()
        rows = list(told(context["selection"].of(self.request.user))[:MOST_ON_TIMELINE])
        return {**context, "timeline": timeline_of(rows), "rows": rows}
