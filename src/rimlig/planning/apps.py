from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from rimlig.core.history import describe_operation
from rimlig.core.refusals import describe_refusal


class PlanningConfig(AppConfig):
    name = "rimlig.planning"
    label = "planning"

    def ready(self) -> None:
        describe_operation("planning.make_standard_scale", _("Made when it was first needed"))
        describe_refusal(
            "plan_is_locked",
            _("The plan was proposed or decided while you were writing. Nothing has been changed in it."),
        )
        describe_refusal("plan_undecided_once", _("There is a draft for this year already. Open it instead."))
        describe_refusal("plan_in_force_once", _("The board has adopted a plan for this year already."))
        describe_refusal(
            "event_values_within_scale",
            _("The value is higher than the steps of the plan's scale. Choose another one."),
        )
        describe_refusal(
            "plan_scale_holds_its_values",
            _("A risk of the plan has a value that the scale does not have. Assess that risk again first."),
        )
        describe_refusal(
            "follow_up_at_own_units",
            _("Only units of the plan's board that exist during the plan's year can answer. Choose among those."),
        )
        describe_refusal(
            "unit_stays_for_its_follow_ups",
            _(
                "A plan says that the unit answers in a year when it would not exist. Choose a unit that takes over,"
                " or change the plan first."
            ),
        )
        describe_refusal(
            "scale_in_use_stays",
            _("A plan uses these scales, so they stay as they are. Your change becomes a new edition instead."),
        )
