"""The action plans that a person may know of, of all boards and years: those that count."""

from collections.abc import Mapping
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Count, F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rimlig.core.views import UseCase
from rimlig.followup.actions.overview import narrowed_to
from rimlig.followup.actions.queries import at_units, current_action_plans
from rimlig.followup.actions.selection import EVERY, LATE, OPEN, Selection, condition_of_status
from rimlig.followup.actions.views_list import PAGE, PLANS, tabs_of
from rimlig.followup.models import ActionPlan
from rimlig.organisation.tree import below

HOW: Final = {
    OPEN: pgettext_lazy("actions", "Open"),
    LATE: _("Late"),
    "closed": pgettext_lazy("action plans", "Closed"),
    EVERY: _("All"),
}


class AllActionPlans(UseCase):
    """The action plans as a list, narrowed by how far they have come."""

    permission = "actions.read"
    here = "actions"
    template_name = "followup/actions/all_plans.html"

    def context(self) -> Mapping[str, Any]:
        selection = Selection.read(self.request.GET)
        chosen = selection.status if selection.status in HOW else OPEN
        rows = current_action_plans(ActionPlan.objects.visible_to(self.request.user))
        if selection.namnd:
            rows = rows.filter(plan__board=selection.namnd)
        if selection.enhet:
            rows = rows.filter(at_units(below([selection.enhet])))
        counts = rows.aggregate(**{key: Count("pk", filter=condition_of_status(key)) for key in HOW})
        shown = rows.filter(condition_of_status(chosen)).order_by(F("due").asc(nulls_last=True), "pk")
        page = Paginator(shown.with_plan().select_related("responsible"), PAGE).get_page(selection.sida)
        return {
            "ways": tabs_of(selection, PLANS),
            "pills": [(label, counts[key], selection.address(status=key), key == chosen) for key, label in HOW.items()],
            "page": page,
            "found": counts[chosen],
            "narrowed": narrowed_to(self.request.user, selection) if selection.narrows else [],
            "all_address": self.request.path + selection.address(namnd=0, enhet=0, sedan=0),
            "older": selection.address(sida=page.next_page_number()) if page.has_next() else "",
            "newer": selection.address(sida=page.previous_page_number()) if page.has_previous() else "",
        }
